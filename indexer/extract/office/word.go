package office

import (
	"encoding/xml"
	"errors"
	"fmt"

	"rostrum/corpus"
)

// ReadDOCX reads a Word file (Office Open XML): its body, then its footnotes
// and endnotes. Headers and footers are left out, as those of any page are,
// unless there is no other text; so is what tracked changes have deleted.
func ReadDOCX(b []byte) (corpus.Text, error) {
	z, err := unzip(b)
	if err != nil {
		return corpus.Text{}, err
	}
	body, err := part(z, "word/document*.xml") // some writers number it
	if err != nil {
		return corpus.Text{}, err
	}
	if body == nil {
		return corpus.Text{}, fmt.Errorf("the archive holds no word/document.xml: %w", corpus.ErrNotText)
	}
	var c composer
	damage := readWord(&c, body)
	for _, name := range []string{"word/footnotes*.xml", "word/endnotes*.xml"} {
		notes, err := part(z, name)
		if err == nil {
			err = readWord(&c, notes)
		}
		if damage == nil {
			damage = err
		}
	}
	text := c.text()
	if text == "" && damage == nil {
		for _, margin := range append(parts(z, "word/header*.xml"), parts(z, "word/footer*.xml")...) {
			damage = errors.Join(damage, readWord(&c, margin))
		}
		text = c.text()
	}
	core, err := part(z, "docProps/core.xml")
	if err != nil {
		core = nil // properties are weak evidence and not worth the document
	}
	return partial(onePage(text, properties(core)), damage)
}

func readWord(c *composer, b []byte) error {
	inText, hidden := false, false
	var over error
	err := walk(b, func(e xml.StartElement) bool {
		if over = c.check(); over != nil {
			return false
		}
		switch e.Name.Local {
		case "p":
			c.begin()
		case "r":
			hidden = false
		case "vanish":
			hidden = isOn(e)
		case "t":
			inText = true
		case "tab", "br", "cr", "ptab":
			c.write(" ")
		case "noBreakHyphen":
			c.write("-")
		case "del", "moveFrom", "instrText", "Fallback", "pPr", "sectPr", "rt":
			return false // Fallback repeats what its choice says, rt how characters are spoken
		}
		return true
	}, func(n xml.Name) {
		switch n.Local {
		case "p":
			c.end()
			hidden = false
		case "t":
			inText = false
		}
	}, func(s string) {
		if inText && !hidden {
			c.write(s)
		}
	})
	if over != nil {
		return over
	}
	return err
}

// isOn tells whether a property that is on by its mere presence is so.
func isOn(e xml.StartElement) bool {
	for _, a := range e.Attr {
		if a.Name.Local == "val" {
			return a.Value != "0" && a.Value != "false" && a.Value != "off"
		}
	}
	return true
}
