package pdf

import (
	"errors"
	"unicode"

	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/layout"
)

// char is one character of a page as PDFium has it. Its box is filled where
// the layout needs it: for the first and the last of a word, and for every
// character of a page with letters that run from right to left.
type char struct {
	r   rune
	box layout.Box
}

// rawPage is a page before anything is made of it.
type rawPage struct {
	number        int // 1-based
	width, height float32
	chars         []char
	ink           bool // boxes are those of the ink and every character has one
	picture       bool // most of it is one picture
	dpi           int  // of that picture; 0 if unknown
}

func (d *Document) rawPage(index int) (rawPage, error) {
	p := rawPage{number: index + 1}
	g := d.g
	page, err := g.handle("FPDF_LoadPage", d.doc, uint64(index))
	if err != nil {
		return p, err
	}
	if page == 0 {
		return p, errors.New("the page is damaged")
	}
	defer func() { _, _ = g.call("FPDF_ClosePage", page) }()
	if p.width, err = g.float("FPDF_GetPageWidthF", page); err != nil {
		return p, err
	}
	if p.height, err = g.float("FPDF_GetPageHeightF", page); err != nil {
		return p, err
	}
	tp, err := g.handle("FPDFText_LoadPage", page)
	if err != nil {
		return p, err
	}
	if tp == 0 {
		return p, errors.New("the text of the page is damaged")
	}
	defer func() { _, _ = g.call("FPDFText_ClosePage", tp) }()
	view, err := d.view(page, p.width, p.height)
	if err != nil {
		return p, err
	}
	if err := d.fill(&p, tp, view); err != nil {
		return p, err
	}
	if len(p.chars) < fewChars {
		p.picture, p.dpi, err = d.picture(page, p.width, p.height)
	}
	return p, err
}

// fewChars is what a scan may have of text besides its picture: a stamp, a
// running head.
const fewChars = 400

// maxChars bounds the characters of one page; a page of small print has ten thousand.
const maxChars = 2_000_000

// fill reads the characters of a page and the boxes that are needed.
func (d *Document) fill(p *rawPage, tp uint64, view affine) error {
	g := d.g
	n, err := g.number("FPDFText_CountChars", tp)
	if err != nil {
		return err
	}
	n = min(max(0, n), maxChars)
	p.chars = make([]char, n)
	for i := range p.chars {
		u, err := g.call("FPDFText_GetUnicode", tp, uint64(i))
		if err != nil {
			return err
		}
		r := rune(uint32(u))
		p.chars[i].r = r
		if r >= 0x590 && !p.ink {
			p.ink = unicode.In(r, unicode.Arabic, unicode.Hebrew)
		}
	}
	for i := range p.chars {
		switch {
		case space(p.chars[i].r):
			continue
		case p.ink:
			err = d.inkBox(&p.chars[i], tp, i, view)
		case i == 0 || space(p.chars[i-1].r), i == n-1 || space(p.chars[i+1].r):
			err = d.looseBox(&p.chars[i], tp, i, view)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// space tells what parts words; PDFium's mark of a hyphen at a line end parts
// them too, and belongs to the word before.
func space(r rune) bool {
	return r <= ' ' && r != lineHyphen || r >= 0x80 && clean.Rune(r) == ' '
}

// looseBox is as wide as the character's advance and as high as its font: the
// same height for all words of a line.
func (d *Document) looseBox(c *char, tp uint64, i int, view affine) error {
	ok, err := d.g.number("FPDFText_GetLooseCharBox", tp, uint64(i), uint64(d.g.scratch))
	if err != nil || ok == 0 {
		return err
	}
	f := d.g.floats(4) // left, top, right, bottom
	c.box = view.box(f[0], f[3], f[2], f[1])
	return nil
}

// inkBox is the box of the ink.
func (d *Document) inkBox(c *char, tp uint64, i int, view affine) error {
	s := uint64(d.g.scratch)
	ok, err := d.g.number("FPDFText_GetCharBox", tp, uint64(i), s, s+8, s+16, s+24)
	if err != nil || ok == 0 {
		return err
	}
	f := d.g.doubles(4) // left, right, bottom, top
	c.box = view.box(f[0], f[2], f[1], f[3])
	return nil
}
