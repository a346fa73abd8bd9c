package bleveindex

import (
	"slices"

	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// wordTerms are the terms that one word matches.
type wordTerms struct {
	byLanguage [][]int
	joins      []joinTerm
}

// joinTerm is a term matched by a word joined with the next one.
type joinTerm struct {
	second uint32
	term   int
}

// termsByWord inverts sets: for each word number, the index in list of the terms it
// matches; 0 for none. Most words of a stream match nothing and cost one lookup.
func termsByWord(sets []wordSet, words, languages int) (byWord []uint32, list []wordTerms) {
	byWord, list = make([]uint32, words), make([]wordTerms, 1)
	of := func(id uint32) *wordTerms {
		if byWord[id] == 0 {
			byWord[id] = uint32(len(list))
			list = append(list, wordTerms{byLanguage: make([][]int, languages)})
		}
		return &list[byWord[id]]
	}
	add := func(id uint32, language, term int) {
		if t := of(id); !slices.Contains(t.byLanguage[language], term) {
			t.byLanguage[language] = append(t.byLanguage[language], term)
		}
	}
	for term, set := range sets {
		for id := range set.any {
			for language := range languages {
				add(id, language, term)
			}
		}
		for language, ids := range set.byLanguage {
			for id := range ids {
				add(id, language, term)
			}
		}
		for _, j := range set.joins {
			t := of(j.First)
			t.joins = append(t.joins, joinTerm{j.Second, term})
		}
	}
	return byWord, list
}

// countNear counts the windows of a stream with all terms and at most slop other
// words. None extends from the title into the text.
func (v *sequenceMatcher) countNear(stream segment.TokenStream, titleOnly bool) int {
	parts, rest := stream.Parts()
	v.places = v.places[:0]
	at, inTitle := 0, 0
	for n, p := range parts {
		if n == 1 {
			rest = rest[min(1, len(rest)):] // the separator
			inTitle = len(analysis.Windows(v.places, len(v.sets), v.slop))
			if titleOnly {
				return inTitle
			}
			v.places = v.places[:0]
		}
		for range p.Words {
			id, size := segment.NextWord(rest)
			if size <= 0 {
				return 0
			}
			rest = rest[size:]
			if meets := v.byWord[id]; meets != 0 {
				v.meet(&v.terms[meets], at, p.Language, rest)
			}
			at++
		}
	}
	return inTitle + len(analysis.Windows(v.places, len(v.sets), v.slop))
}

// meet records the terms that a word matches, by itself or joined with the next in
// rest.
func (v *sequenceMatcher) meet(w *wordTerms, at, language int, rest []byte) {
	met := w.byLanguage[language]
	for _, term := range met {
		v.places = append(v.places, analysis.Place{At: at, Term: term})
	}
	if len(w.joins) == 0 {
		return
	}
	next, _ := segment.NextWord(rest)
	for _, j := range w.joins {
		if next == j.second && !slices.Contains(met, j.term) {
			v.places = append(v.places, analysis.Place{At: at, Term: j.term})
		}
	}
}
