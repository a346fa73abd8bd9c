package works

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// The bounds of resemblance. Real copies of real speeches resemble each other
// by 0.58 and more where both are whole, different speeches of one state in
// following years by 0.11 at most.
const (
	isCopy   = 0.35
	isSame   = 0.95 // but for slips
	isInAny  = 0.8  // a copy whatever languages are recorded: one of them is wrong
	nameSure = 0.95
	loneSure = 0.75
	// A translation has to agree by so much more than the next candidate.
	margin = 0.05
)

// link is why two documents are one work.
type link struct {
	a, b  int
	score float64 // orders links; also the confidence
	why   string  // said of either, after the id of the other
}

// class is documents that are one work, as far as is known.
type class struct {
	members []int
	by      map[int]link // why a member is in it
}

// group tells of documents, which are in the order of their ids, of which
// works they are. It has an entry for each whose work nobody gave.
func group(documents []*document) []catalog.Work {
	g := &grouping{documents: documents, in: make([]*class, len(documents))}
	for i := range documents {
		g.in[i] = &class{members: []int{i}, by: map[int]link{}}
	}
	g.given()
	g.copies()
	g.translations()
	return g.works()
}

// given joins what people and listing pages put together: by the name of a
// work, or by the id of one of its statements.
func (g *grouping) given() {
	first := map[corpus.WorkID]int{}
	join := func(i int, work corpus.WorkID) {
		if j, ok := first[work]; ok {
			g.merge(link{j, i, 1, givenAsOne})
		} else {
			first[work] = i
		}
	}
	for i, d := range g.documents {
		if d.fixed != "" && !d.alone {
			join(i, d.fixed)
		}
	}
	for i, d := range g.documents {
		if _, named := first[corpus.WorkID(d.ID)]; named && d.fixed == "" {
			d.fixed = corpus.WorkID(d.ID)
			join(i, d.fixed)
		}
	}
	for i, d := range g.documents {
		if d.listed != "" && !d.alone {
			join(i, d.listed)
		}
	}
	for i, d := range g.documents {
		if _, named := first[corpus.WorkID(d.ID)]; named && !d.alone && d.fixed == "" {
			join(i, corpus.WorkID(d.ID))
		}
	}
}

const givenAsOne = "given as one work"

type grouping struct {
	documents []*document
	in        []*class // by document
}

// merge puts the classes of two documents together.
func (g *grouping) merge(l link) {
	to, from := g.in[l.a], g.in[l.b]
	if to == from {
		return
	}
	for _, end := range []int{l.a, l.b} {
		if known, ok := g.in[end].by[end]; !ok || known.score < l.score {
			g.in[end].by[end] = l
		}
	}
	for _, i := range from.members {
		to.members = append(to.members, i)
		if why, ok := from.by[i]; ok {
			to.by[i] = why
		}
		g.in[i] = to
	}
	slices.Sort(to.members)
}

// inOrderOfScore sorts links, the strongest first, so that the outcome does
// not depend on the order of anything else.
func inOrderOfScore(links []link) {
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
}

// copies joins texts that are the same or nearly so. All of one class have to
// be compatible with all of the other: likeness is not handed on.
func (g *grouping) copies() {
	same := func(a, b *document) float64 {
		if a.Origin.SHA256 != "" && a.Origin.SHA256 == b.Origin.SHA256 {
			return 1
		}
		return a.sketch.resemblance(b.sketch)
	}
	var links []link
	for i, a := range g.documents {
		for j := i + 1; j < len(g.documents); j++ {
			b := g.documents[j]
			likeness := same(a, b)
			if likeness < isCopy || a.Language != b.Language && likeness < isInAny || !compatible(a, b, likeness >= isSame) {
				continue
			}
			links = append(links, link{i, j, .7 + .29*likeness, fmt.Sprintf("%.0f %% of the text is the same", 100*likeness)})
		}
	}
	inOrderOfScore(links)
	for _, l := range links {
		if g.in[l.a] != g.in[l.b] && g.compatible(l, func(a, b *document) bool { return same(a, b) >= isSame }) {
			g.merge(l)
		}
	}
}

// each tells whether something holds for all pairs of two classes.
func (g *grouping) each(l link, holds func(a, b *document) bool) bool {
	for _, i := range g.in[l.a].members {
		for _, j := range g.in[l.b].members {
			if !holds(g.documents[i], g.documents[j]) {
				return false
			}
		}
	}
	return true
}

// compatible tells whether the classes of two documents may be joined. What a
// person put into a class is not asked again, but keeps its work.
func (g *grouping) compatible(l link, sameText func(a, b *document) bool) bool {
	ends := []*document{g.documents[l.a], g.documents[l.b]}
	given := func(d *document) bool { return d.fixed != "" && !slices.Contains(ends, d) }
	return g.each(l, func(a, b *document) bool {
		if given(a) || given(b) {
			return a.fixed == "" || b.fixed == "" || a.fixed == b.fixed
		}
		return compatible(a, b, sameText(a, b))
	})
}

// works names the work of each document: the one that a person gave, the one
// that a page listed, or the smallest id in it.
func (g *grouping) works() []catalog.Work {
	var out []catalog.Work
	for i, d := range g.documents {
		w := catalog.Work{ID: d.ID}
		c := g.in[i]
		work := g.name(c)
		why, found := c.by[i]
		if len(c.members) > 1 && !d.alone && (found && why.why != givenAsOne || work != d.listed) {
			other := g.documents[why.a]
			if why.a == i {
				other = g.documents[why.b]
			}
			w.Evidence = &corpus.Evidence{
				Field: corpus.FieldWork, Value: []string{string(work)}, Rule: corpus.RuleSameWork,
				Source: fmt.Sprintf("%s: %s", other.ID, why.why), Confidence: math.Round(100*why.score) / 100,
			}
		}
		out = append(out, w)
	}
	return out
}

func (g *grouping) name(c *class) corpus.WorkID {
	var fixed, listed corpus.WorkID
	for _, m := range c.members {
		d := g.documents[m]
		if fixed == "" {
			fixed = d.fixed
		}
		if d.listed != "" && (listed == "" || d.listed < listed) {
			listed = d.listed
		}
	}
	return cmp.Or(fixed, listed, corpus.WorkID(g.documents[c.members[0]].ID))
}
