package web

import (
	"context"
	"errors"
	"fmt"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// request reads a state as a question for the engine.
func (st state) request() (search.Request, error) {
	r := search.Request{
		Exact: st.Exact, Sort: st.order(), From: (st.Page - 1) * st.Size, Size: st.Size, Cursor: st.Cursor,
		Documents: st.Unique, Explain: st.Debug,
		Filters: search.Filters{Values: st.Values},
	}
	expr, err := parse(st.Q)
	if err != nil {
		return r, err
	}
	r.Query = expr
	if st.From != "" {
		if r.Filters.From, err = corpus.ParseDate(st.From); err != nil {
			return r, err
		}
	}
	if st.To != "" {
		if r.Filters.To, err = corpus.ParseDate(st.To); err != nil {
			return r, err
		}
	}
	if st.Since != "" {
		if r.Filters.Since, err = search.ParseSince(st.Since); err != nil {
			return r, err
		}
	}
	return r, nil
}

// parse reads the words of a question; none give nil, which asks for everything.
func parse(q string) (query.Expr, error) {
	if q == "" {
		return nil, nil
	}
	expr, err := query.Parse(q)
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		return nil, syntaxFault(syntax)
	}
	if err != nil {
		return nil, fmt.Errorf("read the query: %w", err)
	}
	return expr, nil
}

// count is the number of hits a question has.
func count(ctx context.Context, ix *Index, st state) (int, error) {
	r, err := st.request()
	if err != nil {
		return 0, err
	}
	r.From, r.Size, r.Cursor = 0, 0, ""
	results, err := ix.Search(ctx, r)
	if err != nil {
		return 0, err
	}
	return results.Total, nil
}
