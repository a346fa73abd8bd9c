package export_test

import (
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/query"
)

// TestTrendForSpreadsheets writes names that a spreadsheet would run.
func TestTrendForSpreadsheets(t *testing.T) {
	r := search.TrendRequest{Queries: []query.Expr{query.Word{Text: "court"}, nil}, By: corpus.FieldSession, Split: corpus.FieldOrganization}
	n := func(works, all, of int) search.Tally { return search.Tally{Works: []int{works, all}, Of: of} }
	trend := &search.Trend{
		Forms:   [][]search.WordForms{{{Word: "court", Forms: []search.Form{{Text: "court", Works: 1}, {Text: "=courts", Works: 1}, {Text: "court", Kind: search.FormBearer}}}}, nil},
		Total:   n(1, 3, 3),
		Columns: []search.TrendValue{{ID: "+1", Tally: n(1, 2, 2)}, {Tally: n(0, 1, 1)}},
		Rows:    []search.TrendRow{{TrendValue: search.TrendValue{ID: "=1+1", Tally: n(1, 3, 3)}, Cells: map[string]search.Tally{"+1": n(1, 2, 2), "": n(0, 1, 1)}}},
	}
	for shares, want := range map[bool]string{
		false: "query,organization,label,'+1,none,all,forms\ncourt,'=1+1,'=1+1,1,0,1,court; =courts\ncourt,all,all,1,0,1,court; =courts\n,'=1+1,'=1+1,2,1,3,\n,all,all,2,1,3,\n",
		true:  "query,organization,label,'+1,none,all,forms\ncourt,'=1+1,'=1+1,0.5000,0.0000,0.3333,court; =courts\ncourt,all,all,0.5000,0.0000,0.3333,court; =courts\n,'=1+1,'=1+1,1.0000,1.0000,1.0000,\n,all,all,1.0000,1.0000,1.0000,\n",
	} {
		var out strings.Builder
		if err := export.Trend(&out, r, trend, shares, export.Options{}); err != nil {
			t.Fatal(err)
		}
		if out.String() != want {
			t.Errorf("shares %v:\n got %q\nwant %q", shares, out.String(), want)
		}
	}
}
