package request

import (
	"errors"
	"fmt"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// Request reads a state as a question for the engine.
func (st State) Request() (search.Request, error) {
	r := search.Request{
		Exact: st.Exact, Sort: st.Order(), From: (st.Page - 1) * st.Size, Size: st.Size, Cursor: st.Cursor,
		Documents: st.Documents, Explain: st.Debug,
		Filters: search.Filters{Values: st.Values},
	}
	expr, err := Parse(st.Q)
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

// Parse reads the words of a question; none give nil, which asks for everything.
func Parse(q string) (query.Expr, error) {
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
