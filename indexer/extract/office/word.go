package office

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
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
	styles   map[string]style
	lists    numbering
	notes    map[string]string // marks by kind and id of the note
	warnings []string
	imported int // parts taken in
}

// maxImported bounds the parts that a document takes in.
const maxImported = 20

// runState is what is known of a run while it is read.
type runState struct {
	set      run.Set
	white    bool // its letters are white
	shaded   bool // there is a colour behind it
	numbered bool // in a paragraph: its number is known to be written or to be none
	list     listPlace
	style    style
}

func (w *word) read(b []byte) error {
	var paragraphs, runs []runState // open ones, innermost last
	inText := false
	tables, placeholders := 0, 0 // how deep in each
	var controls []bool          // content controls: it shows its placeholder
	noteID, noteKind := "", ""
	top := func(list []runState) *runState {
		if len(list) == 0 {
			return &runState{}
		}
		return &list[len(list)-1]
	}
	properties := 0 // how deep in those of a paragraph
	set := func() run.Set {
		r, p := top(runs), top(paragraphs)
		out := r.set
		if r.white && !r.shaded && !p.shaded && !p.style.shaded && tables == 0 && len(paragraphs) == 1 {
			out |= run.Hidden
		}
		return out
	}
	write := func(s string) {
		if placeholders > 0 {
			return
		}
		if p := top(paragraphs); !p.numbered && strings.TrimSpace(s) != "" {
			p.numbered = true
			if n := w.lists.next(p.list); n != "" {
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
			w.paragraphProperty(e, top(paragraphs))
			properties++
			return true
		}
		r := top(runs)
		switch name {
		case "p":
			w.begin()
			paragraphs = append(paragraphs, runState{})
		case "pPr":
			if len(paragraphs) == 0 {
				return false
			}
			properties = 1
		case "r":
			runs = append(runs, runState{})
		case "rStyle":
			s := w.styles[value(e)]
			r.set |= s.set
			r.white, r.shaded = r.white || s.white, r.shaded || s.shaded
		case "vertAlign", "position", "strike", "dstrike", "vanish", "color", "shd", "highlight", "sz":
			runProperty(e, r)
		case "t":
			inText = true
		case "tab", "br", "cr", "ptab":
			write(" ")
		case "noBreakHyphen":
			write("-")
		case "tbl":
			tables++
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
		}
		return true
	}, func(n xml.Name) {
		if properties > 0 {
			properties--
			if properties == 0 {
				w.settleParagraph(top(paragraphs))
			}
			return
		}
		switch n.Local {
		case "p":
			w.end()
			paragraphs = paragraphs[:max(0, len(paragraphs)-1)]
		case "r":
			runs = runs[:max(0, len(runs)-1)]
		case "t":
			inText = false
		case "tbl":
			tables--
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

// paragraphProperty takes note of one of the properties of a paragraph.
func (w *word) paragraphProperty(e xml.StartElement, p *runState) {
	switch e.Name.Local {
	case "pStyle":
		p.style = w.styles[value(e)]
	case "shd":
		p.shaded = p.shaded || isShade(e)
	case "ilvl":
		p.list.level, _ = strconv.Atoi(value(e))
	case "numId":
		p.list.list = value(e)
	}
}

// settleParagraph adds what the style of a paragraph says.
func (w *word) settleParagraph(p *runState) {
	if p.list.list == "" {
		p.list = p.style.list
	}
}

// runProperty takes note of one of the properties of a run.
func runProperty(e xml.StartElement, r *runState) {
	on := func(set run.Set, is bool) {
		r.set &^= set
		if is {
			r.set |= set
		}
	}
	switch e.Name.Local {
	case "vertAlign":
		on(run.Raised, value(e) == "superscript")
		on(run.Lowered, value(e) == "subscript")
	case "position": // half points
		n, _ := strconv.Atoi(value(e))
		on(run.Raised, n >= minPosition)
		on(run.Lowered, n <= -minPosition)
	case "strike", "dstrike":
		if isOn(e) || e.Name.Local == "strike" {
			on(run.Struck, isOn(e))
		}
	case "vanish":
		on(run.Hidden, isOn(e))
	case "color":
		r.white = strings.EqualFold(value(e), "FFFFFF")
	case "shd":
		r.shaded = isShade(e)
	case "highlight":
		r.shaded = value(e) != "none"
	case "sz":
		if n, err := strconv.Atoi(value(e)); err == nil && n <= unseenSize {
			r.set |= run.Hidden
		}
	}
}

const (
	minPosition = 4 // half points by which raised characters stand above the line
	unseenSize  = 3 // half points: type that nobody can read
)

func isShade(e xml.StartElement) bool {
	fill := attribute(e, "fill")
	return fill != "" && !strings.EqualFold(fill, "auto") && !strings.EqualFold(fill, "FFFFFF") || attribute(e, "themeFill") != ""
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
			mark = roman(n)
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
