package bleveindex

import (
	"context"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/suggest"
)

// Search answers a request; see search.Searcher.
func (ix *Index) Search(ctx context.Context, req search.Request) (*search.Results, error) {
	return guarded(ctx, "search", func() (*search.Results, error) { return ix.search(ctx, req) })
}

func (ix *Index) search(ctx context.Context, req search.Request) (*search.Results, error) {
	start := time.Now()
	plan, err := search.NewPlan(req, ix.queryContext())
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	after, err := readCursor(ix.gen, req)
	if err != nil {
		return nil, err
	}
	if len(req.Bridge) > 0 {
		return ix.bridge(ctx, req, plan)
	}
	r := newRun(ctx, ix)
	typed, preferred, err := r.typed(ix, plan.Root, req.Language)
	if err != nil {
		return nil, err
	}
	r.typedReading, r.preferred, r.known = typed, preferred, ix.languages()
	lowered, err := analysis.Lower(ix.analyzers, plan.Root, typed)
	if err != nil {
		return nil, err
	}
	clauses := lowered.Clauses
	if plan.TextOnly {
		for _, c := range clauses {
			c.InNames = false
		}
	}
	found, err := r.find(lowered.Root, req)
	if err != nil {
		return nil, err
	}
	sc := ix.scratch.Get().(*scratch)
	sc.docs = found.main.docs(ix.gen, sc.docs[:0])
	if err := r.scoreAll(lowered.Concepts, found.main.found, sc); err != nil {
		return nil, err // the scratch is not clean: leave it to the garbage collector
	}
	if sortOf(req) == search.SortRelevance && req.Size > 0 {
		if err := r.addProximity(clauses, found.main, sc.docs, sc); err != nil {
			return nil, err
		}
	}
	if found.main.full != nil {
		scaleSome(ix.gen, found.main, sc)
	}
	counted := group(ix.gen, sc.docs, req.Documents, sc)
	by := order{g: ix.gen, sort: sortOf(req), known: r.known, typed: preferred, reader: req.Language}
	col := &collector{order: by, wanted: req.From + req.Size, after: after, inOrder: byDate(ix.gen, sortOf(req), plan.Root != nil, len(sc.docs))}
	kept := col.collect(found.main, counted, sc.scores)
	if sortOf(req) == search.SortRelevance {
		kept = r.lift(col, found.main, counted, sc.scores, kept)
	}
	var sample []uint32
	if req.Related > 0 && plan.Root != nil {
		best := &collector{order: order{g: ix.gen, sort: search.SortRelevance, known: r.known, typed: preferred}, wanted: suggest.RelatedSample}
		for _, c := range best.collect(found.main, group(ix.gen, sc.docs, false, sc), sc.scores) {
			sample = append(sample, c.doc)
		}
	}
	for _, doc := range sc.docs {
		sc.scores[doc] = 0
	}
	defer ix.scratch.Put(sc)

	res := &search.Results{Total: len(counted.singles) + len(counted.works), Relaxed: found.main.full != nil, Index: ix.gen.Info, Facets: map[corpus.Field]search.Facet{}, Language: ix.languageOf(typed)}
	if req.Forms {
		if res.Forms, err = r.forms(lowered.Concepts, found.main.found); err != nil {
			return nil, err
		}
	}
	for _, f := range req.Facets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		byValue := counted
		if m, ok := found.lifted[f]; ok {
			sc.lifted = m.docs(ix.gen, sc.lifted[:0])
			byValue = group(ix.gen, sc.lifted, req.Documents, sc)
		}
		res.Facets[f] = ix.facet(f, byValue, req)
	}
	if res.Related, err = ix.suggester.Related(ctx, sample, clauses, plan.Root, req); err != nil {
		return nil, err
	}
	page := kept[min(req.From, len(kept)):]
	m := analysis.NewMarker(ix.analyzers, clauses)
	for _, c := range page {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		hit, err := r.hit(c, req, clauses, m)
		if err != nil {
			return nil, err
		}
		res.Hits = append(res.Hits, hit)
	}
	if len(page) == req.Size && req.Size > 0 && col.passed > col.wanted {
		if res.Next, err = cursorAfter(ix.gen, req, page[len(page)-1]); err != nil {
			return nil, err
		}
	}
	res.Took = time.Since(start)
	return res, nil
}

// evaluated are the matches of a request, also with each filter removed, for the
// facets.
type evaluated struct {
	main   matches
	lifted map[corpus.Field]matches
}

// find evaluates query and filters, and relaxes the query if too few statements match
// all of it.
func (r *run) find(root analysis.Node, req search.Request) (evaluated, error) {
	segments := len(r.gen.Segments)
	full := make([]*roaring.Bitmap, segments)
	relaxed := make([]*roaring.Bitmap, segments)
	canRelax := false
	for si := range segments {
		switch n := root.(type) {
		case nil:
			full[si] = r.gen.Segments[si].Live
		case analysis.And:
			var err error
			if full[si], relaxed[si], err = r.matchAnd(n, si); err != nil {
				return evaluated{}, err
			}
			canRelax = n.Relax
		default:
			var err error
			if full[si], err = r.match(n, si); err != nil {
				return evaluated{}, err
			}
		}
	}
	filters := make([]filterSet, segments)
	for si := range segments {
		var err error
		if filters[si], err = r.filters(si, req.Filters); err != nil {
			return evaluated{}, err
		}
	}
	narrow := func(sets []*roaring.Bitmap, lifted corpus.Field) []*roaring.Bitmap {
		out := make([]*roaring.Bitmap, segments)
		for si, m := range sets {
			out[si] = filters[si].apply(m, lifted)
		}
		return out
	}
	a := evaluated{main: matches{found: narrow(full, "")}, lifted: map[corpus.Field]matches{}}
	sets := full
	if canRelax && r.works(matches{found: full}, search.RelaxBelow) < search.RelaxBelow {
		sets = make([]*roaring.Bitmap, segments)
		for si := range sets {
			sets[si] = roaring.Or(full[si], relaxed[si])
		}
		some := matches{found: narrow(sets, "")}
		if some.count() > a.main.count() {
			told, err := r.told(root.(analysis.And), some, full)
			if err != nil {
				return evaluated{}, err
			}
			some.full = narrow(told, "")
			a.main = some
		}
	}
	for _, f := range req.Facets {
		if len(req.Filters.Values[f]) > 0 {
			a.lifted[f] = matches{found: narrow(sets, f)}
		}
	}
	return a, nil
}

// count is the number of statements of m.
func (m matches) count() (n uint64) {
	for _, found := range m.found {
		n += found.GetCardinality()
	}
	return n
}

// works counts the works of m, up to a limit.
func (r *run) works(m matches, limit int) int {
	seen := map[uint32]bool{}
	for si, found := range m.found {
		for it := found.Iterator(); it.HasNext() && len(seen) < limit; {
			seen[r.gen.Works[r.gen.Bases[si]+it.Next()]] = true
		}
	}
	return len(seen)
}

// filterSet are the statements of a segment that pass the filters.
type filterSet struct {
	fields map[corpus.Field]*roaring.Bitmap
	times  *roaring.Bitmap // by date and by time of addition; nil: all
}

func (f filterSet) apply(m *roaring.Bitmap, lifted corpus.Field) *roaring.Bitmap {
	for field, set := range f.fields {
		if field != lifted {
			m = roaring.And(m, set)
		}
	}
	if f.times != nil {
		m = roaring.And(m, f.times)
	}
	return m
}

func (r *run) filters(si int, f search.Filters) (filterSet, error) {
	set := filterSet{fields: map[corpus.Field]*roaring.Bitmap{}}
	for field, values := range f.Values {
		if len(values) == 0 {
			continue
		}
		var any analysis.Or
		for _, v := range values {
			any.Parts = append(any.Parts, analysis.Keyword{Field: field, Id: v})
		}
		m, err := r.matchOr(any, si)
		if err != nil {
			return set, err
		}
		set.fields[field] = m
	}
	if !f.From.IsZero() || !f.To.IsZero() {
		set.times = r.matchDates(analysis.DateRange{From: f.From, To: f.To}, si)
	}
	if !f.Since.IsZero() {
		added := r.addedSince(si, f.Since)
		if set.times != nil {
			added.And(set.times)
		}
		set.times = added
	}
	return set, nil
}
