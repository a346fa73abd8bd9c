package main

import (
	"io"
	"strings"
	"testing"
)

// TestTable reads the output of a run: a check that passed, one that failed before it
// could report, and rows of checks that were not run.
func TestTable(t *testing.T) {
	found, err := outcomes(strings.NewReader(`{"Action":"attr","Package":"p","Test":"TestFaultA","Key":"fault","Value":"kill"}
{"Action":"attr","Package":"p","Test":"TestFaultA","Key":"fault","Value":"kill=1,000 kills, 0 lost"}
{"Action":"output","Package":"p","Test":"TestFaultB","Output":"something"}
{"Action":"attr","Package":"p","Test":"TestFaultB","Key":"fault","Value":"swap"}
not of go test
{"Action":"fail","Package":"p","Test":"TestFaultB"}
{"Action":"fail","Package":"p"}
`), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	page := "| second writer | its bar | 3 of 3 | reached | then, there |\n| generations swapped under load | its bar | all well | reached | then |\n"
	table := table(page, "now, here", found)
	for _, want := range []string{
		"at random points | 1,000 kills: 0 acknowledged documents lost, 0 failed opens, ready again within 5 s | 1,000 kills, 0 lost | reached | now, here |\n",
		"| second writer | its bar | 3 of 3 | reached | then, there |\n",
		"swapped under load | 50 swaps, 0 failed of 100,000 requests |  | missed: p.TestFaultB | now, here |\n",
		"by HTTP | 10 MB to 10 GB stopped at the cap, 64 MB of memory | not run | | |\n",
	} {
		if !strings.Contains(table, want) {
			t.Errorf("no row %q in\n%s", want, table)
		}
	}
	if strings.Contains(table, "all well") {
		t.Error("the row of a check that failed is still the old one")
	}
}
