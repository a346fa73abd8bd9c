package html

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxUnseen is how many words may be hidden without a word of warning.
const maxUnseen = 20

// prune takes out of the tree what a reader of the page does not see, and
// undoes what hides content from the finder of main content. It counts the
// words in sentences that it takes out.
func prune(doc *html.Node) (unseen int) {
	var out []*html.Node
	applySheets(doc)
	v := view{styled: styled(doc), text: len(text(body(doc)))}
	opened := openedBy(doc)
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.CommentNode, n.Type == html.ElementNode && v.isHidden(n) && !isPanel(n, opened):
			out = append(out, n)
		case n.Type == html.ElementNode && v.isHidden(n):
			show(n)
		case n.DataAtom == atom.Form && len(text(n)) > longForm:
			// The pages of some systems are one form, and forms are thrown away.
			n.DataAtom, n.Data = atom.Div, "div"
		case n.DataAtom == atom.Time, n.DataAtom == atom.Ins:
			n.DataAtom, n.Data = atom.Span, "span"
		}
	}
	for _, n := range out {
		if n.Type == html.ElementNode && tag(n) != atom.Template && !within(n, isMenu) {
			for _, b := range blocks(n) {
				if len(b.text) >= prose && b.links*2 < len(b.text) && !asksConsent(b.text) {
					unseen += len(strings.Fields(b.text))
				}
			}
		}
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	return unseen
}

// show takes from an element what hides it.
func show(n *html.Node) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "hidden" || a.Key == "aria-hidden" || a.Key == "style" || a.Key == looksKey
	})
}

// isMenu tells elements that a page shows when it is asked to, and that are no
// text of it.
func isMenu(n *html.Node) bool {
	return tag(n) == atom.Nav || tag(n) == atom.Dialog || tag(n) == atom.Footer ||
		named(n, "menu", "nav", "modal", "dialog", "popup", "overlay", "cookie", "consent", "search", "tooltip", "share")
}

// openedBy lists the ids of elements that the page's buttons and links show.
func openedBy(doc *html.Node) map[string]bool {
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for id := range strings.FieldsSeq(attribute(n, "aria-controls")) {
			ids[id] = true
		}
		for _, key := range []string{"data-target", "data-bs-target", "href"} {
			if id, ok := strings.CutPrefix(attribute(n, key), "#"); ok && id != "" && (key != "href" || attribute(n, "role") != "" || attribute(n, "data-toggle") != "" || attribute(n, "data-bs-toggle") != "") {
				ids[id] = true
			}
		}
	}
	return ids
}

var panels = regexp.MustCompile(`(?i)(^|[\s_-])(tab-?pane|tab-?panel|tab-?content|accordion|collapse|collapsible|panel|toggle|expand(able)?|read-?more)`)

// isPanel tells a part of the text that readers open by themselves: a tab, a
// part of an accordion.
func isPanel(n *html.Node, opened map[string]bool) bool {
	if isMenu(n) || within(n.Parent, isMenu) {
		return false
	}
	return opened[attribute(n, "id")] && attribute(n, "id") != "" || strings.EqualFold(attribute(n, "role"), "tabpanel") || panels.MatchString(attribute(n, "class"))
}

// unread are the classes of what only screen readers read.
var unread = regexp.MustCompile(`(?i)(^|\s)(sr-only|visually-?hidden|screen-reader-text|element-invisible)($|\s)`)

// view is what is known of the looks of a page as a whole.
type view struct {
	styled bool // not all is known of them
	text   int  // bytes of it
}

// sameColour tells letters in the very colour that is said to lie beneath them.
func (v view) sameColour(n *html.Node) bool {
	ink := ""
	for property, value := range declarations(n) {
		if property == "color" {
			ink = plainColour(value)
		}
	}
	if ink == "" {
		return false
	}
	for at := n; at != nil && at.Type == html.ElementNode; at = at.Parent {
		if c := attribute(at, "bgcolor"); c != "" {
			return plainColour(strings.ToLower(c)) == ink
		}
		for property, value := range declarations(at) {
			if property == "background-color" || property == "background" {
				if value != "transparent" && value != "none" && value != "inherit" {
					return plainColour(value) == ink
				}
			}
		}
	}
	// Nothing is said of what lies beneath: it is white unless a style sheet says
	// otherwise.
	return ink == "#ffffff" && !v.styled
}

// styled tells a page of whose looks not all is known: it has style sheets in
// files of their own, or pictures that may lie beneath its letters.
func styled(n *html.Node) bool {
	for n.Parent != nil {
		n = n.Parent
	}
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.Img, atom.Picture, atom.Video, atom.Svg, atom.Canvas:
			return true
		case atom.Style:
			if d.FirstChild != nil && (strings.Contains(d.FirstChild.Data, "url(") || strings.Contains(d.FirstChild.Data, "gradient(") || strings.Contains(d.FirstChild.Data, "@import")) {
				return true
			}
		case atom.Link:
			if strings.Contains(strings.ToLower(attribute(d, "rel")), "stylesheet") {
				return true
			}
		}
	}
	return false
}

// plainColour writes a colour in one way, where it can be told.
func plainColour(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), " ", "")
	switch s {
	case "white", "rgb(255,255,255)", "rgba(255,255,255,1)", "#fff":
		return "#ffffff"
	case "black", "rgb(0,0,0)", "rgba(0,0,0,1)", "#000":
		return "#000000"
	case "transparent":
		return ""
	}
	if len(s) == 4 && s[0] == '#' {
		return string([]byte{'#', s[1], s[1], s[2], s[2], s[3], s[3]})
	}
	return s
}

// longForm is how much text, in bytes, no form holds that is there to be filled in.
const longForm = 1500

// isHidden tells what is not shown. A page as a whole is: where it says it is
// hidden, its scripts show it.
func (v view) isHidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Head, atom.Body, atom.Main, atom.Article:
		return false
	case atom.Template:
		return true
	}
	if v.sameColour(n) || unread.MatchString(attribute(n, "class")) {
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
		}
	}
	if !looksHidden(ownStyle(n), n) {
		return false
	}
	// Sheets and scripts that are not there show what sheets on the page hide until
	// they have come: a large part of it.
	return !v.styled || attribute(n, looksKey) == "" || len(text(n))*maxHiddenPart < v.text
}

// maxHiddenPart is the part of the text of a page, one in so many, from which it
// is not hidden for good.
const maxHiddenPart = 10

// looksHidden tells a style that leaves nothing of an element to be seen.
func looksHidden(style map[string]string, n *html.Node) bool {
	is := func(property string, values ...string) bool { return slices.Contains(values, style[property]) }
	below := func(property string, most float64) bool {
		v, ok := number(style[property])
		return ok && v <= most
	}
	outside := is("position", "absolute", "fixed")
	cut := is("overflow", "hidden", "clip") || is("overflow-y", "hidden", "clip")
	switch {
	case is("display", "none"), is("visibility", "hidden", "collapse"), is("content-visibility", "hidden"):
	case below("opacity", 0.05):
	case below("font-size", 1) && !hasOwnSize(n):
	case outside && (below("left", farAway) || below("top", farAway) || below("right", farAway) || below("bottom", farAway)):
	case below("text-indent", farAway):
	case outside && emptyClip.MatchString(style["clip"]), emptyPath.MatchString(style["clip-path"]):
	case cut && (below("height", 1) || below("max-height", 1) || below("width", 1)):
	case is("color", "transparent"), clearInk.MatchString(style["color"]):
	case noScale.MatchString(style["transform"]):
	default:
		return false
	}
	return true
}

// farAway is where nothing of a window is, in pixels, or in ems.
const farAway = -150

var (
	emptyClip = regexp.MustCompile(`^rect\(\s*[01](px)?[\s,]+[01](px)?[\s,]+[01](px)?[\s,]+[01](px)?\s*\)$`)
	emptyPath = regexp.MustCompile(`^inset\(\s*(5\d|[6-9]\d|100)%\s*\)$|^circle\(0`)
	clearInk  = regexp.MustCompile(`^(rgb|hsl)a?\(.*[,/]\s*0?\.?0+%?\s*\)$`)
	noScale   = regexp.MustCompile(`(^|\s)scale[xy]?\(\s*0\s*[,)]`)
	cssLength = regexp.MustCompile(`^([-+]?[0-9]*\.?[0-9]+)(px|pt|em|rem|ex|ch|vw|vh|%)?$`)
)

// number is the number of a length, in whatever unit.
func number(s string) (float64, bool) {
	m := cssLength.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	v, err := strconv.ParseFloat(m[1], 64)
	switch m[2] {
	case "em", "rem", "ex", "ch", "%", "vw", "vh":
		if v > 0 {
			v *= 16 // not next to nothing
		}
	}
	return v, err == nil
}

// hasOwnSize tells an element within which type has a size of its own.
func hasOwnSize(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			if v, ok := number(ownStyle(d)["font-size"]); ok && v > 1 {
				return true
			}
		}
	}
	return false
}
