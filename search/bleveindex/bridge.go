package bleveindex

import (
	"context"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/otherlanguages"
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
	b := otherlanguages.New(ix.gen, ix.analyzers, &postings{run: r}, req.BridgeFrom, candidates)
	b.Score = func(count, length, average float64) float64 {
		return count * (k1 + 1) / (count + lengthNorm(length, average))
	}
	for _, w := range req.Bridge {
		if err := b.Word(w); err != nil {
			return nil, err
		}
	}
	found := make([]*roaring.Bitmap, len(ix.gen.Segments))
	for si := range found {
		found[si] = roaring.New()
	}
	for doc := range b.Scores {
		si, n := ix.gen.Place(doc)
		found[si].Add(n)
	}
	m := matches{found: found}
	sc := ix.scratch.Get().(*scratch)
	defer ix.scratch.Put(sc)
	sc.docs = m.docs(ix.gen, sc.docs[:0])
	for doc, score := range b.Scores {
		sc.scores[doc] = score
	}
	counted := group(ix.gen, sc.docs, false, sc)
	col := &collector{order: order{g: ix.gen, sort: search.SortRelevance, typed: -1, reader: req.Language}, wanted: req.From + req.Size}
	kept := col.collect(m, counted, sc.scores)
	for _, doc := range sc.docs {
		sc.scores[doc] = 0
	}
	res := &search.Results{Total: len(counted.singles) + len(counted.works), Index: ix.gen.Info, Language: req.BridgeFrom, Bridge: b.Found}
	marker := analysis.NewMarker(ix.analyzers, b.Clauses)
	for _, c := range kept[min(req.From, len(kept)):] {
		hit, err := r.hit(c, req, b.Clauses, marker)
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
		// What a statement is taken for counts: nothing tells the language of a Chinese or a
		// short text for sure.
		for _, n := range set.ToArray() {
			if r.gen.Reading(r.gen.Bases[si]+n) == typed {
				set.Remove(n)
			}
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

// postings lets the scorer of other languages look up words.
type postings struct {
	*run
	buffer scratch
}

func (p *postings) Match(l *analysis.Clause, si int) (*roaring.Bitmap, error) {
	return p.matchClause(l, si)
}

func (p *postings) Count(l *analysis.Clause, si int, m *segment.Matched) ([]uint32, []float32, error) {
	err := p.occurrences(l, si, m, &p.buffer, inText)
	return p.buffer.counts.Docs, p.buffer.counts.Times, err
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
