// Package embed serves other sites: the custom element <rostrum-search>, bundled from source/ into one
// file, and the code to use it; pages made for frames; and oEmbed previews.
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

// Root is the path of the element. Its version increases when pages that use the element would have to
// change.
const Root = "/embed/v1/"

// Name is the name of the current element under Root.
const Name = "rostrum-search.js"

// Script is a version of the element as it is served.
type Script struct {
	Content   []byte
	Gzip      []byte // the same, compressed
	Integrity string // for the integrity attribute
	Versioned string // immutable name under Root
}

// Element is the current version, served under Name.
var Element = sync.OnceValue(func() Script { return scriptOf(current) })

// Version returns the current or a released version by name.
func Version(name string) (Script, bool) {
	s, ok := versions()[name]
	return s, ok
}

var versions = sync.OnceValue(func() map[string]Script {
	out := map[string]Script{Element().Versioned: Element()}
	files, _ := kept.ReadDir("kept") // embedded, so it exists
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

// VersionedName returns a name derived from the content.
func VersionedName(content []byte) string {
	digest := sha256.Sum256(content)
	return "rostrum-search." + hex.EncodeToString(digest[:6]) + ".js"
}

// pack compresses content. It cannot fail: the level is valid, and it writes to memory.
func pack(content []byte) []byte {
	var small bytes.Buffer
	w, _ := gzip.NewWriterLevel(&small, gzip.BestCompression)
	_, _ = w.Write(content)
	_ = w.Close()
	return small.Bytes()
}
