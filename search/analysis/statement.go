package analysis

import (
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
)

// HasNames tells whether statements are found by the names of a field's values.
func HasNames(f corpus.Field) bool {
	return f != corpus.FieldLanguage && f != corpus.FieldType && f != corpus.FieldYear
}

// FacetValues are the values of a statement that can be filtered by, each once.
func FacetValues(s *corpus.Statement) map[corpus.Field][]string {
	out := map[corpus.Field][]string{}
	add := func(f corpus.Field, v string) {
		if v != "" && !slices.Contains(out[f], v) {
			out[f] = append(out[f], v)
		}
	}
	add(corpus.FieldSession, string(s.Session))
	for _, t := range s.Topics {
		add(corpus.FieldTopic, string(t))
	}
	for _, o := range s.Authors {
		add(corpus.FieldOrganization, string(o))
	}
	add(corpus.FieldLanguage, string(s.Language))
	add(corpus.FieldType, string(s.Type))
	for _, x := range s.Situations {
		add(corpus.FieldSituation, string(x))
	}
	if s.Date.Year > 0 {
		add(corpus.FieldYear, strconv.Itoa(s.Date.Year))
	}
	return out
}

// StatementNames lists what a statement is known by beside its text: its ids
// and symbol, and the names behind the ids.
func StatementNames(s *corpus.Statement, names func(corpus.Field, string) []string) []string {
	out := []string{s.Deliverer, s.Role, s.Symbol}
	add := func(f corpus.Field, id string) {
		if id == "" {
			return
		}
		out = append(out, id)
		if names != nil {
			out = append(out, names(f, id)...)
		}
	}
	for field, ids := range FacetValues(s) {
		if HasNames(field) {
			for _, id := range ids {
				add(field, id)
			}
		}
	}
	return out
}

// NormalSymbol is a document symbol without case and punctuation.
func NormalSymbol(symbol string) string {
	var b strings.Builder
	Tokenize(symbol, func(t Token) { b.WriteString(FoldForm(ExactForm(symbol[t.Start:t.End]))) })
	return b.String()
}
