package web_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// memory is a small but real engine and record store over statements held in
// memory: words match by their beginning, facets are disjunctive, translations
// are one hit. It lets the tests of this package say exactly what is to be seen.
type memory struct {
	statements []corpus.Statement
	generation string
	originals  map[corpus.ID][]byte
}

func (m *memory) Statement(_ context.Context, id corpus.ID) (corpus.Statement, error) {
	for _, s := range m.statements {
		if s.ID == id {
			return s, nil
		}
	}
	return corpus.Statement{}, fmt.Errorf("statement %s: %w", id, corpus.ErrNotFound)
}

type content struct{ *bytes.Reader }

func (content) Close() error { return nil }

func (m *memory) Original(ctx context.Context, id corpus.ID) (io.ReadSeekCloser, corpus.Statement, error) {
	s, err := m.Statement(ctx, id)
	if err != nil {
		return nil, s, err
	}
	b, ok := m.originals[id]
	if !ok {
		return nil, s, fmt.Errorf("original of %s: %w", id, corpus.ErrNotFound)
	}
	return content{bytes.NewReader(b)}, s, nil
}

func (m *memory) Translations(_ context.Context, work corpus.WorkID) ([]search.Translation, error) {
	var out []search.Translation
	for _, s := range m.statements {
		if s.Work == work {
			out = append(out, search.Translation{ID: s.ID, Language: s.Language})
		}
	}
	return out, nil
}

func (m *memory) Search(ctx context.Context, r search.Request) (*search.Results, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	matching := func(lift corpus.Field) []corpus.Statement {
		var out []corpus.Statement
		for _, s := range m.statements {
			if m.passes(s, r, lift) && (r.Query == nil || matches(r.Query, s)) {
				out = append(out, s)
			}
		}
		return out
	}
	found := matching("")
	slices.SortStableFunc(found, func(a, b corpus.Statement) int {
		c := cmp.Compare(a.Date.String(), b.Date.String())
		switch r.Sort {
		case search.SortNewest:
			c = -c
		case search.SortRelevance, "":
			c = cmp.Compare(score(r.Query, b), score(r.Query, a))
		}
		return cmp.Or(c, cmp.Compare(a.ID, b.ID))
	})
	var hits []search.Hit
	works := map[corpus.WorkID]bool{}
	for _, s := range found {
		if works[s.Work] && !r.Documents {
			continue
		}
		works[s.Work] = true
		hits = append(hits, m.hit(r, s))
	}
	res := &search.Results{
		Total: len(hits), Facets: map[corpus.Field]search.Facet{}, Took: 1500 * time.Microsecond,
		Index: search.IndexInfo{Generation: m.generation, Documents: len(m.statements), Built: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)},
	}
	from, to := min(r.From, len(hits)), min(r.From+r.Size, len(hits))
	res.Hits = hits[from:to]
	for _, f := range r.Facets {
		res.Facets[f] = count(matching(f), f, r.Filters.Values[f], r.FacetSize)
	}
	return res, nil
}

func (m *memory) hit(r search.Request, s corpus.Statement) search.Hit {
	h := search.Hit{Statement: s, PageCount: len(s.Pages), Score: score(r.Query, s), TitleRanges: ranges(r.Query, s.Title)}
	h.Statement.Pages = nil
	for _, p := range s.Pages {
		for _, passage := range p.Passages() {
			marks := ranges(r.Query, passage.Text)
			if len(marks) == 0 {
				continue
			}
			h.PassagesTotal++
			if len(h.Passages) < r.Passages {
				h.Passages = append(h.Passages, search.Passage{
					Page: p.Number, Number: passage.Number, Text: passage.Text, Ranges: marks, OCR: p.OCR(), Confidence: p.Confidence,
				})
			}
		}
	}
	for _, other := range m.statements {
		if other.Work == s.Work && other.ID != s.ID {
			h.Translations = append(h.Translations, search.Translation{ID: other.ID, Language: other.Language})
		}
	}
	return h
}

func (m *memory) Mark(_ context.Context, q query.Expr, _ bool, s corpus.Statement) ([][]search.Range, error) {
	out := make([][]search.Range, len(s.Pages))
	for i, p := range s.Pages {
		out[i] = ranges(q, p.Text)
	}
	return out, nil
}

func (m *memory) passes(s corpus.Statement, r search.Request, lift corpus.Field) bool {
	for f, wanted := range r.Filters.Values {
		if f == lift || len(wanted) == 0 {
			continue
		}
		if !slices.ContainsFunc(valuesOf(s, f), func(v string) bool { return slices.Contains(wanted, v) }) {
			return false
		}
	}
	if from := r.Filters.From; !from.IsZero() && s.Date.Last() < from.First() {
		return false
	}
	if to := r.Filters.To; !to.IsZero() && (s.Date.IsZero() || s.Date.First() > to.Last()) {
		return false
	}
	return true
}

func valuesOf(s corpus.Statement, f corpus.Field) []string {
	one := func(v string) []string {
		if v == "" {
			return nil
		}
		return []string{v}
	}
	switch f {
	case corpus.FieldSession:
		return one(string(s.Session))
	case corpus.FieldLanguage:
		return one(string(s.Language))
	case corpus.FieldType:
		return one(string(s.Type))
	case corpus.FieldYear:
		if s.Date.IsZero() {
			return nil
		}
		return one(strconv.Itoa(s.Date.Year))
	case corpus.FieldTopic:
		return texts(s.Topics)
	case corpus.FieldOrganization:
		return texts(s.Authors)
	case corpus.FieldSituation:
		return texts(s.Situations)
	}
	return nil
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func count(found []corpus.Statement, f corpus.Field, selected []string, most int) search.Facet {
	works := map[string]map[corpus.WorkID]bool{}
	for _, s := range found {
		for _, v := range valuesOf(s, f) {
			if works[v] == nil {
				works[v] = map[corpus.WorkID]bool{}
			}
			works[v][s.Work] = true
		}
	}
	for _, v := range selected {
		if works[v] == nil {
			works[v] = map[corpus.WorkID]bool{}
		}
	}
	var out search.Facet
	for v, w := range works {
		out.Values = append(out.Values, search.FacetValue{ID: v, Count: len(w), Selected: slices.Contains(selected, v)})
	}
	slices.SortFunc(out.Values, func(a, b search.FacetValue) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.ID, b.ID)) })
	if most > 0 && len(out.Values) > most {
		out.Values = out.Values[:most]
	}
	return out
}

// words of a query that must be there.
func words(e query.Expr) []string {
	switch e := e.(type) {
	case query.Word:
		return []string{strings.ToLower(e.Text)}
	case query.Phrase:
		return []string{strings.ToLower(e.Text)}
	case query.All:
		return wordsOf(e)
	case query.And:
		return wordsOf(e)
	case query.Or:
		return wordsOf(e)
	}
	return nil
}

func wordsOf(parts []query.Expr) []string {
	var out []string
	for _, p := range parts {
		out = append(out, words(p)...)
	}
	return out
}

func matches(e query.Expr, s corpus.Statement) bool {
	all := strings.ToLower(s.Title + "\n")
	for _, p := range s.Pages {
		all += strings.ToLower(p.Text) + "\n"
	}
	switch e := e.(type) {
	case query.Or:
		return slices.ContainsFunc(e, func(x query.Expr) bool { return matches(x, s) })
	case query.Not:
		return !matches(e.X, s)
	case query.All:
		return !slices.ContainsFunc(e, func(x query.Expr) bool { return !matches(x, s) })
	case query.And:
		return !slices.ContainsFunc(e, func(x query.Expr) bool { return !matches(x, s) })
	}
	for _, w := range words(e) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

func score(e query.Expr, s corpus.Statement) float64 {
	if e == nil {
		return 0
	}
	n := 3 * len(ranges(e, s.Title))
	for _, p := range s.Pages {
		n += len(ranges(e, p.Text))
	}
	return float64(n)
}

// ranges finds the query's words at the beginning of words of text.
func ranges(e query.Expr, text string) []search.Range {
	if e == nil {
		return nil
	}
	runes := []rune(text)
	lower := make([]rune, len(runes))
	for i, r := range runes {
		lower[i] = unicode.ToLower(r)
	}
	var out []search.Range
	for i := 0; i < len(lower); i++ {
		if i > 0 && (unicode.IsLetter(lower[i-1]) || unicode.IsDigit(lower[i-1])) {
			continue
		}
		for _, w := range words(e) {
			wanted := []rune(w)
			if i+len(wanted) <= len(lower) && slices.Equal(lower[i:i+len(wanted)], wanted) {
				end := i + len(wanted)
				for end < len(lower) && unicode.IsLetter(lower[end]) {
					end++
				}
				out = append(out, search.Range{Start: i, End: end})
				i = end
				break
			}
		}
	}
	return out
}
