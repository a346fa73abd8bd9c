package works

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// Thresholds of resemblance. Complete copies of speeches resemble each other by at
// least 0.58, different speeches of a state in consecutive years by at most 0.11.
const (
	isCopy   = 0.35
	isSame   = 0.95 // except for slips
	isInAny  = 0.8  // a copy whatever languages are recorded: one of them is wrong
	nameSure = 0.95
	loneSure = 0.75
	// A translation must agree better than the next candidate by this margin.
	margin = 0.05
)

// link is the reason why two documents are one work.
type link struct {
	a, b  int
	score float64 // orders links; also the confidence
	why   string  // shown with either document, after the id of the other
}

// class is a set of documents known to be one work.
type class struct {
	members []int
	by      map[int]link // why a document belongs to it
}

// group assigns documents, sorted by id, to works. The result has an entry for each
// document whose work was not assigned by a person.
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

// given joins documents that people or listing pages assigned to one work, by its
// name or by the id of one of its statements.
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

// merge joins the classes of two documents.
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

// inOrderOfScore sorts links by descending score, so that the result does not depend
// on the order of the input.
func inOrderOfScore(links []link) {
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
}

// copies joins texts that are equal or nearly so. Every document of one class must be
// compatible with every document of the other: resemblance is not transitive.
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

// each reports whether holds is true for all pairs of two classes.
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

// compatible reports whether the classes of two documents may be joined. Documents
// that a person assigned are not checked again, but keep their work.
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

// works returns the work of each document: the one assigned by a person, the one
// assigned by a listing page, or the smallest id in its class.
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
