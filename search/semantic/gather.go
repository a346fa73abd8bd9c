package semantic

import (
	"maps"
	"slices"

	"rostrum/corpus"
)

// minOccurrences is how often a word must occur to be in a vocabulary.
const minOccurrences = 2

// Gatherer collects the words of texts for a vocabulary.
type Gatherer struct {
	pieces func(text string) []string
	words  map[corpus.Language][]string
	runs   map[corpus.Language]map[string]int
}

// NewGatherer returns a Gatherer that cuts texts without spaces between words as a
// model does; see Model.Pieces.
func NewGatherer(pieces func(text string) []string) *Gatherer {
	return &Gatherer{pieces: pieces, words: map[corpus.Language][]string{}, runs: map[corpus.Language]map[string]int{}}
}

// Word adds a word that occurs count times.
func (g *Gatherer) Word(l corpus.Language, word string, count int) {
	if count >= minOccurrences && isWord(l, word) {
		g.words[l] = append(g.words[l], word)
	}
}

// Run adds a text of a language that writes no spaces between words.
func (g *Gatherer) Run(l corpus.Language, text string) {
	counts := g.runs[l]
	if counts == nil {
		counts = map[string]int{}
		g.runs[l] = counts
	}
	for _, p := range g.pieces(text) {
		if isWord(l, p) {
			counts[p]++
		}
	}
}

// Words returns the words gathered, by language.
func (g *Gatherer) Words() map[corpus.Language][]string {
	out := maps.Clone(g.words)
	for l, counts := range g.runs {
		for _, w := range slices.Sorted(maps.Keys(counts)) {
			if counts[w] >= minOccurrences {
				out[l] = append(out[l], w)
			}
		}
	}
	return out
}
