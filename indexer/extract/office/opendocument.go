package office

import (
	"encoding/xml"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/run"
)

// ReadODT reads an OpenDocument text.
func ReadODT(b []byte) (corpus.Text, error) {
	z, err := unzip(b)
	if err != nil {
		return corpus.Text{}, err
	}
	content, err := part(z, "content.xml")
	if err != nil {
		return corpus.Text{}, err
	}
	if content == nil {
		return corpus.Text{}, corpus.ErrNotText.Errorf("the archive holds no content.xml")
	}
	var c composer
	styles, err := part(z, "styles.xml")
	if err != nil {
		styles = nil // the text is there without them
	}
	named := odtStyles(content, styles)
	damage := readOpenDocument(&c, content, named)
	page := c.page()
	if page.Text == "" && damage == nil { // but for headers and footers, which stand with the styles
		damage = readOpenDocument(&c, styles, named)
		page = c.page()
	}
	meta, err := part(z, "meta.xml")
	if err != nil {
		meta = nil // properties are weak evidence and not worth the document
	}
	return partial(c.text(page, properties(meta)), damage)
}

func readOpenDocument(c *composer, b []byte, styles sheet) error {
	type layer struct {
		name string
		look look
		only run.Set // how all in it is set
	}
	var open []layer // paragraphs, spans, cells and sections, innermost last
	paragraphs, cells, boxes := 0, 0, 0
	citation := "" // the mark of the note that is open
	inCitation := false
	push := func(e xml.StartElement, style string) {
		l := layer{name: e.Name.Local}
		if n := len(open); n > 0 {
			l.look, l.only = open[n-1].look, open[n-1].only
		}
		l.look = styles[style].over(l.look)
		open = append(open, l)
	}
	hide := func() { open[len(open)-1].only |= run.Hidden }
	var over error
	err := walk(b, func(e xml.StartElement) bool {
		if over = c.check(); over != nil {
			return false
		}
		style := attribute(e, "style-name")
		switch e.Name.Local {
		case "p", "h":
			c.begin()
			paragraphs++
			if _, known := styles["paragraph "+style]; !known {
				style = plainStyle
			}
			push(e, "paragraph "+style)
		case "span":
			push(e, "text "+style)
		case "table-cell":
			cells++
			push(e, "table-cell "+style)
		case "text-box":
			boxes++
			push(e, "")
			open[len(open)-1].look = look{}
		case "section":
			push(e, "")
			if isHidden(e) {
				hide()
			}
		case "note-citation":
			inCitation, citation = true, ""
		case "note-body":
			if n := len(open); paragraphs > 0 && (n == 0 || open[n-1].only == 0) {
				c.writeSet(citation, run.Mark)
			}
			c.inNote++
			push(e, "")
			open[len(open)-1].look = look{}
		case "s":
			c.write(strings.Repeat(" ", spaces(e)))
		case "tab", "line-break":
			c.write(" ")
		case "hidden-text":
			push(e, "")
			if isHidden(e) {
				hide()
			}
		case "hidden-paragraph":
			if isHidden(e) {
				c.hide()
			}
		case "tracked-changes", "annotation", "sequence-decls", "ruby-text":
			return false
		case "title", "desc":
			return !strings.Contains(e.Name.Space, "svg") // said of a picture
		}
		return true
	}, func(n xml.Name) {
		if last := len(open) - 1; last >= 0 && open[last].name == n.Local {
			open = open[:last]
		}
		switch n.Local {
		case "p", "h":
			c.end()
			paragraphs--
		case "table-cell":
			cells--
		case "text-box":
			boxes--
		case "note-citation":
			inCitation = false
		case "note-body":
			c.inNote--
		}
	}, func(s string) {
		switch {
		case inCitation:
			citation += s
		case paragraphs > 0:
			var set run.Set
			if n := len(open); n > 0 {
				set = open[n-1].look.shown(cells+boxes > 0) | open[n-1].only
			}
			c.writeSet(s, set)
		}
	})
	if over != nil {
		return over
	}
	return err
}

// isHidden tells text that hides always, or does so while its condition holds,
// as it did when the file was saved.
func isHidden(e xml.StartElement) bool {
	return attribute(e, "display") == "none" || isSet(e, "is-hidden")
}

// odtStyles reads the named styles of a text, by family and name. Those of the
// content come first, for they are the ones used there.
func odtStyles(parts ...[]byte) sheet {
	styles := sheet{}
	for _, b := range parts {
		name := ""
		var current style
		// Damage costs no more than the styles after it.
		_ = walk(b, func(e xml.StartElement) bool {
			switch e.Name.Local {
			case "style", "default-style":
				family := attribute(e, "family") + " "
				name, current = family+attribute(e, "name"), style{}
				if parent := attribute(e, "parent-style-name"); parent != "" {
					current.based = family + parent
				} else if name != family+plainStyle {
					current.based = family + plainStyle
				}
			case "text-properties", "paragraph-properties", "table-cell-properties":
				odtLook(e, &current.look)
			}
			return true
		}, func(n xml.Name) {
			if _, known := styles[name]; n.Local != "style" && n.Local != "default-style" || known || len(styles) >= maxStyles {
				return
			}
			styles[name] = current
		}, func(string) {})
	}
	styles.resolve()
	return styles
}

// odtLook reads properties of characters, or of what lies beneath them.
func odtLook(e xml.StartElement, l *look) {
	if position, _, _ := strings.Cut(attribute(e, "text-position"), " "); position != "" {
		percent, _ := strconv.Atoi(strings.TrimSuffix(position, "%"))
		l.say(run.Raised, position == "super" || percent >= minRise)
		l.say(run.Lowered, position == "sub" || percent <= -minRise)
	}
	through, said := false, false
	for _, name := range []string{"text-line-through-style", "text-line-through-type"} {
		if v := attribute(e, name); v != "" {
			through, said = through || v != "none", true
		}
	}
	if said {
		l.say(run.Struck, through)
	}
	if v := attribute(e, "display"); v != "" && e.Name.Local == "text-properties" {
		l.say(run.Hidden, v == "none")
	}
	if c := hexColour(attribute(e, "color")); c.said {
		l.ink = c
	}
	if isSet(e, "use-window-font-color") {
		l.ink = colour{}
	}
	if v := attribute(e, "background-color"); v != "" && v != "transparent" {
		l.behind = hexColour(v)
	}
}

// minRise is how far raised characters stand above the line, in hundredths of
// their height.
const minRise = 10

// spaces is how many a text:s element stands for. One is as good as many, for
// runs of them become one.
func spaces(e xml.StartElement) int {
	for _, a := range e.Attr {
		if a.Name.Local == "c" {
			if n, err := strconv.Atoi(a.Value); err == nil && n == 0 {
				return 0
			}
		}
	}
	return 1
}
