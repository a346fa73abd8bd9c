package listing

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"rostrum/corpus"
)

// line is a line as a reader of the page sees it.
type line struct {
	text   string
	level  int // 1 to 6 for headings, as in HTML; weakHeading for what only looks like one
	bullet bool
	links  []link
	cells  []string // of the row of a table, nil elsewhere
	header bool     // the row names the columns
	prose  bool     // a paragraph, not an entry
}

// weakHeading is the level of a line that stands above others like a heading
// without being marked as one. It is below all marked headings.
const weakHeading = 7

// link is a link within a line.
type link struct {
	text string
	url  string
	at   int // byte offset of its words in the line
	cell int // of the row of a table it stands in
}

// textLines cuts plain text into lines.
func textLines(content []byte) []line {
	var out []line
	for _, raw := range strings.Split(decode(content), "\n") {
		text := strings.Join(strings.Fields(raw), " ")
		if text == "" {
			continue
		}
		l := line{text: text}
		if m := bulletMark.FindString(text); m != "" {
			l.bullet, l.text = true, strings.TrimSpace(text[len(m):])
		} else if m := markdownHeading.FindString(text); m != "" {
			l.level, l.text = len(strings.TrimSpace(m)), strings.TrimSpace(text[len(m):])
		}
		l.text, l.links = linksInText(l.text)
		if l.level == 0 && !l.bullet && len(l.links) == 0 {
			switch {
			case looksLikeHeading(l.text):
				l.level = weakHeading
			case len(l.text) > 200 || strings.HasSuffix(l.text, "."):
				l.prose = true
			}
		}
		if l.text != "" || len(l.links) > 0 {
			out = append(out, l)
		}
	}
	return out
}

var (
	bulletMark      = regexp.MustCompile(`^(?:[-*•‣▪·◦–—]|\(?\d{1,3}[.)]|[a-z][.)])\s+`)
	markdownHeading = regexp.MustCompile(`^#{1,6}\s+`)
	bareAddress     = regexp.MustCompile(`\[([^\[\]]{1,300})\]\((https?://[^\s()]{4,1000})\)|<?(https?://[^\s<>"']{4,1000})>?`)
)

// linksInText finds addresses in a line of plain text, bare or as Markdown
// writes links, and takes the bare ones out of its words.
func linksInText(text string) (string, []link) {
	var (
		b     strings.Builder
		links []link
		end   int
	)
	for _, m := range bareAddress.FindAllStringSubmatchIndex(text, 100) {
		b.WriteString(text[end:m[0]])
		end = m[1]
		if m[2] >= 0 {
			links = append(links, link{text: text[m[2]:m[3]], url: text[m[4]:m[5]], at: b.Len()})
			b.WriteString(text[m[2]:m[3]])
			continue
		}
		links = append(links, link{url: strings.TrimRight(text[m[6]:m[7]], ".,;:)"), at: b.Len()})
	}
	b.WriteString(text[end:])
	rest := strings.Trim(strings.TrimSpace(b.String()), "<>")
	for i := range links {
		if links[i].text == "" {
			links[i].text = strings.Trim(strings.TrimSpace(rest), " -–:")
		}
	}
	return rest, links
}

// looksLikeHeading tells whether a line of plain text stands above others: it
// is short and no sentence, or it announces a list.
func looksLikeHeading(text string) bool {
	if strings.HasSuffix(text, ":") {
		return len(text) < 300
	}
	return len(text) < 120 && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ",") && !strings.HasSuffix(text, ";") &&
		!byline.MatchString(text) && !dateAndLanguages.MatchString(text)
}

// htmlLines cuts a page into lines. Navigation, forms, scripts and what is
// hidden are no part of them.
func htmlLines(content []byte, base *url.URL) ([]line, string, error) {
	r, err := charset.NewReader(bytes.NewReader(content), "text/html")
	if err != nil {
		return nil, "", fmt.Errorf("decode page: %w", err)
	}
	doc, err := html.ParseWithOptions(r)
	if err != nil {
		return nil, "", fmt.Errorf("parse page: %w: %w", corpus.ErrOverLimit, err)
	}
	w := &walker{base: base}
	w.walk(doc, 0)
	w.flush()
	return w.lines, strings.Join(strings.Fields(w.title), " "), nil
}

// maxDepth bounds the nesting that is followed; deeper content is not read.
const maxDepth = 400

// walker turns a tree into lines.
type walker struct {
	base  *url.URL
	title string
	lines []line

	text   strings.Builder
	links  []link
	open   *link
	level  int
	bullet bool
	cells  []string
	inRow  bool
	header bool
	bold   int // bytes of the line that are bold
}

func (w *walker) walk(n *html.Node, depth int) {
	if depth > maxDepth || len(w.lines) > maxItems*4 {
		return
	}
	if n.Type == html.TextNode {
		w.write(n.Data)
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
		w.level = 6
		children()
		w.flush()
		return
	case atom.Br, atom.Hr:
		if w.inRow {
			w.write(" ")
		} else {
			w.flush()
		}
		return
	case atom.Li:
		w.flush()
		w.bullet = true
		children()
		w.flush()
		return
	case atom.Tr:
		w.flush()
		w.inRow, w.header, w.cells = true, true, nil
		children()
		w.flush()
		w.inRow = false
		return
	case atom.Td, atom.Th:
		if !w.inRow {
			break
		}
		w.header = w.header && n.DataAtom == atom.Th
		start := w.text.Len()
		children()
		w.cells = append(w.cells, strings.Join(strings.Fields(w.text.String()[min(start, w.text.Len()):]), " "))
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
	if u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if u.Path == "" && u.RawQuery == "" && u.Host == "" {
		return "" // a place on the same page
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

func (w *walker) write(s string) { w.text.WriteString(s) }

// flush ends the line.
func (w *walker) flush() {
	raw := w.text.String()
	text := strings.Join(strings.Fields(raw), " ")
	l := line{text: text, level: w.level, bullet: w.bullet, cells: w.cells, header: w.inRow && w.header && len(w.cells) > 1}
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
	w.links, w.level, w.bullet, w.cells, w.bold = nil, 0, false, nil, 0
}
