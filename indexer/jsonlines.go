package indexer

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// Report writes the rows of a run to a file as JSON Lines, each as soon as its
// document is done, so that a killed run leaves them on disk. A nil Report writes
// nothing.
type Report struct {
	file *os.File
	err  error
}

// CreateReport creates the file, or truncates an existing one.
func CreateReport(path string) (*Report, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &Report{file: f}, nil
}

// Write adds a row: a Row or a HarvestRow. Close returns its error.
func (r *Report) Write(row any) {
	if r != nil && r.err == nil {
		r.err = json.NewEncoder(r.file).Encode(row)
	}
}

// Close closes the file, and returns the first error of all writes.
func (r *Report) Close() error {
	if r == nil {
		return nil
	}
	if err := errors.Join(r.err, r.file.Close()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
