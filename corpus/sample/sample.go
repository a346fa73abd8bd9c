// Package sample has a small demo corpus: documents in three languages and two formats, and
// the catalogue that lists them.
//
// The first entries of the catalogue are from a real listing page. The texts were written for
// this package, and each says so in its first line. They describe the subject of such a
// statement without attributing words to the organization named.
package sample

import (
	"embed"
	"io/fs"
)

//go:generate go -C ../../tools run ./sample

//go:embed files
var files embed.FS

// FS contains catalogue.csv and the documents it lists.
func FS() fs.FS {
	sub, err := fs.Sub(files, "files")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}
