package quality_test

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
	"rostrum/search"

	. "rostrum/search/quality"
)

// counter is an engine as small as can be: it ranks documents by how many
// different words of the query they hold, then by file.
type counter struct {
	statements []corpus.Statement
	closed     bool
}

func (c *counter) build(_ context.Context, statements iter.Seq2[corpus.Statement, error]) (Opened, error) {
	for s, err := range statements {
		if err != nil {
			return nil, err
		}
		c.statements = append(c.statements, s)
	}
	return c, nil
}

func (c *counter) Close() error { c.closed = true; return nil }

func (c *counter) Search(_ context.Context, r search.Request) (*search.Results, error) {
	var hits []search.Hit
	for _, s := range c.statements {
		if sessions := r.Filters.Values[corpus.FieldSession]; len(sessions) > 0 && !slices.Contains(sessions, string(s.Session)) {
			continue
		}
		held := tokens(s.Language, s.Title+" "+s.Pages[0].Text)
		n := 0
		for _, word := range strings.Fields(r.Query.String()) {
			if slices.Contains(held, strings.ToLower(word)) {
				n++
			}
		}
		if n > 0 {
			h := search.Hit{Statement: s, Score: float64(n)}
			for _, other := range c.statements {
				if other.Work == s.Work && other.ID != s.ID {
					h.Translations = append(h.Translations, search.Translation{ID: other.ID, Language: other.Language})
				}
			}
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, func(a, b search.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Statement.Origin.File, b.Statement.Origin.File))
	})
	return &search.Results{Total: len(hits), Hits: hits[:min(r.Size, len(hits))]}, nil
}

func tokens(_ corpus.Language, text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
}
