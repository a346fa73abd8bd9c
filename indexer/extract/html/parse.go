package html

import (
	"bytes"
	"fmt"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rostrum/corpus"
	"rostrum/indexer/extract/charset"
	"rostrum/indexer/extract/clean"
)

// A page beyond these bounds is read without building its tree. The parser and
// the finder of main content need a kilobyte and more for each element.
const (
	maxPage       = 32 << 20  // bytes
	maxNodes      = 100_000   // elements and texts of one page
	maxText       = 4 << 20   // bytes; a novel has one million
	maxAttributes = 512       // of one element: the parser compares each with each
	maxReopened   = 1_000_000 // emphasis that is never closed and goes on in each element after it
	// The parser itself refuses elements nested more than 512 deep.
)

// size is what a page has of everything that costs.
type size struct {
	nodes, text, attributes, reopened int
}

// over says in words which bound a page crosses; "" if it crosses none.
func (s size) over() string {
	switch {
	case s.nodes > maxNodes:
		return fmt.Sprintf("the page has more than %d elements", maxNodes)
	case s.text > maxText:
		return fmt.Sprintf("the page has more than %d MiB of text", maxText>>20)
	case s.attributes > maxAttributes:
		return fmt.Sprintf("an element of the page has more than %d attributes", maxAttributes)
	case s.reopened > maxReopened:
		return "the page has too many elements that are never closed"
	}
	return ""
}

// survey counts what a parser would build, by the tags alone.
func survey(b []byte) (s size) {
	z := html.NewTokenizer(bytes.NewReader(b))
	emphasis := 0 // elements that are open
	for s.over() == "" {
		switch z.Next() {
		case html.ErrorToken:
			return s
		case html.TextToken:
			s.nodes++
			s.text += len(z.Raw())
			s.reopened += emphasis
		case html.StartTagToken, html.SelfClosingTagToken:
			s.nodes++
			s.reopened += emphasis
			name, more := z.TagName()
			n := 0
			for more {
				_, _, more = z.TagAttr()
				n++
			}
			s.attributes = max(s.attributes, n)
			if formatting[atom.Lookup(name)] {
				emphasis++
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); formatting[atom.Lookup(name)] && emphasis > 0 {
				emphasis--
			}
		}
	}
	return s
}

// formatting elements, where they are not closed, are opened again by the
// parser in each block that follows.
var formatting = map[atom.Atom]bool{
	atom.B: true, atom.Big: true, atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Nobr: true,
	atom.S: true, atom.Small: true, atom.Strike: true, atom.Strong: true, atom.Tt: true, atom.U: true,
}

// parse makes a tree of the page. Where that would cost too much there is
// none, and over says why.
func parse(p Page) (doc *html.Node, decoded []byte, over string) {
	decoded = charset.DecodeHTML(p.Bytes, p.Charset)
	if len(decoded) > maxPage {
		return nil, decoded[:maxPage], fmt.Sprintf("the page is larger than %d MiB, of which the first were taken", maxPage>>20)
	}
	if over = survey(decoded).over(); over != "" {
		return nil, decoded, over
	}
	doc, err := html.Parse(bytes.NewReader(decoded))
	if err != nil {
		return nil, decoded, "the page's elements are nested too deep"
	}
	if over = (size{nodes: count(doc)}).over(); over != "" {
		return nil, decoded, over
	}
	return doc, decoded, ""
}

// count counts what the parser has built.
func count(doc *html.Node) (nodes int) {
	for range doc.Descendants() {
		nodes++
	}
	return nodes
}

const (
	maxFlatText       = 8 << 20 // bytes
	maxFlatParagraphs = 200_000
)

// flat reads a page that is too much for a tree: every text that is seen, a
// paragraph for each block, without regard to what is content.
func flat(decoded []byte, over string) corpus.Text {
	text := corpus.Text{Status: corpus.StatusPartial, Reason: over + "; its text was read without finding the main content"}
	var c collector
	z := html.NewTokenizer(bytes.NewReader(decoded))
	skipped, depth, title := atom.Atom(0), 0, false // within an element that is not seen
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			text.Pages = []corpus.Page{c.page()}
			return text
		case html.TextToken:
			switch {
			case title && text.Properties.Title == "":
				text.Properties.Title = clean.Line(string(z.Text()))
			case skipped == 0 && !title:
				c.write(string(z.Text()))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			title = a == atom.Title && kind == html.StartTagToken
			switch {
			case skipped != 0:
				if a == skipped && kind == html.StartTagToken {
					depth++
				} else if a == skipped && kind == html.EndTagToken {
					if depth--; depth == 0 {
						skipped = 0
					}
				}
			case raw[a] && kind == html.StartTagToken:
				skipped, depth = a, 1
			case blockElements[a]:
				c.flush()
			case a == atom.Br, a == atom.Td, a == atom.Th:
				c.write(" ")
			}
		}
		if c.bytes > maxFlatText || len(c.done) > maxFlatParagraphs {
			text.Pages = []corpus.Page{c.page()}
			text.Reason += fmt.Sprintf(", and only its first %d MiB or %d paragraphs", maxFlatText>>20, maxFlatParagraphs)
			return text
		}
	}
}

// raw elements hold no text that is seen, and their ends are rarely forgotten.
var raw = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Textarea: true, atom.Select: true}
