package listing

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// entry reads an entry of a list. One that holds another list is the heading of
// it, unless that list is of its own languages.
func (w *walker) entry(n *html.Node, depth int) {
	w.flush()
	lists, own := split(n)
	switch {
	case lists == nil || own == nil || hasLink(own...):
		w.bullet = true
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.walk(c, depth+1)
		}
		w.flush()
		return
	case onlyLanguageLinks(lists):
		w.bullet, w.holds = true, true
	default:
		w.level = listHeading + w.depth
	}
	level := w.level
	for _, c := range own {
		w.walk(c, depth+1)
	}
	w.flush()
	w.depth++
	for _, c := range lists {
		w.walk(c, depth+1)
	}
	w.depth--
	w.flush()
	if level > 0 {
		w.lines = append(w.lines, line{closes: level})
	}
}

// split parts the children of an entry into the lists and what stands before them.
func split(n *html.Node) (lists, own []*html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.DataAtom == atom.Ul || c.DataAtom == atom.Ol:
			lists = append(lists, c)
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
		default:
			own = append(own, c)
		}
	}
	return lists, own
}

func hasLink(nodes ...*html.Node) bool {
	for _, n := range nodes {
		if n.DataAtom == atom.A {
			return true
		}
		for c := range n.Descendants() {
			if c.DataAtom == atom.A {
				return true
			}
		}
	}
	return false
}

func onlyLanguageLinks(lists []*html.Node) bool {
	links := 0
	for _, n := range lists {
		for c := range n.Descendants() {
			if c.DataAtom == atom.Ul || c.DataAtom == atom.Ol {
				return false // of entries, which have languages of their own
			}
			if c.DataAtom != atom.A {
				continue
			}
			text := ""
			for t := range c.Descendants() {
				if t.Type == html.TextNode {
					text += t.Data
				}
			}
			if _, ok := languageOf(text); !ok {
				return false
			}
			links++
		}
	}
	return links > 0
}

// laidOut tells whether a row serves to lay out the page, as was the custom: its
// cells hold lists, headings or tables, or many lines, or it has one cell only
// with several lines.
func laidOut(row *html.Node) bool {
	lines, cells := 0, 0
	for n := range row.Descendants() {
		switch n.DataAtom {
		case atom.Td, atom.Th:
			cells++
		case atom.Table, atom.Ul, atom.Ol, atom.Dl, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			return true
		case atom.P, atom.Br:
			lines++
		}
	}
	return lines > 12 || cells == 1 && lines > 1
}
