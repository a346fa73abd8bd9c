package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"

	. "rostrum/search/export"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The three kinds of hit that tell formats apart: a joint statement with all
// there is and every mark that some format trips over; one read by OCR, of which
// only a month is known; one of which nothing is known but its file.
var hits = []search.Hit{
	{
		Statement: corpus.Statement{
			ID: "abcdefghijkmnpq", Work: "w1", Title: `=Victims & "survivors": 100% {of} <b>50_000</b>, $5 ~ C:\a #1`,
			Authors: []corpus.OrgID{"hrw", "FRA", "Friends | Allies, Ltd"}, Deliverer: "Ms. Ann O’Neill", Role: "Director",
			Session: "ASP20", Part: corpus.PartMain, Topics: []corpus.TopicID{"cooperation", "general-debate"}, Type: "joint-statement",
			Date: corpus.Date{Year: 2021, Month: 12, Day: 8}, Language: "en", Symbol: "ICC-ASP/20/S/3", Situations: []corpus.SituationID{"uganda"},
			Added: time.Date(2024, 3, 2, 8, 0, 0, 0, time.UTC),
			Origin: corpus.Origin{
				File: "asp20/hrw.pdf", URL: "https://example.org/a_{b}.pdf?x=1&y=%20z", Publisher: "Coalition for the ICC",
				RetrievedAt: time.Date(2024, 3, 1, 23, 0, 0, 0, time.FixedZone("", 3600)), MediaType: "application/pdf",
			},
		},
		PageCount: 4, Score: 7.25,
		Passages: []search.Passage{
			{Page: 2, Number: 1, Text: "-Victims,\n\"first\" ]]> & <last>.", Ranges: []search.Range{{Start: 1, End: 8}}},
			{Page: 3, Number: 4, Text: "Victims again."},
		},
		PassagesTotal: 5,
		Translations:  []search.Translation{{ID: "t2", Language: "fr"}, {ID: "t3", Language: "es"}},
	},
	{
		Statement: corpus.Statement{
			ID: "arabic1", Work: "w2", Title: "بيان\u0001 السودان", Deliverer: "السيد أحمد", Type: "report", Language: "ar", Date: corpus.Date{Year: 2007, Month: 5},
			Session: "UNGA79", Origin: corpus.Origin{File: "scan.pdf", MediaType: "application/pdf"},
		},
		PageCount:     1,
		Passages:      []search.Passage{{Page: 1, Number: 1, Text: "السودان", Ranges: []search.Range{{Start: 0, End: 7}}, OCR: true, Confidence: .834}},
		PassagesTotal: 1,
	},
	{Statement: corpus.Statement{ID: "bare", Work: "bare", Origin: corpus.Origin{File: "x/y.txt"}}},
}

var loadNames = sync.OnceValues(func() (*authority.Authority, error) { return authority.Load("") })

func options(t *testing.T) Options {
	t.Helper()
	names, err := loadNames()
	if err != nil {
		t.Fatal(err)
	}
	return Options{
		Names: names,
		Link: func(id corpus.ID, page, passage int) string {
			address := "https://search.example.org/s/" + string(id)
			if page > 0 {
				address += fmt.Sprintf("#p%d-%d", page, passage)
			}
			return address
		},
		Feed: Feed{
			ID: "https://search.example.org/search.atom?q=victims", Title: "victims & <others>", Self: "https://search.example.org/search.atom?q=victims&page=2",
			First: "https://search.example.org/search.atom?q=victims", Previous: "https://search.example.org/search.atom?q=victims",
			Home: "https://search.example.org/search?q=victims", Next: "https://search.example.org/search.atom?q=victims&page=3",
			Updated: time.Date(2024, 3, 2, 1, 2, 3, 0, time.UTC),
		},
	}
}

func written(t *testing.T, f Format, o Options, hits ...search.Hit) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := New(f, &out, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hits {
		if err := w.Write(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestGolden(t *testing.T) {
	for _, f := range Formats {
		t.Run(string(f), func(t *testing.T) {
			got := written(t, f, options(t), hits...)
			path := filepath.Join("testdata", "hits."+f.Extension())
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("differs from %s (-update rewrites it):\n%s", path, got)
			}
		})
	}
}

func TestCSVReadsBack(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(written(t, CSV, options(t), hits...))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cell := func(row int, column string) string {
		i := slices.Index(rows[0], column)
		if i < 0 {
			t.Fatalf("there is no column %s in %v", column, rows[0])
		}
		return rows[row][i]
	}
	for _, tt := range []struct {
		row          int
		column, want string
	}{
		{1, "title", "'" + hits[0].Statement.Title},
		{1, "organization", "Human Rights Watch|France|Friends / Allies, Ltd"},
		{1, "organization_id", "hrw|FRA|Friends / Allies, Ltd"},
		{1, "session", "ASP20"},
		{1, "topic", "Cooperation|General Debate"},
		{1, "date", "2021-12-08"},
		{1, "symbol", "ICC-ASP/20/S/3"},
		{1, "publisher", "Coalition for the ICC"},
		{1, "page", "2"},
		{1, "passage", "'-Victims,\n\"first\" ]]> & <last>."},
		{1, "passage_link", "https://search.example.org/s/abcdefghijkmnpq#p2-1"},
		{1, "translations", "fr:t2|es:t3"},
		{1, "ocr", "false"},
		{2, "date", "2007-05"},
		{2, "ocr", "true"},
		{2, "ocr_confidence", "0.83"},
		{3, "file", "x/y.txt"},
		{3, "page", ""},
	} {
		if got := cell(tt.row, tt.column); got != tt.want {
			t.Errorf("row %d, %s: %q, want %q", tt.row, tt.column, got, tt.want)
		}
	}
}

func TestCSVCellsAreInert(t *testing.T) {
	for _, start := range []string{"=", "+", "-", "@", "\t", "\r", "\n"} {
		text := start + "cmd|' /C calc'!A0"
		h := search.Hit{Statement: corpus.Statement{
			ID: corpus.ID(text), Title: text, Authors: []corpus.OrgID{corpus.OrgID(text)}, Deliverer: text, Role: text, Session: corpus.SessionID(text),
			Topics: []corpus.TopicID{corpus.TopicID(text)}, Symbol: text, Origin: corpus.Origin{URL: text, File: text, Publisher: text},
		}, Passages: []search.Passage{{Text: text}}}
		rows, err := csv.NewReader(bytes.NewReader(written(t, CSV, Options{}, h))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, cell := range rows[1] {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
				t.Errorf("column %s begins with %q: %q", rows[0][i], cell[:1], cell)
			}
		}
	}
}

func TestNDJSONReadsBack(t *testing.T) {
	lines := bytes.Split(bytes.TrimSuffix(written(t, NDJSON, options(t), hits...), []byte("\n")), []byte("\n"))
	if len(lines) != len(hits) {
		t.Fatalf("%d lines for %d hits", len(lines), len(hits))
	}
	var hit struct {
		ID, Title, URL, Date string
		Organizations        []struct{ ID, Label string }
		Session              struct{ ID, Label string }
		Passages             []struct {
			Page   int
			Text   string
			Ranges [][2]int
			URL    string
		}
	}
	if err := json.Unmarshal(lines[0], &hit); err != nil {
		t.Fatal(err)
	}
	if hit.Title != hits[0].Statement.Title || hit.Organizations[0].Label != "Human Rights Watch" || hit.Session.ID != "ASP20" ||
		hit.Passages[0].Ranges[0] != [2]int{1, 8} || hit.Passages[1].URL != "https://search.example.org/s/abcdefghijkmnpq#p3-4" {
		t.Errorf("read back: %+v", hit)
	}
}

// TestBibTeXBalances reads entries as BibTeX does: it counts braces, and a
// backslash before one means nothing to it.
func TestBibTeXBalances(t *testing.T) {
	h := hits[0]
	h.Statement.Title = `}}, author = {nobody}} \} {{{ and @misc{x,`
	h.Statement.ID = "a b,c}"
	out := string(written(t, BibTeX, options(t), h))
	depth := 0
	for i, r := range out {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 || depth == 0 && i < len(strings.TrimRight(out, "\n"))-1 && i > len("@misc") {
			t.Fatalf("the entry ends early, at %q:\n%s", out[i:], out)
		}
	}
	if depth != 0 {
		t.Errorf("%d braces are left open:\n%s", depth, out)
	}
	if !strings.HasPrefix(out, "@misc{rostrum-a-b-c-,\n") {
		t.Errorf("key: %s", out)
	}
	if strings.Contains(out, "Coalition for the ICC") {
		t.Errorf("the publisher is in the entry:\n%s", out)
	}
}

func TestRISReadsBack(t *testing.T) {
	h := hits[0]
	h.Statement.Title = "one\r\nER  - \r\nTY  - BOOK"
	records := 0
	values := map[string][]string{}
	for text := range strings.SplitSeq(string(written(t, RIS, options(t), h)), "\r\n") {
		if text == "" {
			continue
		}
		tag, value, ok := strings.Cut(text, "  - ")
		if !ok || len(tag) != 2 {
			t.Fatalf("not a line of RIS: %q", text)
		}
		if tag == "TY" {
			records++
		}
		values[tag] = append(values[tag], value)
	}
	if records != 1 {
		t.Errorf("%d records, want 1", records)
	}
	for tag, want := range map[string][]string{
		"TY": {"CPAPER"}, "AU": {"Human Rights Watch", "France", "Friends | Allies, Ltd"}, "TI": {"one ER - TY - BOOK"}, "PY": {"2021"}, "DA": {"2021/12/08/"},
		"UR": {"https://search.example.org/s/abcdefghijkmnpq"}, "M1": {"ICC-ASP/20/S/3"}, "SP": {"2"}, "ER": {""},
	} {
		if !slices.Equal(values[tag], want) {
			t.Errorf("%s is %q, want %q", tag, values[tag], want)
		}
	}
}

func TestCSLReadsBack(t *testing.T) {
	var items []struct {
		Type, Title, URL string
		Author           []struct{ Literal string }
		Issued           struct {
			Parts [][]int `json:"date-parts"`
		}
	}
	if err := json.Unmarshal(written(t, CSL, options(t), hits...), &items); err != nil {
		t.Fatal(err)
	}
	if len(items) != 3 || items[0].Type != "speech" || items[0].Author[1].Literal != "France" || !slices.Equal(items[0].Issued.Parts[0], []int{2021, 12, 8}) {
		t.Errorf("read back: %+v", items)
	}
	if !slices.Equal(items[1].Issued.Parts[0], []int{2007, 5}) || items[1].Author[0].Literal != "السيد أحمد" || items[2].Title != "x/y.txt" {
		t.Errorf("read back: %+v", items[1:])
	}
}

func TestAtomReadsBack(t *testing.T) {
	type atom struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Entries []struct {
			Language  string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
			ID        string   `xml:"id"`
			Title     string   `xml:"title"`
			Updated   string   `xml:"updated"`
			Published string   `xml:"published"`
			Authors   []string `xml:"author>name"`
			Summary   string   `xml:"summary"`
		} `xml:"entry"`
	}
	var feed atom
	if err := xml.Unmarshal(written(t, Atom, options(t), hits...), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.Title != "victims & <others>" || feed.Updated != "2024-03-02T01:02:03Z" || len(feed.Links) != 5 || len(feed.Entries) != 3 {
		t.Fatalf("read back: %+v", feed)
	}
	joint, arabic, bare := feed.Entries[0], feed.Entries[1], feed.Entries[2]
	if joint.Title != hits[0].Statement.Title || len(joint.Authors) != 3 || joint.Published != "2024-03-02T08:00:00Z" ||
		joint.Updated != "2024-03-02T08:00:00Z" || joint.Summary != hits[0].Passages[0].Text || joint.Language != "en" {
		t.Errorf("read back: %+v", joint)
	}
	if arabic.Title != "بيان السودان" || arabic.Published != "" || arabic.Updated != "2007-05-01T00:00:00Z" {
		t.Errorf("read back: %+v", arabic)
	}
	for _, e := range feed.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.ID == "" || e.Title == "" || len(e.Authors) == 0 {
			t.Errorf("an entry lacks what RFC 4287 asks for: %+v", e)
		}
	}
	if bare.ID != "urn:rostrum:statement:bare" {
		t.Errorf("id %q", bare.ID)
	}
}

func TestJSONFeedReadsBack(t *testing.T) {
	var feed struct {
		Version string
		Items   []struct {
			ID, Title string
			Content   *string `json:"content_text"`
			Authors   []struct{ Name string }
		}
	}
	if err := json.Unmarshal(written(t, JSONFeed, options(t), hits...), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.Version != "https://jsonfeed.org/version/1.1" || len(feed.Items) != 3 || feed.Items[0].Authors[0].Name != "Human Rights Watch" || feed.Items[2].Content == nil {
		t.Errorf("read back: %+v", feed)
	}
}

// A source can be anything that stood in a catalogue. What cannot be followed
// safely is data, never a link.
func TestOnlyAddressesBecomeLinks(t *testing.T) {
	h := search.Hit{Statement: corpus.Statement{ID: "x", Title: "t", Origin: corpus.Origin{URL: "javascript:alert(1)"}}}
	for _, f := range []Format{BibTeX, RIS, CSL, Atom, JSONFeed} {
		for _, o := range []Options{{}, options(t)} {
			if out := written(t, f, o, h); bytes.Contains(out, []byte("javascript:")) {
				t.Errorf("%s:\n%s", f, out)
			}
		}
	}
}

func TestNothingFoundIsAValidDocument(t *testing.T) {
	for _, f := range Formats {
		out := written(t, f, options(t))
		switch f {
		case CSL, JSONFeed:
			if !json.Valid(out) {
				t.Errorf("%s: %s", f, out)
			}
		case Atom:
			if err := xml.Unmarshal(out, new(struct{})); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		case CSV:
			if !bytes.HasPrefix(out, []byte("id,work,title,")) {
				t.Errorf("%s has no header: %s", f, out)
			}
		default:
			if len(out) != 0 {
				t.Errorf("%s: %s", f, out)
			}
		}
	}
}

func TestParseFormat(t *testing.T) {
	for _, f := range Formats {
		for _, name := range []string{string(f), "." + f.Extension(), strings.ToUpper(string(f))} {
			if got, err := ParseFormat(name); got != f || err != nil {
				t.Errorf("ParseFormat(%q) = %v, %v, want %s", name, got, err, f)
			}
		}
		if f.MediaType() == "" {
			t.Errorf("%s has no media type", f)
		}
	}
	if _, err := ParseFormat("xls"); !errors.Is(err, corpus.ErrInvalid) || !strings.Contains(err.Error(), "csv, ndjson") {
		t.Errorf("ParseFormat(xls): %v", err)
	}
	if _, err := New("xls", &bytes.Buffer{}, Options{}); !errors.Is(err, corpus.ErrInvalid) {
		t.Errorf("New(xls): %v", err)
	}
}

// pages is a Searcher that has as many hits as it is told, and asks of its
// caller what engines do.
type pages struct {
	total, fails int
	held         *int // how often somebody holds on to it
}

func (p pages) Search(_ context.Context, r search.Request) (*search.Results, error) {
	at := 0
	if r.Cursor != "" {
		if _, err := fmt.Sscanf(r.Cursor, "from %d", &at); err != nil || r.From != 0 {
			return nil, fmt.Errorf("%w: cursor %q from %d", corpus.ErrInvalid, r.Cursor, r.From)
		}
	}
	if p.fails > 0 && at >= p.fails {
		return nil, corpus.ErrNoIndex
	}
	out := &search.Results{Total: p.total}
	for ; at < p.total && len(out.Hits) < r.Size; at++ {
		out.Hits = append(out.Hits, search.Hit{Statement: corpus.Statement{ID: corpus.ID(fmt.Sprint(at))}})
	}
	if at < p.total {
		out.Next = fmt.Sprintf("from %d", at)
	}
	return out, nil
}

type holding struct{ pages }

// leased is what holding keeps open.
type leased struct{ pages }

func (leased) State() search.State { return search.State{} }
func (leased) Close() error        { return nil }

func (h holding) Search(context.Context, search.Request) (*search.Results, error) {
	return nil, errors.New("the index changed meanwhile")
}

func (h holding) Acquire() (search.Index, func(), error) {
	*h.held++
	return leased(h), func() { *h.held-- }, nil
}

func TestAll(t *testing.T) {
	request := search.Request{From: 7, Size: 3, Facets: search.FacetFields}
	for _, total := range []int{0, 1, 100, 101, 25_000} {
		seen := 0
		for h, err := range All(context.Background(), pages{total: total}, request) {
			if err != nil {
				t.Fatal(err)
			}
			if h.Statement.ID != corpus.ID(fmt.Sprint(seen)) {
				t.Fatalf("of %d: hit %d is %s", total, seen, h.Statement.ID)
			}
			seen++
		}
		if seen != total {
			t.Errorf("%d of %d hits", seen, total)
		}
	}
}

func TestAllHoldsOnToOneIndex(t *testing.T) {
	held := 0
	s := holding{pages{total: 250, held: &held}}
	seen := 0
	for _, err := range All(context.Background(), s, search.Request{}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen++; held != 1 {
			t.Fatalf("held %d times", held)
		}
		if seen == 150 {
			break
		}
	}
	if held != 0 {
		t.Errorf("not let go of: %d", held)
	}
}

func TestCopyLeavesABrokenDocumentOpen(t *testing.T) {
	var out bytes.Buffer
	w, err := New(CSL, &out, Options{})
	if err != nil {
		t.Fatal(err)
	}
	n, err := Copy(w, All(context.Background(), pages{total: 500, fails: 200}, search.Request{}))
	if n != 200 || !errors.Is(err, corpus.ErrNoIndex) {
		t.Errorf("Copy = %d, %v", n, err)
	}
	if json.Valid(out.Bytes()) {
		t.Error("a document that was broken off looks whole")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestErrorsOfTheOutputAreReported(t *testing.T) {
	for _, f := range Formats {
		w, err := New(f, full{}, options(t))
		if err == nil {
			_, err = Copy(w, All(context.Background(), pages{total: 300}, search.Request{}))
		}
		if err == nil || !strings.Contains(err.Error(), "no room") {
			t.Errorf("%s: error is %v", f, err)
		}
	}
}
