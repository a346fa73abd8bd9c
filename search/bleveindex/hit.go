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

// hit fills in what a candidate shows.
func (r *run) hit(c candidate, req search.Request, clauses []*analysis.Clause, m *analysis.Marker) (search.Hit, error) {
	s, n := r.gen.Locate(c.doc)
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
		hit.Passages, hit.PassagesTotal, err = r.passages(s, rec, parts[1:], m, req.Passages)
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

// passages chooses the best paragraphs of a statement and says how many match.
func (r *run) passages(s *segment.Segment, rec *segment.Record, parts []segment.Part, m *analysis.Marker, wanted int) ([]search.Passage, int, error) {
	words := 0
	for _, p := range parts {
		words += p.Words
	}
	if err := r.work.Spend(shownWork * words); err != nil {
		return nil, 0, err
	}
	var pages []corpus.Page
	readings := make([]int, len(parts))
	for i, p := range parts {
		readings[i] = p.Language
	}
	empty := true
	if err := s.Pages(rec, func(_ int, p corpus.Page) bool {
		pages = append(pages, p)
		empty = empty && strings.TrimSpace(p.Text) == ""
		// The opening is enough where nothing is marked; pages before it may be empty.
		return len(m.Clauses) > 0 || len(pages) < 3 || empty
	}); err != nil {
		return nil, 0, err
	}
	shown, total := m.Passages(&rec.Statement, pages, readings, wanted)
	return shown, total, nil
}
