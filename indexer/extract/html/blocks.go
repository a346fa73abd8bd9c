package html

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/run"
)

// blockElements end the paragraph before them and begin one of their own.
var blockElements = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Blockquote: true,
	atom.Pre: true, atom.Table: true, atom.Tr: true, atom.Thead: true, atom.Tbody: true, atom.Caption: true,
	atom.Section: true, atom.Article: true, atom.Main: true, atom.Header: true, atom.Footer: true, atom.Figure: true,
	atom.Figcaption: true, atom.Hr: true, atom.Body: true, atom.Address: true, atom.Center: true, atom.Fieldset: true,
	atom.Form: true, atom.Details: true, atom.Summary: true, atom.Nav: true, atom.Aside: true, atom.Menu: true,
	atom.Dir: true, atom.Hgroup: true, atom.Dialog: true, atom.Legend: true, atom.Tfoot: true, atom.Search: true,
}

// unseen elements hold nothing that belongs to the text of a page.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Iframe: true,
	atom.Nav: true, atom.Aside: true, atom.Button: true, atom.Select: true, atom.Textarea: true, atom.Svg: true,
	atom.Object: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Datalist: true, atom.Dialog: true,
	atom.Frameset: true, atom.Noframes: true, atom.Noembed: true,
	atom.Rt: true, atom.Rp: true, // how the characters before them are spoken
}

// block is a paragraph, heading, list item, caption or row of a page.
type block struct {
	text   string
	label  string        // its number in a list
	spans  []corpus.Span // beside the text
	place  *html.Node    // the element that holds it beside others of its kind
	holder *html.Node    // the element that holds it alone
	links  int           // bytes of its text that are links
	note   bool          // it stands among footnotes
	head   bool          // it is a heading
	bold   bool          // all of it is emphatic
}

// collector puts text together to blocks.
type collector struct {
	done   []block
	runs   []run.Run
	links  int
	breaks int // line breaks since the last word
	bytes  int

	bold, plain bool // some of the text is emphatic, some is not
	hyphens     *clean.Hyphens
	label       string // of the item that begins
	numbers     numberer
}

// emphatic elements are used for headings where a page has no others.
var emphatic = map[atom.Atom]bool{atom.B: true, atom.Strong: true, atom.Font: true, atom.Big: true}

// preformatted writes text whose lines are set as they stand: an empty line
// parts paragraphs, and a word may be broken at the end of a line.
func (c *collector) preformatted(s string, set run.Set, at block) {
	if c.hyphens == nil {
		c.hyphens = clean.NewHyphens()
	}
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for _, l := range lines {
		c.hyphens.Learn(clean.Line(l))
	}
	for i, l := range lines {
		if i > 0 && strings.TrimSpace(l) == "" && i+1 < len(lines) {
			c.flushInto(at)
			continue
		}
		glue := " "
		if i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
			l = strings.TrimRight(l, " \t")
			if clean.Broken(l, strings.TrimSpace(lines[i+1])) {
				l, glue = c.hyphens.Glue(l, strings.TrimSpace(lines[i+1]))
			}
		}
		if i > 0 {
			l = strings.TrimLeft(l, " \t")
		}
		if i+1 == len(lines) {
			glue = ""
		}
		c.add(l+glue, set)
	}
}

func (c *collector) write(s string) {
	if strings.TrimSpace(s) != "" {
		c.breaks = 0
	}
	c.add(s, 0)
}

func (c *collector) add(s string, set run.Set) {
	c.bytes += len(s)
	if n := len(c.runs) - 1; n >= 0 && c.runs[n].Set == set && set&run.Mark == 0 && len(c.runs[n].Text) < maxRun {
		c.runs[n].Text += s
		return
	}
	c.runs = append(c.runs, run.Run{Text: s, Set: set})
}

// maxRun bounds what is put together by copying, in bytes.
const maxRun = 4096

func (c *collector) flush() { c.flushInto(block{}) }

// flushInto ends a block, whose other properties are given.
func (c *collector) flushInto(b block) {
	p := run.Compose(c.runs)
	if b.text, b.spans = p.Text, p.Spans; b.text != "" || len(b.spans) > 0 {
		b.links = c.links
		b.bold = c.bold && !c.plain
		b.label, c.label = c.label, ""
		c.done = append(c.done, b)
	}
	c.runs, c.links, c.bold, c.plain = nil, 0, false, false
}

func (c *collector) page() corpus.Page {
	c.flush()
	return page(c.done)
}

func texts(list []block) []string {
	out := make([]string, len(list))
	for i, b := range list {
		out[i] = b.text
	}
	return out
}

func page(list []block) corpus.Page { return run.Page(paragraphs(list)) }

func paragraphs(list []block) []run.Paragraph {
	out := make([]run.Paragraph, len(list))
	for i, b := range list {
		out[i] = b.paragraph()
	}
	return out
}

// paragraph is the block with its number in a list.
func (b block) paragraph() run.Paragraph {
	p := run.Paragraph{Text: b.text, Spans: slices.Clone(b.spans)}
	if b.label != "" && b.text != "" {
		p.Text = b.label + " " + b.text
		for i := range p.Spans {
			p.Spans[i].Offset += len(b.label) + 1
		}
	}
	return p
}

// blocks are the paragraphs under root: each block element one, two line
// breaks in a row part as well, the cells of a row are joined by a space.
func blocks(root *html.Node) []block {
	var c collector
	var walk func(n *html.Node, inLink, inNotes, inPre, bold bool, set run.Set)
	walk = func(n *html.Node, inLink, inNotes, inPre, bold bool, set run.Set) {
		switch n.Type {
		case html.TextNode:
			if strings.TrimSpace(n.Data) != "" {
				c.breaks = 0
			}
			if inPre {
				c.preformatted(n.Data, set, describe(n.Parent, inNotes))
			} else {
				c.add(n.Data, set)
			}
			if strings.TrimSpace(n.Data) != "" {
				c.plain = c.plain || !bold
				c.bold = c.bold || bold
			}
			if inLink {
				c.links += len(strings.TrimSpace(n.Data))
			}
			return
		case html.ElementNode, html.DocumentNode:
		default:
			return
		}
		name := tag(n)
		aside := name == atom.Aside && isNotes(n)
		if n != root && unseen[name] && !aside {
			return
		}
		if isMark(n) {
			if mark := text(n); strings.ContainsFunc(mark, isNumbering) {
				c.add(mark, run.Mark)
			}
			return
		}
		set = setOf(n, set)
		switch name {
		case atom.Br:
			c.add(" ", set)
			if c.breaks++; c.breaks >= 2 {
				c.flushInto(describe(n.Parent, inNotes))
			}
			return
		case atom.Td, atom.Th:
			c.add(" ", set)
		case atom.A:
			inLink = inLink || attribute(n, "href") != ""
		}
		inNotes = inNotes || isNotes(n)
		isBlock := blockElements[name]
		if isBlock && n.Parent != nil {
			c.flushInto(describe(n.Parent, inNotes))
		}
		if name == atom.Li {
			c.label = c.numbers.label(n)
			if inNotes {
				c.label = ""
			}
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child, inLink, inNotes, inPre || name == atom.Pre, bold || emphatic[name], set)
		}
		if isBlock {
			c.flushInto(describe(n, inNotes))
		}
	}
	walk(root, false, false, false, false, 0)
	c.flushInto(describe(root, false))
	return c.done
}

// setOf is how an element sets its characters, which stand in one that sets
// them so.
func setOf(n *html.Node, around run.Set) run.Set {
	switch tag(n) {
	case atom.Sup:
		around |= run.Raised
	case atom.Sub:
		around |= run.Lowered
	case atom.Del, atom.S, atom.Strike:
		around |= run.Struck
	case atom.Ins:
		around &^= run.Struck
	}
	if n.Type != html.ElementNode {
		return around
	}
	if strings.EqualFold(attribute(n, "role"), "deletion") {
		around |= run.Struck
	}
	style := ownStyle(n)
	if strings.Contains(style["text-decoration"]+" "+style["text-decoration-line"], "line-through") {
		around |= run.Struck
	}
	switch shift := style["vertical-align"]; {
	case shift == "super", named(n, "superscript"):
		around |= run.Raised
	case shift == "sub", named(n, "subscript"):
		around |= run.Lowered
	default:
		if by, ok := number(shift); ok && by != 0 && tag(n) != atom.Td && tag(n) != atom.Th {
			around |= raisedBy(by)
		} else if by, ok := number(style["top"]); ok && by != 0 && style["position"] == "relative" && style["font-size"] != "" {
			around |= raisedBy(-by)
		}
	}
	return around
}

// raisedBy is how characters are set that are moved up or down the line.
func raisedBy(by float64) run.Set {
	if by > 0 {
		return run.Raised
	}
	return run.Lowered
}

// declarations are those of an element's style and of the page's sheets for it,
// in small letters.
func declarations(n *html.Node) iter.Seq2[string, string] {
	return func(yield func(property, value string) bool) {
		style := attribute(n, looksKey)
		if style == "" {
			style = attribute(n, "style")
		}
		if style == "" {
			return
		}
		for declaration := range strings.SplitSeq(strings.ToLower(style), ";") {
			property, value, _ := strings.Cut(declaration, ":")
			if !yield(strings.TrimSpace(property), strings.TrimSpace(strings.Replace(value, "!important", "", 1))) {
				return
			}
		}
	}
}

// isNumbering tells characters by which notes are counted. Arrows lead back.
func isNumbering(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("*†‡§¶", r)
}

// tag names an element. The finder of main content renames elements without
// minding their atoms.
func tag(n *html.Node) atom.Atom { return atom.Lookup([]byte(n.Data)) }

// grouping elements stand between a block and the place it has on the page.
var grouping = map[atom.Atom]bool{
	atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Table: true, atom.Tbody: true,
	atom.Thead: true, atom.Tfoot: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Blockquote: true, atom.Center: true,
	atom.Caption: true, atom.Pre: true, atom.Hgroup: true,
}

// describe tells the place of the block that the element n holds: the nearest
// element around it that is more than a paragraph, a list or a table.
func describe(n *html.Node, inNotes bool) block {
	b := block{note: inNotes}
	for n != nil && n.Type == html.ElementNode && !blockElements[tag(n)] && tag(n) != atom.Td && tag(n) != atom.Th {
		n = n.Parent // within a span
	}
	if n == nil {
		return b
	}
	b.head, b.holder = headings[tag(n)], n
	if n.Parent != nil && !holdsBlocks(n) {
		n = n.Parent
	}
	for n.Parent != nil && grouping[tag(n)] {
		n = n.Parent
	}
	b.place = n
	return b
}

var headings = map[atom.Atom]bool{atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true}

// holdsBlocks tells an element that groups paragraphs from one that is used as
// a paragraph itself.
func holdsBlocks(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && blockElements[tag(d)] {
			return true
		}
	}
	return false
}

// notes are the names that pages give to the elements of their footnotes. The
// marks in the text have others, such as footnote-ref.
var notes = regexp.MustCompile(`^(doc-|mso)?(foot|end)notes?[-_]?(text|list|section|area|block|body)?$`)

// isNotes tells an element that holds footnotes of the page.
func isNotes(n *html.Node) bool {
	if n.Type != html.ElementNode || !blockElements[tag(n)] {
		return false
	}
	for _, key := range []string{"class", "id", "role"} {
		for name := range strings.FieldsSeq(strings.ToLower(attribute(n, key))) {
			if notes.MatchString(name) {
				return true
			}
		}
	}
	return false
}

// noteNames are what pages call the places of their notes, and the links to them.
var noteNames = regexp.MustCompile(`(?i)^_*(foot|end)?(note|fn|ftnt?|edn|sdfootnote|sdendnote|cite)s?(ref|anc|sym|_?note)?[-_:]?\w*$|mso-(foot|end)note-id|footnote`)

// leadsToNote tells a link that is no more than the number of a note.
func leadsToNote(n *html.Node) bool {
	_, place, within := strings.Cut(attribute(n, "href"), "#")
	number := strings.Trim(text(n), "[]() ")
	if !within || number == "" || strings.Trim(number, "0123456789*†‡§") != "" {
		return false
	}
	return noteNames.MatchString(place) || noteNames.MatchString(attribute(n, "style")) || named(n, "footnote", "noteref", "fn-link", "see-footnote")
}

// isMark tells a number set above the line that leads to a note or back: glued
// to the word before it, it would hide the word.
func isMark(n *html.Node) bool {
	var link *html.Node
	switch tag(n) {
	case atom.Sup:
		for d := range n.Descendants() {
			if tag(d) == atom.A {
				link = d
			}
		}
	case atom.A:
		link = n
		if role := attribute(n, "role"); role != "doc-noteref" && role != "doc-backlink" && !leadsToNote(n) {
			return false
		}
	}
	if link == nil || !strings.Contains(attribute(link, "href"), "#") {
		return false
	}
	return len(text(n)) <= 6
}
