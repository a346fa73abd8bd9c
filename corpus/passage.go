package corpus

import "strings"

// Passage is a paragraph of a page, the unit of links.
type Passage struct {
	Page   int    // page number
	Number int    // 1-based within the page; the anchor is #p{Page}-{Number}
	Offset int    // byte offset of Text in Page.Text
	Text   string // without surrounding empty lines
}

// Passages returns the paragraphs of the page in reading order.
func (p Page) Passages() []Passage {
	var out []Passage
	for offset := 0; offset < len(p.Text); {
		end := len(p.Text)
		if i := strings.Index(p.Text[offset:], "\n\n"); i >= 0 {
			end = offset + i
		}
		raw := p.Text[offset:end]
		text := strings.Trim(raw, "\n")
		if text != "" {
			lead := strings.Index(raw, text)
			out = append(out, Passage{Page: p.Number, Number: len(out) + 1, Offset: offset + lead, Text: text})
		}
		offset = end + 2
	}
	return out
}
