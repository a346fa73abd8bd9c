package works_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/indexer/works"
)

// speech is a long text, different for each seed.
func speech(seed uint64, words int) string {
	r := rand.New(rand.NewPCG(seed, 7))
	var out strings.Builder
	for i := range words {
		for range 2 + r.IntN(3) {
			out.WriteString([]string{"ka", "lo", "mi", "tu", "re", "so", "vi", "na", "pe", "du"}[r.IntN(10)])
		}
		out.WriteString(" ")
		if i%40 == 39 {
			// Numbers are the same in a speech and its translations.
			fmt.Fprintf(&out, "%d. ", 100+rand.New(rand.NewPCG(seed%100, uint64(i))).IntN(900))
		}
	}
	return out.String()
}

// Translations of one speech differ in their words, but not in their numbers.
func translated(seed, language uint64) string { return speech(seed+100*language, 400) }

type doc struct {
	id, authors, session, topic, date, language string
	part                                        corpus.Part
	typ                                         corpus.TypeID
	symbol, file, work                          string
	text                                        string
}

func (d doc) record() catalog.Record {
	sum := sha256.Sum256([]byte(d.text))
	s := corpus.Statement{
		ID: corpus.ID(d.id), Work: corpus.WorkID(d.id), Session: corpus.SessionID(d.session), Part: d.part, Type: d.typ, Symbol: d.symbol,
		Language: corpus.Language(d.language), Status: corpus.StatusGood, Pages: []corpus.Page{{Number: 1, Text: d.text}},
		Origin: corpus.Origin{Location: "/s/" + d.id, File: d.file, SHA256: hex.EncodeToString(sum[:])},
	}
	s.Date, _ = corpus.ParseDate(d.date)
	for a := range strings.FieldsFuncSeq(d.authors, func(r rune) bool { return r == '|' }) {
		s.Authors = append(s.Authors, corpus.OrgID(a))
	}
	if d.topic != "" {
		s.Topics = []corpus.TopicID{corpus.TopicID(d.topic)}
	}
	if d.file == "" {
		s.Origin.File = d.id + "-document.txt"
	}
	if d.work != "" {
		s.Work = corpus.WorkID(d.work)
		s.Evidence = []corpus.Evidence{{Field: corpus.FieldWork, Value: []string{d.work}, Rule: "catalogue", Confidence: 1}}
	}
	return catalog.Record{Statement: s, Key: d.id, Extractor: "1", Basis: d.id}
}

func put(t *testing.T, c *catalog.Catalog, docs ...doc) {
	t.Helper()
	for _, d := range docs {
		r := d.record()
		text := corpus.Text{Extractor: "1", Pages: r.Statement.Pages, Status: corpus.StatusGood}
		if err := c.PutText(t.Context(), r.Statement.Origin.SHA256, text); err != nil {
			t.Fatal(err)
		}
		if err := c.Put(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
}

func open(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func update(t *testing.T, c *catalog.Catalog) int {
	t.Helper()
	n, err := works.Update(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// joined lists the works with more than one statement: "a b, c d".
func joined(t *testing.T, c *catalog.Catalog) string {
	t.Helper()
	byWork := map[corpus.WorkID][]string{}
	for s, err := range c.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		byWork[s.Work] = append(byWork[s.Work], string(s.ID))
	}
	var out []string
	for _, w := range slices.Sorted(maps.Keys(byWork)) {
		if len(byWork[w]) > 1 {
			out = append(out, strings.Join(byWork[w], " "))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func TestWhatIsOneWork(t *testing.T) {
	debate := doc{id: "a", authors: "FRA", session: "ASP20", topic: "general-debate", date: "2021-12-06", language: "en", text: translated(1, 0)}
	with := func(change func(*doc)) doc {
		d := debate
		d.id, d.text, d.language = "b", translated(1, 1), "fr"
		change(&d)
		return d
	}
	copied := func(change func(*doc)) doc {
		return with(func(d *doc) { d.text, d.language = "CHECK AGAINST DELIVERY. "+debate.text, "en"; change(d) })
	}
	tests := []struct {
		name string
		docs []doc
		want string
	}{
		{"a translation", []doc{with(func(*doc) {})}, "a b"},
		{"a translation without topic and day", []doc{with(func(d *doc) { d.topic, d.date = "", "" })}, "a b"},
		{"three languages", []doc{with(func(*doc) {}), with(func(d *doc) { d.id, d.language, d.text = "c", "es", translated(1, 2) })}, "a b c"},
		{"a copy to be checked against delivery", []doc{copied(func(*doc) {})}, "a b"},
		{"a revised copy with a symbol", []doc{copied(func(d *doc) { d.text += speech(77, 90) })}, "a b"},
		{"a copy listed under another topic", []doc{copied(func(d *doc) { d.topic = "cooperation"; d.text = debate.text })}, "a b"},
		{"the same bytes, nothing known of them", []doc{with(func(d *doc) { *d = doc{id: "b", language: "en", text: debate.text} })}, "a b"},
		{"a copy of a translation", []doc{with(func(*doc) {}), with(func(d *doc) { d.id, d.text = "c", d.text+speech(3, 40) })}, "a b c"},

		{"another session", []doc{copied(func(d *doc) { d.session = "ASP21" })}, ""},
		{"another state reading the same text", []doc{copied(func(d *doc) { d.authors = "DEU"; d.text = debate.text })}, ""},
		{"one author more", []doc{copied(func(d *doc) { d.authors = "FRA|DEU" })}, ""},
		{"the resumed session", []doc{copied(func(d *doc) { d.part = "resumed1" }), {id: "c", authors: "X", session: "ASP20", language: "en", text: speech(9, 100)}}, "a b"},
		{"another day", []doc{copied(func(d *doc) { d.date = "2021-12-07" })}, ""},
		{"another topic in another language", []doc{with(func(d *doc) { d.topic = "cooperation" })}, ""},
		{"another speech of that state", []doc{with(func(d *doc) { d.language, d.text = "en", speech(2, 400) })}, ""},
		{"another speech in another language, topic not known", []doc{with(func(d *doc) { d.topic, d.date, d.text = "", "", speech(2, 400) })}, ""},
		{"a resolution", []doc{copied(func(d *doc) { d.typ = "resolution" }), with(func(d *doc) { d.id, d.authors, d.text = "c", "X", speech(8, 90) })}, "a b"},
		{"two speeches, one of them translated", []doc{
			with(func(d *doc) { d.id, d.topic, d.language, d.text = "b", "", "en", translated(2, 0) }),
			with(func(d *doc) { d.id, d.topic, d.text = "c", "", translated(2, 1) }),
		}, "b c"},
		{"a translation of which of two", []doc{
			with(func(d *doc) { d.id, d.language, d.text = "b", "en", translated(1, 5) }),
			with(func(d *doc) { d.id = "c" }),
		}, ""},
		{"one work was given", []doc{copied(func(d *doc) { d.work = "w" })}, "a b"},
		{"a copy listed on another page", []doc{copied(func(d *doc) { d.work = string(corpus.NewID("page 2")) })}, "a b"},
		{"listed together", []doc{
			with(func(d *doc) {
				d.authors, d.session, d.text, d.work = "X", "ASP9", speech(5, 90), string(corpus.NewID("page 1"))
			}),
			with(func(d *doc) { d.id, d.text, d.work = "c", speech(6, 90), string(corpus.NewID("page 1")) }),
		}, "b c"},
		{"two pages that list a speech and its translation", []doc{
			with(func(d *doc) { d.text, d.work = speech(5, 90), string(corpus.NewID("page 1")) }),
			copied(func(d *doc) { d.id, d.work = "c", string(corpus.NewID("page 1")) }),
		}, "a b c"},
		{"listed by the id of the first", []doc{with(func(d *doc) { d.topic, d.text, d.work = "", speech(5, 90), "a" })}, "a b"},
		{"two works were given", []doc{copied(func(d *doc) { d.work = "w" }), copied(func(d *doc) { d.id, d.work = "c", "v" })}, "a b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := open(t)
			put(t, c, append([]doc{debate}, test.docs...)...)
			update(t, c)
			if got := joined(t, c); got != test.want {
				t.Errorf("joined %q, want %q", got, test.want)
			}
		})
	}
}

// Works depend on the documents, not on the order in which they were added.
func TestTheOrderOfArrivalDoesNotMatter(t *testing.T) {
	var docs []doc
	for i := range uint64(4) {
		d := doc{authors: "FRA", session: "ASP20", language: "en", text: translated(i, 0)}
		for j, language := range []string{"en", "fr", "es"} {
			d.id, d.language, d.text = fmt.Sprintf("s%d%s", i, language), language, translated(i, uint64(j))
			docs = append(docs, d)
		}
		d.id, d.language, d.text = fmt.Sprintf("s%dcopy", i), "en", translated(i, 0)+" "+speech(i+50, 30)
		docs = append(docs, d)
	}
	whole := open(t)
	put(t, whole, docs...)
	update(t, whole)
	want := joined(t, whole)
	if strings.Count(want, ",") != 3 {
		t.Fatalf("joined %q, want four works", want)
	}
	for seed := range uint64(8) {
		c := open(t)
		order := rand.New(rand.NewPCG(seed, 1)).Perm(len(docs))
		for _, i := range order {
			put(t, c, docs[i])
			if seed%2 == 0 {
				update(t, c)
			}
		}
		update(t, c)
		if diff := cmp.Diff(want, joined(t, c)); diff != "" {
			t.Errorf("order %v (-want +got):\n%s", order, diff)
		}
		if n := update(t, c); n != 0 {
			t.Errorf("order %v: a second look changed %d statements", order, n)
		}
	}
}

// Works that a person joined or separated stay so, whatever is compared later.
func TestAPersonDecides(t *testing.T) {
	c := open(t)
	en := doc{id: "en", authors: "FRA", session: "ASP20", language: "en", text: translated(1, 0)}
	fr := doc{id: "fr", authors: "FRA", session: "ASP20", language: "fr", text: translated(1, 1)}
	other := doc{id: "other", authors: "hrw", session: "ASP22", language: "es", text: speech(9, 300)}
	put(t, c, en, fr, other)
	correct := func(id corpus.ID, values ...string) {
		t.Helper()
		set := corpus.Correction{Field: corpus.FieldWork, Values: values}
		if err := c.Correct(t.Context(), catalog.Change{ID: id, Set: []corpus.Correction{set}}); err != nil {
			t.Fatal(err)
		}
		update(t, c)
	}
	update(t, c)
	if got := joined(t, c); got != "en fr" {
		t.Fatalf("joined %q, want %q", got, "en fr")
	}
	s, err := c.Statement(t.Context(), "fr")
	if err != nil {
		t.Fatal(err)
	}
	if e, _ := s.Of(corpus.FieldWork); e.Rule != corpus.RuleSameWork || !strings.HasPrefix(e.Source, "en: translation, ") {
		t.Errorf("the evidence is %+v", e)
	}
	correct("fr")
	if got := joined(t, c); got != "" {
		t.Errorf("after parting: joined %q, want nothing", got)
	}
	correct("other", "en")
	if got := joined(t, c); got != "en other" {
		t.Errorf("after joining: joined %q, want %q", got, "en other")
	}
	put(t, c, en, fr, other)
	update(t, c)
	if got := joined(t, c); got != "en other" {
		t.Errorf("after reading again: joined %q, want %q", got, "en other")
	}
	if err := c.Correct(t.Context(), catalog.Change{ID: "fr", Unset: []corpus.Field{corpus.FieldWork}}); err != nil {
		t.Fatal(err)
	}
	update(t, c)
	if got := joined(t, c); got != "en fr other" {
		t.Errorf("after taking it back: joined %q, want %q", got, "en fr other")
	}
	// A statement that is left alone is a work of its own again.
	if err := c.Delete(t.Context(), "en", "other"); err != nil {
		t.Fatal(err)
	}
	update(t, c)
	if s, err := c.Statement(t.Context(), "fr"); err != nil || s.Work != "fr" {
		t.Errorf("left alone it is of the work %q (%v), want %q", s.Work, err, "fr")
	}
}
