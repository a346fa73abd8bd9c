package enginetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
)

// suite is a run over one engine.
type suite struct {
	Subject
	drawn model        // many small corpora
	index search.Index // of them
}

// test is a part of the suite.
type test struct {
	name  string
	power Power // without which there is nothing to test; "" for what every engine must do
	run   func(*testing.T, *suite)
}

var tests = []test{
	{"Properties", "", testProperties},
	{"Marks", PowerMark, testMarks},
	{"Queries", "", testQueries},
	{"Languages", "", testLanguages},
	{"Passages", "", testPassages},
	{"Relaxed", "", testRelaxed},
	{"Reader", "", testReader},
	{"Thesaurus", "", testThesaurus},
	{"Terms", "", testTerms},
	{"Names", "", testNames},
	{"Forms", PowerForms, testForms},
	{"Refused", "", testRefused},
	{"Deadline", "", testDeadline},
	{"Budget", "", testBudget},
	{"Empty", "", testEmpty},
	{"Cursors", "", testCursors},
	{concurrent, "", testConcurrent},
	{"NotBuilt", "", testNotBuilt},
	{"Updates", "", testUpdates},
	{"FailedUpdates", "", testFailedUpdates},
	{"TakenDown", "", testTakenDown},
	{"Inventory", "", testInventory},
	{"Snapshot", PowerSnapshot, testSnapshot},
	{"Quotes", PowerQuote, testQuotes},
	{"QuotePlaces", PowerQuote, testQuotePlaces},
	{"QuotesAsPrinted", PowerQuote, testQuotesAsPrinted},
	{"QuotesRefused", PowerQuote, testQuotesRefused},
	{"Trends", PowerTrend, testTrends},
	{"TrendsRefused", PowerTrend, testTrendsRefused},
	{"Similar", PowerCompare, testSimilar},
	{"Formulas", PowerCompare, testFormulas},
	{"SimilarRefused", PowerCompare, testSimilarRefused},
	{"Suggestions", PowerSuggest, testSuggestions},
	{"SuggestionsFound", PowerSuggest, testSuggestionsFound},
	{"Related", PowerRelate, testRelated},
	{"Spelling", PowerSpell, testSpelling},
}

// concurrent is the test for the race detector, under which the others would
// take ten times as long.
const concurrent = "Concurrent"

// Run holds an engine to all promises. Tests that need a power which is not
// declared are skipped by name, and named again at the end. With -short only
// concurrent use is tested.
func Run(t *testing.T, subject Subject) {
	s := &suite{Subject: subject}
	h := s.openDrawn(t)
	s.index = h.Index()
	t.Logf("the corpora are drawn with seed %d", s.Seed)
	for _, p := range AllPowers {
		if has, known := p.has(h.Engine, s.index); known && has != s.declares(p) {
			t.Fatalf("power %s: declared is %v, and the engine has it: %v", p, s.declares(p), has)
		}
	}
	var left []string
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if testing.Short() && tt.name != concurrent {
				t.Skip("only concurrent use is tested with -short")
			}
			if tt.power != "" && !s.declares(tt.power) {
				left = append(left, fmt.Sprintf("%s (%s)", tt.name, tt.power))
				t.Skipf("this engine does not declare the power %s", tt.power)
			}
			tt.run(t, s)
		})
	}
	if len(left) > 0 {
		t.Logf("not tested, for want of a power: %s", strings.Join(left, ", "))
	}
}

func (s *suite) declares(p Power) bool { return slices.Contains(s.Powers, p) }

// open has the engine index statements of a test's own.
func (s *suite) open(t *testing.T, statements ...corpus.Statement) search.Index {
	t.Helper()
	return s.Open(t, Config{}, statements...).Index()
}

// statement is one with a page for each text.
func statement(id, title string, language corpus.Language, pages ...string) corpus.Statement {
	s := corpus.Statement{ID: corpus.ID(id), Work: corpus.WorkID(id), Title: title, Language: language, Status: corpus.StatusGood}
	for i, text := range pages {
		s.Pages = append(s.Pages, corpus.Page{Number: i + 1, Text: text, Language: language, Method: corpus.MethodTextLayer})
	}
	return s
}
