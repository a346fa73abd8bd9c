package catalog

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"rostrum/corpus"
)

// Verify checks the database and reads every original, and returns a sentence
// for each thing that is not as it was written.
func (c *Catalog) Verify(ctx context.Context) ([]string, error) {
	var problems []string
	rows, err := c.db.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return nil, fmt.Errorf("check the catalogue: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, fmt.Errorf("check the catalogue: %w", err)
		}
		if line != "ok" {
			problems = append(problems, "the catalogue is damaged, restore it from a copy: "+line)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("check the catalogue: %w", err)
	}
	for s, err := range c.All(ctx) {
		if err != nil {
			return append(problems, err.Error()), nil
		}
		if problem := c.checkOriginal(s); problem != "" {
			problems = append(problems, problem)
		}
	}
	return problems, nil
}

func (c *Catalog) checkOriginal(s corpus.Statement) string {
	f, err := os.Open(c.originalPath(s.Origin.SHA256))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Sprintf("the original of %s is missing: index %s again", s.ID, s.Origin.Location)
	}
	if err != nil {
		return fmt.Sprintf("the original of %s cannot be read: %v", s.ID, err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Sprintf("the original of %s cannot be read: %v", s.ID, err)
	}
	if hex.EncodeToString(h.Sum(nil)) != s.Origin.SHA256 {
		return fmt.Sprintf("the original of %s has changed since it was kept: remove it and index %s again", s.ID, s.Origin.Location)
	}
	return ""
}
