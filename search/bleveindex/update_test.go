package bleveindex_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/enginetest"
	"rostrum/search/query"
)

type fataler interface {
	Helper()
	Fatal(...any)
}

// update updates an index, and returns what it read from the catalogue: everything
// (nil), or some statements.
func update(t fataler, cfg bleveindex.Config, c *enginetest.Catalog) (info search.IndexInfo, read []corpus.ID) {
	t.Helper()
	c.ReadBySome()
	info, err := bleveindex.New(cfg).Update(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return info, c.ReadBySome()
}

// speechWords cause many coincidences: words that are inflected, accented,
// hyphenated, stop words, or in names.
var speechWords = []string{
	"victims", "victim", "the", "court", "Cour", "pénale", "penale", "co-operation", "cooperation", "coopération", "states",
	"of", "state", "emergency", "2021", "41,000", "universal", "universality", "国际", "合作", "hrw", "watch",
}

func drawSpeech(t *rapid.T, id corpus.ID) corpus.Statement {
	text := func(label string, minimum, maximum int) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(speechWords), minimum, maximum).Draw(t, label), " ")
	}
	s := corpus.Statement{
		ID: id, Work: corpus.WorkID(id), Title: text("title", 0, 3), Status: corpus.StatusGood,
		Language: rapid.SampledFrom([]corpus.Language{corpus.English, corpus.French, "de"}).Draw(t, "language"),
		Session:  rapid.SampledFrom([]corpus.SessionID{"", "ASP1", "ASP2"}).Draw(t, "session"),
		Authors:  rapid.SliceOfNDistinct(rapid.SampledFrom([]corpus.OrgID{"hrw", "FRA", "cicc"}), 0, 2, rapid.ID).Draw(t, "authors"),
		Symbol:   rapid.SampledFrom([]string{"", "ICC-ASP/5/S/31"}).Draw(t, "symbol"),
		Date:     corpus.Date{Year: rapid.IntRange(2019, 2021).Draw(t, "year")},
	}
	if rapid.IntRange(0, 3).Draw(t, "translated") == 0 {
		s.Work = corpus.WorkID(fmt.Sprint("w", rapid.IntRange(0, 3).Draw(t, "work")))
	}
	for p := range rapid.IntRange(0, 2).Draw(t, "pages") {
		s.Pages = append(s.Pages, corpus.Page{Number: p + 1, Text: text("text", 1, 30) + ".", Language: s.Language})
	}
	return s
}

// TestUpdatesAnswerAsOneBuild changes a catalogue at random and updates an index. In
// the end its answers must equal those of an index built at once: the same hits with
// the same scores, facets, passages and quotations.
func TestUpdatesAnswerAsOneBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("builds many indexes")
	}
	for _, merge := range []bool{false, true} {
		t.Run(fmt.Sprintf("merging %v", merge), func(t *testing.T) {
			if !merge {
				t.Cleanup(bleveindex.NeverMerge())
			}
			temp := t.TempDir()
			rapid.Check(t, func(t *rapid.T) { checkUpdates(t, temp) })
		})
	}
}

func checkUpdates(t *rapid.T, temp string) {
	folder := func() string {
		dir, err := os.MkdirTemp(temp, "")
		if err != nil {
			t.Fatal(err)
		}
		return dir
	}
	named := map[string][]string{"hrw": {"Human Rights Watch"}, "ASP1": {"First session"}}
	cfg := bleveindex.Config{Dir: folder(), Names: func(_ corpus.Field, id string) []string { return named[id] }}
	defer os.RemoveAll(cfg.Dir)
	id := rapid.Custom(func(t *rapid.T) corpus.ID {
		return corpus.ID(fmt.Sprintf("s%02d", rapid.IntRange(0, 30).Draw(t, "number")))
	})
	c := enginetest.NewCatalog()
	for range rapid.IntRange(1, 6).Draw(t, "updates") {
		for range rapid.IntRange(0, 12).Draw(t, "changes") {
			switch id := id.Draw(t, "id"); rapid.IntRange(0, 5).Draw(t, "change") {
			case 0:
				c.Delete(id)
			case 1:
				if s, ok := c.Get(id); ok {
					s.Work = "w1"
					c.Put(s)
				}
			default:
				c.Put(drawSpeech(t, id))
			}
		}
		if rapid.IntRange(0, 5).Draw(t, "renamed") == 0 {
			named["hrw"] = append(named["hrw"], rapid.SampledFrom(speechWords).Draw(t, "name"))
		}
		update(t, cfg, c)
	}
	grown := openFor(t, cfg)
	defer grown.Close()
	cfg.Dir = folder()
	defer os.RemoveAll(cfg.Dir)
	if _, err := bleveindex.New(cfg).Rebuild(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	built := openFor(t, cfg)
	defer built.Close()
	for range 8 {
		compareAnswers(t, grown, built)
	}
	all := search.Request{Size: 100, Documents: true}
	res, err := grown.Search(context.Background(), all)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(c.List()); res.Total != n || grown.State().Documents != n {
		t.Fatalf("the index holds %d statements and says %d; the catalogue has %d", res.Total, grown.State().Documents, n)
	}
}

func openFor(t *rapid.T, cfg bleveindex.Config) *bleveindex.Index {
	ix, err := reopen(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if reason := ix.State().Degraded; reason != nil {
		t.Fatal(reason)
	}
	return ix
}

// sameAnswer ignores what differs between two indexes of the same statements: their
// creation time, and the time of the search.
var sameAnswer = cmp.Options{
	cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(search.Results{}, "Took", "Index", "Next"), cmpopts.IgnoreFields(search.QuoteResult{}, "Took", "Index"),
}

func compareAnswers(t *rapid.T, grown, built *bleveindex.Index) {
	ctx := context.Background()
	words := func(label string, maximum int) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(speechWords), 1, maximum).Draw(t, label), " ")
	}
	word := query.Word{Text: words("word", 1)}
	q := []query.Expr{
		nil, word, query.Phrase{Text: words("phrase", 3)}, query.Phrase{Text: words("near", 3), Slop: 2},
		query.All{word, query.Word{Text: words("second", 1)}, query.Not{X: query.Word{Text: words("not", 1)}}},
		query.All{word, query.Word{Text: words("second", 1)}, query.Word{Text: words("third", 1)}},
		query.Word{Text: "univ", Prefix: true}, query.Word{Text: "victmi", Fuzzy: true},
		query.Field{Name: "title", Value: word}, query.Field{Name: "symbol", Value: query.Word{Text: "ICC-ASP/5/S/31"}},
	}[rapid.IntRange(0, 9).Draw(t, "kind")]
	req := search.Request{
		Query: q, Facets: search.FacetFields, FacetSize: rapid.IntRange(0, 3).Draw(t, "facet size"), Size: rapid.IntRange(1, 40).Draw(t, "size"), Passages: 3,
		Documents: rapid.Bool().Draw(t, "documents"), Exact: rapid.IntRange(0, 3).Draw(t, "exact") == 0,
		Sort: rapid.SampledFrom([]search.Sort{"", search.SortNewest, search.SortOldest}).Draw(t, "sort"),
	}
	if rapid.IntRange(0, 2).Draw(t, "filtered") == 0 {
		req.Filters.Values = map[corpus.Field][]string{corpus.FieldOrganization: {"hrw", "nobody"}, corpus.FieldYear: {"2020"}}
	}
	got, err := grown.Search(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	want, err := built.Search(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, sameAnswer); diff != "" {
		t.Fatalf("%v (-built +grown):\n%s", q, diff)
	}
	quote := search.QuoteRequest{Text: words("quotation", 8), Size: 100}
	gotQuote, err := grown.Quote(ctx, quote)
	if err != nil {
		t.Fatal(err)
	}
	wantQuote, err := built.Quote(ctx, quote)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wantQuote, gotQuote, sameAnswer); diff != "" {
		t.Fatalf("quotation %q (-built +grown):\n%s", quote.Text, diff)
	}
}

// filesOf reads all files of a generation.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[name] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// many returns n statements by two organizations, of which s00 to s09 are by hrw.
func many(n int) []corpus.Statement {
	var list []corpus.Statement
	for i := range n {
		s := statement(fmt.Sprintf("s%02d", i), "Statement on cooperation", corpus.English, fmt.Sprintf("Victims before the court, statement number%d.", i))
		s.Authors = []corpus.OrgID{"FRA"}
		if i < 10 {
			s.Authors = []corpus.OrgID{"hrw"}
		}
		list = append(list, s)
	}
	return list
}

// published returns the name of the published generation.
func published(t testing.TB, cfg bleveindex.Config) string {
	t.Helper()
	name, err := bleveindex.New(cfg).Published(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return string(name)
}

// segments counts the segments of the published generation.
func segments(t *testing.T, cfg bleveindex.Config) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(cfg.Dir, published(t, cfg), "s*", "columns.gob"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

// TestUpdateReadsWhatChanged changes a catalogue of sixty statements in various ways:
// an update reads no more than necessary, and the index then reflects the catalogue.
func TestUpdateReadsWhatChanged(t *testing.T) {
	type state struct {
		cfg   *bleveindex.Config
		c     *enginetest.Catalog
		names map[string][]string
	}
	rest := func(list []corpus.Statement) []corpus.ID {
		var ids []corpus.ID
		for _, s := range list {
			ids = append(ids, s.ID)
		}
		return ids
	}
	for _, tt := range []struct {
		name     string
		change   func(*testing.T, state)
		read     []corpus.ID // nil: none, or everything by All
		segments int
	}{
		{"nothing", func(*testing.T, state) {}, nil, 1},
		{"the revision alone", func(_ *testing.T, s state) { s.c.Touch() }, nil, 1},
		{"one of each kind", func(_ *testing.T, s state) {
			changed := statement("s30", "Remarks", corpus.English, "Rewritten.")
			s.c.Put(changed, statement("new", "Remarks", corpus.English, "Fresh."))
			s.c.Delete("s31")
		}, []corpus.ID{"new", "s30"}, 2},
		{"a removal alone", func(_ *testing.T, s state) { s.c.Delete("s31") }, nil, 1},
		{"the name of an organization", func(_ *testing.T, s state) { s.names["hrw"] = []string{"Human Rights Watch", "HRW"} }, rest(many(10)), 2},
		{"a third of the statements", func(_ *testing.T, s state) { s.c.Put(many(20)...) }, nil, 1},
		{"a damaged file", func(t *testing.T, s state) {
			s.c.Put(many(1)...)
			path := filepath.Join(s.cfg.Dir, published(t, *s.cfg), "s1", "streams.bin")
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			raw[len(raw)/2] ^= 1
			if err := os.WriteFile(path, raw, 0o644); err != nil {
				t.Fatal(err)
			}
		}, nil, 1},
		{"an index of an older version", func(t *testing.T, s state) {
			s.c.Put(many(1)...)
			path := filepath.Join(s.cfg.Dir, published(t, *s.cfg), "manifest.json")
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(strings.Replace(string(raw), `"format": `, `"format": 1`, 1)), 0o644); err != nil {
				t.Fatal(err)
			}
		}, nil, 1},
		{"everything removed", func(_ *testing.T, s state) { s.c.Delete(rest(many(60))...) }, nil, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			names := map[string][]string{"hrw": {"Human Rights Watch"}}
			cfg := bleveindex.Config{Dir: t.TempDir(), Names: func(_ corpus.Field, id string) []string { return names[id] }}
			c := enginetest.NewCatalog(many(60)...)
			update(t, cfg, c)
			tt.change(t, state{&cfg, c, names})
			info, read := update(t, cfg, c)
			if !slices.Equal(read, tt.read) {
				t.Errorf("the update read %v, want %v", read, tt.read)
			}
			if n := segments(t, cfg); n != tt.segments {
				t.Errorf("the generation has %d segments, want %d", n, tt.segments)
			}
			ix := openIndex(t, cfg)
			for _, s := range c.List() {
				word := strings.ToLower(strings.Trim(s.Pages[0].Text[strings.LastIndex(s.Pages[0].Text, " ")+1:], "."))
				if n := clauseMatches(t, ix, word); n != 1 {
					t.Errorf("%s is found %d times by %s", s.ID, n, word)
				}
			}
			if _, is := c.Get("s31"); !is && clauseMatches(t, ix, "number31") > 0 {
				t.Error("what was removed is found")
			}
			if err := wrong(cfg); err != nil && tt.name != "a damaged file" && tt.name != "an index of an older version" {
				t.Error(err)
			}
			if revision, _ := c.Revision(t.Context()); ix.State().Catalog != revision {
				t.Errorf("the index is made from %q; want %q", ix.State().Catalog, revision)
			}
			if again, read := update(t, cfg, c); again.Generation != info.Generation || len(read) > 0 {
				t.Errorf("updated again without a change: %s after %s, read %v", again.Generation, info.Generation, read)
			}
		})
	}
}

// TestUpdateLeavesTheOldGeneration updates an index that is open: not a byte of it
// changes, it keeps answering, and the new one shares its files on disk.
func TestUpdateLeavesTheOldGeneration(t *testing.T) {
	cfg := bleveindex.Config{Dir: t.TempDir()}
	c := enginetest.NewCatalog(many(60)...)
	info, _ := update(t, cfg, c)
	old := filepath.Join(cfg.Dir, info.Generation)
	before := filesOf(t, old)
	ix := openIndex(t, cfg)
	c.Put(statement("s30", "Remarks", corpus.English, "Rewritten."))
	c.Delete("s31")
	info, _ = update(t, cfg, c)
	if diff := cmp.Diff(before, filesOf(t, old)); diff != "" {
		t.Errorf("the old generation has changed (-before +after):\n%s", diff)
	}
	if n, m := clauseMatches(t, ix, "number31"), clauseMatches(t, ix, "rewritten"); n != 1 || m != 0 {
		t.Errorf("the old generation finds %d of what it had and %d of what it had not", n, m)
	}
	a, err := os.Stat(filepath.Join(old, "s1", "streams.bin"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.Stat(filepath.Join(cfg.Dir, info.Generation, "s1", "streams.bin"))
	if err != nil || !os.SameFile(a, b) {
		t.Errorf("the texts are not the same file in both generations: %v", err)
	}
}

// TestTakenDownLeavesNoWords: the words of statements taken down are in no file of
// the index afterwards; hiding them is not enough.
func TestTakenDownLeavesNoWords(t *testing.T) {
	cfg := bleveindex.Config{Dir: t.TempDir()}
	c := enginetest.NewCatalog(many(60)...)
	update(t, cfg, c)
	holds := func(word string) (files []string) {
		for name, content := range filesOf(t, cfg.Dir) {
			if strings.Contains(content, word) {
				files = append(files, name)
			}
		}
		return files
	}
	// It was changed and removed before under another id.
	c.Delete("s40")
	update(t, cfg, c)
	c.Put(statement("s31", "Remarks", corpus.English, "Rewritten."))
	update(t, cfg, c)
	if len(holds("number31")) == 0 || len(holds("number40")) == 0 || len(holds("rewritten")) == 0 {
		t.Fatal("nothing of the words is left before the statement was taken down: the test looks in the wrong place")
	}
	c.TakeDown("s31")
	update(t, cfg, c)
	if err := bleveindex.New(cfg).Purge(t.Context(), []corpus.ID{"s31"}); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"number31", "number40", "rewritten", "s31"} {
		if files := holds(word); len(files) > 0 {
			t.Errorf("%s is still in %v", word, files)
		}
	}
	if n := clauseMatches(t, openIndex(t, cfg), "number41"); n != 1 {
		t.Errorf("another statement is found %d times", n)
	}
}

// TestSegmentsStayFew adds statements one by one, and then changes all of them.
func TestSegmentsStayFew(t *testing.T) {
	cfg := bleveindex.Config{Dir: t.TempDir()}
	c := enginetest.NewCatalog(many(60)...)
	update(t, cfg, c)
	maximum, written := 0, 0
	for i := range 90 {
		if i < 40 {
			c.Put(statement(fmt.Sprint("t", i), "Remarks", corpus.English, "Fresh."))
		} else {
			s := c.List()[i]
			c.Put(s)
		}
		_, read := update(t, cfg, c)
		maximum, written = max(maximum, segments(t, cfg)), written+len(read)
	}
	if maximum < 2 || maximum > 4 {
		t.Errorf("there were up to %d segments, want 2 to 4", maximum)
	}
	if written > 90*20 {
		t.Errorf("%d statements were written for 90 changes", written)
	}
	if n := clauseMatches(t, openIndex(t, cfg), "fresh"); n != 40 {
		t.Errorf("%d of 40 are found", n)
	}
}
