package search

import (
	"context"
	"errors"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/search/query"
)

// Equivalent is a word or phrase of one language that stands for words of a query in
// another.
type Equivalent struct {
	Name   corpus.Name
	Weight float64 // beside the others of its language: above 0, at most 1
}

// BridgedWord is a word of a query, or several that are one term, in the words of other
// languages.
type BridgedWord struct {
	Word        string // as typed
	Equivalents []Equivalent
}

// Translator finds words of other languages that mean about the same.
// Implementations are safe for concurrent use.
type Translator interface {
	// Cut cuts text of a script without spaces into words; other text is one word.
	Cut(text string) []string
	// Translations returns the nearest words of all languages but from, which is "" if it
	// is unknown.
	Translations(word string, from corpus.Language) ([]Equivalent, error)
	// Revision changes whenever the translations do.
	Revision() string
}

// Bridge finds statements in other languages than that of a query, by the words of
// those languages that mean about the same. Its results are in addition to those of the
// query, and never among them.
type Bridge struct {
	Translator Translator
	// Thesaurus has terms whose translations are known; nil knows none. They are used
	// instead of the Translator's words.
	Thesaurus Thesaurus
	// StopWord reports whether a word of a language is too common to search for.
	StopWord func(word string, l corpus.Language) bool
}

// Lexicon is an optional interface of an Index that lists its words.
type Lexicon interface {
	// Words calls visit once for each stem of a language with the most frequent word that has
	// it and how often all of them occur, and run with the texts of languages that write no
	// spaces between words. Stop words are left out.
	Words(ctx context.Context, visit func(l corpus.Language, word string, count int), run func(l corpus.Language, text string)) error
}

// maxBridged is the number of words up to which a query is bridged; a longer one is a
// passage.
const maxBridged = 16

// Search returns the statements in other languages than that of the query, which found
// main. They contain words that mean about the same, are not among the statements that
// contain all words of the query, and are in order of relevance. From, Size, Passages
// and Filters are those of req; without are the words not to use. The result is nil if
// the query is not one of plain words, or if no word of another language is known.
func (b *Bridge) Search(ctx context.Context, engine Searcher, req Request, main *Results, without []corpus.Name) (*Results, error) {
	if b == nil || main == nil || req.Exact || req.Untranslated || req.Cursor != "" || req.Documents {
		return nil, nil
	}
	words := plainWords(req.Query)
	if len(words) == 0 || len(words) > maxBridged {
		return nil, nil
	}
	from := main.Language
	if from == "" {
		from = req.Language
	}
	bridged, err := b.words(words, from, without)
	if err != nil || len(bridged) == 0 {
		return nil, err
	}
	found, err := engine.Search(ctx, Request{
		Query: req.Query, Language: req.Language, Filters: req.Filters, From: req.From, Size: req.Size, Passages: req.Passages, Bridge: bridged, BridgeFrom: from,
	})
	if errors.Is(err, ErrTooMuchWork) {
		return nil, nil // the answer to the query itself stands
	}
	if err != nil || len(found.Bridge) == 0 {
		return nil, err
	}
	return found, nil
}

// words finds the equivalents of each word: of several that are a term of the thesaurus
// its names, otherwise the nearest words.
func (b *Bridge) words(words []string, from corpus.Language, without []corpus.Name) ([]BridgedWord, error) {
	var out []BridgedWord
	add := func(w BridgedWord) {
		w.Equivalents = slices.DeleteFunc(slices.Clone(w.Equivalents), func(e Equivalent) bool { return slices.Contains(without, e.Name) })
		out = append(out, w)
	}
	for i := 0; i < len(words); {
		term, n := b.term(words[i:], from)
		if n > 0 {
			add(term)
			i += n
			continue
		}
		if b.StopWord == nil || !b.StopWord(words[i], from) {
			for _, w := range b.Translator.Cut(words[i]) {
				found, err := b.Translator.Translations(w, from)
				if err != nil {
					return nil, err
				}
				add(BridgedWord{Word: w, Equivalents: found})
			}
		}
		i++
	}
	if !slices.ContainsFunc(out, func(w BridgedWord) bool { return len(w.Equivalents) > 0 }) {
		return nil, nil
	}
	return out, nil
}

// term finds the longest run of words from the first on that the thesaurus knows in
// other languages, and returns how many words it has.
func (b *Bridge) term(words []string, from corpus.Language) (BridgedWord, int) {
	if b.Thesaurus == nil {
		return BridgedWord{}, 0
	}
	for n := min(len(words), maxNameWords); n > 0; n-- {
		term := BridgedWord{Word: strings.Join(words[:n], " ")}
		for _, name := range b.Thesaurus.Equivalents(term.Word) {
			if name.Language != "" && name.Language != from {
				term.Equivalents = append(term.Equivalents, Equivalent{name, 1})
			}
		}
		if len(term.Equivalents) > 0 {
			return term, n
		}
	}
	return BridgedWord{}, 0
}

// plainWords are the words of a query of nothing else; nil of any other.
func plainWords(x query.Expr) []string {
	parts, ok := x.(query.All)
	if !ok {
		parts = query.All{x}
	}
	var out []string
	for _, part := range parts {
		w, ok := part.(query.Word)
		if !ok || w.Prefix || w.Fuzzy {
			return nil
		}
		out = append(out, w.Text)
	}
	return out
}
