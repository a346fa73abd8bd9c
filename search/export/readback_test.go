package export_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/search"

	. "rostrum/search/export"
)

// reference is what a program that keeps references has of one.
type reference struct {
	ID, Type, Title, URL, Page, Session, Symbol, Date, Note string
	Authors, Keywords                                       []string
}

// readBack has a format read by a parser that such programs use.
func readBack(t *testing.T, f Format, content []byte) []reference {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	for _, name := range []string{"@retorquere/bibtex-parser", "@citation-js/plugin-ris"} {
		if _, err := os.Stat(filepath.Join("..", "..", "node_modules", filepath.FromSlash(name))); err != nil {
			t.Skipf("the parser %s is not installed (.ci/packages says how)", name)
		}
	}
	cmd := exec.CommandContext(t.Context(), node, filepath.Join("testdata", "readback.mjs"), string(f))
	cmd.Stdin = bytes.NewReader(content)
	var fault bytes.Buffer
	cmd.Stderr = &fault
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s\n%s", err, fault.String(), content)
	}
	var read []reference
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return read
}

// titles are what people write, and what nobody should.
var titles = []string{
	"A plain title", `}}, author = {nobody}} \} {{{ and @misc{x,`, `100% of $5 & #1 for A_B^C~D`, `C:\new\table \\ \textbf{x} \LaTeX`, "one\r\nER  - \r\nTY  - BOOK\r\nAU  - Nobody",
	"TY  - BOOK", "AU  - Nobody", `<script>alert("x")</script> & <i>y</i>`, `"quoted", 'single' and ` + "``back'' ?`", "a -- b --- c", "@comment{x}", "% all after this",
	"بيان بشأن التعاون (الجزء الأول) 100%", "关于合作问题的发言：第1部分", "Déclaration ñ ß Æ ﬁ Øre", "Заявление № 5", "tab\tand\u2028separator\u0000nul", "emoji 🙂 ends", "|bar| `tick`", "{The ICC}", "a,b;c and d",
}

// strange are hits with those titles, by authors whose names do not look like
// names of persons.
func strange() []search.Hit {
	var out []search.Hit
	for i, title := range titles {
		out = append(out, search.Hit{
			Statement: corpus.Statement{
				ID: corpus.ID(fmt.Sprintf("s%d", i)), Title: title, Authors: []corpus.OrgID{"canz", "hrw", "Friends and Foes, Ltd {of} 5% & <more>"}, Session: "ASP20", Type: "statement",
				Topics: []corpus.TopicID{"cooperation"}, Date: corpus.Date{Year: 2021, Month: 12, Day: 8}, Language: "en", Symbol: `ICC-ASP/20/S_3 & "4"`,
				Origin: corpus.Origin{URL: "https://example.org/a_{b}.pdf?x=1&y=%20z", Publisher: "Sample Press, Publisher", RetrievedAt: time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC)},
			},
			PageCount: 9, Passages: []search.Passage{{Page: 7, Number: 2, Text: "victims", Ranges: []search.Range{{Start: 0, End: 7}}}}, PassagesTotal: 1,
		})
	}
	return out
}

// TestReferencesReadBack has BibTeX and RIS read by the parsers of others.
func TestReferencesReadBack(t *testing.T) {
	for _, f := range []Format{BibTeX, RIS} {
		t.Run(string(f), func(t *testing.T) {
			o := options(t)
			link := o.Link
			o.Link = func(id corpus.ID, page, passage int) string { return link(id, page, passage) + "?q=a_b%20%26" }
			read := readBack(t, f, written(t, f, o, strange()...))
			if len(read) != len(titles) {
				t.Fatalf("%d references are read, want %d", len(read), len(titles))
			}
			for i, r := range read {
				want := plain(titles[i])
				if r.Title != want {
					t.Errorf("title %q is read as %q", want, r.Title)
				}
				authors := []string{"Canada, Australia and New Zealand", "Human Rights Watch", "Friends and Foes, Ltd {of} 5% & <more>"}
				if f == RIS { // which has no way to say that a name with a comma is an organization's
					r.Authors, authors = wordsOf(r.Authors), wordsOf(authors)
				}
				if !slices.Equal(r.Authors, authors) {
					t.Errorf("%q: the authors are %q", want, r.Authors)
				}
				if r.ID != fmt.Sprintf("s%d", i) || r.URL != "https://search.example.org/s/"+r.ID+"?q=a_b%20%26" || r.Page != "7" || r.Date != "2021-12-08" ||
					r.Session != "ASP20 – Twentieth session" || !slices.Equal(r.Keywords, []string{"Cooperation"}) {
					t.Errorf("%q: read is %+v", want, r)
				}
				if symbol := `ICC-ASP/20/S_3 & "4"`; r.Symbol != symbol && !strings.Contains(r.Note, symbol) {
					t.Errorf("%q: the symbol is %q, the note %q", want, r.Symbol, r.Note)
				}
				if strings.Contains(fmt.Sprint(r), "Sample Press") {
					t.Errorf("%q: the publisher is in the reference: %+v", want, r)
				}
			}
		})
	}
}

// plain is a title on one line, as references have it.
func plain(title string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u2028", " ", "\x00", " ").Replace(title)), " ")
}

// cslItem and its parts are what the schema of CSL-JSON (csl-data.json of
// citation-style-language/schema, version 1.0.2) has for what is written here;
// it allows no other members.
type (
	cslItem struct {
		ID        string    `json:"id"`
		Type      string    `json:"type"`
		Title     string    `json:"title"`
		Author    []cslName `json:"author"`
		Issued    *cslDate  `json:"issued"`
		Accessed  *cslDate  `json:"accessed"`
		Event     string    `json:"event-title"`
		EventDate *cslDate  `json:"event-date"`
		Genre     string    `json:"genre"`
		Number    any       `json:"number"`
		Page      any       `json:"page"`
		Pages     any       `json:"number-of-pages"`
		Language  string    `json:"language"`
		Keyword   string    `json:"keyword"`
		URL       string    `json:"URL"`
		Note      string    `json:"note"`
	}
	cslName struct {
		Family  string `json:"family"`
		Given   string `json:"given"`
		Literal string `json:"literal"`
	}
	cslDate struct {
		Parts   [][]any `json:"date-parts"`
		Literal string  `json:"literal"`
		Raw     string  `json:"raw"`
	}
)

// The types of the schema that a statement could be of.
var cslTypes = []string{"document", "hearing", "paper-conference", "personal_communication", "report", "speech", "treaty", "webpage"}

func TestCSLKeepsToItsSchema(t *testing.T) {
	list := append(strange(), hits...)
	decoder := json.NewDecoder(bytes.NewReader(written(t, CSL, options(t), list...)))
	decoder.DisallowUnknownFields()
	var items []cslItem
	if err := decoder.Decode(&items); err != nil {
		t.Fatal(err)
	}
	if len(items) != len(list) {
		t.Fatalf("%d items, want %d", len(items), len(list))
	}
	for i, item := range items {
		if item.ID == "" || !slices.Contains(cslTypes, item.Type) {
			t.Errorf("%+v", item)
		}
		for name, value := range map[string]any{"number": item.Number, "page": item.Page, "number-of-pages": item.Pages} {
			switch value.(type) {
			case nil, string, float64:
			default:
				t.Errorf("%s: %s is %v", item.ID, name, value)
			}
		}
		for _, date := range []*cslDate{item.Issued, item.Accessed, item.EventDate} {
			if date == nil {
				continue
			}
			if len(date.Parts) < 1 || len(date.Parts) > 2 || len(date.Parts[0]) < 1 || len(date.Parts[0]) > 3 {
				t.Errorf("%s: a date of %v", item.ID, date.Parts)
			}
		}
		if i < len(titles) {
			if item.Title != plain(titles[i]) || item.Page != "7" || item.URL != "https://search.example.org/s/"+item.ID || item.Number != `ICC-ASP/20/S_3 & "4"` || item.Event != "ASP20 – Twentieth session" ||
				len(item.Author) != 3 || item.Author[0].Literal != "Canada, Australia and New Zealand" {
				t.Errorf("%+v", item)
			}
		}
	}
}

// wordsOf are the words of each name in an order of their own.
func wordsOf(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		words := strings.Fields(strings.ReplaceAll(name, ",", " "))
		slices.Sort(words)
		out[i] = strings.Join(words, " ")
	}
	return out
}
