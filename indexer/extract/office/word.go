package office

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/run"
)

// ReadDOCX reads a Word file (Office Open XML): its body, then its footnotes
// and endnotes. Headers and footers are left out, as those of any page are,
// unless there is no other text; so is what tracked changes have deleted.
// A web page that the file takes in as a part of its own is read by web.
func ReadDOCX(b []byte, web func([]byte) []run.Paragraph) (corpus.Text, error) {
	z, err := unzip(b)
	if err != nil {
		return corpus.Text{}, err
	}
	body, err := part(z, "word/document*.xml") // some writers number it
	if err != nil {
		return corpus.Text{}, err
	}
	if body == nil {
		return corpus.Text{}, corpus.ErrNotText.Errorf("the archive holds no word/document.xml")
	}
	var c composer
	w := word{composer: &c, archive: z, web: web, styles: readStyles(z), lists: readNumbering(z), notes: map[string]string{}}
	damage := w.read(body)
	for _, name := range []string{"word/footnotes*.xml", "word/endnotes*.xml"} {
		notes, err := part(z, name)
		if err == nil {
			err = w.read(notes)
		}
		if damage == nil {
			damage = err
		}
	}
	page := c.page()
	if page.Text == "" && damage == nil {
		for _, margin := range append(parts(z, "word/header*.xml"), parts(z, "word/footer*.xml")...) {
			damage = errors.Join(damage, w.read(margin))
		}
		page = c.page()
	}
	core, err := part(z, "docProps/core.xml")
	if err != nil {
		core = nil // properties are weak evidence and not worth the document
	}
	text := c.text(page, properties(core))
	text.Warnings = append(text.Warnings, w.warnings...)
	return partial(text, damage)
}

// word reads the parts of one file.
type word struct {
	*composer
	archive  *zip.Reader
	web      func([]byte) []run.Paragraph
	styles   sheet
	lists    numbering
	notes    map[string]string // marks by kind and id of the note
	warnings []string
	imported int // parts taken in
}

// maxImported bounds the parts that a document takes in.
const maxImported = 20

// wordParagraph is what is known of a paragraph while it is read.
type wordParagraph struct {
	style    style
	behind   colour // of the paragraph itself
	list     listPlace
	numbered bool // its number is known to be written or to be none
	merged   bool // its end is deleted
}

// place is where the paragraph stands in a numbered list, by what is said of
// it or of its style.
func (p *wordParagraph) place() listPlace {
	if p.list.list == "" {
		return p.style.list
	}
	return p.list
}

func (w *word) read(b []byte) error {
	var paragraphs []wordParagraph // open ones, innermost last
	var runs []look
	var cells []colour // what lies beneath each open cell of a table
	var rows []bool    // open rows of tables: it is hidden
	inText := false
	placeholders := 0   // how deep in them
	var controls []bool // content controls: it shows its placeholder
	noteID, noteKind := "", ""
	properties := 0 // how deep in those of a paragraph
	ofEnd := false  // in those of its end
	inRow, inCell := false, false
	merged := false // the end of the last paragraph is deleted: the next goes on in it
	settle := func() {
		if merged {
			merged, paragraphs = false, paragraphs[:max(0, len(paragraphs)-1)]
			w.end()
		}
	}
	set := func() run.Set {
		var l look
		if r := top(runs); r != nil {
			l = *r
		}
		if p := top(paragraphs); p != nil {
			l = l.over(look{behind: p.behind}).over(p.style.look)
		}
		for i := len(cells) - 1; i >= 0 && !l.behind.said; i-- {
			l.behind = cells[i]
		}
		shown := l.shown(len(cells) > 0 || len(paragraphs) != 1)
		if slices.Contains(rows, true) {
			shown |= run.Hidden
		}
		return shown
	}
	write := func(s string) {
		if placeholders > 0 {
			return
		}
		if p := top(paragraphs); p != nil && !p.numbered && strings.TrimSpace(s) != "" {
			p.numbered = true
			if n := w.lists.next(p.place()); n != "" {
				w.write(n + " ")
			}
		}
		w.writeSet(s, set())
	}
	var over error
	err := walk(b, func(e xml.StartElement) bool {
		if over = w.check(); over != nil {
			return false
		}
		name := e.Name.Local
		if properties > 0 {
			switch {
			case strings.HasSuffix(name, "PrChange"):
				return false // as it was before
			case name == "rPr" && properties == 1:
				ofEnd = true
			default:
				w.paragraphProperty(e, top(paragraphs), ofEnd)
			}
			properties++
			return true
		}
		switch name {
		case "p":
			next := wordParagraph{style: w.styles[plainStyle]}
			if merged {
				merged, next.numbered = false, top(paragraphs).numbered
				paragraphs[len(paragraphs)-1] = next
				return true
			}
			w.begin()
			paragraphs = append(paragraphs, next)
		case "pPr":
			if len(paragraphs) == 0 {
				return false
			}
			properties = 1
		case "r":
			runs = append(runs, look{})
		case "rStyle":
			if l := top(runs); l != nil {
				*l = l.over(w.styles[value(e)].look)
			}
		case "t":
			inText = true
		case "tab", "br", "cr", "ptab":
			write(" ")
		case "noBreakHyphen":
			write("-")
		case "tbl":
			settle()
		case "tr":
			rows = append(rows, false)
		case "tc":
			cells = append(cells, colour{})
		case "trPr", "tcPr":
			inRow, inCell = name == "trPr", name == "tcPr"
		case "hidden":
			if row := top(rows); inRow && row != nil {
				*row = isOn(e)
			}
		case "sdt":
			controls = append(controls, false)
		case "showingPlcHdr":
			if n := len(controls); n > 0 && isOn(e) && !controls[n-1] {
				controls[n-1] = true
				placeholders++
			}
		case "footnote", "endnote":
			noteID, noteKind = attribute(e, "id"), name
		case "footnoteReference", "endnoteReference":
			w.reference(strings.TrimSuffix(name, "Reference"), attribute(e, "id"), isSet(e, "customMarkFollows"))
		case "footnoteRef", "endnoteRef":
			if mark := w.notes[noteKind+noteID]; mark != "" {
				w.writeSet(mark, run.Mark)
			}
		case "altChunk":
			over = w.importPart(attribute(e, "id"))
			return false
		case "del", "moveFrom", "instrText", "Fallback", "sectPr", "rt", "rPrChange", "pPrChange":
			return false // Fallback repeats what its choice says, rt how characters are spoken
		default:
			if cell := top(cells); inCell && cell != nil {
				if name == "shd" {
					*cell = shade(e)
				}
			} else if l := top(runs); l != nil {
				wordLook(e, l)
			}
		}
		return true
	}, func(n xml.Name) {
		if properties > 0 {
			if properties--; properties == 1 {
				ofEnd = false
			}
			return
		}
		switch n.Local {
		case "p":
			settle() // one in it that no other followed
			if p := top(paragraphs); p != nil && p.merged {
				merged = true
				return
			}
			w.end()
			paragraphs = paragraphs[:max(0, len(paragraphs)-1)]
		case "r":
			runs = runs[:max(0, len(runs)-1)]
		case "t":
			inText = false
		case "trPr", "tcPr":
			inRow, inCell = false, false
		case "tr":
			rows = rows[:max(0, len(rows)-1)]
		case "tc":
			settle()
			cells = cells[:max(0, len(cells)-1)]
		case "body", "txbxContent", "footnote", "endnote":
			settle()
		case "sdt":
			if n := len(controls); n > 0 {
				if controls[n-1] {
					placeholders--
				}
				controls = controls[:n-1]
			}
		}
	}, func(s string) {
		if inText {
			write(s)
		}
	})
	if over != nil {
		return over
	}
	return err
}

// top is the innermost of a list; nil where it is empty.
func top[T any](list []T) *T {
	if len(list) == 0 {
		return nil
	}
	return &list[len(list)-1]
}

// paragraphProperty takes note of one of the properties of a paragraph. Those
// of its end stand within them.
func (w *word) paragraphProperty(e xml.StartElement, p *wordParagraph, ofEnd bool) {
	switch name := e.Name.Local; {
	case ofEnd:
		p.merged = p.merged || name == "del" || name == "moveFrom"
	case name == "pStyle":
		p.style = w.styles[value(e)]
	case name == "shd":
		p.behind = shade(e)
	case name == "ilvl":
		p.list.level, _ = strconv.Atoi(value(e))
	case name == "numId":
		p.list.list = value(e)
	}
}

// wordLook takes note of one of the properties of a run.
func wordLook(e xml.StartElement, l *look) {
	switch e.Name.Local {
	case "vertAlign":
		l.say(run.Raised, value(e) == "superscript")
		l.say(run.Lowered, value(e) == "subscript")
	case "position": // half points
		n, _ := strconv.Atoi(value(e))
		l.say(run.Raised, n >= minPosition)
		l.say(run.Lowered, n <= -minPosition)
	case "strike", "dstrike":
		// Both are written, one of them off.
		if isOn(e) || e.Name.Local == "strike" {
			l.say(run.Struck, isOn(e))
		}
	case "vanish":
		l.say(run.Hidden, isOn(e))
	case "color":
		l.ink = hexColour(value(e))
	case "shd":
		l.behind = shade(e)
	case "highlight":
		l.behind = highlights[value(e)]
	case "sz":
		if n, err := strconv.Atoi(value(e)); err == nil && n <= unseenSize {
			l.say(run.Hidden, true)
		}
	}
}

const (
	minPosition = 4 // half points by which raised characters stand above the line
	unseenSize  = 3 // half points: type that nobody can read
)

// shade is the colour that lies beneath shaded text.
func shade(e xml.StartElement) colour {
	pattern, fill := value(e), attribute(e, "fill")
	switch pattern {
	case "solid": // the pattern covers its ground
		fill = attribute(e, "color")
	case "", "clear", "nil":
	default:
		return mixed
	}
	if c := hexColour(fill); c.said || attribute(e, "themeFill") == "" {
		return c
	}
	return mixed
}

// highlights are the colours of Word's marker pens.
var highlights = map[string]colour{
	"black": hexColour("000000"), "white": white, "red": hexColour("FF0000"), "green": hexColour("00FF00"), "blue": hexColour("0000FF"),
	"cyan": hexColour("00FFFF"), "magenta": hexColour("FF00FF"), "yellow": hexColour("FFFF00"),
	"darkRed": hexColour("800000"), "darkGreen": hexColour("008000"), "darkBlue": hexColour("000080"), "darkCyan": hexColour("008080"),
	"darkMagenta": hexColour("800080"), "darkYellow": hexColour("808000"), "darkGray": hexColour("808080"), "lightGray": hexColour("C0C0C0"),
}

// reference writes the mark of a note, as Word numbers it.
func (w *word) reference(kind, id string, custom bool) {
	if custom || id == "" {
		return // its mark is typed
	}
	mark, known := w.notes[kind+id]
	if !known {
		n := 1
		for k := range w.notes {
			if strings.HasPrefix(k, kind) {
				n++
			}
		}
		if mark = strconv.Itoa(n); kind == "endnote" {
			mark = run.Roman(n)
		}
		w.notes[kind+id] = mark
	}
	w.writeSet(mark, run.Mark)
}

// importPart reads a part that the document takes in at this place.
func (w *word) importPart(id string) error {
	name := w.target(id)
	if w.imported++; w.imported > maxImported || name == "" {
		w.warnings = append(w.warnings, "a part that the document takes in is not read")
		return nil
	}
	b, err := part(w.archive, strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name))
	if err != nil || b == nil {
		w.warnings = append(w.warnings, fmt.Sprintf("the part %s, which the document takes in, is not read", path.Base(name)))
		return nil
	}
	var inner corpus.Text
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".htm", ".html", ".xhtml", ".mht", ".mhtml":
		w.done = append(w.done, w.web(b)...)
		return nil
	case ".docx", ".docm", ".dotx":
		inner, err = ReadDOCX(b, w.web)
	case ".rtf":
		inner, err = ReadRTF(b)
	case ".txt":
		for line := range strings.Lines(string(b)) {
			if p := run.Plain(line); p.Text != "" {
				w.done = append(w.done, p)
			}
		}
		return nil
	default:
		err = corpus.ErrNotText.Errorf("%s", ext)
	}
	if err != nil {
		w.warnings = append(w.warnings, fmt.Sprintf("the part %s, which the document takes in, is not read: %v", path.Base(name), err))
		return nil
	}
	for _, p := range inner.Pages {
		w.done = append(w.done, run.Split(p)...)
	}
	return nil
}

// target is the name of the part that the document calls by an id.
func (w *word) target(id string) (name string) {
	rels, err := part(w.archive, "word/_rels/document*.xml.rels")
	if err != nil {
		return ""
	}
	// Damage costs no more than the part.
	_ = walk(rels, func(e xml.StartElement) bool {
		if e.Name.Local == "Relationship" && attribute(e, "Id") == id && attribute(e, "TargetMode") != "External" {
			name = attribute(e, "Target")
		}
		return true
	}, func(xml.Name) {}, func(string) {})
	switch {
	case name == "":
		return ""
	case strings.HasPrefix(name, "/"):
		return path.Clean(name)[1:]
	}
	return path.Join("word", name)
}

// value is what most properties hold.
func value(e xml.StartElement) string { return attribute(e, "val") }

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// isOn tells whether a property that is on by its mere presence is so.
func isOn(e xml.StartElement) bool {
	for _, a := range e.Attr {
		if a.Name.Local == "val" {
			return isTrue(a.Value)
		}
	}
	return true
}

// isSet tells whether an attribute is there and true.
func isSet(e xml.StartElement, name string) bool {
	v := attribute(e, name)
	return v != "" && isTrue(v)
}

func isTrue(s string) bool { return s != "0" && s != "false" && s != "off" }
