package pdf

import (
	"image"
	"math/bits"

	"rostrum/indexer/extract/layout"
)

// A font may name its digits wrongly: what is printed as 2024 reads 4242, and
// nothing in the words around tells. The shapes of digits are few, so those of
// each font are looked at, and where they are others than it says, the digits
// are told from the drawn page.

const (
	// A font draws another digit than it says where so many cells at most differ
	// from one of the shapes of that, and so many at least from all of its own.
	sameDigit, otherDigit = 16, 24
	// One digit of a font is enough if it is clearer than that.
	surelySame, surelyOther = 11, 26

	digitScale = 6 // pixels a point
	// A digit as it is drawn is told if so many cells at most differ, or more if
	// all others differ in so many more.
	drawnDigit, maxDrawn, clearStep = 24, 40, 8
)

// digitOf is the digit that a shape is most like, and how many of its cells
// differ from each. A font's own shapes count besides those of all.
func digitOf(s glyphShape, own [10][]glyphShape) (digit int, unlike [10]int) {
	for n, shapes := range digitShapes {
		unlike[n] = shapeRows * shapeColumns
		for _, list := range [][]glyphShape{shapes, own[n]} {
			for _, o := range list {
				unlike[n] = min(unlike[n], s.unlike(o))
			}
		}
		if unlike[n] < unlike[digit] {
			digit = n
		}
	}
	return digit, unlike
}

// clearly tells whether a digit as it is drawn is the one that it is most like:
// like enough, or much more than any other.
func clearly(digit int, unlike [10]int) bool {
	for n, u := range unlike {
		if n != digit && u < unlike[digit]+clearStep {
			return unlike[digit] <= drawnDigit && u > unlike[digit]
		}
	}
	return unlike[digit] <= maxDrawn
}

// digitFont is what is known of the digits of a font, a bit for each.
type digitFont struct {
	seen, wrong uint16
	sure        bool             // one of those that are wrong is clearly so
	own         [10][]glyphShape // what it draws, by what that is
}

// fontKey names a font: PDFium may put another in the place of one that is gone.
type fontKey struct {
	font uint64
	name string
}

// setDigits corrects the digits of fonts that name them wrongly.
func (d *Document) setDigits(p *rawPage, page, tp uint64, view affine) error {
	fonts := map[uint32]*digitFont{} // by object
	wrong := false
	for i := range p.chars {
		c := &p.chars[i]
		if c.r < '0' || c.r > '9' || c.object == 0 {
			continue
		}
		f := fonts[c.object]
		font := uint64(0)
		if f == nil {
			var err error
			if font, f, err = d.fontOf(c.object); err != nil {
				return err
			}
			fonts[c.object] = f
		}
		n := int(c.r - '0')
		if f.seen&(1<<n) == 0 {
			if font == 0 {
				var err error
				if font, err = d.g.Handle("FPDFTextObj_GetFont", uint64(c.object)); err != nil {
					return err
				}
			}
			if err := d.lookAtDigit(f, font, n); err != nil {
				return err
			}
		}
		wrong = wrong || f.isWrong()
	}
	if !wrong {
		return nil
	}
	return d.readDigits(p, page, tp, view, fonts)
}

func (f *digitFont) isWrong() bool { return f.sure || bits.OnesCount16(f.wrong) > 1 }

// fontOf is the font of a text object.
func (d *Document) fontOf(object uint32) (uint64, *digitFont, error) {
	font, err := d.g.Handle("FPDFTextObj_GetFont", uint64(object))
	if err != nil {
		return 0, nil, err
	}
	const room = 64
	at, err := d.g.Malloc(room)
	if err != nil {
		return 0, nil, err
	}
	defer d.g.Free(at)
	size, err := d.g.Number("FPDFFont_GetBaseFontName", font, uint64(at), room)
	if err != nil {
		return 0, nil, err
	}
	name, _ := d.g.Read(at, uint32(min(max(0, size), room)))
	key := fontKey{font, string(name)}
	f := d.digits[key]
	if f == nil {
		if d.digits == nil {
			d.digits = map[fontKey]*digitFont{}
		}
		f = &digitFont{}
		d.digits[key] = f
	}
	return font, f, nil
}

// lookAtDigit compares what a font draws for a digit with what digits look like.
func (d *Document) lookAtDigit(f *digitFont, font uint64, n int) error {
	f.seen |= 1 << n
	if font == 0 {
		return nil
	}
	o, err := d.glyphOutline(font, '0'+rune(n))
	if err != nil {
		return err
	}
	s, ok := o.shape()
	if !ok {
		return nil
	}
	digit, unlike := digitOf(s, f.own)
	if unlike[digit] <= sameDigit && unlike[n] >= otherDigit {
		f.wrong |= 1 << n
	}
	if unlike[digit] <= sameDigit {
		f.own[digit] = append(f.own[digit], s)
	}
	f.sure = f.sure || unlike[digit] <= surelySame && unlike[n] >= surelyOther
	return nil
}

// readDigits reads digits from the page as it is drawn. What is like none
// leaves the page damaged.
func (d *Document) readDigits(p *rawPage, page, tp uint64, view affine, fonts map[uint32]*digitFont) error {
	picture, err := d.glance(p, page, digitScale, false)
	if err != nil || picture == nil {
		p.unsure = p.unsure || picture == nil
		return err
	}
	for i := range p.chars {
		c := &p.chars[i]
		f := fonts[c.object]
		if c.r < '0' || c.r > '9' || f == nil || !f.isWrong() {
			continue
		}
		box, err := d.tightBox(tp, i, view)
		if err != nil {
			return err
		}
		digit, unlike := digitOf(picture.shapeIn(box), f.own)
		if !clearly(digit, unlike) {
			p.unsure = true
			continue
		}
		if r := '0' + rune(digit); r != c.r {
			c.r = r
			p.renamed++
		}
	}
	return nil
}

// shapeIn is what stands within a box of a page drawn in shades of grey.
func (s *seen) shapeIn(box layout.Box) (out glyphShape) {
	left, right := max(0, int(box.Left*s.scale)-1), min(s.width, int(box.Right*s.scale)+2)
	top, foot := max(0, int(box.Top*s.scale)-1), min(s.height, int(box.Foot*s.scale)+2)
	paper, dark := 0, 255
	at := func(x, y int) int { return int(s.rows[y*s.width+x]) }
	for y := top; y < foot; y++ {
		for x := left; x < right; x++ {
			paper, dark = max(paper, at(x, y)), min(dark, at(x, y))
		}
	}
	var inked image.Rectangle
	for y := top; y < foot; y++ {
		for x := left; x < right; x++ {
			if 3*(paper-at(x, y)) > paper-dark {
				inked = inked.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if inked.Empty() {
		return out
	}
	// Each pixel gives its ink to the cells that it lies in, by the parts of it
	// that do.
	var ink [shapeRows * shapeColumns]float32
	for y := range inked.Dy() {
		for x := range inked.Dx() {
			v := float32(paper-at(inked.Min.X+x, inked.Min.Y+y)) / float32(paper-dark)
			spread(y, inked.Dy(), shapeRows, func(row int, a float32) {
				spread(x, inked.Dx(), shapeColumns, func(column int, b float32) { ink[row*shapeColumns+column] += v * a * b })
			})
		}
	}
	for cell, v := range ink {
		if v > 1.0/3 {
			out.put(cell)
		}
	}
	return out
}

// spread gives the parts of cells, of which there are so many, that a pixel of a
// row of n fills.
func spread(pixel, n, cells int, give func(cell int, part float32)) {
	from, to := float32(pixel*cells)/float32(n), float32((pixel+1)*cells)/float32(n)
	for c := int(from); c < cells && float32(c) < to; c++ {
		give(c, min(to, float32(c+1))-max(from, float32(c)))
	}
}
