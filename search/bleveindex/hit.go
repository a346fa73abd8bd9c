package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
	"rostrum/search/query"
)

// hit fills in the hit for a candidate.
func (r *run) hit(c candidate, req search.Request, clauses []*analysis.Clause, m *analysis.Marker) (search.Hit, error) {
	si, n := r.gen.Place(c.doc)
	s := r.gen.Segments[si]
	rec, err := s.Record(n)
	if err != nil {
		return search.Hit{}, err
	}
	hit := newHit(r.gen, c.doc, rec)
	hit.Score = c.score
	parts, _ := s.Stream(n).Parts()
	hit.TitleRanges = m.Title(rec.Statement.Title, parts[0].Language)
	if req.Explain {
		if hit.Explanation, err = r.explain(c, clauses); err != nil {
			return hit, err
		}
	}
	if req.Passages > 0 {
		hit.Passages, hit.PassagesTotal, err = r.passages(si, n, rec, parts[1:], m, req.Passages)
	}
	return hit, err
}

// newHit returns a hit for a statement, with the other statements of its work.
func newHit(g *generation.Generation, doc uint32, rec *segment.Record) search.Hit {
	hit := search.Hit{Statement: rec.Statement, PageCount: len(rec.Pages)}
	if at := g.Added[doc]; at != 0 {
		hit.Statement.Added = time.UnixMicro(at).UTC()
	}
	for _, other := range g.Members[g.Works[doc]] {
		if other != doc {
			hit.Translations = append(hit.Translations, search.Translation{ID: g.ID(other), Language: g.Language(other)})
		}
	}
	slices.SortFunc(hit.Translations, func(a, b search.Translation) int {
		return cmp.Or(cmp.Compare(a.Language, b.Language), cmp.Compare(a.ID, b.ID))
	})
	return hit
}

// shownWork is the work of reading a word of a statement from its text.
const shownWork = 30

// lettersOfWord is the approximate size of a word and a space, in bytes.
const lettersOfWord = 6

// passages returns the best passages of a statement, and the number of matching ones.
// Pages are read where the words of the clauses are, or as a whole if the segment
// does not know where that is.
func (r *run) passages(si int, n uint32, rec *segment.Record, parts []segment.Part, m *analysis.Marker, wanted int) ([]search.Passage, int, error) {
	s := r.gen.Segments[si]
	x, err := r.interest(si, m.Clauses)
	if err != nil {
		return nil, 0, err
	}
	words, read := 0, 0
	var places []analysis.Places
	if x != nil {
		places = x.Places(n)
	}
	readings := make([]int, len(parts))
	for i, p := range parts {
		readings[i] = p.Language
		words += p.Words
		if places != nil {
			for _, stretch := range places[i].Stretches {
				read += stretch.Words
			}
		}
	}
	if places == nil {
		read = words
	}
	if err := r.work.Spend(words + shownWork*read); err != nil {
		return nil, 0, err
	}
	var pages []corpus.Page
	empty := true
	if err := s.Pages(rec, func(_ int, p corpus.Page) bool {
		pages = append(pages, p)
		empty = empty && strings.TrimSpace(p.Text) == ""
		// Without matches the opening is enough; the first pages may be empty.
		return len(m.Clauses) > 0 || len(pages) < 3 || empty
	}); err != nil {
		return nil, 0, err
	}
	shown, total := m.Passages(&rec.Statement, pages, readings, places, wanted)
	return shown, total, nil
}

// interest returns the words of a segment that may match clauses, which is the same
// for all statements of a request; nil if texts must be read as a whole.
func (r *run) interest(si int, clauses []*analysis.Clause) (*segment.Interest, error) {
	if len(clauses) == 0 || r.gen.Segments[si].Empty() {
		return nil, nil
	}
	if r.interests == nil {
		r.interests = make([]*segment.Interest, len(r.gen.Segments))
	}
	if r.interests[si] != nil {
		return r.interests[si], nil
	}
	x := r.gen.Segments[si].NewInterest()
	if x == nil {
		return nil, nil
	}
	for _, l := range clauses {
		for i := range l.Terms {
			ids, err := r.readers[si].WordsOf(&l.Terms[i])
			if err != nil {
				return nil, err
			}
			x.Add(ids...)
		}
	}
	r.interests[si] = x
	return x, nil
}

// Mark returns the matches of a query in the whole text of a statement; see
// search.Marker.
func (ix *Index) Mark(ctx context.Context, q query.Expr, exact bool, s corpus.Statement) ([][]search.Range, error) {
	plan, err := search.ReadQuery(q, exact, ix.queryContext())
	if err != nil || plan.Root == nil {
		return make([][]search.Range, len(s.Pages)), err
	}
	r := newRun(ctx, ix)
	typed, _, err := r.typed(ix, plan.Root, "")
	if err != nil {
		return nil, err
	}
	lowered, err := analysis.Lower(ix.analyzers, plan.Root, typed)
	if err != nil {
		return nil, fmt.Errorf("mark %s: %w", s.ID, err)
	}
	for _, p := range s.Pages {
		if err := r.work.Spend(shownWork * (1 + len(p.Text)/lettersOfWord)); err != nil {
			return nil, err
		}
	}
	return analysis.NewMarker(ix.analyzers, lowered.Clauses).Pages(&s), nil
}
