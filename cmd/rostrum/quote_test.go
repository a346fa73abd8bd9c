package main

import (
	"bytes"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/search"
)

// quotable is an index with the pages that can be quoted from.
type quotable struct {
	index search.Quoter
	pages []quotablePage
}

type quotablePage struct {
	id     corpus.ID
	number int
	text   string
	words  [][2]int // byte offsets of what stands between spaces
}

// openQuotable opens the index of a data folder, with the pages of at least so many words.
func openQuotable(t *testing.T, data string, words int) quotable {
	t.Helper()
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	index, err := newEngine(filepath.Join(data, "index"), names).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	kept, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	q := quotable{index: index.(search.Quoter)}
	for s, err := range kept.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range s.Pages {
			page := quotablePage{id: s.ID, number: p.Number, text: p.Text}
			start := -1
			for i, r := range p.Text + " " {
				if unicode.IsSpace(r) {
					if start >= 0 {
						page.words = append(page.words, [2]int{start, i})
					}
					start = -1
				} else if start < 0 {
					start = i
				}
			}
			if len(page.words) >= words {
				q.pages = append(q.pages, page)
			}
		}
	}
	return q
}

// cut is the text of n words from the first on.
func (p quotablePage) cut(first, n int) string {
	return p.text[p.words[first][0]:p.words[first+n-1][1]]
}

// match is what the answer says of a page's statement.
func match(res *search.QuoteResult, id corpus.ID) (search.QuoteMatch, bool) {
	i := slices.IndexFunc(res.Matches, func(m search.QuoteMatch) bool { return m.Statement.ID == id })
	if i < 0 {
		return search.QuoteMatch{}, false
	}
	return res.Matches[i], true
}

func indexSampleFolder(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	var stdout, stderr bytes.Buffer
	args := []string{"index", filepath.Join("..", "..", "corpus", "sample", "files", "catalogue.csv"), "--data", data, "--ocr", "never"}
	if code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		t.Fatalf("index ended with %d: %s", code, stderr.String())
	}
	return data
}

// TestQuoteSamples cuts stretches out of the sample statements: each is found
// where it was cut from, and with one word changed just that is named.
func TestQuoteSamples(t *testing.T) {
	q := openQuotable(t, indexSampleFolder(t), 5)
	ask := func(t *rapid.T, text string) *search.QuoteResult {
		res, err := q.index.Quote(t.Context(), search.QuoteRequest{Text: text, Size: search.MaxSize})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		return res
	}
	rapid.Check(t, func(t *rapid.T) {
		page := rapid.SampledFrom(q.pages).Draw(t, "page")
		n := rapid.IntRange(5, min(80, len(page.words))).Draw(t, "words")
		first := rapid.IntRange(0, len(page.words)-n).Draw(t, "first")
		text := page.cut(first, n)
		if len([]rune(text)) > search.MaxQuote || strings.IndexFunc(text, unicode.IsLetter) < 0 {
			t.Skip("not a quotation")
		}
		if m, ok := match(ask(t, text), page.id); !ok || m.Verdict != search.Verbatim || !slices.Contains(m.Begins, page.number) || len(m.Differs) > 0 {
			t.Fatalf("%q of page %d of %s: %v, %s on pages %v, other %v", text, page.number, page.id, ok, m.Verdict, m.Begins, m.Differs)
		}

		at := rapid.IntRange(0, n-1).Draw(t, "changed")
		word := page.cut(first+at, 1)
		if strings.IndexFunc(word, func(r rune) bool { return !unicode.Is(unicode.Latin, r) && !unicode.Is(unicode.Arabic, r) }) >= 0 {
			return // more than a word, or no word
		}
		if len(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })) < 2*search.QuoteTolerance {
			return // of fewer than five words, none may be other
		}
		if parts, err := (search.QuoteRequest{Text: text}).Parts(); err != nil || len(parts) > 1 {
			return // the share that may be other is counted between ellipses
		}
		before, after := text[:page.words[first+at][0]-page.words[first][0]], text[page.words[first+at][1]-page.words[first][0]:]
		m, ok := match(ask(t, before+"qzqzq"+after), page.id)
		var other []search.QuoteDifference
		for _, d := range m.Differences {
			if d.Op != search.OpSame {
				other = append(other, d)
			}
		}
		want := []search.QuoteDifference{{Op: search.OpReplace, Quoted: "qzqzq", Found: word}}
		if !ok || m.Verdict != search.Nearly || !slices.Equal(other, want) {
			t.Fatalf("%q of page %d of %s: %v, %s with %v, want %v", before+"qzqzq"+after, page.number, page.id, ok, m.Verdict, other, want)
		}

		shuffled := strings.Fields(text)
		slices.Reverse(shuffled)
		if m, ok := match(ask(t, strings.Join(shuffled, " ")), page.id); ok && m.Verdict == search.Verbatim && !slices.Equal(shuffled, strings.Fields(text)) {
			t.Fatalf("%q turned around is found verbatim", text)
		}
	})
}

// The share of stretches cut out of the shared corpus that must be found there.
const quotesFound = 0.98

// checkQuotes cuts a hundred stretches of forty words out of random documents.
func checkQuotes(t *testing.T, data string) {
	const stretches, words = 100, 40
	q := openQuotable(t, data, words)
	random := rand.New(rand.NewPCG(1, 2))
	var times []time.Duration
	found := 0
	for range stretches {
		page := q.pages[random.IntN(len(q.pages))]
		text := page.cut(random.IntN(len(page.words)-words+1), words)
		start := cpuTime(t)
		res, err := q.index.Quote(t.Context(), search.QuoteRequest{Text: text, Size: search.MaxSize})
		times = append(times, cpuTime(t)-start)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if m, ok := match(res, page.id); ok && m.Verdict == search.Verbatim && slices.Contains(m.Begins, page.number) {
			found++
		} else {
			t.Logf("%q of page %d of %s: %v, %s on %v", text, page.number, page.id, ok, m.Verdict, m.Begins)
		}
	}
	slices.Sort(times)
	t.Logf("%d of %d quotations found verbatim at their page; CPU time: median %v, most %v", found, stretches, times[stretches/2], times[stretches-1])
	if float64(found) < quotesFound*stretches {
		t.Errorf("%d of %d quotations found, want %.0f %%", found, stretches, 100*quotesFound)
	}
}

// cpuTime is what this process has used.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
