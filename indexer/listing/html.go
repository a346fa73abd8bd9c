package listing

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"rostrum/corpus"
)

// htmlLines cuts a page into lines. Navigation, forms, scripts and what is
// hidden are no part of them.
func htmlLines(content []byte, base *url.URL) ([]line, Page, error) {
	// Text in another encoding is hardly ever valid UTF-8, while pages that are
	// UTF-8 often do not say so.
	var r io.Reader = bytes.NewReader(content)
	if !utf8.Valid(content) {
		var err error
		if r, err = charset.NewReader(r, "text/html"); err != nil {
			return nil, Page{}, fmt.Errorf("decode page: %w", err)
		}
	}
	doc, err := html.ParseWithOptions(r)
	if err != nil {
		return nil, Page{}, corpus.ErrOverLimit.Errorf("the page cannot be parsed: %w", err)
	}
	w := &walker{base: base}
	w.walk(doc, 0)
	w.flush()
	return w.lines, Page{Title: strings.Join(strings.Fields(w.title), " "), Address: w.address}, nil
}

// maxDepth bounds the nesting that is followed; deeper content is not read.
const maxDepth = 400

// walker turns a tree into lines.
type walker struct {
	base    *url.URL
	title   string
	address string // of the page, as it says itself
	lines   []line

	text   strings.Builder
	links  []link
	open   *link
	level  int
	bullet bool
	cells  []string
	inRow  bool
	holds  bool
	depth  int // of lists within lists
	header bool
	bold   int // bytes of the line that are bold
}

func (w *walker) walk(n *html.Node, depth int) {
	if depth > maxDepth || len(w.lines) > maxItems*4 {
		return
	}
	switch n.Type {
	case html.TextNode:
		w.write(n.Data)
		return
	case html.CommentNode:
		if m := savedFrom.FindStringSubmatch(n.Data); m != nil && w.address == "" {
			w.address = m[1]
		}
		return
	}
	if n.Type == html.ElementNode {
		if leftAside[n.DataAtom] || hidden(n) {
			return
		}
		w.element(n, depth)
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, depth+1)
	}
}

// leftAside are the elements that hold no list of documents.
var leftAside = map[atom.Atom]bool{
	atom.Nav: true, atom.Footer: true, atom.Aside: true, atom.Script: true, atom.Style: true, atom.Noscript: true,
	atom.Form: true, atom.Template: true, atom.Svg: true, atom.Iframe: true, atom.Object: true, atom.Button: true, atom.Select: true,
}

var navigation = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|cookies?|consent|share|social|sidebar|pagination|pager|skip-link|banner)(?:$|[\s_-])`)

func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		case "role":
			if a.Val == "navigation" || a.Val == "contentinfo" || a.Val == "search" || a.Val == "banner" {
				return true
			}
		case "class", "id":
			if n.DataAtom != atom.Body && n.DataAtom != atom.Main && n.DataAtom != atom.A && navigation.MatchString(a.Val) {
				return true
			}
		case "style":
			if strings.Contains(strings.ReplaceAll(a.Val, " ", ""), "display:none") {
				return true
			}
		}
	}
	return false
}

func (w *walker) element(n *html.Node, depth int) {
	children := func() {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.walk(c, depth+1)
		}
	}
	switch n.DataAtom {
	case atom.Title:
		if w.title == "" && n.FirstChild != nil {
			w.title = n.FirstChild.Data
		}
		return
	case atom.Base: // the links are relative to it, whatever the page's own address is
		if u, err := url.Parse(attribute(n, "href")); err == nil {
			if w.base != nil {
				u = w.base.ResolveReference(u)
			}
			if u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
				w.base = u
			}
		}
		return
	case atom.Link:
		if address := attribute(n, "href"); attribute(n, "rel") == "canonical" && isAddress.MatchString(address) && w.address == "" {
			w.address = address
		}
		return
	case atom.Header: // of the site if it stands at the top, of an article elsewhere
		if n.Parent != nil && n.Parent.DataAtom == atom.Body {
			return
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.flush()
		w.level = int(n.Data[1] - '0')
		children()
		w.flush()
		return
	case atom.Caption, atom.Legend, atom.Summary, atom.Dt:
		w.flush()
		w.level = tableHeading
		children()
		w.flush()
		return
	case atom.Br, atom.Hr:
		if w.inRow {
			w.write(cellBreak)
		} else {
			w.flush()
		}
		return
	case atom.Li:
		w.entry(n, depth)
		return
	case atom.Tr:
		w.flush()
		if laidOut(n) {
			children()
			w.flush()
			return
		}
		w.inRow, w.header, w.cells = true, true, nil
		children()
		w.flush()
		w.inRow = false
		return
	case atom.Td, atom.Th:
		if !w.inRow {
			w.flush()
			children()
			w.flush()
			return
		}
		w.header = w.header && n.DataAtom == atom.Th
		start := w.text.Len()
		children()
		w.cells = append(w.cells, linesOfCell(w.text.String()[min(start, w.text.Len()):]))
		w.write(" ")
		return
	case atom.A:
		w.anchor(n, children)
		return
	case atom.B, atom.Strong:
		before := w.text.Len()
		children()
		w.bold += max(0, w.text.Len()-before)
		return
	}
	if isBlock[n.DataAtom] && !w.inRow {
		w.flush()
		children()
		w.flush()
		return
	}
	children()
}

var (
	isAddress = regexp.MustCompile(`(?i)^https?://[^/\s]`)
	// savedFrom matches the comment that browsers write into pages they save.
	savedFrom = regexp.MustCompile(`^\s*saved from url=\(\d+\)(https?://\S+)\s*$`)
)

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

var isBlock = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Dd: true, atom.Table: true, atom.Section: true,
	atom.Article: true, atom.Main: true, atom.Blockquote: true, atom.Pre: true, atom.Figure: true, atom.Figcaption: true,
	atom.Header: true, atom.Details: true, atom.Fieldset: true, atom.Address: true, atom.Tbody: true, atom.Thead: true, atom.Center: true,
}

// anchor reads a link; links within links do not exist.
func (w *walker) anchor(n *html.Node, children func()) {
	var href, label string
	for _, a := range n.Attr {
		switch a.Key {
		case "href":
			href = strings.TrimSpace(a.Val)
		case "title", "aria-label":
			label = strings.TrimSpace(a.Val)
		}
	}
	if href == "" || w.open != nil {
		children()
		return
	}
	target := resolve(w.base, href)
	w.open = &link{url: target, at: w.text.Len(), cell: len(w.cells)}
	children()
	l := *w.open
	w.open = nil
	l.text = strings.Join(strings.Fields(w.text.String()[min(l.at, w.text.Len()):]), " ")
	if l.text == "" {
		l.text = label
	}
	w.links = append(w.links, l)
}

// resolve makes an address absolute and takes its fragment off; "" where it
// leads to no document, as mailto: and javascript: do.
func resolve(base *url.URL, href string) string {
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme == "" && u.Host != "" {
		u.Scheme = "https" // "//example.org/a.pdf" on a page that was saved
	}
	if u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" || u.Scheme != "" && u.Host == "" {
		return ""
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if u.Path == "" && u.RawQuery == "" && u.Host == "" {
		return "" // a place on the same page
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

func (w *walker) write(s string) { w.text.WriteString(s) }

// flush ends the line.
func (w *walker) flush() {
	raw := strings.ReplaceAll(w.text.String(), "\u2028", " ")
	text := strings.Join(strings.Fields(raw), " ")
	l := line{text: text, level: w.level, bullet: w.bullet, holds: w.holds, cells: w.cells, header: w.inRow && w.header && len(w.cells) > 1}
	if w.inRow && text != "" && len(w.links) == 0 && (len(w.cells) == 1 || !l.header && w.bold >= len(text) && filled(w.cells) == 1) {
		l.level, l.cells, l.group = tableHeading, nil, true
	}
	// Offsets count in the text with its spaces put in order.
	from := 0
	for _, k := range w.links {
		if k.text != "" {
			if i := strings.Index(text[from:], k.text); i >= 0 {
				k.at = from + i
				from = k.at + len(k.text)
			} else {
				k.at = from
			}
		}
		l.links = append(l.links, k)
	}
	if l.level == 0 && !l.bullet && l.cells == nil && len(l.links) == 0 {
		switch {
		case text != "" && w.bold*10 > len(text)*9 && len(text) < 200 && !byline.MatchString(text):
			l.level = weakHeading
		case strings.HasSuffix(text, ":") && len(text) < 300:
			l.level = weakHeading
		case len(text) > 200 || strings.HasSuffix(text, "."):
			l.prose = true
		}
	}
	if text != "" || len(l.links) > 0 {
		w.lines = append(w.lines, l)
	}
	w.text.Reset()
	w.links, w.level, w.bullet, w.holds, w.cells, w.bold = nil, 0, false, false, nil, 0
}

// cellBreak stands for a line break within the cell of a row.
const cellBreak = " \u2028 "

// linesOfCell puts the spaces of a cell in order and keeps its lines apart.
func linesOfCell(raw string) string {
	var lines []string
	for _, l := range strings.Split(raw, "\u2028") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}
