package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

// explainFull says of an error that came of a full disk where that is, and what
// to do. A file elsewhere, such as a report, is named by the error itself.
func (a *app) explainFull(err error) error {
	if err == nil || !datadir.IsFull(err) {
		return err
	}
	path := ""
	var file *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &file):
		path = file.Path
	case errors.As(err, &link):
		path = link.New
	}
	if path != "" {
		if within, relErr := filepath.Rel(a.data, path); relErr != nil || !filepath.IsLocal(within) {
			return err
		}
	}
	space := ""
	if free, all, known := datadir.Space(a.data); known {
		space = fmt.Sprintf(" (%d MB free of %d MB)", free>>20, all>>20)
	}
	return &corpus.Error{Message: fmt.Sprintf("there is no room left on the disk of %s%s: make room, then run the same command again; what was brought in is kept (%s)", a.data, space, sentence(err))}
}
