package indexer

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// Report writes rows as JSON Lines, each as soon as its document is done, so that a
// killed run leaves them on disk. A nil Report writes nothing.
type Report struct {
	file *os.File
	err  error
}

// CreateReport creates the file at path; if path is "", the Report is nil.
func CreateReport(path string) (*Report, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &Report{file: f}, nil
}

// Write writes a row. Close returns its error.
func (r *Report) Write(row any) {
	if r != nil && r.err == nil {
		r.err = json.NewEncoder(r.file).Encode(row)
	}
}

// Close closes the file, and returns the first error.
func (r *Report) Close() error {
	if r == nil {
		return nil
	}
	if err := errors.Join(r.err, r.file.Close()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
