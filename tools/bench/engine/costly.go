package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// costly is a question that asks much of the engine.
type costly struct {
	name string
	search.Request
}

// costlyQuestions are what people may well ask, then what costs as much as can
// be within the limits.
func costlyQuestions() []costly {
	words := strings.Fields("the and that with this from have which their been will would other should there about " +
		"international nations united community peoples countries states security council development general rights human world peace")
	each := func(of func(word string) query.Expr) query.Expr {
		var any query.Or
		for _, w := range words {
			any = append(any, of(w))
		}
		return any
	}
	ten := search.Filters{Values: map[corpus.Field][]string{
		corpus.FieldOrganization: {"France", "Germany", "Japan", "Mexico", "Argentina", "Kenya"},
		corpus.FieldTopic:        {"General Debate"},
		corpus.FieldLanguage:     {"en", "es"},
		corpus.FieldType:         {"statement"},
	}}
	list := []costly{
		{"everything, by date", search.Request{Sort: search.SortNewest}},
		{"ten filters", search.Request{Query: query.Word{Text: "rights"}, Filters: ten}},
		{"a common word: world", search.Request{Query: query.Word{Text: "world"}}},
		{"four common words", search.Request{Query: query.All{query.Word{Text: "world"}, query.Word{Text: "peace"}, query.Word{Text: "security"}, query.Word{Text: "development"}}}},
		{"a stop word: the", search.Request{Query: query.Word{Text: "the"}}},
		{"a common phrase: \"united nations\"", search.Request{Query: query.Phrase{Text: "united nations"}}},
		{"a phrase of stop words: \"of the\"", search.Request{Query: query.Phrase{Text: "of the"}}},
		{"near: \"peace security\"~5", search.Request{Query: query.Phrase{Text: "peace security", Slop: 5}}},
		{"three letters: con*", search.Request{Query: query.Word{Text: "con", Prefix: true}}},
		{"misspelt: humanitrian~", search.Request{Query: query.Word{Text: "humanitrian", Fuzzy: true}}},
		{"many words, any of them", search.Request{Query: each(func(w string) query.Expr { return query.Word{Text: w} })}},
		{"many prefixes", search.Request{Query: each(func(w string) query.Expr { return query.Word{Text: w[:3], Prefix: true} })}},
		{"many misspelt words", search.Request{Query: each(func(w string) query.Expr { return query.Word{Text: w + "ing", Fuzzy: true} })}},
		{"many phrases", search.Request{Query: each(func(w string) query.Expr { return query.Phrase{Text: "of the " + w} })}},
		{"many words near each other", search.Request{Query: each(func(w string) query.Expr { return query.Phrase{Text: "the of and " + w, Slop: 1000} })}},
		{"many words without prefixes", search.Request{Query: each(func(w string) query.Expr { return query.Not{X: query.Word{Text: w[:3], Prefix: true}} })}},
		{"many prefixes in titles", search.Request{Query: each(func(w string) query.Expr {
			return query.Field{Name: "title", Value: query.Word{Text: w[:3], Prefix: true}}
		})}},
		{"a phrase of 120 stop words", search.Request{Query: query.Phrase{Text: strings.Repeat("the of ", 60)}}},
	}
	for i := range list {
		r := &list[i].Request
		r.Size, r.Facets, r.FacetSize, r.Passages = 10, search.FacetFields, facetSize, 3
		if r.Sort == "" {
			r.Sort = search.SortRelevance
		}
	}
	return list
}

// deadline is the service's own.
const deadline = 5 * time.Second

// costs asks the costly questions of a large index.
func (b *bench) costs(ctx context.Context, engine rostrum) error {
	for _, q := range costlyQuestions() {
		found := ""
		took, err := turn(func() error {
			ctx, cancel := context.WithTimeout(ctx, deadline)
			defer cancel()
			res, err := engine.Search(ctx, q.Request)
			switch {
			case errors.Is(err, context.DeadlineExceeded):
				found = "cut off"
			case errors.Is(err, corpus.ErrOverLimit):
				found = "refused"
			case err != nil:
				return err
			default:
				found = fmt.Sprint(res.Total)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		b.costly = append(b.costly, fmt.Sprintf("| %s | %.1f | %s |", q.name, milliseconds(took), found))
	}
	return nil
}
