package works

import (
	"fmt"
	"slices"
	"strings"

	"rostrum/corpus"
)

// translations joins classes in different languages. A class that agrees equally well
// with two classes of the same language is joined with neither.
func (g *grouping) translations() {
	var links []link
	for i := range g.documents {
		for j := i + 1; j < len(g.documents); j++ {
			if l, ok := g.translation(i, j); ok {
				links = append(links, l)
			}
		}
	}
	links = append(links, g.lone(links)...)
	inOrderOfScore(links)
	rivals := slices.Clone(links)
	classes := slices.Clone(g.in) // as they are before any translations are joined
	for _, l := range links {
		if g.in[l.a] == g.in[l.b] || !g.complementary(l) || !g.compatible(l, func(a, b *document) bool { return false }) {
			continue
		}
		if !slices.ContainsFunc(rivals, func(r link) bool { return g.rival(classes, l, r) }) {
			g.merge(l)
		}
	}
}

// rival reports whether another link joins one end of l to a class of the same
// language, with nearly the same score.
func (g *grouping) rival(classes []*class, l, r link) bool {
	if l.score-r.score >= margin {
		return false
	}
	for _, e := range [][2]int{{r.a, r.b}, {r.b, r.a}} {
		for _, f := range [][2]int{{l.a, l.b}, {l.b, l.a}} {
			if classes[e[0]] == classes[f[0]] && classes[e[1]] != classes[f[1]] &&
				g.documents[e[1]].Language == g.documents[f[1]].Language && g.in[e[1]] != g.in[f[0]] {
				return true
			}
		}
	}
	return false
}

// complementary reports whether two classes have no language in common.
func (g *grouping) complementary(l link) bool {
	return g.each(l, func(a, b *document) bool { return a.Language != b.Language && a.Language != "" && b.Language != "" })
}

// translation returns the link of two documents in different languages, if they are
// one work.
func (g *grouping) translation(i, j int) (link, bool) {
	a, b := g.documents[i], g.documents[j]
	if a.Language == b.Language || a.Language == "" || b.Language == "" || !compatible(a, b, false) || !similarLength(a, b) {
		return link{}, false
	}
	numbers, names := a.anchors().compare(b.anchors())
	best := link{i, j, 0, ""}
	for _, found := range []agreement{numbers, names} {
		if !found.enough() {
			continue
		}
		// A share of 0.4 is a lot: languages also write numbers as words.
		if score := min(.97, .8+.2*found.share); score > best.score {
			best.score, best.why = score, fmt.Sprintf("translation, %d of %d %s in the same order", found.shared, found.of, found.what)
		}
	}
	if numbers.contradicts() && (names.what == "" || names.contradicts()) {
		return link{}, false
	}
	switch {
	case namedAlike(a, b):
		best.score, best.why = max(best.score, nameSure), "translation, the files are named alike but for the language"
	case a.symbol != "" && a.symbol == b.symbol:
		best.score, best.why = max(best.score, nameSure), "translation, with the same symbol"
	}
	return best, best.score > 0
}

// lone links documents without agreement in their text that are the only one in their
// language by the same authors on the same topic and day.
func (g *grouping) lone(known []link) []link {
	linked := map[int]bool{}
	for _, l := range known {
		linked[l.a], linked[l.b] = true, true
	}
	place := func(d *document) string {
		if len(d.Topics) == 0 || d.Date.Day == 0 {
			return ""
		}
		topics := d.Values(corpus.FieldTopic)
		slices.Sort(topics)
		return d.Date.String() + " " + strings.Join(topics, " ")
	}
	only := func(i int) bool {
		for j, other := range g.documents {
			if g.in[j] != g.in[i] && place(other) == place(g.documents[i]) && other.Language == g.documents[i].Language {
				return false
			}
		}
		return true
	}
	var out []link
	for i, a := range g.documents {
		for j := i + 1; j < len(g.documents); j++ {
			b := g.documents[j]
			if linked[i] || linked[j] || place(a) == "" || place(a) != place(b) || a.Language == b.Language || !compatible(a, b, false) || !similarLength(a, b) {
				continue
			}
			numbers, names := a.anchors().compare(b.anchors())
			if numbers.contradicts() || names.contradicts() || !only(i) || !only(j) {
				continue
			}
			out = append(out, link{i, j, loneSure, "translation, as each is the only statement of these authors on this topic and day in its language"})
		}
	}
	return out
}

// similarLength reports whether one text can be a translation of the other. A Chinese
// character counts as four of another script.
func similarLength(a, b *document) bool {
	length := func(d *document) float64 {
		if d.Language == corpus.Chinese {
			return 4 * float64(d.letters)
		}
		return float64(d.letters)
	}
	x, y := length(a), length(b)
	return x > 0 && y > 0 && x < 3*y && y < 3*x
}
