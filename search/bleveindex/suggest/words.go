package suggest

import (
	"context"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
	"rostrum/search/query"
)

// What words are suggested: not the short ones, which complete to anything.
const (
	minWordLetters  = 4
	minTypedLetters = 2
	// sampledStatements tell the language of a word.
	sampledStatements = 16
)

// words returns the words that many statements contain, each in its most frequent
// inflection and as the language that has it most writes it. Stop words, short words
// and numbers are left out.
func (sg *Suggester) words() ([]candidate, error) {
	work := segment.NewWork(context.Background()) // once a generation, by its first request
	type form struct {
		statements int
		languages  []int
	}
	forms := map[string]*form{}
	for _, s := range sg.gen.Segments {
		r := segment.NewReader(s, work, nil)
		for i := range s.Lexicon.Folds.Forms.Len() {
			fold := s.Lexicon.Folds.Forms.At(i)
			if !sg.isWord(fold) {
				continue
			}
			p, ok, err := r.Postings(segment.FieldExact, fold)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue // a word written together, or of a name
			}
			f := forms[fold]
			if f == nil {
				f = &form{languages: make([]int, len(sg.analyzers))}
				forms[strings.Clone(fold)] = f
			}
			f.statements += int(p.Docs.AndCardinality(s.Live))
			countLanguages(f.languages, s, p.Docs)
		}
	}
	type inflected struct {
		language int
		stem     string
	}
	best := map[inflected]candidate{}
	least := minWorks(sg.gen.Documents)
	for fold, f := range forms {
		if f.statements < least {
			continue
		}
		language := 0
		for i, n := range f.languages {
			if n > f.languages[language] {
				language = i
			}
		}
		key := inflected{language, sg.analyzers[language].Stem(fold)}
		c := candidate{id: fold, text: sg.writtenIn(language, fold), works: f.statements}
		if old, ok := best[key]; !ok || c.works > old.works || c.works == old.works && c.text < old.text {
			best[key] = c
		}
	}
	out := make([]candidate, 0, len(best))
	for _, c := range best {
		out = append(out, candidate{text: c.text, works: c.works})
	}
	return out, nil
}

// isWord reports whether a folded word is worth suggesting.
func (sg *Suggester) isWord(fold string) bool {
	if utf8.RuneCountInString(fold) < minWordLetters || strings.ContainsFunc(fold, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) }) {
		return false
	}
	for _, a := range sg.analyzers {
		if a.IsStopWord(fold) {
			return false
		}
	}
	return true
}

// countLanguages counts the languages of some of the statements.
func countLanguages(counts []int, s *segment.Segment, docs *roaring.Bitmap) {
	it := docs.Iterator()
	for n := 0; n < sampledStatements && it.HasNext(); n++ {
		for set := s.Columns.Languages[it.Next()]; set != 0; set &= set - 1 {
			if i := bits.TrailingZeros8(set); i < len(counts) {
				counts[i]++
			}
		}
	}
}

// writtenIn is how a language writes a folded word: with accents if it has any. Where
// it is written without one too, an accent on the last letter of Spanish and
// Portuguese is that of another word: cambio is commoner than cambió.
func (sg *Suggester) writtenIn(language int, fold string) string {
	a := sg.analyzers[language]
	if !a.Accents() {
		return fold
	}
	accented, plain := "", false
	for _, s := range sg.gen.Segments {
		for _, id := range s.Lexicon.Folds.Get(fold) {
			if int(id) >= s.Lexicon.Words.Len() {
				continue
			}
			word := s.Lexicon.Words.At(int(id))
			plain = plain || word == fold
			if accented == "" && a.Writes(word) && analysis.HasAccent(word) {
				accented = strings.Clone(word)
			}
		}
	}
	last, _ := utf8.DecodeLastRuneInString(accented)
	if accented == "" || plain && a.Code != string(corpus.French) && last >= utf8.RuneSelf {
		return fold
	}
	return accented
}

// countWord returns the number of works that a search for a word finds, computed once.
func (sg *Suggester) countWord(ctx context.Context, word string) (int, error) {
	return sg.count(ctx, query.Word{Text: word}, word)
}

// count returns the number of works that a search finds, cached by name.
func (sg *Suggester) count(ctx context.Context, q query.Expr, name string) (int, error) {
	if n, ok := sg.phraseCounts.Load(name); ok {
		return n.(int), nil
	}
	// The count is shared by later requests, so it has a budget of its own.
	ctx = search.WithBudget(ctx, &search.Budget{Max: search.DefaultWork})
	res, err := sg.search(ctx, search.Request{Query: q})
	if err != nil {
		return 0, err
	}
	sg.phraseCounts.Store(name, res.Total)
	return res.Total, nil
}
