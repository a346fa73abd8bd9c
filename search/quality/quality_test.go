package quality_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"

	. "rostrum/search/quality"
)

// write puts the files of a collection into a folder.
func write(t *testing.T, documents, queries, qrels string) Collection {
	t.Helper()
	dir := t.TempDir()
	c := Collection{Corpus: filepath.Join(dir, "corpus.jsonl"), Queries: filepath.Join(dir, "queries.jsonl"), Qrels: filepath.Join(dir, "qrels.tsv")}
	for path, content := range map[string]string{c.Corpus: documents, c.Queries: queries, c.Qrels: qrels} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

const (
	fourDocuments = `{"_id": "a", "title": "victims", "text": "victims and reparations"}
{"id": "b", "title": "", "body": "reparations reparations reparations"}

{"id": 3, "title": "budget", "text": "the budget of the court"}
{"_id": "d", "title": "", "text": ""}
`
	threeQueries = `{"_id": "q1", "text": "reparations (victims)?"}
{"id": 2, "text": "budget"}
{"_id": "nobody judged", "text": "court"}
`
)

func TestEvaluate(t *testing.T) {
	c := write(t, fourDocuments, threeQueries, "query-id\tcorpus-id\tscore\nq1\ta\t1\nq1\tb\t3\nq1\tgone\t1\nq1\t3\t-1\n2\t3\t2\n")
	engine := &counter{}
	report, err := Evaluate(context.Background(), c, Engine{Build: engine.build})
	if err != nil {
		t.Fatal(err)
	}
	// q1 finds a (grade 1), then b (grade 3); "gone" can never be found.
	discount := func(rank float64) float64 { return math.Log2(rank + 1) }
	q1 := (1 + 3/discount(2)) / (3 + 1/discount(2) + 1/discount(3))
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("%s = %.6f, want %.6f", name, got, want)
		}
	}
	near("ndcg@10", report.NDCG, (q1+1)/2)
	near("recall@100", report.Recall, (2./3+1)/2)
	near("mrr", report.MRR, 1)
	// The textbook ranks a first too: victims twice, and it is the rarer word.
	near("textbook ndcg@10", report.TextbookNDCG, (q1+1)/2)
	if report.Queries != 2 {
		t.Errorf("%d queries, want the 2 that were judged", report.Queries)
	}
	if !engine.closed {
		t.Error("the engine was not closed")
	}

	var text, run bytes.Buffer
	if err := report.WriteText(&text, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"q1  ndcg@10", "a(1)@1 b(3)@2 gone(1)@-", "queries                2"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("report lacks %q:\n%s", want, &text)
		}
	}
	if err := report.WriteRun(&run, "small"); err != nil {
		t.Fatal(err)
	}
	if want := "q1 Q0 a 1 2 small\nq1 Q0 b 2 1 small\n2 Q0 3 1 1 small\n"; run.String() != want {
		t.Errorf("run:\n%s\nwant:\n%s", &run, want)
	}
}

// TestTextbook compares with scores worked out by hand: one word in two
// documents of three, 2 times in 4 tokens and once in 2, none in the third.
func TestTextbook(t *testing.T) {
	c := write(t,
		`{"_id":"long","text":"court x court x"}`+"\n"+`{"_id":"short","text":"court x"}`+"\n"+`{"_id":"none","text":"y y y"}`,
		`{"_id":"1","text":"Court"}`, "1 0 short 1")
	report, err := Evaluate(context.Background(), c, Engine{Build: (&counter{}).build})
	if err != nil {
		t.Fatal(err)
	}
	// Average length 3. long: 2*2.2/(2+1.2*(.25+.75*4/3)) = 1.257;
	// short: 2.2/(1+1.2*(.25+.75*2/3)) = 1.158. So short is second.
	if want := 1 / math.Log2(3); math.Abs(report.TextbookNDCG-want) > 1e-12 {
		t.Errorf("textbook ndcg@10 = %f, want %f", report.TextbookNDCG, want)
	}
}

func TestEvaluateFaults(t *testing.T) {
	good := "q1 0 a 1\n"
	tests := []struct {
		name                     string
		documents, queries, rels string
		says                     string
	}{
		{"not JSON", fourDocuments + "oops\n", threeQueries, good, "corpus.jsonl, line 6 is not JSON"},
		{"no id", `{"text":"x"}`, threeQueries, good, "corpus.jsonl, line 1 has no _id"},
		{"an id twice", fourDocuments + `{"id":"a"}`, threeQueries, good, "5 documents but only 4 ids"},
		{"columns", fourDocuments, threeQueries, "q1 a\n", "qrels.tsv, line 1 has 2 columns"},
		{"grade", fourDocuments, threeQueries, good + "q1 0 b high\n", `line 2: the grade "high"`},
		{"nothing judged", fourDocuments, threeQueries, "q1 0 a 0\n", "no query of"},
		{"other documents", fourDocuments, threeQueries, "q1 0 z 1\n", "judges no document"},
	}
	for _, tt := range tests {
		c := write(t, tt.documents, tt.queries, tt.rels)
		_, err := Evaluate(context.Background(), c, Engine{Build: (&counter{}).build})
		if !errors.Is(err, corpus.ErrInvalid) || !strings.Contains(fmt.Sprint(err), tt.says) {
			t.Errorf("%s: error is %v, want one that says %q", tt.name, err, tt.says)
		}
	}
	missing := Collection{Corpus: "none.jsonl", Queries: "none.jsonl", Qrels: "none.tsv"}
	if _, err := Evaluate(context.Background(), missing, Engine{}); !errors.Is(err, corpus.ErrInvalid) {
		t.Errorf("missing files: error is %v", err)
	}
}

// judgedQuestions ask a corpus of four statements, of which two are one work.
const judgedQuestions = `
- {id: work, query: victims, relevant: {a-fr: 2, c.html: 1}}
- {id: filtered, query: court, filters: {session: [twenty]}, relevant: {c.html: 2}}
- {id: missed, query: nowhere, relevant: {b: 1}}
- {id: nothing, query: unicorns}
- {id: not nothing, query: court}
`

func judgedEngine() (*counter, Names) {
	engine := &counter{}
	add := func(id, work, text string) {
		s := corpus.Statement{ID: corpus.ID(id), Work: corpus.WorkID(work), Pages: []corpus.Page{{Text: text}}, Origin: corpus.Origin{File: id + ".html"}}
		if id == "c" {
			s.Session = "ASP20"
		}
		engine.statements = append(engine.statements, s)
	}
	add("a", "a", "victims")
	add("a-fr", "a", "x")
	add("b", "b", "court victims")
	add("c", "c", "court victims")
	return engine, Names{
		Statement: func(name string) (corpus.ID, bool) {
			id := strings.TrimSuffix(name, ".html")
			return corpus.ID(id), id != "gone"
		},
		Value: func(_ corpus.Field, name string) (string, bool) { return "ASP20", name == "twenty" },
	}
}

func TestJudge(t *testing.T) {
	questions, err := ReadQuestions(strings.NewReader(judgedQuestions))
	if err != nil {
		t.Fatal(err)
	}
	engine, names := judgedEngine()
	judged, err := Judge(context.Background(), engine, questions, names)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := judged.WriteText(&text, true); err != nil {
		t.Fatal(err)
	}
	// The first finds a (2), b, c (1): 2.5 of 2+1/log2(3).
	want := `work  ndcg@10 0.950  mrr 1.000  recall@100 1.000  victims
    of 3 found: a-fr(2)@1 c.html(1)@3
filtered  ndcg@10 1.000  mrr 1.000  recall@100 1.000  court
    of 1 found: c.html(2)@1
missed  ndcg@10 0.000  mrr 0.000  recall@100 0.000  nowhere
    of 0 found: b(1)@-
nothing  ndcg@10 1.000  mrr 1.000  recall@100 1.000  unicorns
    of 0 found: nothing is
not nothing  ndcg@10 0.000  mrr 0.000  recall@100 0.000  court
    of 2 found: nothing is
ndcg@10     0.5900
mrr         0.6000
recall@100  0.6000
queries     5
`
	if text.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &text, want)
	}
}

func TestReadKnownItems(t *testing.T) {
	file := "\ufeffid,query,expected_files,facet_filter,other\none,victims,a.html; b.html,,x\n,court,c.html,session=twenty,x\n"
	items, err := ReadKnownItems(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	engine, names := judgedEngine()
	judged, err := Judge(context.Background(), engine, items, names)
	if err != nil {
		t.Fatal(err)
	}
	if judged.Queries != 2 || judged.MRR != 1 || judged.Recall != 1 {
		t.Errorf("got %+v, want all of 2 found first", judged)
	}
}

func TestJudgeFaults(t *testing.T) {
	for file, says := range map[string]string{
		"":                                 "judged questions",
		"[]":                               "no questions",
		"- {query: x}":                     "an id of its own",
		"- {id: a, query: x}\n- {id: a}":   "an id of its own",
		"- {id: a, colour: red}":           "colour",
		"- {id: a, relevant: {b: 0}}":      "the grade 0",
		"- {id: a, relevant: {gone: 1}}":   `judges "gone"`,
		"- {id: a, query: (x}":             "question a: ",
		"- {id: a, relevant: {b: 1, b: 2}": "judged questions",
	} {
		questions, err := ReadQuestions(strings.NewReader(file))
		if err == nil {
			engine, names := judgedEngine()
			_, err = Judge(context.Background(), engine, questions, names)
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: error is %v, want one that says %q", file, err, says)
		}
	}
}

func TestReadKnownItemsFaults(t *testing.T) {
	for file, says := range map[string]string{
		"":                              "no header row",
		"id,query\n":                    "no column expected_files",
		"query,expected_files\nx,\n":    "line 2: no file is expected",
		"query,expected_files\n\"x,y\n": "queries:",
		"query,expected_files,facet_filter\nx,a,session\n": "field=value",
	} {
		if _, err := ReadKnownItems(strings.NewReader(file)); !errors.Is(err, corpus.ErrInvalid) || !strings.Contains(fmt.Sprint(err), says) {
			t.Errorf("%q: error is %v, want one that says %q", file, err, says)
		}
	}
}

// TestTextbookReadsAllAsEnglish: the textbook's figure stands whatever language
// the texts are taken for, or it would share the faults of what it measures.
func TestTextbookReadsAllAsEnglish(t *testing.T) {
	c := write(t,
		`{"_id":"a","text":"The universities' duties"}`+"\n"+`{"_id":"b","text":"of the"}`+"\n"+`{"_id":"c","text":"a duty free shop of the university's"}`,
		`{"_id":"1","text":"what is the duty of a university"}`, "1 0 a 1")
	var got []float64
	for _, language := range []corpus.Language{corpus.English, corpus.French, corpus.Arabic} {
		report, err := Evaluate(context.Background(), c, Engine{
			Build: (&counter{}).build, Language: func(string) corpus.Language { return language },
		})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, report.TextbookNDCG)
	}
	// Stems, possessives and stop words: the shorter text comes first, b nowhere.
	for i, g := range got {
		if g != 1 {
			t.Errorf("reading %d: textbook ndcg@10 = %f, want 1", i, g)
		}
	}
}

// A run that is written and read back measures the same, whatever the order of its lines.
func TestScore(t *testing.T) {
	c := write(t, fourDocuments, threeQueries, "q1\ta\t1\nq1\tb\t3\n2\t3\t2\n")
	ranked := Report{Results: []Result{{Query: Query{ID: "q1"}, Ranking: []string{"d", "b", "a"}}}}
	var run bytes.Buffer
	if err := ranked.WriteRun(&run, "test"); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(run.String(), "\n"), "\n")
	slices.Reverse(lines)
	report, err := c.Score(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	// b and a come second and third of two; the other query of the two has nothing.
	want := (3/math.Log2(3) + 1/math.Log2(4)) / (3 + 1/math.Log2(3)) / 2
	if math.Abs(report.NDCG-want) > 1e-9 || report.Recall != .5 || report.MRR != .25 || report.Queries != 2 {
		t.Errorf("nDCG %v, recall %v, MRR %v of %d queries; want %v, .5, .25 of 2", report.NDCG, report.Recall, report.MRR, report.Queries, want)
	}
	for _, bad := range []string{"q1 Q0 a 1\n", "q1 Q0 a first 3 tag\n"} {
		if _, err := c.Score(strings.NewReader(bad)); !errors.Is(err, corpus.ErrInvalid) {
			t.Errorf("%q: %v, want an invalid line", bad, err)
		}
	}
}
