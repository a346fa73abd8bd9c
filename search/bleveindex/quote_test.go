package bleveindex_test

import (
	"fmt"
	"slices"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
)

// TestQuotePlaces cuts passages out of texts that are badly set.
func TestQuotePlaces(t *testing.T) {
	ix := open(t, bleveindex.Config{},
		statement("broken", "Sample", corpus.English, "This sample tells of coopera-", "tion in the desert.\n\n  And of  \n\n  the wells.  "),
		statement("cases", "Sample", corpus.English, "", "ALL OF IT IN BIG LETTERS", "", "big letters, ending here"),
		statement("numbers", "Sample", corpus.English, "It cost 41,000 euros – or less – for out-of-court work."),
	)
	for _, tt := range []struct {
		quoted  string
		verdict search.Verdict
		places  string // id, page, paragraph and ranges of each passage
		differs []string
	}{
		{"sample tells of cooperation in the desert and of the wells", search.Verbatim, "broken 1-1 [{5 28}] broken 2-1 [{0 19}] broken 2-2 [{0 6}] broken 2-3 [{0 9}] ", []string{"case", "punctuation"}},
		{"tells of coopera- tion in", search.Verbatim, "broken 1-1 [{12 28}] broken 2-1 [{0 7}] ", nil},
		{"of cooperation in the desert", search.Verbatim, "broken 1-1 [{18 28}] broken 2-1 [{0 18}] ", nil},
		{"cooperation in", search.Verbatim, "broken 1-1 [{21 28}] broken 2-1 [{0 7}] ", nil},
		{"letters big letters ending", search.Verbatim, "cases 2-1 [{17 24}] cases 4-1 [{0 19}] ", []string{"case", "punctuation"}},
		{"cost 41.000 euros or less for", search.Verbatim, "numbers 1-1 [{3 36}] ", []string{"punctuation"}},
		{"less for out of court work", search.Verbatim, "numbers 1-1 [{26 54}] ", nil},
		{"less (...) for […] work", search.Verbatim, "numbers 1-1 [{26 30} {33 36} {50 54}] ", nil},
		{"work ... less", search.NotFound, "", nil},
		{"the the the the the the", search.NotFound, "", nil},
	} {
		res, err := ix.Quote(t.Context(), search.QuoteRequest{Text: tt.quoted})
		if err != nil {
			t.Errorf("%q: %v", tt.quoted, err)
			continue
		}
		var places string
		var differs []string
		for _, m := range res.Matches {
			differs = m.Differs
			for _, p := range m.Passages {
				places += fmt.Sprintf("%s %d-%d %v ", m.Statement.ID, p.Page, p.Number, p.Ranges)
			}
		}
		if res.Verdict != tt.verdict || places != tt.places || !slices.Equal(differs, tt.differs) {
			t.Errorf("%q: %s at %s, other %q, want %s at %s, other %q", tt.quoted, res.Verdict, places, differs, tt.verdict, tt.places, tt.differs)
		}
	}
}
