package enginetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
)

// testQuotes holds engines that can check quotations to what reading every
// statement from beginning to end would find.
func testQuotes(t *testing.T, open Open) {
	if _, ok := mustOpen(t, open, few()).(search.Quoter); !ok {
		t.Skip("this engine does not check quotations")
	}
	rapid.Check(t, func(t *rapid.T) {
		statements := drawStatements(t)
		engine, done, err := open(statements)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := done(); err != nil {
				t.Error(err)
			}
		}()
		for range requestsPerCorpus {
			checkQuote(t, engine.(search.Quoter), statements)
		}
	})
}

func checkQuote(t *rapid.T, engine search.Quoter, statements []corpus.Statement) {
	quoted := words(1, 12).Draw(t, "quoted") // accents do not make another quotation
	req := search.QuoteRequest{Text: strings.Join(quoted, " "), Filters: drawFilters(t), Size: search.MaxSize}
	got, err := engine.Quote(context.Background(), req)
	if err != nil {
		t.Fatalf("%q: %v", req.Text, err)
	}
	slack := len(quoted) / search.QuoteTolerance
	want, longest := map[corpus.ID]int{}, 0
	for _, s := range statements {
		if !lets(req.Filters, s) {
			continue
		}
		text := folded(tokensOf(s).text)
		if edits := fewestEdits(folded(quoted), text); edits <= slack {
			want[s.ID] = edits
		}
		longest = max(longest, longestRun(folded(quoted), text))
	}
	if got.Total != len(want) || len(got.Matches) != len(want) {
		t.Fatalf("%q: %d statements, %d of them listed, want %d: %v", req.Text, got.Total, len(got.Matches), len(want), want)
	}
	for _, m := range got.Matches {
		edits, ok := want[m.Statement.ID]
		score := 1 - float64(edits)/float64(len(quoted))
		if !ok || m.Score != score || (m.Verdict == search.Verbatim) != (edits == 0) {
			t.Fatalf("%q: %s stands %s in %s with %v, want %v", req.Text, m.Statement.ID, m.Verdict, m.Statement.ID, m.Score, score)
		}
		if len(m.Passages) == 0 {
			t.Fatalf("%q: %s shows no passage", req.Text, m.Statement.ID)
		}
		checkQuoted(t, req.Text, folded(quoted), m)
	}
	run := 0
	if got.Partial != nil {
		run = got.Partial.Words
	}
	if len(want) == 0 && (got.Verdict != search.NotFound || run != longest) || len(want) > 0 && got.Partial != nil {
		t.Fatalf("%q: %s with a run of %d words, want %d in %d matches", req.Text, got.Verdict, run, longest, len(want))
	}
}

// checkQuoted expects what is marked of a verbatim match to be the words
// quoted, and the differences of another to lead from these to what is marked.
func checkQuoted(t *rapid.T, text string, quoted []string, m search.QuoteMatch) {
	var shown, from, to []string
	for _, p := range m.Passages {
		for _, r := range marked(t, p.Text, p.Ranges) {
			shown = append(shown, folded(split(r))...)
		}
	}
	if m.Verdict == search.Verbatim {
		if !slices.Equal(shown, quoted) {
			t.Fatalf("%q: %q is marked in %s", text, shown, m.Statement.ID)
		}
		return
	}
	for _, d := range m.Differences {
		before, after := folded(split(d.Quoted)), folded(split(d.Found))
		from, to = append(from, before...), append(to, after...)
		if same := slices.Equal(before, after); same != (d.Op == search.OpSame) {
			t.Fatalf("%q: %q and %q are said to be %s", text, d.Quoted, d.Found, d.Op)
		}
	}
	if !slices.Equal(from, quoted) || !slices.Equal(to, shown) {
		t.Fatalf("%q: the differences lead from %q to %q, and %q is marked in %s", text, from, to, shown, m.Statement.ID)
	}
}

// fewestEdits is how many words at least have to be changed, added or taken
// away for the quotation to stand somewhere in the text.
func fewestEdits(quoted, text []string) int {
	before := make([]int, len(quoted)+1)
	for i := range before {
		before[i] = i
	}
	best := len(quoted)
	for _, word := range text {
		now := make([]int, len(before))
		for i := 1; i < len(now); i++ {
			other := 1
			if quoted[i-1] == word {
				other = 0
			}
			now[i] = min(before[i-1]+other, before[i]+1, now[i-1]+1)
		}
		best, before = min(best, now[len(quoted)]), now
	}
	return best
}

// longestRun is the number of words in the longest run that stands in both.
func longestRun(quoted, text []string) int {
	best := 0
	for i := range quoted {
		for j := range text {
			n := 0
			for i+n < len(quoted) && j+n < len(text) && quoted[i+n] == text[j+n] {
				n++
			}
			best = max(best, n)
		}
	}
	return best
}

// testQuotesRefused asks for what cannot be checked.
func testQuotesRefused(t *testing.T, open Open) {
	engine, ok := mustOpen(t, open, few()).(search.Quoter)
	if !ok {
		t.Skip("this engine does not check quotations")
	}
	for _, tt := range []struct {
		name, text string
		size       int
		position   int // -1: not about the text
	}{
		{"nothing", "", 0, 0},
		{"no words", " … [...] !", 0, 0},
		{"too long", strings.Repeat("é ", 1001), 0, search.MaxQuote},
		{"not UTF-8", "été \xff", 0, 4},
		{"negative size", "the court", -1, -1},
		{"size over 100", "the court", 101, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res, err := engine.Quote(context.Background(), search.QuoteRequest{Text: tt.text, Size: tt.size})
			var wrong *search.QuoteError
			if at := errors.As(err, &wrong); res != nil || !errors.Is(err, corpus.ErrInvalid) || at != (tt.position >= 0) || at && wrong.Position != tt.position {
				t.Errorf("got %v and error %v, want a fault at %d", res, err, tt.position)
			}
		})
	}
	late, stop := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer stop()
	if res, err := engine.Quote(late, search.QuoteRequest{Text: "the court"}); !errors.Is(err, context.DeadlineExceeded) || res != nil {
		t.Errorf("too late: %v, %v", res, err)
	}
}
