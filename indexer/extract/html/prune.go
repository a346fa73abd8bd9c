package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// prune takes out of the tree what a reader of the page does not see, and
// undoes what hides content from the finder of main content.
func prune(doc *html.Node) {
	var out []*html.Node
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.CommentNode, n.Type == html.ElementNode && isHidden(n):
			out = append(out, n)
		case n.DataAtom == atom.Form && len(text(n)) > longForm:
			// The pages of some systems are one form, and forms are thrown away.
			n.DataAtom, n.Data = atom.Div, "div"
		case n.DataAtom == atom.Time, n.DataAtom == atom.Ins:
			n.DataAtom, n.Data = atom.Span, "span"
		}
	}
	for _, n := range out {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}

// longForm is how much text, in bytes, no form holds that is there to be filled in.
const longForm = 1500

// isHidden tells what is not shown. A page as a whole is: where it says it is
// hidden, its scripts show it.
func isHidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article:
		return false
	case atom.Template:
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			if !strings.EqualFold(a.Val, "until-found") {
				return true
			}
		case "aria-hidden":
			if strings.EqualFold(strings.TrimSpace(a.Val), "true") {
				return true
			}
		case "style":
			for property, value := range declarations(n) {
				switch property {
				case "display":
					if value == "none" {
						return true
					}
				case "visibility":
					if value == "hidden" || value == "collapse" {
						return true
					}
				}
			}
		}
	}
	return false
}
