package bleveindex

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/generation"
	"rostrum/search/bleveindex/segment"
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

// newHit is a statement found, with the others of its work.
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

// shownWork is what a word of a statement costs that is read from its text.
const shownWork = 30

// lettersOfWord is about how many bytes a word has with the space after it.
const lettersOfWord = 6

// passages chooses the best paragraphs of a statement and says how many match. Its
// pages are read where the words of the clauses are, or whole if the segment does
// not tell where that is.
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
		// The opening is enough where nothing is marked; pages before it may be empty.
		return len(m.Clauses) > 0 || len(pages) < 3 || empty
	}); err != nil {
		return nil, 0, err
	}
	shown, total := m.Passages(&rec.Statement, pages, readings, places, wanted)
	return shown, total, nil
}

// interest is the words of a segment that may be marked for clauses, the same for
// each statement of a request; nil if texts have to be read whole.
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
