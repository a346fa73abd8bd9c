// Package sample holds a small corpus to try rostrum with: documents in three
// languages and two formats, and the catalogue that lists them.
//
// The first entries of the catalogue are those of a real page of links. The
// texts of all documents were written for this package; each says so in its
// first line. They describe what such a statement deals with and put no words
// into the mouth of the body named.
package sample

import (
	"embed"
	"io/fs"
)

//go:generate go -C ../../tools run ./sample

//go:embed files
var files embed.FS

// FS holds catalogue.csv and the documents it lists.
func FS() fs.FS {
	sub, err := fs.Sub(files, "files")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}
