package enginetest

import (
	"context"
	"errors"
	"fmt"
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
func testQuotes(t *testing.T, s *suite) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPart(t)
		for range requestsPerPart {
			checkQuote(t, s.index.(search.Quoter), s.drawn, p)
		}
	})
}

func checkQuote(t *rapid.T, engine search.Quoter, m model, p part) {
	quoted := p.words(1, 12).Draw(t, "quoted") // accents do not make another quotation
	req := search.QuoteRequest{Text: strings.Join(quoted, " "), Filters: p.drawFilters(t), Size: search.MaxSize}
	got, err := engine.Quote(context.Background(), req)
	if err != nil {
		t.Fatalf("%q: %v", req.Text, err)
	}
	slack := len(quoted) / search.QuoteTolerance
	want, longest := map[corpus.ID]int{}, 0
	for _, s := range m.statementsOf(p) {
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
	for _, match := range got.Matches {
		edits, ok := want[match.Statement.ID]
		score := 1 - float64(edits)/float64(len(quoted))
		if !ok || match.Score != score || (match.Verdict == search.Verbatim) != (edits == 0) {
			t.Fatalf("%q: %s stands %s in %s with %v, want %v", req.Text, match.Statement.ID, match.Verdict, match.Statement.ID, match.Score, score)
		}
		if len(match.Passages) == 0 {
			t.Fatalf("%q: %s shows no passage", req.Text, match.Statement.ID)
		}
		checkQuoted(t, req.Text, folded(quoted), match)
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
func testQuotesRefused(t *testing.T, s *suite) {
	engine := s.open(t, few()...).(search.Quoter)
	for _, tt := range []struct {
		name, text string
		size       int
		position   int // -1: not about the text
	}{
		{"nothing", "", 0, 0},
		{"no words", " … [...] !", 0, 0},
		{"too long", strings.Repeat("é ", 1001), 0, search.MaxQuote},
		{"not UTF-8", "été \xff", 0, 4},
		{"many parts", strings.Repeat("é and the court ... ", search.MaxQuoteParts+1), 0, 20*search.MaxQuoteParts - 1},
		{"a short part", "the court of ... the [...] victims before it", 0, 16},
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

// testQuotePlaces cuts passages out of texts that are badly set.
func testQuotePlaces(t *testing.T, s *suite) {
	ix := s.open(t,
		statement("broken", "Sample", corpus.English, "This sample tells of coopera-", "tion in the desert.\n\n  And of  \n\n  the wells.  "),
		statement("cases", "Sample", corpus.English, "", "ALL OF IT IN BIG LETTERS", "", "big letters, ending here"),
		statement("numbers", "Sample", corpus.English, "It cost 41,000 euros – or less – for out-of-court work."),
	).(search.Quoter)
	for _, tt := range []struct {
		quoted  string
		verdict search.Verdict
		places  string // id, page, paragraph and ranges of each passage
		differs []string
	}{
		{"sample tells of cooperation in the desert and of the wells", search.Verbatim, "broken 1-1 [{5 28}] broken 2-1 [{0 19}] broken 2-2 [{0 6}] broken 2-3 [{0 9}] ", []string{"case", "punctuation"}},
		{"tells of coopera- tion in", search.Verbatim, "broken 1-1 [{12 28}] broken 2-1 [{0 7}] ", nil},
		{"of cooperation in the desert", search.Verbatim, "broken 1-1 [{18 28}] broken 2-1 [{0 18}] ", nil},
		{"cooperation in", search.Verbatim, "broken 1-1 [{21 28}] broken 2-1 [{0 7}] ", nil},
		{"letters big letters ending", search.Verbatim, "cases 2-1 [{17 24}] cases 4-1 [{0 19}] ", []string{"case", "punctuation"}},
		{"cost 41.000 euros or less for", search.Verbatim, "numbers 1-1 [{3 36}] ", []string{"punctuation"}},
		{"less for out of court work", search.Verbatim, "numbers 1-1 [{26 54}] ", nil},
		{"It cost 41,000 (...) less for out", search.Verbatim, "numbers 1-1 [{0 14} {26 40}] ", nil},
		{"out of court ... euros or less", search.NotFound, "", nil},
		{"the the the the the the", search.NotFound, "", nil},
	} {
		res, err := ix.Quote(t.Context(), search.QuoteRequest{Text: tt.quoted})
		if err != nil {
			t.Errorf("%q: %v", tt.quoted, err)
			continue
		}
		var places string
		var differs []string
		for _, m := range res.Matches {
			differs = m.Differs
			for _, p := range m.Passages {
				places += fmt.Sprintf("%s %d-%d %v ", m.Statement.ID, p.Page, p.Number, p.Ranges)
			}
		}
		if res.Verdict != tt.verdict || places != tt.places || !slices.Equal(differs, tt.differs) {
			t.Errorf("%q: %s at %s, other %q, want %s at %s, other %q", tt.quoted, res.Verdict, places, differs, tt.verdict, tt.places, tt.differs)
		}
	}
}

// testQuotesAsPrinted quotes texts as they are printed: with the marks of
// notes and without, with other hyphens and quotes. Marks and struck words are no
// part of a text.
func testQuotesAsPrinted(t *testing.T, s *suite) {
	const (
		raised = "Resolution 1593 refers the situation since 2002 and article 8 applies, as the Parties said."
		words  = "Under article 8(2) and article 82 the rate is 10⁶ per m², or 106 per km² [4]. Half is ½ and the surface is that of Court™."
		hyphen = "Non-cooperation has a cost; non-cooperation must end, and no “co-operation” of l’été."
		struck = "We shall cooperate with the Court. Words stay."
	)
	after := func(text, words string) int { return strings.Index(text, words) + len(words) }
	marks := func(text string, pairs ...string) (out []corpus.Span) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, corpus.Span{Kind: corpus.SpanMark, Offset: after(text, pairs[i]), Text: pairs[i+1]})
		}
		return out
	}
	list := []corpus.Statement{
		statement("marks", "Sample", corpus.English, "A first page.", raised), statement("words", "Sample", corpus.English, words),
		statement("hyphens", "Sample", corpus.English, hyphen), statement("struck", "Sample", corpus.English, struck),
		statement("apart", "Sample", corpus.English, "Here stands: non cooperation is not joined."),
	}
	list[0].Pages[1].Spans = marks(raised, "1593", "4", "2002", "5", "article 8", "2", "applies,", "a, b", "Parties", "*")
	list[3].Pages[0].Spans = []corpus.Span{
		{Kind: corpus.SpanStruck, Offset: after(struck, "shall"), Text: " not"},
		{Kind: corpus.SpanStruck, Offset: after(struck, "Court."), Text: " Everything before this is wrong."},
	}
	ix := s.open(t, list...).(search.Quoter)
	for _, tt := range []struct {
		quoted string
		in     string // whose words these are
		note   string // "" where they are as printed
	}{
		{"Resolution 1593 refers the situation since 2002 and article 8 applies", "marks", ""},
		{"Resolution 1593⁴ refers the situation since 2002⁵ and article 8² applies", "marks", ""},
		{"Resolution 1593[4] refers the situation since 2002(5) and article 8 applies", "marks", ""},
		{"resolution 1593[4] refers", "marks", "words as quoted, other case"},
		{"Resolution 1593⁴", "marks", ""},
		{"since 2002[5]", "marks", ""},
		{"article 8² applies,ᵃ as the Parties* said", "marks", "words as quoted, other punctuation"},
		{"article 8 applies,[a][b] as the Parties", "marks", ""},
		{"1593⁴ refers the … article 8² applies", "marks", ""},
		{"Resolution 1593⁵ refers", "", ""},       // another mark
		{"Resolution 1593 refers[4] the", "", ""}, // in another place
		{"Resolution 1593 [4] refers", "", ""},    // apart: a word
		{"Resolution 15934 refers", "", ""},
		{"situation since 20025 and", "", ""},
		{"article 82 applies", "", ""},
		{"the Parties2 said", "", ""},
		{"article 8(2) and article 82 the", "words", ""},
		{"article 8 (2) and article 82", "words", ""},
		{"article 8² and article 82 the", "words", "words as quoted, other punctuation"},
		{"article 8(2) and article 8² the", "", ""}, // 82 is no 8 with a note
		{"the rate is 10⁶ per m², or 106 per km² [4]", "words", ""},
		{"the rate is 10⁶ per", "words", ""},
		{"per m2, or", "words", ""},
		{"Half is ½ and the surface is that of Court™", "words", ""},
		{"Half is 12 and the surface", "", ""},
		{"that of CourtTM", "", ""},
		{"Non-cooperation has a cost; non cooperation must end", "hyphens", ""},
		{"Non cooperation has a cost; non-cooperation must end", "hyphens", ""},
		{"Non cooperation has a cost; non cooperation must end", "hyphens", ""},
		{"Non‑cooperation has a cost; non–cooperation must end, and no \"cooperation\" of l'été", "hyphens", ""},
		{"and no «co-operation» of l'e\u0301te\u0301", "hyphens", ""},
		{"stands: non-cooperation is not joined", "apart", ""},
		{"We shall cooperate with the Court. Words stay", "struck", ""},
		{"We shall not cooperate with the Court", "", ""},
		{"Everything before this is wrong", "", ""},
		{"the Court. Everything before", "", ""},
	} {
		res, err := ix.Quote(t.Context(), search.QuoteRequest{Text: tt.quoted})
		if err != nil {
			t.Errorf("%q: %v", tt.quoted, err)
			continue
		}
		var in, note string
		if res.Verdict == search.Verbatim {
			in, note = string(res.Matches[0].Statement.ID), res.Matches[0].Note()
		}
		if in != tt.in || note != tt.note {
			t.Errorf("%q: %s in %q, %q, want %q, %q", tt.quoted, res.Verdict, in, note, tt.in, tt.note)
		}
	}
}
