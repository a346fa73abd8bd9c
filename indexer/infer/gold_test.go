package infer_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/indexer/infer"
	"rostrum/indexer/lang"
)

// What the fitted pages must go on showing, for the fields that people filter by.
const (
	wantPrecision = .98
	wantRecall    = .90
)

var measured = []corpus.Field{
	corpus.FieldSession, corpus.FieldOrganization, corpus.FieldTopic, corpus.FieldLanguage, corpus.FieldType, corpus.FieldDate,
	corpus.FieldPart, corpus.FieldSymbol, corpus.FieldSituation, corpus.FieldDeliverer,
}

// seldomLabelled are fields that a page is measured by only where it is about them.
var seldomLabelled = []corpus.Field{corpus.FieldPart, corpus.FieldSituation, corpus.FieldDeliverer}

// TestFittedPages keeps what was once right from being lost. The rules were
// fitted to these pages until all of them were right, so that their figures are
// no evidence of anything else; TestSamplePages measures.
func TestFittedPages(t *testing.T) {
	names := loadAuthority(t)
	in := infer.New(names)
	pages := append(readPages(t, "testdata/pages.txt"), slices.Concat(readPages(t, "testdata/pages-traps.txt"), readPages(t, "testdata/pages-more.txt"))...)
	scores := map[corpus.Field]*score{}
	for _, f := range measured {
		scores[f] = &score{}
	}
	for _, p := range pages {
		s := in.Statement(p.item, p.text)
		for _, f := range measured {
			want, labelled := p.want[f]
			if !labelled && slices.Contains(seldomLabelled, f) {
				continue
			}
			if slices.Equal(want, []string{"*"}) {
				continue
			}
			if missed := scores[f].add(valuesOf(s, f), want); missed != "" {
				t.Logf("%s: %s: %s", p.name, f, missed)
			}
		}
		checkEvidence(t, p.name, s)
	}
	for _, f := range measured {
		s := scores[f]
		t.Logf("%-13s %3d set, %3d right of %3d: precision %.3f, recall %.3f", f, s.set, s.right, s.gold, s.precision(), s.recall())
		if s.precision() < wantPrecision || s.recall() < wantRecall {
			t.Errorf("%s: precision %.3f and recall %.3f, want %.2f and %.2f", f, s.precision(), s.recall(), wantPrecision, wantRecall)
		}
	}
	if len(pages) < 60 {
		t.Errorf("%d labelled pages, want 60 at least", len(pages))
	}
}

// score counts values, so that each author of a joint statement counts.
type score struct{ set, right, gold int }

func (s *score) add(got, want []string) (missed string) {
	s.set += len(got)
	s.gold += len(want)
	for _, v := range got {
		if slices.Contains(want, v) {
			s.right++
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		return fmt.Sprintf("got %q, want %q", got, want)
	}
	return ""
}

func (s *score) precision() float64 { return float64(s.right) / float64(max(s.set, 1)) }
func (s *score) recall() float64    { return float64(s.right) / float64(max(s.gold, 1)) }

// checkEvidence holds what is true of every statement: what is set has
// evidence, and evidence says where it comes from.
func checkEvidence(t *testing.T, name string, s corpus.Statement) {
	t.Helper()
	for _, f := range []corpus.Field{
		corpus.FieldTitle, corpus.FieldOrganization, corpus.FieldSession, corpus.FieldTopic, corpus.FieldType,
		corpus.FieldDate, corpus.FieldLanguage, corpus.FieldSymbol, corpus.FieldSituation,
	} {
		got := valuesOf(s, f)
		i := slices.IndexFunc(s.Evidence, func(e corpus.Evidence) bool { return e.Field == f })
		switch {
		case len(got) > 0 && i < 0:
			t.Errorf("%s: %s is %q without evidence", name, f, got)
		case i >= 0 && !slices.Equal(s.Evidence[i].Value, got):
			t.Errorf("%s: %s is %q, its evidence says %q", name, f, got, s.Evidence[i].Value)
		case i >= 0 && (s.Evidence[i].Rule == "" || s.Evidence[i].Source == "" || s.Evidence[i].Confidence <= 0 || s.Evidence[i].Confidence > 1):
			t.Errorf("%s: the evidence of %s is not whole: %+v", name, f, s.Evidence[i])
		}
	}
}

func valuesOf(s corpus.Statement, f corpus.Field) []string {
	one := func(v string) []string {
		if v == "" {
			return nil
		}
		return []string{v}
	}
	switch f {
	case corpus.FieldTitle:
		return one(s.Title)
	case corpus.FieldOrganization:
		return texts(s.Authors)
	case corpus.FieldSession:
		return one(string(s.Session))
	case corpus.FieldPart:
		return one(string(s.Part))
	case corpus.FieldTopic:
		return texts(s.Topics)
	case corpus.FieldType:
		return one(string(s.Type))
	case corpus.FieldDate:
		return one(s.Date.String())
	case corpus.FieldLanguage:
		return one(string(s.Language))
	case corpus.FieldSymbol:
		return one(s.Symbol)
	case corpus.FieldDeliverer:
		return one(s.Deliverer)
	case corpus.FieldSituation:
		return texts(s.Situations)
	}
	panic("no such field: " + string(f))
}

func texts[T ~string](ids []T) []string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}

var loadedAuthority, loadError = authority.Load("")

func loadAuthority(t testing.TB) *authority.Authority {
	t.Helper()
	if loadError != nil {
		t.Fatal(loadError)
	}
	return loadedAuthority
}

func isUTF8(s string) bool { return utf8.ValidString(s) }

// page is a labelled page.
type page struct {
	name string
	item corpus.Item
	text corpus.Text
	want map[corpus.Field][]string
}

func readPages(t testing.TB, file string) []page {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(content), "\n=== ")
	var pages []page
	for _, entry := range strings.Split(rest, "\n=== ") {
		head, body, _ := strings.Cut(strings.TrimSpace(entry), "\n\n")
		name, keys, _ := strings.Cut(head, "\n")
		p := page{name: name, want: map[corpus.Field][]string{}}
		p.item.Given = corpus.Given{}
		for _, line := range strings.Split(keys, "\n") {
			key, value, ok := strings.Cut(line, ": ")
			if !ok {
				t.Fatalf("%s: page %s: %q is no key and value", file, name, line)
			}
			p.set(t, key, value)
		}
		for i, text := range strings.Split(body, "\n%%\n") {
			language, _ := lang.Detect(text)
			p.text.Pages = append(p.text.Pages, corpus.Page{Number: i + 1, Text: strings.TrimSpace(text), Language: language})
		}
		pages = append(pages, p)
	}
	return pages
}

func (p *page) set(t testing.TB, key, value string) {
	hint := func(kind corpus.HintKind) {
		p.item.Hints = append(p.item.Hints, corpus.Hint{Kind: kind, Text: value})
	}
	switch key {
	case "file":
		p.item.Key, p.item.File, p.item.Location = value, value, value
	case "heading":
		hint(corpus.HintHeading)
	case "link":
		hint(corpus.HintLinkText)
	case "block":
		hint(corpus.HintBlock)
	case "title-property":
		p.text.Properties.Title = value
	case "author-property":
		p.text.Properties.Author = value
	case "date-property":
		p.text.Properties.Date = value
	case "site":
		p.text.Properties.SiteName = value
	default:
		kind, field, _ := strings.Cut(key, " ")
		switch kind {
		case "want":
			p.want[corpus.Field(field)] = strings.Split(value, "|")
		case "given":
			p.item.Given[corpus.Field(field)] = strings.Split(value, "|")
		default:
			t.Fatalf("page %s: unknown key %q", p.name, key)
		}
	}
}
