package pdf

import (
	"errors"
	"slices"
	"unicode"
	"unicode/utf16"

	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/run"
)

// char is one character of a page, and what is known of it.
type char struct {
	r      rune
	box    layout.Box
	object uint32  // the text object that draws it; 0 if PDFium has put it in
	set    run.Set // how it is set
	said   bool    // the file says that it is part of a sign, in the order of reading
}

// rawPage is a page before anything is made of it.
type rawPage struct {
	number        int // 1-based
	width, height float32
	chars         []char
	rtl           bool         // it has letters that run from right to left
	picture       bool         // most of it is one picture
	dpi           int          // of that picture; 0 if unknown
	blank         bool         // there is nothing on it
	unseen        int          // words that nobody sees
	comments      int          // of reviewers
	broken        bool         // it has lost letters
	unsure        bool         // it has digits of which only a picture may tell which they are
	renamed       int          // digits that are others than their font says
	differ        []difference // what is printed, and what the file says it stands for
	notes         []note
	pose          pose // how it is held for its text to be upright
}

func (d *Document) rawPage(index int) (rawPage, error) {
	p := rawPage{number: index + 1}
	g := d.g
	page, err := g.Handle("FPDF_LoadPage", d.doc, uint64(index))
	if err != nil {
		return p, err
	}
	if page == 0 {
		return p, errors.New("it is damaged")
	}
	defer func() { _, _ = g.Call("FPDF_ClosePage", page) }() // page may be another by then
	if p.width, err = g.Float("FPDF_GetPageWidthF", page); err != nil {
		return p, err
	}
	if p.height, err = g.Float("FPDF_GetPageHeightF", page); err != nil {
		return p, err
	}
	notes, err := d.notes(page)
	if err != nil {
		return p, err
	}
	if notes.flat { // the page has to be loaded again to show what was drawn into it
		if _, err := g.Call("FPDF_ClosePage", page); err != nil {
			return p, err
		}
		if page, err = g.Handle("FPDF_LoadPage", d.doc, uint64(index)); err != nil {
			return p, err
		}
	}
	view, err := d.view(page, p.width, p.height)
	if err != nil {
		return p, err
	}
	if err := d.read(&p, page, view, notes); err != nil {
		return p, err
	}
	if p.pose.turned {
		view = view.then(p.pose.upright)
	}
	for i := range notes.shown {
		n := &notes.shown[i]
		n.box = view.box(n.box.Left, n.box.Foot, n.box.Right, n.box.Top)
	}
	p.notes, p.comments = notes.shown, notes.comments
	if len(p.chars) < fewChars {
		err = d.lookForPicture(&p, page)
	}
	return p, err
}

// read reads the characters of a page that a reader sees. What nobody sees is
// taken out of the page before its text is read again: PDFium would mix the
// lines of both.
func (d *Document) read(p *rawPage, page uint64, view affine, notes notes) error {
	found := findings{hidden: map[uint32]bool{}}
	for {
		tp, err := d.g.Handle("FPDFText_LoadPage", page)
		if err != nil {
			return err
		}
		if tp == 0 {
			return errors.New("its text is damaged")
		}
		more, err := d.readText(p, page, tp, view, notes, &found)
		if _, closed := d.g.Call("FPDFText_ClosePage", tp); err == nil {
			err = closed
		}
		if err != nil || !more {
			return err
		}
	}
}

// findings are what is known of a page whose text is read again.
type findings struct {
	hidden   map[uint32]bool // objects that were taken out
	actual   []actual
	compared bool     // what is printed, with actual
	said     []actual // those that say no other text
	posed    bool     // it is known how the text stands
}

// readText reads the text as it is now, and tells whether the page was changed
// so that it has to be read again.
func (d *Document) readText(p *rawPage, page, tp uint64, view affine, notes notes, found *findings) (more bool, err error) {
	if err := d.fill(p, tp, view); err != nil || len(p.chars) == 0 && len(found.actual) == 0 {
		return false, err
	}
	if !found.posed {
		found.posed = true
		if p.pose, err = d.pose(p, tp, view); err != nil {
			return false, err
		}
		if p.pose.turned && p.pose.upright.a == 0 {
			p.width, p.height = p.height, p.width
		}
	}
	if p.pose.turned {
		view = view.then(p.pose.upright)
		for i := range p.chars {
			if b := &p.chars[i].box; !b.Empty() {
				*b = p.pose.upright.box(b.Left, b.Top, b.Right, b.Foot)
			}
		}
	}
	if len(found.actual) > 0 && !found.compared {
		found.compared = true
		if found.said, err = d.settleActual(p, tp, found.actual); len(found.said) > 0 || err != nil {
			return true, err
		}
	}
	s, err := d.scene(page, view)
	if err != nil {
		return false, err
	}
	if len(s.actual) > 0 && !found.compared {
		found.actual = s.actual
		// What elements of the structure say PDFium does not read.
		if slices.ContainsFunc(s.actual, func(a actual) bool { return !a.element }) {
			return true, d.printGlyphs(s.actual)
		}
		found.compared = true
		if found.said, err = d.settleActual(p, tp, s.actual); len(found.said) > 0 || err != nil {
			return true, err
		}
	}
	if more, err = d.hide(p, page, tp, s, found.hidden); more || err != nil {
		return more, err
	}
	if err := d.strike(p, tp, view, s, notes.struck); err != nil {
		return false, err
	}
	if err := d.setDigits(p, page, tp, view); err != nil {
		return false, err
	}
	p.place(found.said)
	p.dropHidden()
	unpack(p.chars)
	p.broken = p.unsure || p.damaged()
	return false, nil
}

// fewChars is what a scan may have of text besides its picture: a stamp, a
// running head.
const fewChars = 400

// maxChars bounds the characters of one page; a page of small print has ten thousand.
const maxChars = 2_000_000

// fill reads the characters of a page, where they stand and what draws them.
func (d *Document) fill(p *rawPage, tp uint64, view affine) error {
	n, err := d.g.Number("FPDFText_CountChars", tp)
	if err != nil {
		return err
	}
	n = min(max(0, n), maxChars)
	p.chars, p.rtl = make([]char, n), false
	if err := d.unicode(p.chars, tp); err != nil {
		return err
	}
	for i := range p.chars {
		r := p.chars[i].r
		if i > 0 && utf16.IsSurrogate(r) && utf16.IsSurrogate(p.chars[i-1].r) {
			p.chars[i-1].r, r = utf16.DecodeRune(p.chars[i-1].r, r), nothing
		}
		next := rune(0)
		if i+1 < n {
			next = p.chars[i+1].r
		}
		if i > 0 && strayMark(p.chars[i-1].r, r, next) {
			r = ' '
		}
		p.chars[i].r = r
		p.rtl = p.rtl || isRTL(r)
	}
	return d.places(p, tp, view)
}

// unicode reads what the characters are.
func (d *Document) unicode(chars []char, tp uint64) error {
	n := len(chars)
	size := 2 * (n + 1)
	at, err := d.g.Malloc(size)
	if err != nil {
		return err
	}
	defer d.g.Free(at)
	got, err := d.g.Number("FPDFText_GetText", tp, 0, uint64(n), uint64(at))
	if err != nil {
		return err
	}
	// Characters that no text has are not among these: then they are asked for
	// one by one.
	if b, ok := d.g.Read(at, uint32(size)); ok && got == n+1 {
		for i := range chars {
			if chars[i].r = rune(b[2*i]) | rune(b[2*i+1])<<8; chars[i].r == textHyphen {
				chars[i].r = lineHyphen
			}
		}
		return nil
	}
	get, err := d.g.Func("FPDFText_GetUnicode")
	if err != nil {
		return err
	}
	for i := range chars {
		u, err := get.Call(tp, uint64(i), 0)
		if err != nil {
			return err
		}
		chars[i].r = rune(uint32(u))
	}
	return nil
}

// textHyphen is what FPDFText_GetText gives for lineHyphen.
const textHyphen = 0xFFFE

// places reads where the characters stand and what draws them. A box is as wide as
// the character's advance and as high as its font: the same height for all words
// of a line.
func (d *Document) places(p *rawPage, tp uint64, view affine) error {
	box, err := d.g.Func("FPDFText_GetLooseCharBox")
	if err != nil {
		return err
	}
	object, err := d.g.Func("FPDFText_GetTextObject")
	if err != nil {
		return err
	}
	for i := range p.chars {
		c := &p.chars[i]
		if c.r == '\r' || c.r == '\n' {
			continue
		}
		ok, err := box.Call(tp, uint64(i), uint64(d.g.Scratch))
		if err != nil {
			return err
		}
		if uint32(ok) != 0 {
			f := d.g.Floats(4) // left, top, right, bottom
			c.box = view.box(f[0], f[3], f[2], f[1])
		}
		// The letters of a word are of one object as a rule: it is asked for where
		// the word begins, and where a letter may be drawn twice.
		if !p.rtl && i > 0 && !space(p.chars[i-1].r) && !p.returns(i) {
			c.object = p.chars[i-1].object
			continue
		}
		o, err := object.Call(tp, uint64(i), 0)
		if err != nil {
			return err
		}
		c.object = uint32(o)
	}
	return nil
}

// returns tells whether a letter is one of the few before it again, in its place.
func (p *rawPage) returns(i int) bool {
	for k := i - 1; k >= max(0, i-doubleBack); k-- {
		if p.chars[k].r == p.chars[i].r && samePlace(p.chars[k].box, p.chars[i].box) {
			return true
		}
	}
	return false
}

// objectOf asks what draws a character.
func (d *Document) objectOf(c *char, tp uint64, i int) error {
	object, err := d.g.Handle("FPDFText_GetTextObject", tp, uint64(i))
	c.object = uint32(object)
	return err
}

// dropHidden puts a space in the place of characters that nobody sees.
func (p *rawPage) dropHidden() {
	before := false
	for i := range p.chars {
		c := &p.chars[i]
		if c.set&run.Hidden == 0 {
			before = before && space(c.r)
			continue
		}
		if !before && !space(c.r) {
			p.unseen++
		}
		before = !space(c.r)
		*c = char{r: ' '}
	}
}

// strayMark tells a mark of Arabic that follows on a Latin letter, a number or
// the like. Nothing is written so: a font whose map to characters is wrong
// names the space that way. After a stop it may be that of the next letter, in
// files that hold their lines from left to right.
func strayMark(before, r, next rune) bool {
	if r < 0x64B || r > 0x652 {
		return false
	}
	if unicode.IsPunct(before) && (isRTL(next) || !unicode.IsLetter(next) && !unicode.IsDigit(next)) {
		return false
	}
	return before < 0x300 && before > ' ' || before >= 0x2000 && before < 0x2100
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
