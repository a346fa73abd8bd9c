package bleveindex

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
	"rostrum/search/bleveindex/wordlist"
)

// bridge answers a request for statements in other languages; see search.Request.Bridge.
//
// A word of the query is a concept of its own in each language: its equivalents there
// and the word as typed. Statements are scored by BM25 of the expected number of
// occurrences, against the expected number of statements of that language, where the
// weights of the equivalents add up to 1 (probabilistic structured queries: Darwish and
// Oard, SIGIR 2003). Lengths are compared with the mean of the language.
func (ix *Index) bridge(ctx context.Context, req search.Request, plan search.Plan) (*search.Results, error) {
	start := time.Now()
	r := newRun(ctx, ix)
	r.typedReading, r.preferred, r.known = -1, -1, ix.languages()
	candidates, err := r.inOtherLanguages(ix, req, plan)
	if err != nil {
		return nil, err
	}
	b := bridging{run: r, scores: map[uint32]float64{}, languages: r.languageStatistics(req.BridgeFrom), candidates: candidates}
	for _, w := range req.Bridge {
		if err := b.word(w); err != nil {
			return nil, err
		}
	}
	found := make([]*roaring.Bitmap, len(ix.gen.Segments))
	for si := range found {
		found[si] = roaring.New()
	}
	for doc := range b.scores {
		si, n := ix.gen.Place(doc)
		found[si].Add(n)
	}
	m := matches{found: found}
	sc := ix.scratch.Get().(*scratch)
	defer ix.scratch.Put(sc)
	sc.docs = m.docs(ix.gen, sc.docs[:0])
	for doc, score := range b.scores {
		sc.scores[doc] = score
	}
	counted := group(ix.gen, sc.docs, false, sc)
	col := &collector{order: order{g: ix.gen, sort: search.SortRelevance, typed: -1, reader: req.Language}, wanted: req.From + req.Size}
	kept := col.collect(m, counted, sc.scores)
	for _, doc := range sc.docs {
		sc.scores[doc] = 0
	}
	res := &search.Results{Total: len(counted.singles) + len(counted.works), Index: ix.gen.Info, Language: req.BridgeFrom, Bridge: b.found}
	marker := analysis.NewMarker(ix.analyzers, b.clauses)
	for _, c := range kept[min(req.From, len(kept)):] {
		hit, err := r.hit(c, req, b.clauses, marker)
		if err != nil {
			return nil, err
		}
		res.Hits = append(res.Hits, hit)
	}
	res.Took = time.Since(start)
	return res, nil
}

// inOtherLanguages are the statements, by segment, that pass the filters of a request,
// are not in the language of its query, and of which no version contains all words.
func (r *run) inOtherLanguages(ix *Index, req search.Request, plan search.Plan) ([]*roaring.Bitmap, error) {
	typed := r.reading(req.BridgeFrom)
	lowered, err := analysis.Lower(r.analyzers, plan.Root, typed)
	if err != nil {
		return nil, err
	}
	main, err := r.find(lowered.Root, search.Request{Filters: req.Filters})
	if err != nil {
		return nil, err
	}
	full := main.main.full
	if full == nil {
		full = main.main.found
	}
	out := make([]*roaring.Bitmap, len(full))
	for si := range full {
		filters, err := r.filters(si, req.Filters)
		if err != nil {
			return nil, err
		}
		set := roaring.AndNot(r.gen.Segments[si].Live, full[si])
		if typed >= 0 {
			set.AndNot(r.known.preferred[si][typed])
		}
		out[si] = filters.apply(set, "")
	}
	// Nor is another version of a work that is among the results already.
	for si, set := range full {
		for it := set.Iterator(); it.HasNext(); {
			doc := r.gen.Bases[si] + it.Next()
			if !r.gen.Shared[doc] {
				continue
			}
			for _, other := range r.gen.Members[r.gen.Works[doc]] {
				at, n := r.gen.Place(other)
				out[at].Remove(n)
			}
		}
	}
	return out, nil
}

// languageStatistics is what BM25 needs to know of one language.
type languageStatistics struct {
	reading    int
	language   corpus.Language
	statements []*roaring.Bitmap // by segment
	count      float64
	average    float64 // words of a statement
}

// languageStatistics lays out the languages of the index, but for one.
func (r *run) languageStatistics(without corpus.Language) []languageStatistics {
	var out []languageStatistics
	for i, a := range r.analyzers {
		if !a.Speaks() || a.Code == string(without) {
			continue
		}
		s := languageStatistics{reading: i, language: corpus.Language(a.Code), statements: make([]*roaring.Bitmap, len(r.gen.Segments))}
		words := 0.0
		for si, seg := range r.gen.Segments {
			set := roaring.New()
			for it := seg.Live.Iterator(); it.HasNext(); {
				n := it.Next()
				if doc := r.gen.Bases[si] + n; r.gen.Reading(doc) == i {
					set.Add(n)
					words += float64(r.gen.TextLength[doc])
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

// bridging is the work on one request for statements in other languages.
type bridging struct {
	*run
	languages  []languageStatistics
	candidates []*roaring.Bitmap

	scores  map[uint32]float64
	clauses []*analysis.Clause
	found   []search.BridgedWord
	buffer  scratch
}

// expected is an equivalent that occurs, with its share of the weights.
type expected struct {
	clause *analysis.Clause
	name   search.Equivalent
	share  float64
	typed  bool
}

// word adds the scores of a word in all languages.
func (b *bridging) word(w search.BridgedWord) error {
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
		b.found = append(b.found, shown)
	}
	return nil
}

// forms looks up the equivalents of a word in a language that statements of it contain,
// those with one stem once.
func (b *bridging) forms(w search.BridgedWord, l *languageStatistics) ([]expected, error) {
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
			docs, err := b.matchClause(clause, si)
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
func (b *bridging) score(forms []expected, l *languageStatistics) error {
	held := 0.0
	for _, f := range forms {
		for si := range b.gen.Segments {
			held += f.share * float64(b.run.clauses[f.clause][si].docs.AndCardinality(l.statements[si]))
		}
	}
	idf := math.Log(1 + (l.count-held+.5)/(held+.5))
	for si := range b.gen.Segments {
		base := b.gen.Bases[si]
		times := map[uint32]float64{}
		for _, f := range forms {
			docs := roaring.FastAnd(b.run.clauses[f.clause][si].docs, l.statements[si], b.candidates[si])
			if docs.IsEmpty() {
				continue
			}
			list := docs.ToArray()
			for i := range list {
				list[i] += base
			}
			if err := b.occurrences(f.clause, si, segment.NewMatched(b.gen.Segments[si], docs, list, base), &b.buffer, inText); err != nil {
				return err
			}
			for i, doc := range b.buffer.counts.Docs {
				times[doc] += f.share * float64(b.buffer.counts.Times[i])
			}
		}
		for doc, count := range times {
			norm := lengthNorm(float64(b.gen.TextLength[base+doc]), l.average)
			b.scores[base+doc] += idf * count * (k1 + 1) / (count + norm)
		}
	}
	for _, f := range forms {
		f.clause.Idf = idf * f.share
		if !slices.Contains(b.clauses, f.clause) {
			b.clauses = append(b.clauses, f.clause)
		}
	}
	return nil
}

// languageOf is the language of a reading; "" of none.
func (ix *Index) languageOf(reading int) corpus.Language {
	if reading < 0 || !ix.analyzers[reading].Speaks() {
		return ""
	}
	return corpus.Language(ix.analyzers[reading].Code)
}

// Words lists the words of the index; see search.Lexicon.
func (ix *Index) Words(ctx context.Context, visit func(l corpus.Language, word string, count int), run func(l corpus.Language, text string)) error {
	return wordlist.Each(ctx, ix.gen, ix.analyzers, visit, run)
}
