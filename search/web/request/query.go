package request

import (
	"errors"
	"fmt"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// Request converts a state to a request for the engine.
func (st State) Request() (search.Request, error) {
	r := search.Request{
		Exact: st.Exact, Sort: st.Order(), From: (st.Page - 1) * st.Size, Size: st.Size, Cursor: st.Cursor,
		Documents: st.Documents, Explain: st.Debug,
		Filters: search.Filters{Values: st.Values}, Language: corpus.Language(st.Lang), Untranslated: st.Plain,
	}
	var err error
	if st.Lenient {
		if r.Query, r.Notes = Lenient(st.Q); st.Typing {
			r.Query = query.Begun(r.Query)
		}
	} else if r.Query, err = Parse(st.Q); err != nil {
		return r, err
	}
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
	if !r.Filters.From.IsZero() && !r.Filters.To.IsZero() && r.Filters.From.First() > r.Filters.To.Last() {
		if !st.Lenient {
			return r, ValidationErrors{{Parameter: "from", Position: -1, Message: "syntax." + string(query.CodeRangeOrder), Pairs: []any{"Text", st.From + ".." + st.To, "Hint", st.To + ".." + st.From}}}
		}
		r.Filters.From, r.Filters.To = r.Filters.To, r.Filters.From
		r.Notes = append(r.Notes, query.SwappedDates(st.From, st.To))
	}
	if st.Since != "" {
		if r.Filters.Since, err = search.ParseSince(st.Since); err != nil {
			return r, err
		}
	}
	return r, nil
}

// Read parses a state leniently, for people. In the returned state, Lenient is set
// only if something was interpreted differently from how it was written, so that
// links carry it only when necessary.
func (st State) Read() (State, search.Request, error) {
	st.Lenient = true
	r, err := st.Request()
	st.Lenient = len(r.Notes) > 0
	return st, r, err
}

// Lenient parses a query leniently.
func Lenient(q string) (query.Expr, []query.Note) {
	if q == "" {
		return nil, nil
	}
	return query.ParseLenient(q)
}

// Parse parses a query; an empty query is nil and matches everything.
func Parse(q string) (query.Expr, error) {
	if q == "" {
		return nil, nil
	}
	expr, err := query.Parse(q)
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		return nil, syntaxError(syntax)
	}
	if err != nil {
		return nil, fmt.Errorf("read the query: %w", err)
	}
	return expr, nil
}
