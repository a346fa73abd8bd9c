package extract

import (
	"errors"
	"testing"

	"rostrum/corpus"
)

// Every format that sources look for has a reader here, and no reader is left
// out of what they look for.
func TestEveryFormatHasAReader(t *testing.T) {
	listed := map[Kind]bool{"": true}
	var w worker
	for _, f := range corpus.Formats {
		kind := Kind(f.MediaType)
		listed[kind] = true
		if versions[kind] == "" {
			t.Errorf("%s: no reader has a version", f.MediaType)
		}
		if kind == KindPDF { // it needs an engine, and has tests of its own
			continue
		}
		if _, err := w.read(request{Kind: kind}, []byte("text"), &answer{}); errors.Is(err, corpus.ErrInvalid) {
			t.Errorf("%s: %v", f.MediaType, err)
		}
	}
	for kind, version := range versions {
		if !listed[kind] {
			t.Errorf("the reader %s is for %s, which is none of corpus.Formats", version, kind)
		}
	}
	for kind, format := range converted {
		if f, ok := corpus.FormatOf(format.extension); !ok || Kind(f.MediaType) != kind {
			t.Errorf("LibreOffice is told that %s is %s, which is %s", kind, format.extension, f.MediaType)
		}
	}
}
