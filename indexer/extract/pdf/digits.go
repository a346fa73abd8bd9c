package pdf

import (
	"image"
	"math/bits"

	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/pdf/glyph"
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
)

// digitFont is what is known of the digits of a font, a bit for each.
type digitFont struct {
	seen, wrong uint16
	sure        bool              // one of those that are wrong is clearly so
	own         [10][]glyph.Shape // what it draws, by what that is
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
	o, err := glyph.OutlineOf(d.g, font, '0'+rune(n))
	if err != nil {
		return err
	}
	s, ok := o.Shape()
	if !ok {
		return nil
	}
	digit, unlike := glyph.Digit(s, f.own)
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
	picture, err := d.glance(p, page, digitScale, false, layout.Box{Right: p.width, Foot: p.height})
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
		digit, unlike := glyph.Digit(glyph.Drawn(picture.image(), picture.area(box)), f.own)
		if !glyph.Clear(digit, unlike) {
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

// image is the picture, if it is in shades of grey.
func (s *seen) image() *image.Gray {
	return &image.Gray{Pix: s.rows, Stride: s.width, Rect: image.Rect(0, 0, s.width, s.height)}
}

// area is where a box lies on the picture, with what may stand out of it.
func (s *seen) area(box layout.Box) image.Rectangle {
	return image.Rect(int(box.Left*s.scale)-1, int(box.Top*s.scale)-1, int(box.Right*s.scale)+2, int(box.Foot*s.scale)+2)
}
