package listing_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/indexer/infer"
	"rostrum/indexer/listing"
)

func inferrer(t testing.TB) *infer.Inferrer {
	t.Helper()
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return infer.New(names)
}

func read(t testing.TB, file string) listing.Page {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	page, err := listing.Read(f, "https://www.example.org/asp/"+filepath.Base(file))
	if err != nil {
		t.Error(err)
	}
	return page
}

// catalogue reads a page and what is written of it, row by row.
func catalogue(t testing.TB, page listing.Page, in *infer.Inferrer) []map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := listing.WriteCatalogue(&b, entries(page, in)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		row := map[string]string{}
		for i, column := range rows[0] {
			row[column] = r[i]
		}
		out = append(out, row)
	}
	return out
}

func entries(page listing.Page, in *infer.Inferrer) []listing.Entry {
	var out []listing.Entry
	for _, item := range page.Items {
		out = append(out, listing.Entry{Item: item, Statement: in.Statement(item, corpus.Text{})})
	}
	return out
}

// labelled is a row that a listing must lead to.
type labelled struct {
	file, name string
	want       []string // by labelledFields; "*" where any value will do
	sharesWork string   // the name of another row of the same work
}

var labelledFields = []string{"organization", "session", "topic", "type", "date", "language"}

// labelledListings reads the rows that stand beside the listings.
func labelledListings(t testing.TB) map[string][]labelled {
	t.Helper()
	files, err := filepath.Glob("testdata/listings/*.gold")
	if err != nil || len(files) == 0 {
		t.Fatalf("no labelled listings: %v", err)
	}
	out := map[string][]labelled{}
	for _, file := range files {
		gold, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(file, ".gold")
		for _, line := range strings.Split(strings.TrimSpace(string(gold)), "\n")[1:] {
			cells := strings.Split(line, "|")
			if len(cells) != len(labelledFields)+2 {
				t.Fatalf("%s: %q has %d cells", file, line, len(cells))
			}
			out[name] = append(out[name], labelled{name, cells[0], cells[1:7], cells[7]})
		}
	}
	return out
}

// TestLabelledListings measures what is recognised on listing pages of the
// shapes seen on the web, row by row: go test ./indexer/listing -run Labelled -v
func TestLabelledListings(t *testing.T) {
	in := inferrer(t)
	set, right, total := map[string]int{}, map[string]int{}, map[string]int{}
	listings := labelledListings(t)
	if len(listings) < 15 {
		t.Errorf("%d labelled listings, want 15 at least", len(listings))
	}
	for file, wanted := range listings {
		rows := map[string]map[string]string{}
		for i, row := range catalogue(t, read(t, file), in) {
			key := path.Base(row["url"])
			if row["url"] == "" {
				key = fmt.Sprint(i + 1)
			}
			rows[key] = row
		}
		for _, l := range wanted {
			row := rows[l.name]
			for i, field := range labelledFields {
				want, got := l.want[i], strings.ReplaceAll(row[field], "|", ",")
				if want == "*" {
					continue
				}
				if want != "" {
					total[field]++
				}
				if got != "" {
					set[field]++
				}
				if got == want && got != "" {
					right[field]++
				}
				if got != want && row != nil {
					t.Logf("%s: %s: %s is %q, want %q (%s)", file, l.name, field, got, want, row["evidence"])
				}
			}
			switch {
			case row == nil:
				t.Errorf("%s: %s is not among the rows", file, l.name)
			case row["evidence"] == "" || row["confidence"] == "" || row["work"] == "":
				t.Errorf("%s: %s has no evidence or no work: %v", file, l.name, row)
			case l.sharesWork != "" && rows[l.sharesWork]["work"] != row["work"]:
				t.Errorf("%s: %s and %s are not one work", file, l.name, l.sharesWork)
			}
		}
		checkWorks(t, file, wanted, rows)
		if len(rows) != len(wanted) {
			t.Errorf("%s: %d rows, want %d: %q", file, len(rows), len(wanted), slices.Sorted(maps.Keys(rows)))
		}
	}
	for _, field := range labelledFields {
		precision, recall := float64(right[field])/float64(max(set[field], 1)), float64(right[field])/float64(max(total[field], 1))
		t.Logf("%-13s %3d set, %3d right of %3d: precision %.3f, recall %.3f", field, set[field], right[field], total[field], precision, recall)
		if precision < .98 || recall < .90 {
			t.Errorf("%s: precision %.3f and recall %.3f", field, precision, recall)
		}
	}
}

// checkWorks makes sure that rows without a label saying so are works of their own.
func checkWorks(t *testing.T, file string, wanted []labelled, rows map[string]map[string]string) {
	alone := map[string]string{}
	for _, l := range wanted {
		if row := rows[l.name]; row != nil && l.sharesWork == "" {
			if other, taken := alone[row["work"]]; taken {
				t.Errorf("%s: %s and %s are one work", file, l.name, other)
			}
			alone[row["work"]] = l.name
		}
	}
}

func TestLeftOutSaysWhy(t *testing.T) {
	page := read(t, "testdata/listings/society.html")
	for _, want := range []string{"What members think of the review", "Photo", "Write to us", "summary of main outcomes"} {
		i := slices.IndexFunc(page.LeftOut, func(l listing.LeftOut) bool { return l.Text == want })
		if i < 0 || page.LeftOut[i].Reason == "" {
			t.Errorf("%q is not among what was left out: %v", want, page.LeftOut)
		}
	}
	for _, item := range page.Items {
		for _, of := range []string{"archive", "annual-report", "privacy"} {
			if strings.Contains(item.Location, of) {
				t.Errorf("%s, of the page's frame, was taken for a document", item.Location)
			}
		}
	}
}

func TestNothingListed(t *testing.T) {
	for name, content := range map[string]string{
		"empty": "", "prose": "<p>Nothing to see here.</p>", "links": `<ul><li><a href="/about">About us</a></li></ul>`, "bytes": "\x00\xff\xfe<html",
	} {
		page, err := listing.Read(strings.NewReader(content), "https://www.example.org/")
		if err == nil || len(page.Items) > 0 {
			t.Errorf("%s: got %d items and the error %v", name, len(page.Items), err)
		}
	}
}

// TestHostilePages reads pages made to be slow or deep; each must come to an end
// with what it holds or an error.
func TestHostilePages(t *testing.T) {
	many := strings.Repeat(`<a href="/s/x.pdf">English</a> `, 50_000)
	var different strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&different, `<a href="/s/%d.pdf">Statement by Austria</a> `, i)
	}
	for name, page := range map[string]string{
		"one address often": "<p>" + many,
		"many addresses":    "<p>" + different.String(),
		"deep":              strings.Repeat("<div>", 100_000) + `<a href="/s.pdf">Statement</a>`,
		"deep list":         strings.Repeat("<ul><li>", 50_000) + `<a href="/s.pdf">Statement</a>`,
		"long words":        `<p><a href="/s.pdf">` + strings.Repeat("Statement by ", 100_000) + "</a>",
		"long text":         "- " + strings.Repeat("statement of ", 100_000),
		"wide row":          "<table><tr>" + strings.Repeat("<th>a", 20_000) + "<tr>" + strings.ReplaceAll(different.String()[:300_000], "<a", "<td><a"),
		"deep rows":         strings.Repeat("<table><tr><td>", 50_000) + `<a href="/s.pdf">Statement</a>`,
		"cards":             strings.Repeat("<h3><a href=/a>Statement</a></h3><h4><a href=/a>Statement</a></h4>", 5_000),
		"brackets":          "- statement " + strings.Repeat("[a](", 100_000),
		"many headings":     strings.Repeat("Heading\n", 20_000) + "- Statement by Austria",
	} {
		got, err := listing.Read(strings.NewReader(page), "https://www.example.org/")
		if err == nil && (len(got.Items) == 0 || len(got.Items) > 20_000) {
			t.Errorf("%s: %d items and no error", name, len(got.Items))
		}
	}
}

func FuzzRead(f *testing.F) {
	for file := range labelledListings(f) {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content))
	}
	in := inferrer(f)
	f.Fuzz(func(t *testing.T, content string) {
		page, err := listing.Read(strings.NewReader(content), "https://www.example.org/a/b")
		if err == nil && len(page.Items) == 0 {
			t.Error("no items and no error")
		}
		seen := map[string]bool{}
		for _, item := range page.Items {
			if item.Key == "" || seen[item.Key] || item.Given.First(corpus.FieldWork) == "" {
				t.Errorf("the item %+v has no key of its own or no work", item)
			}
			seen[item.Key] = true
		}
		var b bytes.Buffer
		if err := listing.WriteCatalogue(&b, entries(page, in)); err != nil {
			t.Error(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != len(page.Items)+1 {
			t.Errorf("%d rows for %d items: %v", len(rows), len(page.Items), err)
		}
	})
}
