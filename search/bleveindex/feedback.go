package bleveindex

import (
	"cmp"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

func env(name string, d float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv(name), 64); err == nil {
		return v
	}
	return d
}

var (
	feedbackFrom   = int(env("FB_FROM", 5))
	feedbackDocs   = int(env("FB_DOCS", 5))
	feedbackTerms  = int(env("FB_TERMS", 10))
	feedbackWeight = env("FB_W", 0.25)
	feedbackLeast  = int(env("FB_LEAST", 2))
)

// feedbackTerm is a stem of one language that the best statements share.
type feedbackTerm struct {
	language int
	stem     string
	weight   float64
	docs     int
}

// addFeedback lets the words that the best statements share count too.
func (r *run) addFeedback(concepts []*analysis.Concept, m matches, docs []uint32, sc *scratch) error {
	if len(concepts) < feedbackFrom || feedbackWeight == 0 {
		return nil
	}
	top := &collector{order: order{g: r.gen, sort: search.SortRelevance, typed: r.preferred}, wanted: feedbackDocs}
	best := top.collect(m, answered{alone: docs}, sc.scores)
	if len(best) < feedbackLeast {
		return nil
	}
	sum := 0.0
	for _, c := range best {
		sum += c.score
	}
	asked := map[feedbackKey]bool{}
	for _, c := range concepts {
		for _, l := range c.Forms {
			for _, t := range l.Terms {
				for i, s := range t.Stems {
					asked[feedbackKey{i, s}] = true
				}
			}
		}
	}
	found := map[feedbackKey]*feedbackTerm{}
	for _, c := range best {
		if err := r.step(); err != nil {
			return err
		}
		s, n := r.gen.Locate(c.doc)
		counts, length := r.stemsOf(s, n)
		for key, count := range counts {
			if asked[key] {
				continue
			}
			t := found[key]
			if t == nil {
				t = &feedbackTerm{language: key.language, stem: key.stem}
				found[key] = t
			}
			t.docs++
			t.weight += c.score / sum * count / length
		}
	}
	list := slices.Collect(maps.Values(found))
	list = slices.DeleteFunc(list, func(t *feedbackTerm) bool { return t.docs < feedbackLeast })
	byWeight := func(a, b *feedbackTerm) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.stem, b.stem), cmp.Compare(a.language, b.language))
	}
	slices.SortFunc(list, byWeight)
	list = list[:min(len(list), 8*feedbackTerms)]
	lists := map[*feedbackTerm][]segment.Postings{}
	idfs := map[*feedbackTerm]float64{}
	for _, t := range list {
		n := 0.0
		for si := range r.gen.Segments {
			p, ok, err := r.readers[si].Postings(r.languages[t.language].Code, t.stem)
			if err != nil {
				return err
			}
			if !ok {
				p = segment.Postings{Docs: roaring.New()}
			}
			lists[t] = append(lists[t], p)
			n += float64(p.Docs.GetCardinality())
		}
		idfs[t] = math.Log(1 + (float64(r.gen.Documents)-n+.5)/(n+.5))
		t.weight *= idfs[t]
	}
	slices.SortFunc(list, byWeight)
	list = list[:min(len(list), feedbackTerms)]
	total := 0.0
	for _, t := range list {
		total += t.weight
	}
	mass := feedbackWeight * float64(len(concepts))
	for _, t := range list {
		w := mass * t.weight / total
		for si, p := range lists[t] {
			if p.Docs.IsEmpty() {
				continue
			}
			base := r.gen.Bases[si]
			if err := r.readers[si].EachCount(p, m.found[si], func(n uint32, count float64) {
				doc := base + n
				sc.scores[doc] += w * idfs[t] * count * (k1 + 1) / (count + k1*(1-b+b*float64(r.gen.TextLength[doc])/r.gen.AverageText))
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

type feedbackKey struct {
	language int
	stem     string
}

// stemsOf counts the stems of a statement.
func (r *run) stemsOf(s *segment.Segment, n uint32) (counts map[feedbackKey]float64, length float64) {
	counts = map[feedbackKey]float64{}
	parts, rest := s.Stream(n).Parts()
	for i, p := range parts {
		if i == 1 && len(rest) > 0 {
			rest = rest[1:] // the barrier between title and text
		}
		words := map[uint32]float64{}
		for range p.Words {
			id, size := segment.NextWord(rest)
			if size <= 0 {
				break
			}
			rest = rest[size:]
			words[id]++
		}
		reading := r.languages[p.Language]
		for id, count := range words {
			fold := analysis.FoldForm(s.Lexicon.Words.At(int(id)))
			if len(fold) < 3 || fold[0] <= '9' || reading.IsStop(fold) {
				continue
			}
			counts[feedbackKey{p.Language, reading.RememberedStem(fold)}] += count
			length += count
		}
	}
	return counts, max(1, length)
}
