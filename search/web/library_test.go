package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"sync"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
)

// memory keeps the records of the test library; the index over them is a real one.
type memory struct {
	statements []corpus.Statement
	originals  map[corpus.ID][]byte
}

func (m *memory) Statement(_ context.Context, id corpus.ID) (corpus.Statement, error) {
	for _, s := range m.statements {
		if s.ID == id {
			return s, nil
		}
	}
	return corpus.Statement{}, fmt.Errorf("statement %s: %w", id, corpus.ErrNotFound)
}

// each yields the statements as a catalogue does.
func (m *memory) each() iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		for _, s := range m.statements {
			if !yield(s, nil) {
				return
			}
		}
	}
}

type content struct{ *bytes.Reader }

func (content) Close() error { return nil }

func (m *memory) Original(ctx context.Context, id corpus.ID) (io.ReadSeekCloser, corpus.Statement, error) {
	s, err := m.Statement(ctx, id)
	if err != nil {
		return nil, s, err
	}
	b, ok := m.originals[id]
	if !ok {
		return nil, s, fmt.Errorf("original of %s: %w", id, corpus.ErrNotFound)
	}
	return content{bytes.NewReader(b)}, s, nil
}

func (m *memory) Translations(_ context.Context, work corpus.WorkID) ([]search.Translation, error) {
	var out []search.Translation
	for _, s := range m.statements {
		if s.Work == work {
			out = append(out, search.Translation{ID: s.ID, Language: s.Language})
		}
	}
	return out, nil
}

// names are the built-in authority files, read once.
var names = sync.OnceValues(func() (*authority.Authority, error) { return authority.Load("") })

// index is the real engine over the test library, built once. What it lies in
// is removed when all tests are done.
var index = sync.OnceValues(func() (*bleveindex.Index, error) {
	known, err := names()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "rostrum-web-test-")
	if err != nil {
		return nil, err
	}
	indexDir = dir
	config := bleveindex.Config{Dir: dir, Thesaurus: known, Resolve: known.Resolve, Names: known.Names}
	return indexed(config, library().each())
})

// indexed is the real engine over statements.
func indexed(config bleveindex.Config, statements iter.Seq2[corpus.Statement, error]) (*bleveindex.Index, error) {
	engine := bleveindex.New(config)
	if _, err := engine.Rebuild(context.Background(), quality.Once{Statements: statements}); err != nil {
		return nil, err
	}
	index, err := engine.Open(context.Background())
	if err != nil {
		return nil, err
	}
	return index.(*bleveindex.Index), nil
}

var indexDir string

func TestMain(m *testing.M) {
	code := m.Run()
	closeChromium()
	if indexDir != "" {
		if ix, err := index(); err == nil {
			ix.Close()
		}
		os.RemoveAll(indexDir)
	}
	os.Exit(code)
}
