package bleveindex_test

import (
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// TestPassagesTellMore expects what is said to be shown before what it is
// called: neither the title again, nor a heading, comes before a sentence.
func TestPassagesTellMore(t *testing.T) {
	ix := open(t, bleveindex.Config{},
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
