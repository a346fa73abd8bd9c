package works

import (
	"slices"
	"unicode"

	"rostrum/corpus/authority"
)

// A sketch is the set of the 512 smallest hashes of the word trigrams of a text, or
// all of them if there are fewer (bottom-k MinHash). The overlap of two sketches
// estimates the Jaccard similarity of their trigrams within two per cent; see
// resemblance. SimHash was measured too, but its distances between copies overlap
// with those between different speeches of one state.
type sketch []uint64

const (
	sketchSize = 512
	runLength  = 3
	// Shorter texts are not compared.
	fewestRuns = 25
)

func newSketch(words []string) sketch {
	seen := map[uint64]bool{}
	for i := 0; i+runLength <= len(words); i++ {
		seen[hash(words[i:i+runLength])] = true
	}
	out := make(sketch, 0, len(seen))
	for h := range seen {
		out = append(out, h)
	}
	slices.Sort(out)
	return slices.Clip(out[:min(len(out), sketchSize)])
}

// resemblance estimates the Jaccard similarity of two texts, 0 to 1.
func (a sketch) resemblance(b sketch) float64 {
	if len(a) < fewestRuns || len(b) < fewestRuns {
		return 0
	}
	shared, all := 0, 0
	for i, j := 0, 0; all < sketchSize && (i < len(a) || j < len(b)); all++ {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			i++
		case i == len(a) || b[j] < a[i]:
			j++
		default:
			shared, i, j = shared+1, i+1, j+1
		}
	}
	return float64(shared) / float64(all)
}

// hash is FNV-1a over the words, with a final mix, so that the smallest hashes are a
// fair sample.
func hash(words []string) uint64 {
	h := uint64(14695981039346656037)
	for _, w := range words {
		for i := 0; i < len(w); i++ {
			h = (h ^ uint64(w[i])) * 1099511628211
		}
		h = (h ^ ' ') * 1099511628211
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	return h
}

// wordsOf splits a text into folded words. Chinese has no spaces: each character is a
// word.
func wordsOf(text string) []string {
	var out []string
	for _, w := range authority.Words(text) {
		start := 0
		for i, r := range w.Text {
			if unicode.Is(unicode.Han, r) {
				if start < i {
					out = append(out, w.Text[start:i])
				}
				start = i + len(string(r))
				out = append(out, w.Text[i:start])
			}
		}
		if start < len(w.Text) {
			out = append(out, w.Text[start:])
		}
	}
	return out
}
