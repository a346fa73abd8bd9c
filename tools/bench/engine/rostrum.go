package main

import (
	"context"
	"fmt"

	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
	"rostrum/search/query"
)

// rostrum is our own engine, set up as the service does: with the names of the
// authority, all facets, and three passages for each hit.
type rostrum struct{ search.Index }

// facetSize is how many values of a facet the service lists.
const facetSize = 100

func newEngine(dir string) (*bleveindex.Engine, error) {
	names, err := authority.Load("")
	if err != nil {
		return nil, err
	}
	return bleveindex.New(bleveindex.Config{Dir: dir, Thesaurus: names, Resolve: names.Resolve, Names: names.Names}), nil
}

// build indexes n statements in dir.
func build(ctx context.Context, dir, shared string, n int) error {
	engine, err := newEngine(dir)
	if err != nil {
		return err
	}
	_, err = engine.Rebuild(ctx, quality.Once{Statements: statements(shared, n)})
	return err
}

// ours is an index of n statements.
func (b *bench) ours(ctx context.Context, n int) (dir string, err error) {
	return b.built(fmt.Sprintf("rostrum-%d", n), func(dir string) error { return build(ctx, dir, b.shared, n) })
}

func openRostrum(ctx context.Context, dir string) (rostrum, error) {
	engine, err := newEngine(dir)
	if err != nil {
		return rostrum{}, err
	}
	ix, err := engine.Open(ctx)
	return rostrum{ix}, err
}

// asked is the question as people write it.
func (q question) asked() string {
	switch q.kind {
	case phrase:
		return `"` + q.text + `"`
	case prefix:
		return q.text + "*"
	}
	return q.text
}

// request is the question as the service puts it.
func request(asked string) (search.Request, error) {
	r := search.Request{Size: 10, Facets: search.FacetFields, FacetSize: facetSize, Passages: 3}
	if asked == "" {
		r.Sort = search.SortNewest
		return r, nil
	}
	var err error
	r.Query, err = query.Parse(asked)
	r.Sort = search.SortRelevance
	return r, err
}

func (r rostrum) ask(ctx context.Context, q question) (int, error) {
	req, err := request(q.asked())
	if err != nil {
		return 0, err
	}
	res, err := r.Search(ctx, req)
	if err != nil {
		return 0, err
	}
	return res.Total, nil
}
