package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rostrum/indexer/extract/clean"
)

// blockElements end the paragraph before them and begin one of their own.
var blockElements = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Blockquote: true,
	atom.Pre: true, atom.Table: true, atom.Tr: true, atom.Thead: true, atom.Tbody: true, atom.Caption: true,
	atom.Section: true, atom.Article: true, atom.Main: true, atom.Header: true, atom.Footer: true, atom.Figure: true,
	atom.Figcaption: true, atom.Hr: true, atom.Body: true, atom.Address: true, atom.Center: true, atom.Fieldset: true,
	atom.Form: true, atom.Details: true, atom.Summary: true,
}

// unseen elements hold nothing a reader of the page sees as text.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Iframe: true,
	atom.Nav: true, atom.Aside: true, atom.Button: true, atom.Select: true, atom.Textarea: true, atom.Svg: true,
	atom.Object: true, atom.Canvas: true, atom.Audio: true, atom.Video: true,
}

func body(doc *html.Node) *html.Node {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Body {
			return n
		}
	}
	return doc
}

// tag names an element. The finder of main content renames elements without
// minding their atoms.
func tag(n *html.Node) atom.Atom { return atom.Lookup([]byte(n.Data)) }

// blocks are the paragraphs under n: each block element one, two line breaks
// in a row part as well, the cells of a row are joined by a space.
func blocks(n *html.Node) []string {
	var out []string
	var b strings.Builder
	breaks := 0
	flush := func() {
		if s := clean.Line(b.String()); s != "" {
			out = append(out, s)
		}
		b.Reset()
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			if strings.TrimSpace(n.Data) != "" {
				breaks = 0
			}
			b.WriteString(n.Data)
			return
		case html.ElementNode:
			name := tag(n)
			if unseen[name] {
				return
			}
			switch name {
			case atom.Br:
				b.WriteByte(' ')
				if breaks++; breaks == 2 {
					flush()
				}
				return
			case atom.Td, atom.Th:
				b.WriteByte(' ')
			}
		}
		block := n.Type == html.ElementNode && blockElements[tag(n)]
		if block {
			flush()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block {
			flush()
		}
	}
	walk(n)
	flush()
	return out
}

// prose is the length from which a block between two blocks of content is
// taken for content as well. Labels, captions and links are shorter.
const prose = 60

// complete puts back what the finder of main content left out between its
// first and its last block, such as the items of a list.
func complete(kept, all []string) []string {
	wanted := map[string]bool{}
	for _, k := range kept {
		wanted[k] = true
	}
	first, last, found := -1, -1, 0
	for i, b := range all {
		if wanted[b] {
			if first < 0 {
				first = i
			}
			last = i
			found++
		}
	}
	if found*4 < len(kept)*3 {
		return kept // cut into other blocks than ours
	}
	var out []string
	for _, b := range all[first : last+1] {
		if wanted[b] || len(b) >= prose {
			out = append(out, b)
		}
	}
	if length(out) < length(kept) {
		return kept
	}
	return out
}
