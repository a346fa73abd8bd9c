package bleveindex

import "slices"

// place is where a term stands in a stream.
type place struct{ at, term int }

// wordTerms lists the terms that one word meets.
type wordTerms struct {
	byLanguage [][]int
	joins      []joinTerm
}

// joinTerm is a term that a word meets together with the one after it.
type joinTerm struct {
	second uint32
	term   int
}

// termsByWord turns sets around: for each word's number the place in the list
// of what it meets, 0 for nothing. Most words of a stream meet nothing and cost
// one look.
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

// countNear is how many stretches hold all terms with at most slop other words.
// None reaches from the title into the text.
func (v *verifier) countNear() int {
	barrier := max(0, slices.Index(v.words, 0))
	return v.countNearIn(0, barrier) + v.countNearIn(barrier, len(v.words))
}

func (v *verifier) countNearIn(from, to int) int {
	v.places = v.places[:0]
	for i := from; i < to; i++ {
		n := v.byWord[v.words[i]]
		if n == 0 {
			continue
		}
		met := v.terms[n].byLanguage[v.languages[i]]
		for _, term := range met {
			v.places = append(v.places, place{i, term})
		}
		for _, j := range v.terms[n].joins {
			if i+1 < to && v.words[i+1] == j.second && !slices.Contains(met, j.term) {
				v.places = append(v.places, place{i, j.term})
			}
		}
	}
	return len(windows(v.places, len(v.sets), v.slop))
}

// windows finds the stretches of places that hold all terms with at most slop
// other words between, none overlapping another. Each is a range of places.
func windows(places []place, terms, slop int) [][2]int {
	var out [][2]int
	have := make([]int, terms)
	distinct, from := 0, 0
	for to := range places {
		if have[places[to].term]++; have[places[to].term] == 1 {
			distinct++
		}
		for distinct == terms && have[places[from].term] > 1 {
			have[places[from].term]--
			from++
		}
		if distinct < terms || places[to].at-places[from].at+1-terms > slop {
			continue
		}
		out = append(out, [2]int{from, to + 1})
		clear(have)
		distinct, from = 0, to+1
	}
	return out
}
