package corpus_test

import (
	"slices"
	"testing"

	"rostrum/corpus"
)

// A correction of any field reads back as it was given.
func TestEveryCorrectableFieldIsSet(t *testing.T) {
	given := map[corpus.Field][]string{corpus.FieldDate: {"2021-12-08"}}
	for _, f := range corpus.Correctable {
		want, ok := given[f]
		switch {
		case ok:
		case f.Info().Many && f != corpus.FieldDeliverer: // its names are one text
			want = []string{"a", "b"}
		default:
			want = []string{"a"}
		}
		var s corpus.Statement
		s.Correct(corpus.Correction{Field: f, Values: want})
		if got := s.Values(f); !slices.Equal(got, want) {
			t.Errorf("%s corrected to %q reads %q", f, want, got)
		}
	}
}

func TestFacetsAreInTheirOrder(t *testing.T) {
	want := []corpus.Field{
		corpus.FieldSession, corpus.FieldTopic, corpus.FieldOrganization, corpus.FieldLanguage, corpus.FieldType, corpus.FieldSituation, corpus.FieldYear, corpus.FieldKind,
	}
	if !slices.Equal(corpus.Facets, want) {
		t.Errorf("facets %v, want %v", corpus.Facets, want)
	}
	for _, f := range corpus.Fields() {
		if f.Facet > 0 && !slices.Contains(corpus.Facets, f.Name) {
			t.Errorf("%s has place %d among the facets, which leaves a gap before it", f.Name, f.Facet)
		}
	}
}

func TestColumnsByAlias(t *testing.T) {
	for column, want := range map[string]corpus.Field{"speaker": corpus.FieldDeliverer, "organisation": corpus.FieldOrganization, "topic": corpus.FieldTopic} {
		if got, ok := corpus.ColumnField(column); !ok || got != want {
			t.Errorf("column %q is %q, want %q", column, got, want)
		}
	}
	if f, ok := corpus.ColumnField("confidence"); ok {
		t.Errorf("column confidence is %q, want none", f)
	}
}
