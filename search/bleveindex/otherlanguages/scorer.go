// Package otherlanguages scores statements in other languages than that of a query, by
// words of those languages that mean about the same.
package otherlanguages

import (
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
)

// languageStatistics is what BM25 needs to know of one language.
type languageStatistics struct {
	reading    int
	language   corpus.Language
	statements []*roaring.Bitmap // by segment
	count      float64
	average    float64 // words of a statement
}

// statistics lays out the languages of the index, but for one.
func statistics(gen *generation.Generation, analyzers []*analysis.Analyzer, without corpus.Language) []languageStatistics {
	var out []languageStatistics
	for i, a := range analyzers {
		if !a.Speaks() || a.Code == string(without) {
			continue
		}
		s := languageStatistics{reading: i, language: corpus.Language(a.Code), statements: make([]*roaring.Bitmap, len(gen.Segments))}
		words := 0.0
		for si, seg := range gen.Segments {
			set := roaring.New()
			for it := seg.Live.Iterator(); it.HasNext(); {
				n := it.Next()
				if doc := gen.Bases[si] + n; gen.Reading(doc) == i {
					set.Add(n)
					words += float64(gen.TextLength[doc])
				}
			}
			s.statements[si] = set
			s.count += float64(set.GetCardinality())
		}
		if s.count > 0 {
			s.average = max(1, words/s.count)
			out = append(out, s)
		}
	}
	return out
}

// Postings looks up words in the segments of an index.
type Postings interface {
	// Match returns the statements of a segment that match a clause.
	Match(l *analysis.Clause, segment int) (*roaring.Bitmap, error)
	// Count returns how often statements match a clause; both lists are valid until the next call.
	Count(l *analysis.Clause, segment int, m *segment.Matched) (docs []uint32, times []float32, err error)
}

// Scorer scores the statements of other languages word by word.
type Scorer struct {
	Scores  map[uint32]float64 // by statement
	Clauses []*analysis.Clause // that were found, with their weight
	Found   []search.BridgedWord
	// Score is the part of BM25 without the frequency of the word among statements.
	Score func(count, length, average float64) float64

	gen        *generation.Generation
	analyzers  []*analysis.Analyzer
	postings   Postings
	languages  []languageStatistics
	candidates []*roaring.Bitmap // by segment
}

// New returns a Scorer of the candidates, by segment, that are in other languages than
// from. Its Score must be set.
func New(gen *generation.Generation, analyzers []*analysis.Analyzer, postings Postings, from corpus.Language, candidates []*roaring.Bitmap) *Scorer {
	return &Scorer{Scores: map[uint32]float64{}, gen: gen, analyzers: analyzers, postings: postings, languages: statistics(gen, analyzers, from), candidates: candidates}
}

// expected is an equivalent that occurs, with its share of the weights.
type expected struct {
	clause *analysis.Clause
	name   search.Equivalent
	share  float64
	typed  bool
}

// Word adds the scores of a word in all languages.
func (b *Scorer) Word(w search.BridgedWord) error {
	shown := search.BridgedWord{Word: w.Word}
	for i := range b.languages {
		l := &b.languages[i]
		forms, err := b.forms(w, l)
		if err != nil {
			return err
		}
		for _, f := range forms {
			if !f.typed {
				shown.Equivalents = append(shown.Equivalents, f.name)
			}
		}
		if err := b.score(forms, l); err != nil {
			return err
		}
	}
	if len(shown.Equivalents) > 0 {
		b.Found = append(b.Found, shown)
	}
	return nil
}

// forms looks up the equivalents of a word in a language that statements of it contain,
// those with one stem once.
func (b *Scorer) forms(w search.BridgedWord, l *languageStatistics) ([]expected, error) {
	parser := analysis.Parser{Analyzers: b.analyzers}
	names := []search.Equivalent{{Name: corpus.Name{Text: w.Word, Language: l.language}, Weight: 1}}
	for _, e := range w.Equivalents {
		if e.Name.Language == l.language {
			names = append(names, e)
		}
	}
	var out []expected
	total := 0.0
	known := map[string]int{}
	for i, name := range names {
		clause := parser.Equivalent(name.Name)
		if clause == nil {
			continue
		}
		key := ""
		for _, t := range clause.Terms {
			if t.Kind == analysis.TermStem {
				key += t.Stems[l.reading] + " "
			} else {
				key += t.Fold + " "
			}
		}
		if at, ok := known[key]; ok {
			if out[at].name.Weight < name.Weight {
				total += name.Weight - out[at].name.Weight
				out[at].name.Weight = name.Weight
			}
			continue
		}
		held := uint64(0)
		for si := range b.gen.Segments {
			docs, err := b.postings.Match(clause, si)
			if err != nil {
				return nil, err
			}
			held += docs.AndCardinality(l.statements[si])
		}
		if held > 0 {
			known[key] = len(out)
			out = append(out, expected{clause: clause, name: name, typed: i == 0})
			total += name.Weight
		}
	}
	for i := range out {
		out[i].share = out[i].name.Weight / total
	}
	return out, nil
}

// score adds what the forms of a word in a language give its statements.
func (b *Scorer) score(forms []expected, l *languageStatistics) error {
	held := 0.0
	for _, f := range forms {
		for si := range b.gen.Segments {
			docs, err := b.postings.Match(f.clause, si)
			if err != nil {
				return err
			}
			held += f.share * float64(docs.AndCardinality(l.statements[si]))
		}
	}
	idf := math.Log(1 + (l.count-held+.5)/(held+.5))
	for si := range b.gen.Segments {
		base := b.gen.Bases[si]
		times := map[uint32]float64{}
		for _, f := range forms {
			matching, err := b.postings.Match(f.clause, si)
			if err != nil {
				return err
			}
			docs := roaring.FastAnd(matching, l.statements[si], b.candidates[si])
			if docs.IsEmpty() {
				continue
			}
			list := docs.ToArray()
			for i := range list {
				list[i] += base
			}
			found, counts, err := b.postings.Count(f.clause, si, segment.NewMatched(b.gen.Segments[si], docs, list, base))
			if err != nil {
				return err
			}
			for i, doc := range found {
				times[doc] += f.share * float64(counts[i])
			}
		}
		for doc, count := range times {
			b.Scores[base+doc] += idf * b.Score(count, float64(b.gen.TextLength[base+doc]), l.average)
		}
	}
	for _, f := range forms {
		f.clause.Idf = idf * f.share
		if !slices.Contains(b.Clauses, f.clause) {
			b.Clauses = append(b.Clauses, f.clause)
		}
	}
	return nil
}
