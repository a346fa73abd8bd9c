package listing_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
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
		t.Fatal(err)
	}
	return page
}

// catalogue reads a page and what is written of it, row by row.
func catalogue(t testing.TB, page listing.Page, in *infer.Inferrer) []map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := listing.WriteCatalogue(&b, page.Items, in.Statement); err != nil {
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

// TestLabelledListings measures what is recognised on listing pages of the
// shapes seen on the web, row by row: go test ./indexer/listing -run Labelled -v
func TestLabelledListings(t *testing.T) {
	in := inferrer(t)
	gold, err := os.ReadFile("testdata/gold.txt")
	if err != nil {
		t.Fatal(err)
	}
	fields := []string{"organization", "session", "topic", "type", "date", "language"}
	set, right, total := map[string]int{}, map[string]int{}, map[string]int{}
	files := map[string]map[string]map[string]string{}
	expected := map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(string(gold)), "\n")[1:] {
		cells := strings.Split(line, "|")
		file, name := cells[0], cells[1]
		expected[file]++
		if files[file] == nil {
			files[file] = map[string]map[string]string{}
			for i, row := range catalogue(t, read(t, "testdata/"+file), in) {
				key := path.Base(row["url"])
				if row["url"] == "" {
					key = fmt.Sprint(i + 1)
				}
				files[file][key] = row
			}
		}
		row := files[file][name]
		if row == nil {
			t.Errorf("%s: %s is not among the rows", file, name)
			continue
		}
		for i, field := range fields {
			want, got := cells[i+2], strings.ReplaceAll(row[field], "|", ",")
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
			if got != want {
				t.Logf("%s: %s: %s is %q, want %q (%s)", file, name, field, got, want, row["evidence"])
			}
		}
		if other := cells[8]; other != "" && (files[file][other] == nil || files[file][other]["work"] != row["work"] || row["work"] == "") {
			t.Errorf("%s: %s and %s are not one work", file, name, other)
		}
		if row["evidence"] == "" || row["confidence"] == "" {
			t.Errorf("%s: %s has no evidence", file, name)
		}
	}
	for _, field := range fields {
		precision, recall := float64(right[field])/float64(max(set[field], 1)), float64(right[field])/float64(max(total[field], 1))
		t.Logf("%-13s precision %.3f, recall %.3f of %d", field, precision, recall, total[field])
		if precision < .98 || recall < .90 {
			t.Errorf("%s: precision %.3f and recall %.3f", field, precision, recall)
		}
	}
	for file, rows := range files {
		if len(rows) != expected[file] {
			t.Errorf("%s: %d rows, want %d: %q", file, len(rows), expected[file], slices.Sorted(keys(rows)))
		}
		works := map[string]bool{}
		for _, row := range rows {
			works[row["work"]] = true
		}
		if works[""] {
			t.Errorf("%s: a row has no work", file)
		}
	}
}

func keys(m map[string]map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func TestLeftOutSaysWhy(t *testing.T) {
	page := read(t, "testdata/seed.html")
	for _, want := range []string{"Civil society’s views on the ICC Review", "Photo", "Write to us", "summary of main outcomes"} {
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
		"brackets":          "- statement " + strings.Repeat("[a](", 100_000),
		"many headings":     strings.Repeat("Heading\n", 100_000) + "- Statement by Austria",
	} {
		got, err := listing.Read(strings.NewReader(page), "https://www.example.org/")
		if err == nil && (len(got.Items) == 0 || len(got.Items) > 20_000) {
			t.Errorf("%s: %d items and no error", name, len(got.Items))
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range []string{"seed.html", "blocks.html", "table.html", "lists.html", "block.txt"} {
		content, err := os.ReadFile("testdata/" + file)
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
		if err := listing.WriteCatalogue(&b, page.Items, in.Statement); err != nil {
			t.Error(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != len(page.Items)+1 {
			t.Errorf("%d rows for %d items: %v", len(rows), len(page.Items), err)
		}
	})
}

// TestSeed reads the text of the page the project began with.
func TestSeed(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "seed", "asp20.txt"))
	if err != nil {
		t.Skip("needs ../shared/seed/asp20.txt beside the project")
	}
	defer f.Close()
	page, err := listing.Read(f, "asp20.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range catalogue(t, page, inferrer(t)) {
		got = append(got, strings.Join([]string{row["organization"], row["session"], row["topic"], row["type"]}, " "))
	}
	want := []string{
		"cicc ASP20 review statement", "hrw ASP20 review statement", "amnesty ASP20 cooperation statement", "hrw ASP20 cooperation statement",
		"cicc ASP20  letter", "cicc ASP20 vetting briefing", "amnesty ASP20  statement", "hrw ASP20  briefing", "fidh ASP20  briefing",
		"afpcu ASP20  briefing", "Ukrainian Civil Society Organizations ASP20 budget joint-statement",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if len(page.LeftOut) != 1 || !strings.HasPrefix(page.LeftOut[0].Text, "See also") {
		t.Errorf("left out: %v", page.LeftOut)
	}
}
