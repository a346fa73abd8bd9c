package segment

import (
	"fmt"
	"slices"
	"testing"

	"rostrum/corpus"
	"rostrum/search/analysis"
)

// In a corpus of which only a part is mined, frequent phrases are counted in all of
// it, and what too few statements have is none.
func TestPhrasesOfManyStatements(t *testing.T) {
	const statements = 3*minedStatements + 17
	analyzers := analysis.NewAnalyzers()
	lexicon := newLexiconBuilder(analyzers)
	a := &inverter{analyzers: analyzers, lexicon: lexicon, joins: map[uint32]uint32{}, pairs: map[string]uint32{}}
	want := map[string][]uint32{}
	var streams []TokenStream
	for n := range uint32(statements) {
		text := fmt.Sprintf("Word%d stands alone%d. ", n%1009, n%1013)
		say := func(every uint32, phrase string) {
			if n%every == every-1 {
				text += "17 " + phrase + " 18. " // numbers are in no phrase
				want[phrase] = append(want[phrase], n)
			}
		}
		say(7, "climate justice")
		say(40, "lutte nationale")
		say(31, "crimes against humanity")
		say(statements/2, "seldom heard")
		s := corpus.Statement{ID: "s", Language: corpus.English, Pages: []corpus.Page{{Number: 1, Text: text}}}
		streams = append(streams, slices.Clone(TokenStream(a.invert(&s).stream)))
	}
	phrases := countPhrases(analyzers, lexicon, streams)
	numbers := map[string]uint32{}
	for i := range phrases.Texts.Len() {
		numbers[phrases.Texts.At(i)] = uint32(i)
	}
	if _, found := numbers["seldom heard"]; found {
		t.Errorf("a phrase of two statements is frequent among %d", statements)
	}
	delete(want, "seldom heard")
	got := map[string][]uint32{}
	for doc := range uint32(statements) {
		phrases.Of(doc, func(n uint32) {
			text := phrases.Texts.At(int(n))
			got[text] = append(got[text], doc)
		})
	}
	for phrase, docs := range want {
		if !slices.Equal(got[phrase], docs) {
			t.Errorf("%s: %d statements have it, want %d", phrase, len(got[phrase]), len(docs))
		}
	}
}
