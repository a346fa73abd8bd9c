package catalog

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// CopyTo writes a consistent copy of the records to a folder, as a catalogue without
// originals, while other processes read and write.
func (c *Catalog) CopyTo(ctx context.Context, dir string) error {
	err := checkLog(c.dir)
	if err == nil {
		err = datadir.CopyDatabase(ctx, c.db, filepath.Join(dir, fileRecords))
	}
	if err != nil {
		return fmt.Errorf("copy the catalogue: %w", err)
	}
	return nil
}

// Whole returns a sentence about what is wrong with the database, or "".
func (c *Catalog) Whole(ctx context.Context) (string, error) {
	lines, err := c.texts(ctx, "PRAGMA integrity_check(1)")
	if err != nil {
		return "", fmt.Errorf("check the catalogue: %w", err)
	}
	if len(lines) == 1 && lines[0] == "ok" {
		if lines, err = damagedRows(ctx, c.db, 1); err != nil {
			return "", fmt.Errorf("check the catalogue: %w", err)
		}
		if fault, err := checkChain(ctx, c.db); fault != "" || err != nil {
			lines = append(lines, fault)
			if err != nil {
				return "", fmt.Errorf("check the catalogue: %w", err)
			}
		}
	}
	if len(lines) == 0 {
		return "", nil
	}
	return fmt.Sprintf("the catalogue is damaged: %v", lines), nil
}

// CheckFile is like Whole for a database file that no process writes to. Files of older
// versions have no checksums and are not checked.
func CheckFile(ctx context.Context, path string) (fault string, err error) {
	if err := teachSums(); err != nil {
		return "", err
	}
	db, err := datadir.OpenDatabase(path, datadir.Immutable)
	if err != nil {
		return "", err
	}
	c := &Catalog{db: db}
	defer func() { err = errors.Join(err, c.Close()) }()
	switch err := checkVersion(ctx, db); {
	case errors.Is(err, ErrOlder):
		return "", nil
	case err != nil:
		return fmt.Sprintf("the catalogue is damaged: %v", err), nil
	}
	if fault, err = c.Whole(ctx); err != nil && ctx.Err() == nil {
		return err.Error(), nil
	}
	return fault, err
}

// KeptFile is a required file of original bytes.
type KeptFile struct {
	SHA256   string
	ID       corpus.ID // of a statement read from it; "" for a cached response
	Location string
}

// Name is the slash-separated path in the data folder.
func (f KeptFile) Name() string { return path.Join(dirOriginals, f.SHA256[:2], f.SHA256) }

// KeptFiles lists the original files that the records refer to.
func (c *Catalog) KeptFiles(ctx context.Context) ([]KeptFile, error) {
	rows, err := c.db.QueryContext(ctx, `SELECT sha256, min(id), location FROM statements GROUP BY sha256
		UNION ALL SELECT sha256, '', min(address) FROM answers
		WHERE body IS NULL AND sha256 <> '' AND sha256 NOT IN (SELECT sha256 FROM statements) GROUP BY sha256`)
	if err != nil {
		return nil, fmt.Errorf("list the originals: %w", err)
	}
	defer rows.Close()
	var out []KeptFile
	for rows.Next() {
		var f KeptFile
		if err := rows.Scan(&f.SHA256, &f.ID, &f.Location); err != nil {
			return nil, fmt.Errorf("list the originals: %w", err)
		}
		out = append(out, f)
	}
	return out, rows.Err()
}

// Rename gives the catalogue a new identity, so that its later states are not confused
// with those of another copy.
func (c *Catalog) Rename(ctx context.Context) error {
	if _, err := c.db.ExecContext(ctx, "UPDATE meta SET value = lower(hex(randomblob(8))) WHERE name = 'name'"); err != nil {
		return fmt.Errorf("name the catalogue: %w", err)
	}
	return nil
}
