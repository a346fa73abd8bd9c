package bleveindex_test

import (
	"context"
	"fmt"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/enginetest"
)

// TestSuggestedAfterUpdate counts a phrase that is too rare in the first statements
// to be listed in their segment, and becomes frequent with later ones.
func TestSuggestedAfterUpdate(t *testing.T) {
	numbered := func(n int, text string) corpus.Statement {
		return statement(fmt.Sprintf("s%03d", n), "Remarks", corpus.English, fmt.Sprintf("Number%d speaks, number%d. %s Number%d ends.", n, n, text, n))
	}
	catalog := enginetest.NewCatalog()
	for n := range 120 {
		text := "Nothing else."
		if n < 2 {
			text = "Number0 praised silver lanterns, number0."
		}
		catalog.Put(numbered(n, text))
	}
	cfg := bleveindex.Config{Dir: t.TempDir()}
	ask := func(want int) {
		t.Helper()
		ix, err := reopen(cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer ix.Close()
		res, err := ix.Suggest(context.Background(), search.SuggestRequest{Text: "praised silver lan", Kinds: []search.SuggestionKind{search.SuggestPhrase}})
		if err != nil {
			t.Fatal(err)
		}
		count := 0
		for _, s := range res.Items {
			if s.Text == "praised silver lanterns" {
				count = s.Count
			}
		}
		if count != want {
			t.Errorf("silver lanterns are suggested with %d works, want %d: %v", count, want, res.Items)
		}
	}
	update(t, cfg, catalog)
	ask(0)
	for n := 200; n < 203; n++ {
		catalog.Put(numbered(n, "Number0 praised silver lanterns, number0."))
	}
	update(t, cfg, catalog)
	ask(5)
	catalog.Delete("s200", "s201")
	update(t, cfg, catalog)
	ask(0)
}
