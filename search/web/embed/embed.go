// Package embed holds what other sites are served: the custom element
// <rostrum-search>, bundled from source/ into one file, its addresses, and the
// code that people copy to use it; the pages that are made for frames there; and
// what oEmbed tells of a link to a statement.
package embed

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"sync"

	"github.com/klauspost/compress/gzip"
)

//go:generate go run ./build

//go:embed npm/rostrum-search.js
var current []byte

// kept are the versions that were released: a page that is pinned to one must
// find it for as long as there are pages.
//
//go:embed kept/*.js
var kept embed.FS

// Root is where web serves the element. The number in it goes up when a page
// that uses the element would have to be changed.
const Root = "/embed/v1/"

// Name is that of the element under Root, whatever the element becomes.
const Name = "rostrum-search.js"

// Script is one version of the element, in the form it is served.
type Script struct {
	Content   []byte
	Gzip      []byte // the same, as small as gzip makes it
	Integrity string // for the attribute of that name
	Versioned string // its name under Root, which never means any other content
}

// Element is the version that this program serves under Name.
var Element = sync.OnceValue(func() Script { return scriptOf(current) })

// Version finds a version by its name: this program's or one released before.
func Version(name string) (Script, bool) {
	s, ok := versions()[name]
	return s, ok
}

var versions = sync.OnceValue(func() map[string]Script {
	out := map[string]Script{Element().Versioned: Element()}
	files, _ := kept.ReadDir("kept") // embedded: it is there
	for _, f := range files {
		content, _ := kept.ReadFile("kept/" + f.Name())
		out[f.Name()] = scriptOf(content)
	}
	return out
})

func scriptOf(content []byte) Script {
	digest := sha512.Sum384(content)
	return Script{
		Content: content, Gzip: pack(content), Integrity: "sha384-" + base64.StdEncoding.EncodeToString(digest[:]),
		Versioned: VersionedName(content),
	}
}

// VersionedName is the name of a script that only this content has.
func VersionedName(content []byte) string {
	digest := sha256.Sum256(content)
	return "rostrum-search." + hex.EncodeToString(digest[:6]) + ".js"
}

// pack cannot fail: the level is a valid one, and memory takes every write.
func pack(content []byte) []byte {
	var small bytes.Buffer
	w, _ := gzip.NewWriterLevel(&small, gzip.BestCompression)
	_, _ = w.Write(content)
	_ = w.Close()
	return small.Bytes()
}
