package enginetest

import (
	"context"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// checkPassages looks at what is shown of each hit: passages are parts of the
// text they say they are from, and what is marked in them was asked for.
func checkPassages(t *rapid.T, engine search.Searcher, m model, req search.Request) {
	req.Facets = nil
	asked := positive(req.Query)
	for _, h := range mustAsk(t, engine, req).Hits {
		s := m.byID(h.Statement.ID)
		for _, text := range marked(t, s.Title, h.TitleRanges) {
			checkMarked(t, req.Query, asked, text)
		}
		if len(h.Passages) > req.Passages || h.PassagesTotal < 0 {
			t.Fatalf("%v: %s has %d passages of %d", req.Query, s.ID, len(h.Passages), h.PassagesTotal)
		}
		if hasText(s) && len(h.Passages) == 0 {
			t.Fatalf("%v: %s has text and no passage", req.Query, s.ID)
		}
		inText := false
		for _, p := range h.Passages {
			if !within(s, p) {
				t.Fatalf("%v: %q is not in paragraph %d of page %d of %s", req.Query, p.Text, p.Number, p.Page, s.ID)
			}
			for _, text := range marked(t, p.Text, p.Ranges) {
				checkMarked(t, req.Query, asked, text)
				inText = true
			}
		}
		checkShown(t, req.Query, tokensOf(s), s, inText)
	}
}

// checkShown expects a word or phrase that stands in the text to be shown there,
// and an exact phrase that is shown to be whole.
func checkShown(t *rapid.T, q query.Expr, d document, s corpus.Statement, inText bool) {
	stand := false
	switch q := q.(type) {
	case query.Word:
		stand = slices.ContainsFunc(d.text, meets(q))
	case query.Phrase:
		stand = stands(q, d.text)
	default:
		return
	}
	if stand && !inText {
		t.Fatalf("%v: stands in the text of %s, and nothing is marked", q, s.ID)
	}
	if !stand && inText {
		t.Fatalf("%v: does not stand in the text of %s, and something is marked", q, s.ID)
	}
}

// checkMarks marks a word in a whole statement: all of its places, and no other.
func checkMarks(t *rapid.T, engine search.Searcher, m model) {
	marker, ok := engine.(search.Marker)
	if !ok {
		return
	}
	s := rapid.SampledFrom(m.statements).Draw(t, "marked")
	w := query.Word{Text: word().Draw(t, "mark")}
	pages, err := marker.Mark(context.Background(), w, false, s)
	if err != nil || len(pages) != len(s.Pages) {
		t.Fatalf("mark %v in %s: %d pages of %d, error %v", w, s.ID, len(pages), len(s.Pages), err)
	}
	for i, ranges := range pages {
		var want []string
		for _, token := range split(s.Pages[i].Text) {
			if token == w.Text {
				want = append(want, token)
			}
		}
		var got []string
		for _, text := range marked(t, s.Pages[i].Text, ranges) {
			got = append(got, strings.ToLower(text))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s is marked as %q on page %d of %s, want %q", w, got, i+1, s.ID, want)
		}
	}
}

// marked cuts the ranges out of a text; they must be in order, within it and apart.
func marked(t *rapid.T, text string, ranges []search.Range) []string {
	runes := []rune(text)
	var out []string
	at := 0
	for _, r := range ranges {
		if r.Start < at || r.End <= r.Start || r.End > len(runes) {
			t.Fatalf("ranges %v do not fit %q", ranges, text)
		}
		out = append(out, string(runes[r.Start:r.End]))
		at = r.End
	}
	return out
}

// checkMarked expects every word of a marked text to be one that was asked for.
func checkMarked(t *rapid.T, q query.Expr, asked []query.Word, text string) {
	for _, token := range split(text) {
		if !slices.ContainsFunc(asked, func(w query.Word) bool { return meets(w)(token) }) {
			t.Fatalf("%v: %q is marked", q, text)
		}
	}
}

// positive lists the words that a statement may be found by, as against those
// that exclude it.
func positive(q query.Expr) []query.Word {
	var out []query.Word
	each := func(list []query.Expr) {
		for _, x := range list {
			out = append(out, positive(x)...)
		}
	}
	switch q := q.(type) {
	case query.Word:
		out = append(out, q)
	case query.Phrase:
		for _, w := range split(q.Text) {
			out = append(out, query.Word{Text: w})
		}
	case query.Field:
		if q.Name == "title" {
			return positive(q.Value)
		}
	case query.All:
		each(q)
	case query.And:
		each(q)
	case query.Or:
		each(q)
	case query.Not:
		if inner, ok := q.X.(query.Not); ok {
			return positive(inner.X)
		}
		// What excludes inside what is excluded asks again; it may be marked.
		return positiveWithin(q.X)
	}
	return out
}

// positiveWithin lists what an excluded expression excludes in turn.
func positiveWithin(q query.Expr) []query.Word {
	var out []query.Word
	for _, x := range parts(q) {
		if not, ok := x.(query.Not); ok {
			out = append(out, positive(not.X)...)
		} else {
			out = append(out, positiveWithin(x)...)
		}
	}
	return out
}

func parts(q query.Expr) []query.Expr {
	switch q := q.(type) {
	case query.And:
		return q
	case query.Or:
		return q
	}
	return nil
}

func hasText(s corpus.Statement) bool {
	return slices.ContainsFunc(s.Pages, func(p corpus.Page) bool { return strings.TrimSpace(p.Text) != "" })
}

// within tells whether a passage stands where it says.
func within(s corpus.Statement, p search.Passage) bool {
	for _, page := range s.Pages {
		for _, para := range page.Passages() {
			if para.Page == p.Page && para.Number == p.Number {
				return strings.Contains(para.Text, p.Text) && p.Text != ""
			}
		}
	}
	return false
}
