package listing_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/indexer/infer"
	"rostrum/indexer/listing"
	"rostrum/internal/gold"
)

// showAside also lists what was read wrongly of the listings that are set aside.
var showAside = flag.Bool("aside", false, "list what was read wrongly of the listings that are set aside")

// write names the page of the documentation that figures are written into:
// make bench-attribution.
var write = flag.String("write", "", "write the figures into this page of the documentation")

// bars are the precision and recall that the listings set aside must show.
var bars = map[string][2]float64{"title": {.95, .95}, "organization": {.97, .93}, "deliverer": {.97, .90}}

var sampleFields = []struct {
	column string
	field  corpus.Field
	name   string
}{
	{"session", corpus.FieldSession, "session"},
	{"org", corpus.FieldOrganization, "organization"},
	{"topic", corpus.FieldTopic, "topic"},
	{"kind", corpus.FieldType, "type"},
	{"language", corpus.FieldLanguage, "language"},
	{"date", corpus.FieldDate, "date"},
	{"speaker", corpus.FieldDeliverer, "deliverer"},
	{"title", corpus.FieldTitle, "title"},
	{"symbol", corpus.FieldSymbol, "symbol"},
}

func sampleNames() []string {
	var names []string
	for _, f := range sampleFields {
		names = append(names, f.name)
	}
	return names
}

// measureListing compares the catalogue that is written of a listing with the
// labels of its documents, and lists what is not right.
func measureListing(t *testing.T, in *infer.Inferrer, base string, content []byte, labels []gold.Label, tally *gold.Tally) []string {
	t.Helper()
	page, err := listing.Read(bytes.NewReader(content), base)
	if err != nil {
		t.Error(err)
		return nil
	}
	rows := map[string]map[string]string{}
	for _, row := range catalogue(t, page, in) {
		rows[path.Base(row["url"])] = row
	}
	var wrong []string
	for _, l := range labels {
		row, ok := rows[l.Name]
		if !ok {
			t.Errorf("%s: %s is not among the rows", l.Page, l.Name)
			continue
		}
		delete(rows, l.Name)
		for _, f := range sampleFields {
			have := strings.Split(row[string(f.field)], "|")
			outcome := l.Judge(f.column, have, false)
			tally.Add(f.name, outcome)
			if outcome != gold.Right && outcome != gold.Absent && outcome != gold.NotJudged {
				wrong = append(wrong, fmt.Sprintf("%s %s: %s is %q, want %q (%s)", l.Page, l.Name, f.name, row[string(f.field)], l.Cell(f.column), evidenceFor(row["evidence"], f.field)))
			}
		}
	}
	for name := range rows {
		t.Errorf("%s is listed and no document", name)
	}
	return wrong
}

// evidenceFor is what the evidence of a row says of a field.
func evidenceFor(evidence string, f corpus.Field) string {
	for _, e := range strings.Split(evidence, "; ") {
		if strings.HasPrefix(e, string(f)+":") {
			return e
		}
	}
	return "no evidence"
}

func byPage(labels []gold.Label) map[string][]gold.Label {
	out := map[string][]gold.Label{}
	for _, l := range labels {
		out[l.Page] = append(out[l.Page], l)
	}
	return out
}

// TestModelledListings reads listings of the kinds that were once read wrongly.
func TestModelledListings(t *testing.T) {
	dir := filepath.Join("testdata", "pages-dev")
	labels, err := gold.ReadLabels(filepath.Join(dir, "labels.csv"))
	if err != nil {
		t.Fatal(err)
	}
	in, tally := inferrer(t), gold.NewTally()
	for name, of := range byPage(labels) {
		content, err := os.ReadFile(filepath.Join(dir, name+".html"))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range measureListing(t, in, "https://www.example.org/"+name, content, of, tally) {
			t.Error(w)
		}
	}
	t.Log("\n" + strings.Join(tally.Lines(sampleNames()), "\n"))
}

// sampleListings are the labelled sample listings of a folder and which of them
// are set aside.
func sampleListings(t *testing.T, dir string) (pages []gold.Listing, labels map[string][]gold.Label, aside map[string]bool) {
	t.Helper()
	pages, err := gold.Listings(filepath.Join(dir, "listings.txt"))
	if err != nil {
		t.Fatal(err)
	}
	settled, differences, aside, err := gold.Folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d listings with %d documents, %d listings set aside; the two readings differed in %d cells", len(pages), len(settled), len(aside), differences)
	return pages, byPage(settled), aside
}

// TestSampleListings keeps what is read of older listings from being lost, as
// TestSamplePages of package infer does.
func TestSampleListings(t *testing.T) {
	pages, labels, aside := sampleListings(t, filepath.Join("testdata", "gold"))
	in := inferrer(t)
	fitted, apart := gold.NewTally(), gold.NewTally()
	for _, p := range pages {
		tally := fitted
		if aside[p.Name] {
			tally = apart
		}
		wrong := measureListing(t, in, p.Base, p.HTML, labels[p.Name], tally)
		if !aside[p.Name] || *showAside {
			for _, w := range wrong {
				t.Log(w)
			}
		}
	}
	t.Log("fitted\n" + strings.Join(fitted.Lines(sampleNames()), "\n"))
	t.Log("set aside\n" + strings.Join(apart.Lines(sampleNames()), "\n"))
	for f, bar := range bars {
		if p, r := gold.Round(apart.Precision(f)), gold.Round(apart.Recall(f)); p < bar[0] || r < bar[1] {
			t.Errorf("%s of the listings set aside: precision %.3f and recall %.3f, want %.2f and %.2f", f, p, r, bar[0], bar[1])
		}
	}
	if len(pages) < 20 || len(aside)*3 < len(pages) {
		t.Errorf("%d listings, %d set aside; want 20 and a third", len(pages), len(aside))
	}
}

// TestUnseenListings measures what is read of listings that were modelled and
// labelled before anyone read the rules, as TestUnseenPages of package infer
// does.
func TestUnseenListings(t *testing.T) {
	in := inferrer(t)
	fitted, apart := gold.NewTally(), gold.NewTally()
	firstFitted, firstApart := gold.NewTally(), gold.NewTally()
	count, held := 0, 0
	for _, name := range []string{"unseen", "unseen-2"} {
		dir := filepath.Join("testdata", name)
		first, err := gold.Earlier(filepath.Join(dir, "first-run.csv"))
		if err != nil {
			t.Fatal(err)
		}
		pages, labels, aside := sampleListings(t, dir)
		count, held = count+len(pages), held+len(aside)
		open, closed := gold.NewTally(), gold.NewTally()
		for _, p := range pages {
			tally := open
			if aside[p.Name] {
				tally = closed
			}
			wrong := measureListing(t, in, p.Base, p.HTML, labels[p.Name], tally)
			if !aside[p.Name] || *showAside {
				for _, w := range wrong {
					t.Log(w)
				}
			}
		}
		t.Logf("%s, mended by\n%s", name, strings.Join(open.Lines(sampleNames()), "\n"))
		t.Logf("%s, set aside\n%s", name, strings.Join(closed.Lines(sampleNames()), "\n"))
		for _, f := range sampleNames() {
			if was := first["set aside"]; closed.Precision(f) < was.Precision(f) || closed.Recall(f) < was.Recall(f) {
				t.Errorf("%s of the listings of %s that are set aside fell from %s to %s", f, name, was.Cell(f), closed.Cell(f))
			}
		}
		fitted.Merge(open)
		apart.Merge(closed)
		firstFitted.Merge(first["fitted"])
		firstApart.Merge(first["set aside"])
	}
	t.Log("set aside, all\n" + strings.Join(apart.Lines(sampleNames()), "\n"))
	if count < 20 || held*3 < count {
		t.Errorf("%d listings, %d set aside; want 20 and a third", count, held)
	}
	if *write != "" {
		table := gold.Markdown(sampleNames(), []string{"set aside, first run", "set aside, now", "others, first run", "others, now"},
			[]*gold.Tally{firstApart, apart, firstFitted, fitted}, barTexts())
		if err := gold.WriteTable(*write, "make bench-attribution, unseen listings", table); err != nil {
			t.Fatal(err)
		}
	}
}

func barTexts() map[string]string {
	out := map[string]string{}
	for f, bar := range bars {
		out[f] = strings.ReplaceAll(fmt.Sprintf("%.2f / %.2f", bar[0], bar[1]), "0.", ".")
	}
	return out
}
