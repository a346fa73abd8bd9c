package analysis

import (
	"slices"
	"strings"

	"rostrum/corpus"
)

// Authority is what an index takes from the authority files beside statements.
// The zero Authority knows nothing.
type Authority struct {
	// Names lists the names of an id in all languages; nil knows none.
	Names func(f corpus.Field, id string) []string
	// Kinds tells the kinds of organization among authors; nil knows none.
	Kinds func([]corpus.OrgID) []corpus.KindID
}

// HasNames tells whether statements are found by the names of a field's values.
func HasNames(f corpus.Field) bool {
	return f.Info().Content == corpus.ContentNamed && f != corpus.FieldType && f != corpus.FieldKind
}

// FacetValues are the values of a statement that can be filtered by, each once.
func FacetValues(s *corpus.Statement) map[corpus.Field][]string {
	out := map[corpus.Field][]string{}
	for _, f := range corpus.Facets {
		for _, v := range s.Values(f) {
			if v != "" && !slices.Contains(out[f], v) {
				out[f] = append(out[f], v)
			}
		}
	}
	return out
}

// StatementNames lists what a statement is known by beside its text: its ids
// and symbol, and the names behind the ids.
func StatementNames(s *corpus.Statement, authority Authority) []string {
	out := []string{s.Deliverer, s.Role, s.Symbol}
	add := func(f corpus.Field, id string) {
		if id == "" {
			return
		}
		out = append(out, id)
		if authority.Names != nil {
			out = append(out, authority.Names(f, id)...)
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
	Tokenize(symbol, func(t Token) { b.WriteString(Fold(symbol[t.Start:t.End])) })
	return b.String()
}
