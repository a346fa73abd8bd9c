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

// testSimilar holds engines that find repeats to what comparing every two
// statements would find. Into many a passage was planted.
func testSimilar(t *testing.T, s *suite) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPart(t)
		for range requestsPerPart {
			checkSimilar(t, s.index.(search.Comparer), s.drawn, rapid.SampledFrom(s.drawn.statementsOf(p)).Draw(t, "statement"))
		}
	})
}

func checkSimilar(t *rapid.T, engine search.Comparer, m model, s corpus.Statement) {
	got, err := engine.Similar(context.Background(), s.ID, search.MaxSize)
	if err != nil {
		t.Fatalf("%s: %v", s.ID, err)
	}
	own := folded(tokensOf(s).text)
	want := map[corpus.WorkID]int{} // the most words that a statement of the work repeats
	for _, other := range m.statementsOf(partOf(s)) {
		sameAuthors := len(s.Authors) > 0 && slices.Equal(slices.Sorted(slices.Values(s.Authors)), slices.Sorted(slices.Values(other.Authors)))
		if other.Work == s.Work || sameAuthors && s.Session != "" && s.Session == other.Session {
			continue
		}
		if n := repeatedWords(own, folded(tokensOf(other).text)); n > 0 {
			want[other.Work] = max(want[other.Work], n)
		}
	}
	if got.Words != len(own) || got.Total != len(want) || len(got.Matches) != len(want) {
		t.Fatalf("%s of %d words: %d of %d listed and %d words compared, want %v", s.ID, len(own), len(got.Matches), got.Total, got.Words, want)
	}
	for i, match := range got.Matches {
		id := match.Statement.ID
		if n := want[match.Statement.Work]; match.Words != n || match.Share != float64(n)/float64(len(own)) {
			t.Fatalf("%s: %s repeats %d words, a share of %v; want %d of %d", s.ID, id, match.Words, match.Share, n, len(own))
		}
		if i > 0 && got.Matches[i-1].Score < match.Score {
			t.Fatalf("%s: %s with %v comes before %s with %v", s.ID, got.Matches[i-1].Statement.ID, got.Matches[i-1].Score, id, match.Score)
		}
		if len(match.Shared) == 0 || match.Runs < len(match.Shared) {
			t.Fatalf("%s: %d passages of %d are shown of %s", s.ID, len(match.Shared), match.Runs, id)
		}
		for _, p := range match.Shared {
			here, there := shownWords(t, p.Here), shownWords(t, p.There)
			if !slices.Equal(here, there) || len(here) != p.Words || len(here) < search.MinRepeat {
				t.Fatalf("%s: %q is marked, and %q in %s, as %d words", s.ID, here, there, id, p.Words)
			}
		}
	}
}

func shownWords(t *rapid.T, passages []search.Passage) []string {
	var out []string
	for _, p := range passages {
		for _, r := range marked(t, p.Text, p.Ranges) {
			out = append(out, folded(split(r))...)
		}
	}
	return out
}

// repeatedWords is how many words of a text are in a run that stands in the
// other, accents aside.
func repeatedWords(text, other []string) int {
	covered := make([]bool, len(text))
	for i := range text {
		for j := range other {
			n := 0
			for i+n < len(text) && j+n < len(other) && text[i+n] == other[j+n] {
				n++
			}
			if n >= search.MinRepeat {
				for k := i; k < i+n; k++ {
					covered[k] = true
				}
			}
		}
	}
	n := 0
	for _, is := range covered {
		if is {
			n++
		}
	}
	return n
}

// testFormulas repeats one passage in very many statements and another in two.
func testFormulas(t *testing.T, s *suite) {
	formula := strings.Join(slices.Repeat([]string{"tol1", "vem1", "qax1", "zor1"}, 5), " ")
	passage := "pux1 qay1 tol1 tol1 pux2 vem1 zor1 qax2 qax2 pux1 zor1 vem1 qay1 qay1 tol1 pux2 qax1 zor1 pux1 vem1"
	var statements []corpus.Statement
	for i := range 200 {
		text := formula + fmt.Sprintf("\n\nof a debate, sample%d", i)
		if i < 2 {
			text += "\n\n" + passage
		}
		id := corpus.ID(fmt.Sprintf("s%03d", i))
		statements = append(statements, corpus.Statement{
			ID: id, Work: corpus.WorkID(id), Status: corpus.StatusGood, Session: corpus.SessionID(fmt.Sprintf("ASP%d", i)),
			Pages: []corpus.Page{{Number: 1, Text: text, Method: corpus.MethodTextLayer}},
		})
	}
	engine := s.open(t, statements...).(search.Comparer)
	got, err := engine.Similar(context.Background(), "s000", 0)
	if err != nil {
		t.Fatal(err)
	}
	if got.Total != 1 || len(got.Matches) != 1 || got.Matches[0].Statement.ID != "s001" || len(got.Matches[0].Shared) != 1 || got.Matches[0].Words != 20 {
		t.Errorf("got %+v, want the one passage of s001", got)
	}
	if got, err := engine.Similar(context.Background(), "s002", 0); err != nil || got.Total != 0 {
		t.Errorf("s002 shares a formula only: got %+v, %v", got, err)
	}
}

// testSimilarRefused asks for what cannot be compared.
func testSimilarRefused(t *testing.T, s *suite) {
	statements := few()
	engine := s.open(t, statements...).(search.Comparer)
	if res, err := engine.Similar(context.Background(), "nothing", 0); !errors.Is(err, corpus.ErrNotFound) || res != nil {
		t.Errorf("an unknown id: %v, %v", res, err)
	}
	for _, size := range []int{-1, search.MaxSize + 1} {
		if res, err := engine.Similar(context.Background(), statements[0].ID, size); !errors.Is(err, corpus.ErrInvalid) || res != nil {
			t.Errorf("size %d: %v, %v", size, res, err)
		}
	}
	late, stop := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer stop()
	if res, err := engine.Similar(late, statements[0].ID, 0); !errors.Is(err, context.DeadlineExceeded) || res != nil {
		t.Errorf("too late: %v, %v", res, err)
	}
}
