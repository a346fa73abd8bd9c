package pdf

import (
	"errors"
	"unicode/utf16"

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
	rtl           bool // it has letters that run from right to left; every character has its box
	picture       bool // most of it is one picture
	dpi           int  // of that picture; 0 if unknown
	blank         bool // there is nothing on it
	notes         []note
}

func (d *Document) rawPage(index int) (rawPage, error) {
	p := rawPage{number: index + 1}
	g := d.g
	page, err := g.handle("FPDF_LoadPage", d.doc, uint64(index))
	if err != nil {
		return p, err
	}
	if page == 0 {
		return p, errors.New("it is damaged")
	}
	defer func() { _, _ = g.call("FPDF_ClosePage", page) }() // page may be another by then
	if p.width, err = g.float("FPDF_GetPageWidthF", page); err != nil {
		return p, err
	}
	if p.height, err = g.float("FPDF_GetPageHeightF", page); err != nil {
		return p, err
	}
	notes, flat, err := d.notes(page)
	if err != nil {
		return p, err
	}
	if flat { // the page has to be loaded again to show what was drawn into it
		if _, err := g.call("FPDF_ClosePage", page); err != nil {
			return p, err
		}
		if page, err = g.handle("FPDF_LoadPage", d.doc, uint64(index)); err != nil {
			return p, err
		}
	}
	tp, err := g.handle("FPDFText_LoadPage", page)
	if err != nil {
		return p, err
	}
	if tp == 0 {
		return p, errors.New("its text is damaged")
	}
	defer func() { _, _ = g.call("FPDFText_ClosePage", tp) }()
	view, err := d.view(page, p.width, p.height)
	if err != nil {
		return p, err
	}
	if err := d.fill(&p, tp, view); err != nil {
		return p, err
	}
	for i := range notes {
		n := &notes[i]
		n.box = view.box(n.box.Left, n.box.Foot, n.box.Right, n.box.Top)
	}
	p.notes = notes
	if len(p.chars) < fewChars {
		err = d.lookForPicture(&p, page)
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
		if i > 0 && utf16.IsSurrogate(r) && utf16.IsSurrogate(p.chars[i-1].r) {
			p.chars[i-1].r, r = utf16.DecodeRune(p.chars[i-1].r, r), nothing
		}
		if i > 0 && strayMark(p.chars[i-1].r, r) {
			r = ' '
		}
		p.chars[i].r = r
		p.rtl = p.rtl || isRTL(r)
	}
	for start := 0; start < n; {
		if space(p.chars[start].r) {
			if p.rtl && p.chars[start].r == ' ' {
				if err := d.looseBox(&p.chars[start], tp, start, view); err != nil {
					return err
				}
			}
			start++
			continue
		}
		end := start + 1
		for end < n && !space(p.chars[end].r) && p.chars[end-1].r != lineHyphen {
			end++
		}
		if err := d.boxes(p, tp, start, end, view); err != nil {
			return err
		}
		start = end
	}
	return nil
}

// boxes fills the boxes of a word: its ends are enough where it stands on one
// line, as nearly all do.
func (d *Document) boxes(p *rawPage, tp uint64, start, end int, view affine) (err error) {
	box := d.looseBox
	first, last := &p.chars[start], &p.chars[end-1]
	if err = box(first, tp, start, view); err != nil {
		return err
	}
	if end-start > 1 {
		if err = box(last, tp, end-1, view); err != nil {
			return err
		}
	}
	if !p.rtl && level(first.box, last.box) {
		return nil
	}
	for i := start + 1; i < end-1 && err == nil; i++ {
		err = box(&p.chars[i], tp, i, view)
	}
	return err
}

// strayMark tells a mark of Arabic that follows on a Latin letter, a number or
// the like. Nothing is written so: a font whose map to characters is wrong
// names the space that way.
func strayMark(before, r rune) bool {
	return r >= 0x64B && r <= 0x652 && (before < 0x300 && before > ' ' || before >= 0x2000 && before < 0x2100)
}

// level tells whether two characters stand on one line, or nearly.
func level(a, b layout.Box) bool {
	up := (a.Top + a.Foot - b.Top - b.Foot) / 2
	size := max(a.Height(), b.Height())
	return up < 0.8*size && up > -0.8*size
}

// nothing stands for the second half of a character that PDFium gives in two.
const nothing = -1

// space tells what parts words; PDFium's mark of a hyphen at a line end parts
// them too, and belongs to the word before.
func space(r rune) bool {
	return r <= ' ' && r != lineHyphen && r != nothing || r >= 0x80 && clean.Rune(r) == ' '
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
