package enginetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// checkPaging reads an answer page by page, by number and by cursor, and expects
// the same hits as when it is read at once.
func checkPaging(t *rapid.T, engine search.Searcher, req search.Request) {
	req.Passages, req.Facets = 0, nil
	whole := idsOf(mustAsk(t, engine, req))
	size := rapid.IntRange(1, 7).Draw(t, "size")
	req.Size = size

	var byNumber []corpus.ID
	for req.From = 0; req.From <= len(whole); req.From += size {
		byNumber = append(byNumber, idsOf(mustAsk(t, engine, req))...)
	}
	if !slices.Equal(byNumber, whole) {
		t.Fatalf("%v: by pages of %d: %v, at once: %v", req.Query, size, byNumber, whole)
	}

	var byCursor []corpus.ID
	req.From = 0
	for {
		res := mustAsk(t, engine, req)
		if res.Total != len(whole) {
			t.Fatalf("%v: a page by cursor has total %d, want %d", req.Query, res.Total, len(whole))
		}
		byCursor = append(byCursor, idsOf(res)...)
		if res.Next == "" || len(byCursor) > len(whole) {
			break
		}
		req.Cursor = res.Next
	}
	if !slices.Equal(byCursor, whole) {
		t.Fatalf("%v: by cursor in pages of %d: %v, at once: %v", req.Query, size, byCursor, whole)
	}
}

func idsOf(res *search.Results) []corpus.ID {
	var out []corpus.ID
	for _, h := range res.Hits {
		out = append(out, h.Statement.ID)
	}
	return out
}

// testCursors offers cursors that are no good.
func testCursors(t *testing.T, s *suite) {
	engine := s.open(t, few()...)
	ask := func(q query.Expr, cursor string) (*search.Results, error) {
		return engine.Search(context.Background(), search.Request{Query: q, Size: 1, Cursor: cursor})
	}
	res, err := ask(nil, "")
	if err != nil || res.Next == "" {
		t.Fatalf("the first page of three gives no cursor: %v", err)
	}
	if _, err := ask(query.Word{Text: "court"}, res.Next); !errors.Is(err, corpus.ErrInvalid) {
		t.Errorf("a cursor of another question: %v", err)
	}
	for _, cursor := range []string{"x", "!!!", res.Next + "A", res.Next[1:], "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		if _, err := ask(nil, cursor); !errors.Is(err, corpus.ErrInvalid) {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
	other := s.open(t, few()[:2]...)
	if _, err := other.Search(context.Background(), search.Request{Size: 1, Cursor: res.Next}); !errors.Is(err, corpus.ErrInvalid) {
		t.Errorf("a cursor of another index: %v", err)
	}
}
