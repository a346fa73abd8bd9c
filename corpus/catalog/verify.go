package catalog

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// Problem describes what is wrong, where, and what to do about it. Kind is for programs.
type Problem struct {
	Kind    string    `json:"kind"`
	ID      corpus.ID `json:"id,omitempty"`
	File    string    `json:"file,omitempty"`
	Message string    `json:"message"`
}

// Kinds of problems that Verify finds.
const (
	ProblemDatabase        = "catalogue-damaged"
	ProblemRow             = "row-damaged"
	ProblemRecord          = "record-damaged"
	ProblemTextMissing     = "text-missing"
	ProblemTextDamaged     = "text-damaged"
	ProblemPages           = "pages-differ"
	ProblemOriginalMissing = "original-missing"
	ProblemOriginalDamaged = "original-damaged"
	ProblemOriginalKept    = "removed-original-kept"
)

// ProblemKinds lists all kinds of problems that Verify finds.
var ProblemKinds = []string{
	ProblemDatabase, ProblemRow, ProblemRecord, ProblemTextMissing, ProblemTextDamaged, ProblemPages, ProblemOriginalMissing, ProblemOriginalDamaged, ProblemOriginalKept,
}

// maxDamagedRows is the maximum number of rows per table that Verify lists.
const maxDamagedRows = 20

// Verified is the result of verifying a consistent state of the records.
type Verified struct {
	Problems []Problem
	Revision string // "" if not everything could be read
	// Statements has all statements.
	Statements map[corpus.ID]Seen
	// Unnamed counts originals without a record: of statements that left their source, or of
	// an interrupted run. They only take space.
	Unnamed      int
	UnnamedBytes int64
}

// Seen is what an index must know about a statement.
type Seen struct {
	Version int64
	Pages   int
	sha256  string
	file    string // its location
}

// Verify checks the database, reads every text and original, and compares them with each
// other. It reads a consistent state; changes by other processes are not problems.
func (c *Catalog) Verify(ctx context.Context) (Verified, error) {
	v := Verified{Statements: map[corpus.ID]Seen{}}
	if err := checkLog(c.dir); err != nil {
		v.Problems = append(v.Problems, Problem{Kind: ProblemDatabase, File: fileRecords, Message: "restore the catalogue from a snapshot: " + err.Error()})
	}
	if err := c.verifyRecords(ctx, &v); err != nil {
		if ctx.Err() != nil {
			return v, ctx.Err()
		}
		v.Revision = "" // incomplete
		v.Problems = append(v.Problems, Problem{Kind: ProblemDatabase, File: fileRecords, Message: "the catalogue is damaged, restore it from a snapshot: " + err.Error()})
		return v, nil
	}
	for _, id := range slices.Sorted(maps.Keys(v.Statements)) {
		s := v.Statements[id]
		p, found, err := c.checkOriginal(ctx, id, s)
		if err != nil {
			return v, err
		}
		if found {
			// It may have been removed or read again meanwhile.
			if now, err := c.record(ctx, id); err == nil && now.Origin.SHA256 == s.sha256 {
				v.Problems = append(v.Problems, p)
			}
		}
	}
	if err := c.verifyFolder(ctx, &v); err != nil && !errors.Is(err, corpus.ErrDamaged) { // the row is already among the problems
		return v, fmt.Errorf("check the originals: %w", err)
	}
	return v, nil
}

// verifyRecords reads all records and texts in one transaction.
func (c *Catalog) verifyRecords(ctx context.Context, v *Verified) error {
	tx, err := c.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	lines, err := tx.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return err
	}
	defer lines.Close()
	for lines.Next() {
		var line string
		if err := lines.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			v.Problems = append(v.Problems, Problem{Kind: ProblemDatabase, File: fileRecords, Message: "the catalogue is damaged, restore it from a snapshot: " + line})
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	rowsDamaged, err := damagedRows(ctx, tx, maxDamagedRows)
	if err != nil {
		return err
	}
	if fault, err := checkChain(ctx, tx); err != nil {
		return err
	} else if fault != "" {
		rowsDamaged = append(rowsDamaged, fault)
	}
	for _, row := range rowsDamaged {
		v.Problems = append(v.Problems, Problem{Kind: ProblemRow, File: fileRecords, Message: "the catalogue does not match its checksums, restore it from a snapshot: " + row})
	}
	if err := tx.QueryRowContext(ctx, `SELECT (SELECT value FROM meta WHERE name = 'name') || '-' || (SELECT value FROM meta WHERE name = 'changes')`).Scan(&v.Revision); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, `SELECT s.id, s.version, s.sha256, s.location, s.pages, s.record, t.text FROM statements s
		LEFT JOIN texts t ON t.sha256 = s.sha256 AND t.extractor = s.extractor ORDER BY s.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id corpus.ID
		var seen Seen
		var record string
		var text []byte
		if err := rows.Scan(&id, &seen.Version, &seen.sha256, &seen.file, &seen.Pages, &record, &text); err != nil {
			return err
		}
		v.Statements[id] = seen
		if p, found := checkRecord(id, seen, record, text); found {
			v.Problems = append(v.Problems, p)
		}
	}
	return rows.Err()
}

func checkRecord(id corpus.ID, seen Seen, record string, packed []byte) (Problem, bool) {
	var s corpus.Statement
	if json.Unmarshal([]byte(record), &s) != nil || s.ID != id || s.Origin.SHA256 != seen.sha256 {
		return Problem{Kind: ProblemRecord, ID: id, Message: fmt.Sprintf("the record of %s is damaged: restore a snapshot", id)}, true
	}
	if packed == nil {
		if seen.Pages == 0 {
			return Problem{}, false
		}
		return Problem{Kind: ProblemTextMissing, ID: id, File: seen.file,
			Message: fmt.Sprintf("the text of %s is missing from the catalogue: index %s again", id, seen.file)}, true
	}
	var text corpus.Text
	if err := decodeText(packed, &text); err != nil {
		return Problem{Kind: ProblemTextDamaged, ID: id, File: seen.file,
			Message: fmt.Sprintf("the text of %s is damaged in the catalogue: restore a snapshot", id)}, true
	}
	if len(text.Pages) != seen.Pages {
		return Problem{Kind: ProblemPages, ID: id, File: seen.file,
			Message: fmt.Sprintf("the record of %s has %d pages, but its text has %d: restore a snapshot", id, seen.Pages, len(text.Pages))}, true
	}
	return Problem{}, false
}

// checkOriginal reads an original. It returns an error only if ctx ends.
func (c *Catalog) checkOriginal(ctx context.Context, id corpus.ID, s Seen) (p Problem, found bool, err error) {
	path := c.originalPath(s.sha256)
	p = Problem{Kind: ProblemOriginalDamaged, ID: id, File: path}
	sha, _, err := datadir.Sum(ctx, path)
	switch {
	case ctx.Err() != nil:
		return p, false, ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		p.Kind, p.Message = ProblemOriginalMissing, fmt.Sprintf("the original of %s is missing: index %s again", id, s.file)
	case err != nil:
		p.Message = fmt.Sprintf("the original of %s cannot be read: %v", id, err)
	case sha != s.sha256:
		p.Message = fmt.Sprintf("the original of %s has changed since it was stored: remove %s and index %s again", id, path, s.file)
	}
	return p, p.Message != "", nil
}

// verifyFolder finds originals that should not exist: those of removed statements.
func (c *Catalog) verifyFolder(ctx context.Context, v *Verified) error {
	named := map[string]bool{}
	files, err := c.KeptFiles(ctx)
	if err != nil {
		return err
	}
	for _, f := range files {
		named[f.SHA256] = true
	}
	removals, err := c.Removals(ctx)
	if err != nil {
		return err
	}
	writing := datadir.Writing(c.dir)
	down := map[string]Removal{}
	for _, r := range removals {
		if !writing { // otherwise it may be about to be deleted
			down[r.SHA256] = r
		}
	}
	return filepath.WalkDir(filepath.Join(c.dir, dirOriginals), func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // being replaced or deleted
		}
		if err != nil || e.IsDir() || named[e.Name()] {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return nil //nolint:nilerr // it was removed meanwhile
		}
		v.Unnamed++
		v.UnnamedBytes += info.Size()
		if r, is := down[e.Name()]; is {
			v.Problems = append(v.Problems, Problem{Kind: ProblemOriginalKept, ID: r.ID, File: path,
				Message: fmt.Sprintf("the original of %s, which was taken down on %s, still exists: delete %s", r.ID, r.Removed.Format("2006-01-02"), path)})
		}
		return nil
	})
}
