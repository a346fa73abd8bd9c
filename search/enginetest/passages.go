package enginetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// checkPassages looks at what is shown of each hit: passages are parts of the
// text they say they are from, and what is marked in them was asked for.
func checkPassages(t *rapid.T, engine search.Searcher, m model, req search.Request) {
	req.Facets = nil
	meant := reading(req)
	asked := positive(meant)
	for _, h := range mustAsk(t, engine, req).Hits {
		s := m.byID(h.Statement.ID)
		for _, text := range marked(t, s.Title, h.TitleRanges) {
			checkMarked(t, meant, asked, text)
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
				checkMarked(t, meant, asked, text)
				inText = true
			}
			if phrase, ok := meant.(query.Phrase); ok && phrase.Slop == 0 {
				checkWhole(t, phrase, s, p)
			}
		}
		checkShown(t, meant, tokensOf(s), s, inText)
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

// checkWhole expects the marks of an exact phrase to be whole phrases, or parts
// of one that goes on beyond the passage.
func checkWhole(t *rapid.T, phrase query.Phrase, s corpus.Statement, p search.Passage) {
	var tokens []string
	var marks []bool
	runes, at := []rune(p.Text), 0
	add := func(to int, mark bool) {
		for _, token := range split(string(runes[at:to])) {
			tokens, marks = append(tokens, token), append(marks, mark)
		}
		at = to
	}
	for _, r := range p.Ranges {
		add(r.Start, false)
		add(r.End, true)
	}
	add(len(runes), false)
	want := split(phrase.Text)
	fits := func(at int) bool { // the phrase begins at this word of the passage
		for i, w := range want {
			if j := at + i; j >= 0 && j < len(tokens) && (!marks[j] || tokens[j] != w && fold(tokens[j]) != w) {
				return false
			}
		}
		return true
	}
	for i := range tokens {
		if !marks[i] {
			continue
		}
		whole := false
		for at := i - len(want) + 1; at <= i; at++ {
			whole = whole || fits(at)
		}
		if !whole {
			t.Fatalf("%v: %q of %q is marked in %s without the rest", phrase, tokens[i], p.Text, s.ID)
		}
	}
}

// checkMarks marks a query in a whole statement: all of its places, and no other.
func checkMarks(t *rapid.T, engine search.Searcher, m model, p part) {
	marker := engine.(search.Marker)
	s := rapid.SampledFrom(m.statementsOf(p)).Draw(t, "marked")
	q := rapid.SampledFrom([]query.Expr{
		query.Word{Text: p.word().Draw(t, "mark")},
		query.Word{Text: rapid.SampledFrom(prefixes).Draw(t, "mark"), Prefix: true},
		query.Word{Text: p.slip().Draw(t, "mark"), Fuzzy: true},
		query.Phrase{Text: strings.Join(p.words(1, 3).Draw(t, "mark"), " ")},
	}).Draw(t, "mark")
	pages, err := marker.Mark(context.Background(), q, false, s)
	if err != nil || len(pages) != len(s.Pages) {
		t.Fatalf("mark %v in %s: %d pages of %d, error %v", q, s.ID, len(pages), len(s.Pages), err)
	}
	d := tokensOf(s)
	in := make([]bool, len(d.text))
	switch q := q.(type) {
	case query.Word:
		for i, token := range d.text {
			in[i] = meets(q)(token)
		}
	case query.Phrase:
		in = covered(q, d.text)
	}
	for i, ranges := range pages {
		var want, got []string
		for _, token := range split(s.Pages[i].Text) {
			if in[0] {
				want = append(want, token)
			}
			in = in[1:]
		}
		for _, text := range marked(t, s.Pages[i].Text, ranges) {
			got = append(got, split(text)...)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s is marked as %q on page %d of %s, want %q", q, got, i+1, s.ID, want)
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
	for _, x := range operands(q) {
		if not, ok := x.(query.Not); ok {
			out = append(out, positive(not.X)...)
		} else {
			out = append(out, positiveWithin(x)...)
		}
	}
	return out
}

func operands(q query.Expr) []query.Expr {
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

// testPassages expects what is said to be shown before what it is
// called: neither the title again, nor a heading, comes before a sentence.
func testPassages(t *testing.T, s *suite) {
	ix := s.open(t,
		statement("headed", "Sample statement on victims and reparations", corpus.English,
			"Sample statement on  victims\nand reparations, 8 December 2021\n\nReparations to victims\n\nThe sample asks that reparations come soon.",
			"Another page of the sample tells how victims wait."),
		statement("bare", "Sample", corpus.English, "Desert wells"),
		statement("chinese", "发言", corpus.Chinese, "合作的问题\n\n各国应当合作。"),
	)
	for _, tt := range []struct{ q, want string }{
		{"victims reparations", "The sample asks that reparations come soon. | Another page of the sample tells how victims wait. | Reparations to victims"},
		{"wells", "Desert wells"},
		{"合作", "各国应当合作。 | 合作的问题"},
	} {
		asked, err := query.Parse(tt.q)
		if err != nil {
			t.Fatal(err)
		}
		res, err := ix.Search(t.Context(), search.Request{Query: asked, Size: 1, Passages: 3})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range res.Hits {
			for _, p := range h.Passages {
				got = append(got, p.Text)
			}
		}
		if shown := strings.Join(got, " | "); shown != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.q, shown, tt.want)
		}
	}
}
