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
			if unseen[n.DataAtom] {
				return
			}
			switch n.DataAtom {
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
		block := blockElements[n.DataAtom]
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
