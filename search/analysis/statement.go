package analysis

import (
	"slices"
	"strings"

	"rostrum/corpus"
)

// Authority provides names and kinds from the authority files for indexing. The zero
// Authority has none.
type Authority struct {
	// Names returns the names of an id in all languages; nil means none.
	Names func(f corpus.Field, id string) []string
	// Kinds returns the kinds of organization among authors; nil means none.
	Kinds func([]corpus.OrgID) []corpus.KindID
}

// HasNames reports whether statements are found by the names of a field's values.
func HasNames(f corpus.Field) bool {
	return f.Info().Content == corpus.ContentNamed && f != corpus.FieldType && f != corpus.FieldKind
}

// FacetValues returns the distinct facet values of a statement.
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

// StatementNames returns what a statement is found by apart from its text: ids,
// symbol, and the names of its ids.
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

// NormalSymbol returns a document symbol without case and punctuation.
func NormalSymbol(symbol string) string {
	var b strings.Builder
	Tokenize(symbol, func(t Token) { b.WriteString(Fold(symbol[t.Start:t.End])) })
	return b.String()
}
