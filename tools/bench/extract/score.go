package main

import (
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
)

// tokens splits a text for comparison: lower-case NFKC letters and digits; each
// Chinese character is a token.
func tokens(s string) []string {
	var out []string
	for field := range strings.FieldsFuncSeq(strings.ToLower(norm.NFKC.String(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}) {
		start := 0
		for i, r := range field {
			if unicode.Is(unicode.Han, r) {
				if start < i {
					out = append(out, field[start:i])
				}
				start = i + len(string(r))
				out = append(out, field[i:start])
			}
		}
		if start < len(field) {
			out = append(out, field[start:])
		}
	}
	return out
}

// f1 compares two bags of tokens.
func f1(got, want []string) float64 {
	if len(got) == 0 && len(want) == 0 {
		return 1
	}
	count := map[string]int{}
	for _, w := range want {
		count[w]++
	}
	common := 0
	for _, g := range got {
		if count[g] > 0 {
			count[g]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(got)+len(want))
}

// accuracy is 1 minus the word error rate: the share of words of want that must be
// inserted, deleted or replaced.
func accuracy(got, want []string) float64 {
	if len(want) == 0 {
		return 0
	}
	previous := make([]int, len(got)+1)
	current := make([]int, len(got)+1)
	for j := range previous {
		previous[j] = j
	}
	for i, w := range want {
		current[0] = i + 1
		for j, g := range got {
			cost := 1
			if g == w {
				cost = 0
			}
			current[j+1] = min(previous[j]+cost, previous[j+1]+1, current[j]+1)
		}
		previous, current = current, previous
	}
	return max(0, 1-float64(previous[len(got)])/float64(len(want)))
}

func fullText(t corpus.Text) string {
	var b strings.Builder
	for _, p := range t.Pages {
		b.WriteString(p.Text)
		b.WriteString("\n\n")
	}
	return b.String()
}

// spread summarizes figures.
type spread []float64

func (s spread) sorted() spread {
	sort.Float64s(s)
	return s
}

func (s spread) mean() float64 {
	sum := 0.0
	for _, v := range s {
		sum += v
	}
	return sum / float64(max(1, len(s)))
}

func (s spread) at(q float64) float64 {
	if len(s) == 0 {
		return 0
	}
	return s.sorted()[int(q*float64(len(s)-1))]
}

func (s spread) share(atLeast float64) float64 {
	n := 0
	for _, v := range s {
		if v >= atLeast {
			n++
		}
	}
	return float64(n) / float64(max(1, len(s)))
}
