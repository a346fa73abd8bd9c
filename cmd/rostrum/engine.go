package main

import (
	"context"
	"fmt"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/bleveindex"
)

// Only this file knows which engines there are; everything else uses the interfaces
// of package search.

// newEngine returns the engine of the index in dir. Without names it can only be
// used to inspect an index, not to search or write it.
func newEngine(dir string, names *authority.Authority) search.Engine {
	config := bleveindex.Config{Dir: dir}
	if names != nil {
		config.Thesaurus, config.Resolve, config.Names, config.Kinds = names, names.Resolve, names.Names, names.Kinds
	}
	return bleveindex.New(config)
}

// newJudgedEngine returns an engine that accepts queries as long as a paragraph, and
// has no authority names.
func newJudgedEngine(dir string) search.Engine {
	return bleveindex.New(bleveindex.Config{Dir: dir, MaxClauses: judgedClauses})
}

// judgedClauses limits the words of a judged query.
const judgedClauses = 1000

func (a *app) engine(names *authority.Authority) search.Engine { return newEngine(a.indexDir(), names) }

// openIndex opens the index of the data folder. It prints a message if an index
// other than the published one is used.
func (a *app) openIndex(ctx context.Context, names *authority.Authority) (search.Index, error) {
	index, err := a.engine(names).Open(ctx)
	if err != nil {
		return nil, err
	}
	if reason := index.State().Degraded; reason != nil {
		fmt.Fprintln(a.stderr, "rostrum:", explain(reason))
	}
	return index, nil
}

// power returns of as a P, or an error that says what its engine does not support.
func power[P any](of any, to string) (P, error) {
	p, ok := of.(P)
	if !ok {
		return p, corpus.ErrInvalid.Errorf("this engine cannot %s", to)
	}
	return p, nil
}
