package enginetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// testForms asks in which forms a word was found, and takes each of them out.
func testForms(t *testing.T, s *suite) {
	topic := statement("bearer", "Remarks", corpus.English, "Nothing in the text.")
	topic.Topics = []corpus.TopicID{"universality"}
	ix := s.Open(t, Config{
		Thesaurus: names{"universality", "Universalité", "Universal reach"},
		Names:     func(_ corpus.Field, id string) []string { return []string{id} },
	},
		statement("one", "Remarks", corpus.English, "The universality of the Statute."),
		statement("two", "Remarks", corpus.English, "Two universalities beside one universality, in a universe."),
		statement("french", "Propos", corpus.French, "L'universalité du Statut, ici."),
		statement("capitals", "Propos", corpus.French, "UNIVERSALITE"),
		statement("called", "Remarks", corpus.English, "Its universal reach grows."),
		statement("other", "Remarks", corpus.English, "A university."),
		topic,
	).Index()
	for _, tt := range []struct{ q, want string }{
		{"universality", "universality: universality 2, universalities 1, universal reach 1 name, universalité 1 name, universality 1 bearer"},
		{"universality NOT university", "universality: universality 2, universalities 1, universal reach 1 name, universalité 1 name, universality 1 bearer"},
		{"statut", "statut: statut 1"},
		{"univers*", "univers*: universality 2, universalité 2, universal 1, universalities 1, universe 1, university 1, univers* 1 bearer"},
		{`"universality"`, ""},
	} {
		q, err := query.Parse(tt.q)
		if err != nil {
			t.Fatal(err)
		}
		res, err := ix.Search(context.Background(), search.Request{Query: q, Forms: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := formsOf(res.Forms); got != tt.want {
			t.Errorf("%s has the forms\n%q, want\n%q", tt.q, got, tt.want)
		}
		if trender, ok := ix.(search.Trender); ok {
			trend, err := trender.Trend(context.Background(), search.TrendRequest{Queries: []query.Expr{q}, By: corpus.FieldLanguage})
			if err != nil {
				t.Fatal(err)
			}
			if got := formsOf(trend.Forms[0]); got != tt.want {
				t.Errorf("%s is counted by the forms\n%q, want\n%q", tt.q, got, tt.want)
			}
		}
		for _, w := range res.Forms {
			for _, f := range w.Forms {
				without := w.Without(q, f)
				if without == nil {
					continue
				}
				left, err := ix.Search(context.Background(), search.Request{Query: without, Size: 50, Forms: true})
				if err != nil {
					t.Fatal(err)
				}
				if left.Total == 0 || left.Total > res.Total {
					t.Errorf("%s finds %d, of %d of %s", without, left.Total, res.Total, tt.q)
				}
				if f.Kind != search.FormBearer && strings.Contains(without.String(), `"`+f.Text+`"`) {
					t.Errorf("%s without %s is %s", tt.q, f.Text, without)
				}
			}
		}
	}
}

// formsOf writes forms down.
func formsOf(words []search.WordForms) string {
	var lines []string
	for _, w := range words {
		var forms []string
		for _, f := range w.Forms {
			kind := " " + string(f.Kind)
			if f.Kind == search.FormInflection {
				kind = ""
			}
			forms = append(forms, fmt.Sprintf("%s %d%s", f.Text, f.Works, kind))
		}
		lines = append(lines, w.Word+": "+strings.Join(forms, ", "))
	}
	return strings.Join(lines, "\n")
}
