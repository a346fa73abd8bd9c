package segment

import (
	"fmt"
	"sync"
	"unicode/utf8"

	zapsegment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/blevesearch/vellum/levenshtein"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
)

// levenshteinBuilders are made once for each number of edits: making one costs
// more than using it, and using it changes nothing in it.
var levenshteinBuilders = map[int]func() (*levenshtein.LevenshteinAutomatonBuilder, error){
	1: levenshteinBuilder(1),
	2: levenshteinBuilder(2),
}

func levenshteinBuilder(edits uint8) func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
	return sync.OnceValues(func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
		return levenshtein.NewLevenshteinAutomatonBuilder(edits, true)
	})
}

// Expand lists the words of a field that an open term stands for. They are not to be
// changed.
func (r *Reader) Expand(field string, t *analysis.Term) ([]string, error) {
	if r.segment.Empty() {
		return nil, nil
	}
	key := expansion{field, t}
	if words, ok := r.expanded[key]; ok {
		return words, nil
	}
	words, err := r.expand(field, t)
	if err == nil {
		r.expanded[key] = words
	}
	return words, err
}

// expansion is what an open term stands for in a field.
type expansion struct {
	field string
	term  *analysis.Term
}

func (r *Reader) expand(field string, t *analysis.Term) ([]string, error) {
	dict, err := r.dict(field)
	if err != nil {
		return nil, err
	}
	if t.Kind == analysis.TermPrefix {
		var words []string
		for _, b := range t.Beginnings() {
			if words, err = r.list(words, dict.AutomatonIterator(nil, []byte(b), AfterPrefix(b)), t); err != nil {
				return nil, err
			}
		}
		return words, nil
	}
	if err := r.work.Spend(fuzzyWork * r.segment.Lexicon.Folds.Forms.Len()); err != nil {
		return nil, err
	}
	if field == FieldExact { // its words are those of the lexicon
		return r.within(t)
	}
	// The automaton counts a swap of neighbours as one edit, as withinEdits does.
	builder, err := levenshteinBuilders[t.Edits]()
	if err != nil {
		return nil, fmt.Errorf("prepare a misspelt word: %w", err)
	}
	automaton, err := builder.BuildDfa(t.Fold, uint8(t.Edits))
	if err != nil {
		return nil, fmt.Errorf("prepare a misspelt word: %w", err)
	}
	return r.list(nil, dict.AutomatonIterator(automaton, nil, nil), t)
}

// list appends the words of a dictionary to those that a term stands for.
func (r *Reader) list(words []string, it zapsegment.DictionaryIterator, t *analysis.Term) ([]string, error) {
	for {
		entry, err := it.Next()
		if err != nil {
			return nil, corpus.ErrNoIndex.Errorf("list words: %w", err)
		}
		if entry == nil {
			return words, nil
		}
		if err := r.work.Spend(PostingWork); err != nil {
			return nil, err
		}
		if len(words) == search.MaxExpansions {
			return nil, tooMany(t)
		}
		if !utf8.ValidString(entry.Term) {
			continue
		}
		words = append(words, entry.Term)
	}
}

// within lists the folded words of texts that a misspelt one stands for.
func (r *Reader) within(t *analysis.Term) ([]string, error) {
	lexicon := &r.segment.Lexicon
	places := lexicon.Within(t.Fold, t.Edits)
	if err := r.work.Spend(PostingWork * len(places)); err != nil {
		return nil, err
	}
	if len(places) > search.MaxExpansions {
		return nil, tooMany(t)
	}
	words := make([]string, 0, len(places))
	for _, i := range places {
		if w := lexicon.Folds.Forms.At(i); w != "" && utf8.ValidString(w) {
			words = append(words, w)
		}
	}
	return words, nil
}

func tooMany(t *analysis.Term) error {
	return corpus.ErrOverLimit.Errorf("more than %d words begin with %s; write more of the word", search.MaxExpansions, t.Fold)
}

// AfterPrefix is the first key after all that begin with prefix; nil is the end.
func AfterPrefix(prefix string) []byte {
	key := []byte(prefix)
	for i := len(key) - 1; i >= 0; i-- {
		if key[i] < 0xFF {
			key[i]++
			return key[:i+1]
		}
	}
	return nil
}
