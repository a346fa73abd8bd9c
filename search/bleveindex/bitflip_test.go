package bleveindex_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/internal/faults"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/enginetest"
	"rostrum/search/query"
)

// TestFaultBitFlip flips single bits of an index that was updated: of every file of
// its published generation, and of CURRENT. Each flip is detected before anything is
// answered. An index that opens nevertheless, from the older generation, answers as
// before.
func TestFaultBitFlip(t *testing.T) {
	if testing.Short() {
		t.Skip("opens an index for each flipped bit")
	}
	flips := faults.Times(100, 1000)
	note := faults.Begin(t, faults.BitFlip)
	cfg := bleveindex.Config{Dir: t.TempDir()}
	c := enginetest.NewCatalog(many(60)...)
	older, _ := update(t, cfg, c)
	answers := map[string]any{older.Generation: ask(t, openIndex(t, cfg))}
	c.Put(statement("s30", "Remarks", corpus.English, "Rewritten."), statement("new", "Remarks", corpus.English, "Fresh."))
	c.Delete("s31")
	newest, _ := update(t, cfg, c)
	answers[newest.Generation] = ask(t, openIndex(t, cfg))

	var files []string
	for name := range filesOf(t, filepath.Join(cfg.Dir, newest.Generation)) {
		files = append(files, filepath.Join(newest.Generation, name))
	}
	files = append(files, "CURRENT")
	slices.Sort(files)
	random := rand.New(rand.NewPCG(5, 6))
	fellBack, refused := 0, 0
	for i := range flips {
		name := files[i%len(files)]
		path := filepath.Join(cfg.Dir, name)
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		bit := random.IntN(8 * len(before))
		what := fmt.Sprintf("bit %d of %s", bit, name)
		after := slices.Clone(before)
		after[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path, after, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := wrong(cfg); err == nil {
			t.Errorf("%s: verify says %v", what, err)
		}
		switch ix, err := reopen(cfg); {
		case errors.Is(err, corpus.ErrNoIndex):
			refused++ // a file that both generations share
		case err != nil:
			t.Errorf("%s: %v", what, err)
		default:
			fellBack++
			if ix.State().Degraded == nil {
				t.Errorf("%s: was not found", what)
			}
			if diff := cmp.Diff(answers[ix.State().Generation], ask(t, ix)); diff != "" {
				t.Errorf("%s: other answers (-before +after):\n%s", what, diff)
			}
			if err := ix.Close(); err != nil {
				t.Error(err)
			}
		}
		if err := os.WriteFile(path, before, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if fellBack == 0 || refused == 0 {
		t.Errorf("%d times another generation answered, and %d times none: the test looks at one kind of file", fellBack, refused)
	}
	if err := wrong(cfg); err != nil {
		t.Error(err)
	}
	note("%d bits in %d files, each found on opening: %d times another generation answered, %d times none", flips, len(files), fellBack, refused)
}

// ask returns the answers of an index to several kinds of request.
func ask(t *testing.T, ix *bleveindex.Index) any {
	t.Helper()
	var out []any
	for _, q := range []query.Expr{
		nil, query.Word{Text: "victims"}, query.Phrase{Text: "before the court"}, query.Word{Text: "number31"}, query.Word{Text: "numb", Prefix: true}, query.Word{Text: "rewritten"},
	} {
		res, err := ix.Search(t.Context(), search.Request{Query: q, Size: 100, Passages: 3, Facets: search.FacetFields})
		if err != nil {
			t.Fatal(err)
		}
		res.Took, res.Next = 0, ""
		out = append(out, res)
	}
	quoted, err := ix.Quote(t.Context(), search.QuoteRequest{Text: "victims before the court, statement number12", Size: 10})
	if err != nil {
		t.Fatal(err)
	}
	quoted.Took = 0
	return append(out, quoted)
}
