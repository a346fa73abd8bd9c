package quality

import (
	"math"
	"slices"
)

// The measures are trec_eval's: the gain of a document is its grade, the
// discount of rank i is log2(i+1), and grades above 0 are relevant.

// ndcg is the discounted gain of the first depth documents over the best
// possible one.
func ndcg(ranking []string, grades map[string]int, depth int) float64 {
	gain := 0.0
	for i, id := range ranking[:min(depth, len(ranking))] {
		gain += float64(grades[id]) / math.Log2(float64(i+2))
	}
	best := make([]int, 0, len(grades))
	for _, g := range grades {
		best = append(best, g)
	}
	slices.SortFunc(best, func(a, b int) int { return b - a })
	ideal := 0.0
	for i, g := range best[:min(depth, len(best))] {
		ideal += float64(g) / math.Log2(float64(i+2))
	}
	if ideal == 0 {
		return 0
	}
	return gain / ideal
}

// recall is the share of the relevant documents among the first depth.
func recall(ranking []string, grades map[string]int, depth int) float64 {
	found, relevant := 0, 0
	for _, id := range ranking[:min(depth, len(ranking))] {
		if grades[id] > 0 {
			found++
		}
	}
	for _, g := range grades {
		if g > 0 {
			relevant++
		}
	}
	if relevant == 0 {
		return 0
	}
	return float64(found) / float64(relevant)
}

// reciprocalRank is 1 over the rank of the first relevant document, 0 without one.
func reciprocalRank(ranking []string, grades map[string]int) float64 {
	for i, id := range ranking {
		if grades[id] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}
