package office

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"rostrum/corpus"
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
		return corpus.Text{}, fmt.Errorf("the archive holds no content.xml: %w", corpus.ErrNotText)
	}
	var c composer
	damage := readOpenDocument(&c, content)
	text := c.text()
	if text == "" && damage == nil { // but for headers and footers, which stand with the styles
		if styles, err := part(z, "styles.xml"); err == nil {
			damage = readOpenDocument(&c, styles)
			text = c.text()
		}
	}
	meta, err := part(z, "meta.xml")
	if err != nil {
		meta = nil // properties are weak evidence and not worth the document
	}
	return partial(onePage(text, properties(meta)), damage)
}

func readOpenDocument(c *composer, b []byte) error {
	paragraphs := 0 // how many are open
	var over error
	err := walk(b, func(e xml.StartElement) bool {
		if over = c.check(); over != nil {
			return false
		}
		switch e.Name.Local {
		case "p", "h":
			c.begin()
			paragraphs++
		case "note-body":
			c.inNote++
		case "s":
			c.write(strings.Repeat(" ", spaces(e)))
		case "tab", "line-break":
			c.write(" ")
		case "tracked-changes", "annotation", "note-citation", "sequence-decls", "ruby-text":
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
		case "note-body":
			c.inNote--
		}
	}, func(s string) {
		if paragraphs > 0 {
			c.write(s)
		}
	})
	if over != nil {
		return over
	}
	return err
}

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
