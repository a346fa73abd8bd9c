package bleveindex_test

import (
	"context"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/enginetest"
)

func statement(id, title string, language corpus.Language, pages ...string) corpus.Statement {
	s := corpus.Statement{ID: corpus.ID(id), Work: corpus.WorkID(id), Title: title, Language: language, Status: corpus.StatusGood}
	for i, text := range pages {
		s.Pages = append(s.Pages, corpus.Page{Number: i + 1, Text: text, Language: language, Method: corpus.MethodTextLayer})
	}
	return s
}

// open indexes statements in a folder and opens the index.
func open(t testing.TB, cfg bleveindex.Config, list ...corpus.Statement) *bleveindex.Index {
	t.Helper()
	if cfg.Dir == "" {
		cfg.Dir = t.TempDir()
	}
	rebuild(t, cfg, enginetest.NewCatalog(list...))
	return openIndex(t, cfg)
}

// rebuild rebuilds an index.
func rebuild(t testing.TB, cfg bleveindex.Config, from search.Catalog) search.IndexInfo {
	t.Helper()
	info, err := bleveindex.New(cfg).Rebuild(context.Background(), from)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// reopen opens the index in a folder; the caller closes it.
func reopen(cfg bleveindex.Config) (*bleveindex.Index, error) {
	ix, err := bleveindex.New(cfg).Open(context.Background())
	if err != nil {
		return nil, err
	}
	return ix.(*bleveindex.Index), nil
}

// openIndex opens an index that must be intact.
func openIndex(t testing.TB, cfg bleveindex.Config) *bleveindex.Index {
	t.Helper()
	ix, err := reopen(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if reason := ix.State().Degraded; reason != nil {
		t.Error(reason)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	return ix
}

// wrong returns the first fault found by a check of all generations.
func wrong(cfg bleveindex.Config) error {
	faults, err := bleveindex.New(cfg).Check(context.Background())
	if err != nil || len(faults) == 0 {
		return err
	}
	return faults[0].Err
}
