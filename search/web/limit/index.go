// Package limit prevents one client from using up what others need. It limits
// concurrent and queued searches, requests per client, and the work of a search, and
// wraps the index as used by one request.
package limit

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
	"rostrum/search/web/request"
)

// Index is the index as used by one request: the one published when it is first used,
// with the request's deadline and the client's slots. It is leased until Release,
// even if it is replaced, so that all parts of a response come from the same index.
// It must be used by one goroutine.
type Index struct {
	open     func() (search.Searcher, error)
	limiter  *Limiter
	deadline time.Duration
	client   netip.Prefix
	admitted bool // a search of the request was admitted
	left     int  // units of work not used by the last search

	searcher search.Searcher // nil until first used
	err      error
	release  func()
}

// NewIndex returns the Index of a request from a client's address.
func NewIndex(open func() (search.Searcher, error), l *Limiter, deadline time.Duration, address string) *Index {
	return &Index{open: open, limiter: l, deadline: deadline, left: l.budget, client: householdOf(address)}
}

// Release ends the lease, if there is one.
func (ix *Index) Release() {
	if ix.release != nil {
		ix.release()
	}
}

// lease returns the engine for this request.
func (ix *Index) lease() (search.Searcher, error) {
	if ix.searcher != nil || ix.err != nil {
		return ix.searcher, ix.err
	}
	if ix.searcher, ix.err = ix.open(); ix.err != nil {
		return nil, ix.err
	}
	if replaced, ok := ix.searcher.(search.Leaser); ok {
		ix.searcher, ix.release, ix.err = replaced.Acquire()
	}
	return ix.searcher, ix.err
}

// State returns the state of the index. It needs no slot. Engines without a state
// have the zero State.
func (ix *Index) State() (search.State, error) {
	searcher, err := ix.lease()
	if err != nil {
		return search.State{}, fmt.Errorf("search: %w", err)
	}
	if index, ok := searcher.(interface{ State() search.State }); ok {
		return index.State(), nil
	}
	return search.State{}, nil
}

// limited runs a search once a slot is free. It ends at the deadline, or after work
// units of work.
func limited[T any](ctx context.Context, ix *Index, work int, do func(context.Context) (T, error)) (results T, err error) {
	ctx, cancel := context.WithTimeout(ctx, ix.deadline)
	defer cancel()
	slot, err := ix.limiter.acquire(ctx, ix.client, ix.admitted)
	if err != nil {
		return results, fmt.Errorf("search: %w", err)
	}
	ix.admitted = true
	budget := &search.Budget{Max: work, Slow: func() error { return slot.slowDown(ctx) }}
	defer func() { slot.release(budget.Spent) }()
	results, err = do(search.WithBudget(ctx, budget))
	ix.left = max(0, work-budget.Spent)
	var none T
	switch {
	case err == nil:
		return results, nil
	case errors.Is(err, search.ErrCursor):
		return none, request.Invalid("cursor", "fault.cursor")
	case ctx.Err() != nil:
		return none, fmt.Errorf("search: %w: %w", ErrBusy, err)
	}
	return none, fmt.Errorf("search: %w", err)
}

// power returns an optional ability of the engine. If it is missing, the error wraps
// corpus.ErrNotFound, with the message lacks.
func power[P any](ix *Index, lacks string) (P, error) {
	searcher, err := ix.lease()
	p, ok := searcher.(P)
	switch {
	case err != nil:
		return p, fmt.Errorf("search: %w", err)
	case !ok:
		return p, corpus.ErrNotFound.Errorf("the engine in use %s", lacks)
	}
	return p, nil
}

// Search is search.Searcher.Search.
func (ix *Index) Search(ctx context.Context, r search.Request) (*search.Results, error) {
	searcher, err := ix.lease()
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return limited(ctx, ix, ix.limiter.budget, func(ctx context.Context) (*search.Results, error) { return searcher.Search(ctx, r) })
}

// SearchMeant is search.SearchMeant. It counts as one search.
func (ix *Index) SearchMeant(ctx context.Context, r search.Request, label func(corpus.Field, string) string) (*search.LikelyMeant, error) {
	searcher, err := ix.lease()
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return limited(ctx, ix, ix.limiter.budget, func(ctx context.Context) (*search.LikelyMeant, error) {
		return search.SearchMeant(ctx, searcher, r, label)
	})
}

// Bridge looks for statements in other languages than that of a request that found main,
// as search.Bridge says. It counts as one search.
func (ix *Index) Bridge(ctx context.Context, b *search.Bridge, r search.Request, main *search.Results, without []corpus.Name) (*search.Results, error) {
	if b == nil {
		return nil, nil
	}
	searcher, err := ix.lease()
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return limited(ctx, ix, ix.limiter.budget, func(ctx context.Context) (*search.Results, error) {
		return b.Search(ctx, searcher, r, main, without)
	})
}

// DidYouMean looks for another spelling of a request with few results. It returns nil
// if there is none, if it cannot be found with the remaining work of the request, or
// if this is not the first page. It counts as one search.
func (ix *Index) DidYouMean(ctx context.Context, r search.Request, results *search.Results, label func(corpus.Field, string) string) (*search.Correction, error) {
	if r.From > 0 || r.Cursor != "" {
		return nil, nil
	}
	searcher, err := ix.lease()
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return limited(ctx, ix, ix.left, func(ctx context.Context) (*search.Correction, error) {
		return search.DidYouMean(ctx, searcher, r, results, label)
	})
}

// Quote checks a quotation.
func (ix *Index) Quote(ctx context.Context, r search.QuoteRequest) (*search.QuoteResult, error) {
	quoter, err := power[search.Quoter](ix, "cannot check quotations")
	if err != nil {
		return nil, err
	}
	result, err := limited(ctx, ix, ix.limiter.budget, func(ctx context.Context) (*search.QuoteResult, error) { return quoter.Quote(ctx, r) })
	var wrong *search.QuoteError
	if errors.As(err, &wrong) {
		return nil, request.ValidationErrors{{Parameter: "text", Position: wrong.Position, Message: "quote." + string(wrong.Fault), Pairs: []any{"Most", search.MaxQuote, "Parts", search.MaxQuoteParts, "Words", search.MinPartWords}, English: wrong.Message}}
	}
	return result, err
}

// Trend counts works by fields, and sorts the values; began returns the start date of
// a session.
func (ix *Index) Trend(ctx context.Context, r search.TrendRequest, began func(corpus.SessionID) corpus.Date) (*search.Trend, error) {
	trender, err := power[search.Trender](ix, "cannot count by fields")
	if err != nil {
		return nil, err
	}
	t, err := limited(ctx, ix, ix.limiter.budget, func(ctx context.Context) (*search.Trend, error) { return trender.Trend(ctx, r) })
	if err != nil {
		return nil, err
	}
	t.Arrange(r, began)
	return t, nil
}

// Similar finds statements that repeat passages of one.
func (ix *Index) Similar(ctx context.Context, id corpus.ID, size int) (*search.Similar, error) {
	comparer, err := power[search.Comparer](ix, "cannot compare statements")
	if err != nil {
		return nil, err
	}
	return limited(ctx, ix, ix.limiter.budget, func(ctx context.Context) (*search.Similar, error) { return comparer.Similar(ctx, id, size) })
}

// Compares reports whether the engine supports Similar.
func (ix *Index) Compares() bool {
	_, err := power[search.Comparer](ix, "")
	return err == nil
}

// Suggest completes text: at most limit suggestions, evenly of all kinds, or of the
// given ones.
func (ix *Index) Suggest(ctx context.Context, text string, limit int, label func(corpus.Field, string) string, kinds ...search.SuggestionKind) (*search.Suggestions, error) {
	suggester, err := power[search.Suggester](ix, "suggests nothing")
	if err != nil {
		return nil, err
	}
	if runes := []rune(text); len(runes) > search.MaxSuggestText {
		text = "" // too long to be completed
	}
	found, err := limited(ctx, ix, ix.limiter.budget, func(ctx context.Context) (*search.Suggestions, error) {
		return suggester.Suggest(ctx, search.SuggestRequest{Text: text, Size: min(limit, search.MaxSuggestions), Kinds: kinds, Label: label})
	})
	if err != nil {
		return nil, err
	}
	found.Items = evenly(found.Items, limit)
	return found, nil
}

// evenly keeps limit suggestions: the first of each kind, then the second, and so on,
// in their original order.
func evenly(items []search.Suggestion, limit int) []search.Suggestion {
	ranks := make([]int, len(items))
	perRank := map[int]int{}
	for i := range items {
		if i > 0 && items[i].Kind == items[i-1].Kind {
			ranks[i] = ranks[i-1] + 1
		}
		perRank[ranks[i]]++
	}
	var out []search.Suggestion
	for last, room := 0, limit; last < len(items) && room > 0; last++ {
		out = out[:0]
		left := room
		for i, item := range items {
			switch {
			case ranks[i] < last:
				out = append(out, item)
			case ranks[i] == last && left > 0:
				out = append(out, item)
				left--
			}
		}
		room -= perRank[last]
	}
	return out
}

// Mark returns the matches of a query in the text of a statement, as the engine finds
// them. It returns nil if there is no index, if the engine cannot mark, or if it
// takes too much work: a statement can be read without highlighting.
func (ix *Index) Mark(ctx context.Context, q query.Expr, exact bool, s corpus.Statement) ([][]search.Range, error) {
	if q == nil {
		return nil, nil
	}
	marker, err := power[search.Marker](ix, "cannot mark")
	if errors.Is(err, corpus.ErrNoIndex) || errors.Is(err, corpus.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("mark %s: %w", s.ID, err)
	}
	ranges, err := limited(ctx, ix, ix.limiter.budget, func(ctx context.Context) ([][]search.Range, error) { return marker.Mark(ctx, q, exact, s) })
	if errors.Is(err, search.ErrTooMuchWork) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("mark %s: %w", s.ID, err)
	}
	return ranges, nil
}
