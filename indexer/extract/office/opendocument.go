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
	named := textStyles(content, styles)
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

func readOpenDocument(c *composer, b []byte, styles map[string]run.Set) error {
	paragraphs := 0    // how many are open
	var sets []run.Set // of the spans that are open
	citation := ""     // the mark of the note that is open
	inCitation := false
	var over error
	err := walk(b, func(e xml.StartElement) bool {
		if over = c.check(); over != nil {
			return false
		}
		switch e.Name.Local {
		case "p", "h":
			c.begin()
			paragraphs++
		case "span":
			sets = append(sets, last(sets)|styles[attribute(e, "style-name")])
		case "note-citation":
			inCitation, citation = true, ""
		case "note-body":
			if paragraphs > 0 {
				c.writeSet(citation, run.Mark)
			}
			c.inNote++
		case "s":
			c.write(strings.Repeat(" ", spaces(e)))
		case "tab", "line-break":
			c.write(" ")
		case "hidden-text", "hidden-paragraph":
			return false
		case "tracked-changes", "annotation", "sequence-decls", "ruby-text":
			return false
		case "title", "desc":
			return !strings.Contains(e.Name.Space, "svg") // said of a picture
		}
		return true
	}, func(n xml.Name) {
		switch n.Local {
		case "p", "h":
			c.end()
			paragraphs--
		case "span":
			sets = sets[:max(0, len(sets)-1)]
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
			c.writeSet(s, last(sets))
		}
	})
	if over != nil {
		return over
	}
	return err
}

func last(sets []run.Set) run.Set {
	if len(sets) == 0 {
		return 0
	}
	return sets[len(sets)-1]
}

// textStyles says how the named styles of a text set their characters. Those
// of the content come first, for they are the ones used there.
func textStyles(parts ...[]byte) map[string]run.Set {
	styles := map[string]run.Set{}
	for _, b := range parts {
		name := ""
		// Damage costs no more than the styles after it.
		_ = walk(b, func(e xml.StartElement) bool {
			switch e.Name.Local {
			case "style":
				name = ""
				if n := attribute(e, "name"); attribute(e, "family") == "text" && len(styles) < maxStyles {
					if _, known := styles[n]; !known {
						name = n
						styles[n] = styles[attribute(e, "parent-style-name")]
					}
				}
			case "text-properties":
				if name != "" {
					styles[name] |= textSet(e)
				}
			}
			return true
		}, func(xml.Name) {}, func(string) {})
	}
	return styles
}

// textSet reads the properties of characters.
func textSet(e xml.StartElement) (set run.Set) {
	position, _, _ := strings.Cut(attribute(e, "text-position"), " ")
	percent, _ := strconv.Atoi(strings.TrimSuffix(position, "%"))
	switch {
	case position == "super", percent >= minRise:
		set |= run.Raised
	case position == "sub", percent <= -minRise:
		set |= run.Lowered
	}
	if s := attribute(e, "text-line-through-style"); s != "" && s != "none" {
		set |= run.Struck
	}
	if t := attribute(e, "text-line-through-type"); t != "" && t != "none" {
		set |= run.Struck
	}
	if attribute(e, "display") == "none" {
		set |= run.Hidden
	}
	return set
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
