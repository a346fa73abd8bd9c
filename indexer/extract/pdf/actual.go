package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/pdf/pdfium"
	"rostrum/indexer/extract/pdf/structure"
	"rostrum/indexer/extract/quality"
)

// A file may say what its glyphs stand for (ActualText): the letters of a
// ligature, a word without the hyphen of its line end, capitals for small ones.
// PDFium reads that in the place of the glyphs. What is quoted is what a reader
// sees, though: where it says other words than are printed, the printed ones
// are read, and a warning tells both.

// actual is a stretch of a page and what the file says it stands for.
type actual struct {
	objects []uint32 // that draw it
	mark    uint64   // FPDF_PAGEOBJECTMARK of all of them
	text    string
	element bool // an element of the structure says so, not the content itself
	box     layout.Box
}

// maxActual bounds the stretches of one page that are compared.
const maxActual = 5000

// actualText is the ActualText of a mark; "" if it has none.
func (d *Document) actualText(mark uint64) (string, error) {
	key, err := d.g.Name("ActualText")
	if err != nil {
		return "", err
	}
	const stringType = 3 // FPDF_OBJECT_STRING
	kind, err := d.g.Number("FPDFPageObjMark_GetParamValueType", mark, uint64(key))
	if err != nil || kind != stringType {
		return "", err
	}
	s := uint64(d.g.Scratch)
	if ok, err := d.g.Number("FPDFPageObjMark_GetParamBlobValue", mark, uint64(key), 0, 0, s); err != nil || ok == 0 {
		return "", err
	}
	size := min(int(d.g.Ints(1)[0]), pdfium.MaxString)
	if size <= 0 {
		return "", nil
	}
	p, err := d.g.Malloc(size)
	if err != nil {
		return "", err
	}
	defer d.g.Free(p)
	if ok, err := d.g.Number("FPDFPageObjMark_GetParamBlobValue", mark, uint64(key), uint64(p), uint64(size), s); err != nil || ok == 0 {
		return "", err
	}
	b, _ := d.g.Read(p, uint32(size))
	return structure.DecodeText(b), nil
}

// marks looks at the marked content that a text object stands in.
func (l *sceneReader) marks(object uint64) error {
	g := l.d.g
	n, err := g.Number("FPDFPageObj_CountMarks", object)
	if err != nil {
		return err
	}
	for i := range min(n, maxNested) {
		mark, err := g.Handle("FPDFPageObj_GetMark", object, uint64(i))
		if err != nil {
			return err
		}
		if mark == l.plainMark {
			continue
		}
		if last := len(l.scene.actual) - 1; last >= 0 && l.scene.actual[last].mark == mark {
			l.scene.actual[last].objects = append(l.scene.actual[last].objects, uint32(object))
			continue
		}
		text, err := l.d.actualText(mark)
		if err != nil {
			return err
		}
		element := false
		if text == "" && len(l.elements) > 0 {
			id, err := l.d.markedContentID(mark)
			if err != nil {
				return err
			}
			text, element = l.elements[id]
		}
		if text != "" && !element {
			blank, err := l.d.blank(object, text)
			if err != nil {
				return err
			}
			if blank {
				text = "" // it is read as it is printed
			}
		}
		if text == "" || len(l.scene.actual) == maxActual {
			l.plainMark = mark
			continue
		}
		l.scene.actual = append(l.scene.actual, actual{objects: []uint32{uint32(object)}, mark: mark, text: text, element: element})
	}
	return nil
}

// blankWidth is the part of the size of its type that a space or a hyphen is wide
// at most; few letters are as narrow.
const blankWidth = 0.35

// blank tells whether a text object that the file says stands for a space or a
// hyphen that may be broken off is not wider than these are.
func (d *Document) blank(object uint64, text string) (bool, error) {
	if strings.Trim(text, " \u00a0\u00ad") != "" {
		return false, nil
	}
	if ok, err := d.g.Number("FPDFTextObj_GetFontSize", object, uint64(d.g.Scratch)); err != nil || ok == 0 {
		return false, err
	}
	size := d.g.Floats(1)[0]
	m, err := d.matrix(object)
	if err != nil {
		return false, err
	}
	box, err := d.bounds(object, affine{a: 1, d: 1})
	x, y := m.a*size, m.b*size
	return box.Width() <= blankWidth*max(x, -x, y, -y), err
}

// markedContentID is the number of a mark; -1 if it has none.
func (d *Document) markedContentID(mark uint64) (int, error) {
	key, err := d.g.Name("MCID")
	if err != nil {
		return -1, err
	}
	ok, err := d.g.Number("FPDFPageObjMark_GetParamIntValue", mark, uint64(key), uint64(d.g.Scratch))
	if err != nil || ok == 0 {
		return -1, err
	}
	return int(d.g.Ints(1)[0]), nil
}

const (
	maxElements = 20_000 // of the structure of one page
	maxNesting  = 40     // of elements in others
)

// saysWords tells whether an object of a file says that it stands for more than
// spaces and hyphens, as those of some office programs do for each tabulator.
func saysWords(file []byte) bool {
	return structure.HasValue(file, []byte("/ActualText"), func(after []byte) bool {
		return !structure.BlankText(after[:min(len(after), maxBlank)])
	})
}

// maxBlank bounds the bytes of a string of spaces.
const maxBlank = 64

// elements are the elements of a page's structure that say what they stand for
// and consist of one stretch of content, by its number.
func (d *Document) elements(page uint64) (map[int]string, error) {
	if !d.known("words of elements", saysWords) {
		return nil, nil
	}
	tree, err := d.g.Handle("FPDF_StructTree_GetForPage", page)
	if err != nil || tree == 0 {
		return nil, err
	}
	out := map[int]string{}
	left := maxElements
	var walk func(element uint64, depth int) error
	walk = func(element uint64, depth int) error {
		if left--; left < 0 || depth > maxNesting || element == 0 {
			return nil
		}
		text, err := d.g.UTF16("FPDF_StructElement_GetActualText", element)
		if err != nil {
			return err
		}
		n, err := d.g.Number("FPDF_StructElement_GetMarkedContentIdCount", element)
		if err == nil && n == 1 && text != "" {
			id, err := d.g.Number("FPDF_StructElement_GetMarkedContentIdAtIndex", element, 0)
			if err != nil {
				return err
			}
			out[id] = text
		}
		children, err := d.g.Number("FPDF_StructElement_CountChildren", element)
		for i := 0; err == nil && i < children; i++ {
			var child uint64
			if child, err = d.g.Handle("FPDF_StructElement_GetChildAtIndex", element, uint64(i)); err == nil {
				err = walk(child, depth+1)
			}
		}
		return err
	}
	n, err := d.g.Number("FPDF_StructTree_CountChildren", tree)
	for i := 0; err == nil && i < n; i++ {
		var child uint64
		if child, err = d.g.Handle("FPDF_StructTree_GetChildAtIndex", tree, uint64(i)); err == nil {
			err = walk(child, 0)
		}
	}
	if err != nil {
		return nil, err
	}
	_, err = d.g.Call("FPDF_StructTree_Close", tree)
	return out, err
}

// printGlyphs has PDFium read what is printed.
func (d *Document) printGlyphs(list []actual) error {
	key, err := d.g.Name("ActualText")
	if err != nil {
		return err
	}
	for _, a := range list {
		if _, err := d.g.Call("FPDFPageObjMark_RemoveParam", uint64(a.objects[0]), a.mark, uint64(key)); err != nil {
			return err
		}
	}
	return nil
}

// settleActual compares what is printed, as it was read now, with what the
// file says it stands for, and has PDFium read the latter where that is no
// other text. It gives the stretches where it is so.
func (d *Document) settleActual(p *rawPage, tp uint64, list []actual) (said []actual, err error) {
	printed := map[uint32]*strings.Builder{}
	boxes := map[uint32]layout.Box{} // of the widest sign of each object
	var all strings.Builder
	for i := range p.chars {
		c := &p.chars[i]
		if c.r != nothing {
			all.WriteRune(c.r)
		}
		if c.r == nothing || c.object == 0 && !space(c.r) {
			continue
		}
		if err := d.objectOf(c, tp, i); err != nil {
			return nil, err
		}
		if printed[c.object] == nil {
			printed[c.object] = &strings.Builder{}
		}
		printed[c.object].WriteRune(c.r)
		if b := boxes[c.object]; c.box.Width() > b.Width() || b.Empty() {
			boxes[c.object] = c.box
		}
	}
	feet := map[int]int{} // letters stand on the lines of the page, and marks above or below
	for _, b := range boxes {
		feet[foot(b)]++
	}
	nonsense := quality.Text(all.String()).Kind == quality.Nonsense
	key, err := d.g.Name("ActualText")
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		var b strings.Builder
		for _, object := range a.objects {
			switch box := boxes[object]; {
			case box.Empty():
			case a.box.Empty(), feet[foot(box)] > feet[foot(a.box)]:
				a.box = box
			case foot(box) == foot(a.box):
				a.box = a.box.Join(box)
			}
			if s := printed[object]; s != nil {
				b.WriteString(s.String() + " ")
			}
		}
		if !nonsense && !standsFor(b.String(), a.text) {
			p.differ = append(p.differ, difference{clean.Line(b.String()), clean.Line(a.text)})
			continue
		}
		if a.element && !strings.ContainsFunc(b.String(), lost) {
			continue // nothing to mend
		}
		value := structure.EncodeText(a.text)
		at, err := d.g.Put(value)
		if err != nil {
			return nil, err
		}
		_, err = d.g.Call("FPDFPageObjMark_SetBlobParam", d.doc, uint64(a.objects[0]), a.mark, uint64(key), uint64(at), uint64(len(value)))
		d.g.Free(at)
		if err != nil {
			return nil, err
		}
		said = append(said, a)
	}
	return said, nil
}

// foot is where a box stands, in half points.
func foot(b layout.Box) int { return int(2*b.Foot + 0.5) }

// maxSign is how many letters a sign may stand for that has their places too.
const maxSign = 6

// place sets the letters of signs of a script that runs from right to left where
// the signs stand, in the order in which the file says them: PDFium turns them
// round, and gives them places within the first thing that draws them, which
// may be a mark.
func (p *rawPage) place(said []actual) {
	if !p.rtl {
		return
	}
	type sign struct {
		letters []rune
		box     layout.Box
		drawn   int // its letters, as PDFium gives them
		told    bool
	}
	signs := map[uint32]*sign{} // by the objects that draw them
	for _, a := range said {
		if utf8.RuneCountInString(a.text) > maxSign || !strings.ContainsFunc(a.text, isRTL) || a.box.Empty() {
			continue
		}
		s := &sign{letters: []rune(clean.Line(a.text)), box: a.box}
		for _, o := range a.objects {
			signs[o] = s
		}
	}
	for _, c := range p.chars {
		if s := signs[c.object]; s != nil {
			s.drawn++
		}
	}
	out := p.chars[:0:0]
	for _, c := range p.chars {
		s := signs[c.object]
		if s == nil || s.drawn != len(s.letters) {
			out = append(out, c)
			continue
		}
		for _, r := range s.letters {
			if !s.told {
				out = append(out, char{r: r, box: s.box, object: c.object, set: c.set, said: true})
			}
		}
		s.told = true
	}
	p.chars = out
}

// difference is what is printed and what the file says it stands for.
type difference struct{ printed, hidden string }

// maxGlyphs is how many letters a sign, or two, may stand for.
const maxGlyphs = 4

// standsFor tells whether a text is no other one than is printed: the same but
// for case, hyphens, spaces and signs, or what a single sign stands for that
// the font names wrongly or not at all.
func standsFor(printed, said string) bool {
	p, s := lettersOf(printed), lettersOf(said)
	switch {
	case p == s:
		return true
	case strings.ContainsFunc(s, isRTL): // glyphs stand in any order, and some fonts name them by their codes
		return sameLetters(p, s) || !strings.ContainsFunc(p, isRTL) && utf8.RuneCountInString(p) <= utf8.RuneCountInString(s)
	case strings.ContainsFunc(printed, lost):
		return true
	}
	if utf8.RuneCountInString(p) > 1 || utf8.RuneCountInString(s) > maxGlyphs {
		return false
	}
	// Fonts give the ligatures that have no character the code of any other,
	// numbers among them.
	return strings.Trim(s, "fijltcsbhk") == "" && s != "" || !strings.ContainsFunc(p+s, unicode.IsDigit)
}

// lettersOf are the letters and digits of a text, in small letters without marks.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) || r == 'ـ' {
			return -1
		}
		return plainLetter(unicode.ToLower(r))
	}, norm.NFKD.String(clean.Line(s)))
}

func sameLetters(a, b string) bool {
	x, y := []rune(a), []rune(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}
