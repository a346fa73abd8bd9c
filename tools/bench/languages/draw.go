package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
	"rostrum/search/analysis"
)

// Numbers of words of the questions, and how many questions are drawn of each.
var questionLengths = []int{1, 2, 3, 6}

const questionsEach = 200

// vocabulary is what is known of the stems of a language.
type vocabulary struct {
	in       map[string]map[string]bool // stem: keys of the passages with it
	lower    map[string]int
	capital  map[string]int
	written  map[string]map[string]int // stem: words in lower case
	analyzer *analysis.Analyzer
}

func newVocabulary(l corpus.Language, list []passage, pieces func(string) []string) *vocabulary {
	all := analysis.NewAnalyzers()
	v := &vocabulary{in: map[string]map[string]bool{}, lower: map[string]int{}, capital: map[string]int{}, written: map[string]map[string]int{}, analyzer: all[analysis.AnalyzerOf(all, l)]}
	for _, p := range list {
		for i, w := range wordsOf(l, p.text, pieces) {
			stem := v.stem(w)
			if v.in[stem] == nil {
				v.in[stem], v.written[stem] = map[string]bool{}, map[string]int{}
			}
			v.in[stem][p.key] = true
			first := []rune(w)[0]
			switch {
			case unicode.IsUpper(first) && i > 0:
				v.capital[stem]++
			case !unicode.IsUpper(first):
				v.lower[stem]++
				v.written[stem][w]++
			}
		}
	}
	return v
}

func wordsOf(l corpus.Language, text string, pieces func(string) []string) []string {
	if l == corpus.Chinese {
		var out []string
		for _, run := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			for _, p := range pieces(run) {
				if len([]rune(p)) == 2 {
					out = append(out, p)
				}
			}
		}
		return out
	}
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) })
}

func (v *vocabulary) fold(word string) string { return analysis.FoldForm(analysis.ExactForm(word)) }

func (v *vocabulary) stem(word string) string { return v.analyzer.Stem(v.fold(word)) }

// word is the most frequent word with a stem.
func (v *vocabulary) word(stem string) string {
	best := ""
	for w, n := range v.written[stem] {
		if m := v.written[stem][best]; n > m || n == m && w < best {
			best = w
		}
	}
	return best
}

// fit reports whether a stem may be asked for: neither a name nor a common word.
func (v *vocabulary) fit(stem string, least, most int) bool {
	word := v.word(stem)
	letters := len([]rune(word))
	if v.analyzer.Code != string(corpus.Chinese) && letters <= 3 || letters < 2 {
		return false
	}
	n := len(v.in[stem])
	return v.lower[stem] > 2*v.capital[stem] && n >= least && n <= most && !v.analyzer.IsStopWord(v.fold(word))
}

// draw draws questions of a language from the passages of one half of the documents:
// first single words that 3 to 40 passages contain, then words of one passage.
func draw(l corpus.Language, list []passage, held bool, seed uint64, pieces func(string) []string) []question {
	r := rand.New(rand.NewPCG(seed, 17))
	v := newVocabulary(l, list, pieces)
	var documents []string
	for _, p := range list {
		if p.document != "udhr" && !slices.Contains(documents, p.document) {
			documents = append(documents, p.document)
		}
	}
	slices.Sort(documents)
	var mine []passage
	for _, p := range list {
		if i := slices.Index(documents, p.document); i >= 0 && (i%2 == 1) == held {
			mine = append(mine, p)
		}
	}
	most := len(list) * 6 / 100
	stems := func(p passage, least, most int) []string {
		var out []string
		for _, w := range wordsOf(l, p.text, pieces) {
			if s := v.stem(w); v.fit(s, least, most) && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		return out
	}
	ask := func(stems []string) question {
		var q question
		for _, s := range stems {
			q.Words = append(q.Words, v.word(s))
		}
		for _, p := range list {
			if !slices.ContainsFunc(stems, func(s string) bool { return !v.in[s][p.key] }) {
				q.Keys = append(q.Keys, p.key)
			}
		}
		return q
	}
	var out []question
	var one []string
	for _, p := range mine {
		for _, s := range stems(p, 3, min(40, most)) {
			if !slices.Contains(one, s) {
				one = append(one, s)
			}
		}
	}
	slices.Sort(one)
	r.Shuffle(len(one), func(i, j int) { one[i], one[j] = one[j], one[i] })
	for _, s := range one[:min(len(one), questionsEach)] {
		out = append(out, ask([]string{s}))
	}
	for _, n := range questionLengths[1:] {
		drawn := 0
		for tries := 0; drawn < questionsEach && tries < 5000; tries++ {
			of := stems(mine[r.IntN(len(mine))], 2, most)
			if len(of) < n {
				continue
			}
			places := r.Perm(len(of))[:n]
			slices.Sort(places)
			var chosen []string
			for _, at := range places {
				chosen = append(chosen, of[at])
			}
			out = append(out, ask(chosen))
			drawn++
		}
	}
	return out
}
