package main

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
)

// Dimensions of a page: A4, in millimetres, font sizes in points.
const (
	pageWidth, pageHeight = 210.0, 297.0
	margin                = 26.0
	top, bottom           = 34.0, 266.0
	gutter                = 8.0
	bodySize, headSize    = 11.0, 8.5
	lead                  = 5.6
)

// made is the date in the document information of every PDF: fixed, for reproducible
// output, and later than all sessions of the sample, since PDFs are often made long
// after a session.
var made = time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)

// ligatures are those that word processors leave in the text of a PDF.
var ligatures = strings.NewReplacer("fi", "ﬁ", "fl", "ﬂ")

// setter typesets a text on the pages of a PDF, line by line, with hyphenation and
// columns.
type setter struct {
	text
	doc    *fpdf.Fpdf
	column int
	width  float64 // of a column
	count  int     // of columns
	above  float64 // top of the columns on this page
	y      float64 // the baseline of the next line
	pages  string  // number of pages; unknown at first
}

// pdf returns the text as a PDF. It is typeset twice, since the footer of the first
// page already contains the number of pages.
func (t text) pdf() ([]byte, error) {
	first, err := t.typeset("1")
	if err != nil {
		return nil, err
	}
	second, err := t.typeset(fmt.Sprint(first.PageCount()))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := second.Output(&out); err != nil {
		return nil, fmt.Errorf("write the PDF: %w", err)
	}
	return out.Bytes(), nil
}

func (t text) typeset(pages string) (*fpdf.Fpdf, error) {
	doc := fpdf.New("P", "mm", "A4", "")
	doc.SetCatalogSort(true)
	doc.SetCreationDate(made)
	doc.SetModificationDate(made)
	doc.SetTitle(t.title(), true)
	doc.SetAuthor("rostrum sample", true)
	doc.SetSubject(t.notice(), true)
	doc.SetLang(t.language())
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes("go", "", goregular.TTF)
	doc.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	doc.AddUTF8FontFromBytes("go", "I", goitalic.TTF)

	s := &setter{text: t, doc: doc, count: 1, width: pageWidth - 2*margin, pages: pages}
	s.addPage()
	s.para(t.title(), "B", 15, 7)
	s.y += 2
	s.para(s.facts(), "I", 9.5, 5)
	s.y += 3
	switch t.layout {
	case "columns":
		s.count, s.width, s.above = 2, (s.width-gutter)/2, s.y
	case "", "ligatures", "contents":
	default:
		return nil, fmt.Errorf("the layout %q is not one of PDF", t.layout)
	}
	for _, b := range t.blocks {
		words := b.words
		if t.layout == "ligatures" {
			words = ligatures.Replace(words)
		}
		if b.heading {
			s.heading(words)
			continue
		}
		s.para(words, "", bodySize, lead)
		s.y += 2.4
	}
	return doc, doc.Error()
}

// facts is the line under the title, with details from the catalogue.
func (t text) facts() string {
	facts := []string{strings.ReplaceAll(t.values["organization"], "|", ", "), t.values["session"]}
	if date := t.values["date"]; date != "" {
		facts = append(facts, date)
	}
	if symbol := t.values["symbol"]; symbol != "" {
		facts = append(facts, symbol)
	}
	return strings.Join(facts, " · ")
}

func (s *setter) heading(words string) {
	// A heading is followed by at least three lines of text on the same page.
	if s.y+2+4*lead > bottom {
		s.next()
	}
	s.y += 2
	if s.layout == "contents" {
		s.doc.Bookmark(words, 0, s.y-lead)
	}
	s.para(words, "B", bodySize+1, lead)
	s.y += 1
}

// addPage begins a page with its header and footer. The header of the first page is
// the notice that the document is a sample.
func (s *setter) addPage() {
	s.doc.AddPage()
	s.doc.SetFont("go", "I", headSize)
	head := s.title()
	if s.doc.PageNo() == 1 {
		head = s.notice()
	} else if r := []rune(head); len(r) > 90 {
		head = strings.TrimRight(string(r[:88]), " ") + "…"
	}
	s.doc.Text(margin, 20, head)
	s.doc.Line(margin, 22.5, pageWidth-margin, 22.5)
	s.doc.SetFont("go", "", headSize)
	foot := fmt.Sprintf("%d / %s", s.doc.PageNo(), s.pages)
	s.doc.Text((pageWidth-s.doc.GetStringWidth(foot))/2, pageHeight-16, foot)
	s.column, s.above, s.y = 0, top, top
}

// next moves to the next column, or to the next page after the last one.
func (s *setter) next() {
	if s.column+1 < s.count {
		s.column++
		s.y = s.above
		return
	}
	s.addPage()
}

// para typesets words as lines, and hyphenates the last word of a line if possible.
func (s *setter) para(words, style string, size, lead float64) {
	s.doc.SetFont("go", style, size)
	line := ""
	queue := strings.Fields(words)
	for len(queue) > 0 {
		word := queue[0]
		joined := strings.TrimLeft(line+" "+word, " ")
		if line == "" || s.doc.GetStringWidth(joined) <= s.width {
			line, queue = joined, queue[1:]
			continue
		}
		// Words in titles are not split.
		head, tail, ok := split(word, s.language())
		if ok && style == "" && s.doc.GetStringWidth(line+" "+head) <= s.width {
			line += " " + head
			queue[0] = tail
		}
		s.line(line, style, size, lead)
		line = ""
	}
	s.line(line, style, size, lead)
}

// line typesets one line. The font is set again, since a new page changes it.
func (s *setter) line(words, style string, size, lead float64) {
	if s.y+lead > bottom {
		s.next()
		s.doc.SetFont("go", style, size)
	}
	s.y += lead
	s.doc.Text(margin+float64(s.column)*(s.width+gutter), s.y, words)
}
