package suggest

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// commonPhrases are the frequent phrases of a generation, with the number of works
// that have each.
type commonPhrases struct {
	candidates []candidate // most frequent first
	languages  []uint8     // the analyzer of each
	// statements is the number of statements in each analyzer's language.
	statements []int
	numbers    [][]int32 // by segment: the index in candidates of each of its phrases, or -1
}

// minWorks is the number of works, of n, that must have a phrase for it to be
// suggested.
func minWorks(n int) int {
	if n <= segment.FewStatements {
		return 2
	}
	return segment.MinStatements(n)
}

// newCommonPhrases merges the phrases of all segments.
func newCommonPhrases(g *generation.Generation) *commonPhrases {
	byText := map[string]int32{}
	var candidates []candidate
	var senses []uint64
	var languages []uint8
	c := &commonPhrases{numbers: make([][]int32, len(g.Segments)), statements: make([]int, 8)}
	for si, s := range g.Segments {
		c.numbers[si] = make([]int32, s.Phrases.Texts.Len())
		for i := range c.numbers[si] {
			text := s.Phrases.Texts.At(i)
			n, ok := byText[text]
			if !ok {
				n = int32(len(candidates))
				byText[text] = n
				candidates, senses = append(candidates, candidate{text: text}), append(senses, s.Phrases.Senses[i])
				languages = append(languages, s.Phrases.Languages[i])
			}
			c.numbers[si][i] = n
		}
	}
	type use struct {
		phrase int32
		work   uint32
	}
	seen := map[use]bool{} // for works with several statements
	for doc := range g.Live() {
		si, n := g.Place(doc)
		for set := g.Segments[si].Columns.Languages[n]; set != 0; set &= set - 1 {
			c.statements[bits.TrailingZeros8(set)]++
		}
		g.Segments[si].Phrases.Of(n, func(i uint32) {
			phrase := c.numbers[si][i]
			if g.Shared[doc] {
				u := use{phrase, g.Works[doc]}
				if seen[u] {
					return
				}
				seen[u] = true
			}
			candidates[phrase].works++
		})
	}
	c.prune(candidates, senses, languages, byText, minWorks(g.Documents))
	return c
}

// prune removes phrases that are rare, part of a longer phrase, or another inflection
// of a more frequent one.
func (c *commonPhrases) prune(candidates []candidate, senses []uint64, languages []uint8, byText map[string]int32, minimum int) {
	out := make([]bool, len(candidates)) // removed
	best := map[uint64]int32{}
	for i, t := range candidates {
		if t.works < minimum {
			out[i] = true
			continue
		}
		if other, ok := best[senses[i]]; !ok || t.works > candidates[other].works {
			best[senses[i]] = int32(i)
		}
		for _, part := range parts(t.text) {
			if n, ok := byText[part]; ok && segment.PartOfLonger(candidates[n].works, t.works) {
				out[n] = true
			}
		}
	}
	for i := range candidates {
		out[i] = out[i] || best[senses[i]] != int32(i)
	}
	var order []int32
	for i := range candidates {
		if !out[i] {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(candidates[b].works, candidates[a].works), strings.Compare(candidates[a].text, candidates[b].text))
	})
	place := make([]int32, len(candidates))
	for i := range place {
		place[i] = -1
	}
	for i, n := range order {
		place[n] = int32(i)
		c.candidates, c.languages = append(c.candidates, candidates[n]), append(c.languages, languages[n])
	}
	for _, numbers := range c.numbers {
		for i, n := range numbers {
			numbers[i] = place[n]
		}
	}
}

// minCohesion is the minimum share of statements with the rarer of a phrase's first
// and last word that must have the phrase. "argentina va" is in few of the many
// statements with either word.
const minCohesion = 0.1

// cohesive returns the candidates whose words belong together.
func (sg *Suggester) cohesive(candidates []candidate) ([]candidate, error) {
	work := segment.NewWork(context.Background()) // computed once a generation, by the first request
	var readers []*segment.Reader
	for _, s := range sg.gen.Segments {
		readers = append(readers, segment.NewReader(s, work, nil))
	}
	frequencies := map[string]int{}
	frequency := func(word string) (int, error) {
		fold := analysis.FoldForm(analysis.ExactForm(word))
		n, ok := frequencies[fold]
		if ok {
			return n, nil
		}
		for _, r := range readers {
			p, ok, err := r.Postings(segment.FieldExact, fold)
			if err != nil {
				return 0, err
			}
			if ok {
				n += int(p.Docs.GetCardinality())
			}
		}
		frequencies[fold] = n
		return n, nil
	}
	var out []candidate
	for _, c := range candidates {
		words := strings.Split(c.text, " ")
		first, err := frequency(words[0])
		if err != nil {
			return nil, err
		}
		last, err := frequency(words[len(words)-1])
		if err != nil {
			return nil, err
		}
		if float64(c.works) >= minCohesion*float64(min(first, last)) {
			out = append(out, c)
		}
	}
	return out, nil
}

// parts returns a phrase without its first word, and without its last, and without
// the function words then at its ends. They need not be phrases themselves.
func parts(text string) []string {
	words := strings.Split(text, " ")
	var out []string
	for from := 0; from < len(words)-1; from++ {
		for to := from + 2; to <= len(words); to++ {
			if to-from < len(words) {
				out = append(out, strings.Join(words[from:to], " "))
			}
		}
	}
	return out
}
