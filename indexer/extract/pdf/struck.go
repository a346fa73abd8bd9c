package pdf

import (
	"unicode"

	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/run"
)

// A line through letters is drawn like any other. It strikes words out if it
// goes through the middle of letters, and through little else: an underline
// passes below them, and a rule across the page runs on where they end.

const (
	// Where a line may cross the box of a character, from its top, for the
	// letter itself to be asked for.
	strikeFrom, strikeTo = 0.3, 0.85
	strikeInside         = 0.12 // of a letter's height that a line keeps off its edges
	struckShare          = 0.6  // of letters that a line goes through, and of the line that has letters
)

// strike marks the characters that are struck out, by a line or by a reviewer.
func (d *Document) strike(p *rawPage, tp uint64, view affine, s *scene, marked []layout.Box) error {
	for _, r := range s.rules {
		if err := d.strikeBy(p, tp, view, s, r); err != nil {
			return err
		}
	}
	for _, m := range marked {
		box := view.box(m.Left, m.Top, m.Right, m.Foot)
		for i := range p.chars {
			c := &p.chars[i]
			if x, y := (c.box.Left+c.box.Right)/2, (c.box.Top+c.box.Foot)/2; c.object != 0 && holds(box, x, y) {
				c.set |= run.Struck
			}
		}
	}
	return nil
}

func (d *Document) strikeBy(p *rawPage, tp uint64, view affine, s *scene, r rule) error {
	var under []int
	for i := range p.chars {
		c := &p.chars[i]
		middle := (c.box.Left + c.box.Right) / 2
		if c.object == 0 || middle < r.left || middle > r.right || c.box.Empty() {
			continue
		}
		if part := (r.at - c.box.Top) / c.box.Height(); part > strikeFrom && part < strikeTo {
			under = append(under, i)
		}
	}
	if len(under) == 0 {
		return nil
	}
	letters, through := 0, 0
	var covered float32
	for _, i := range under {
		c := &p.chars[i]
		covered += c.box.Width()
		if !unicode.IsLetter(c.r) && !unicode.IsDigit(c.r) {
			continue
		}
		box, err := d.tightBox(tp, i, view)
		if err != nil {
			return err
		}
		letters++
		if off := strikeInside * box.Height(); r.at > box.Top+off && r.at < box.Foot-off {
			through++
		}
	}
	if !p.wholeWord(under) {
		return nil
	}
	if letters == 0 || float64(through) < struckShare*float64(letters) || covered < struckShare*(r.right-r.left) || s.hides(r, p.chars[under[0]]) {
		return nil
	}
	for _, i := range under {
		p.chars[i].set |= run.Struck
	}
	return nil
}

// wholeWord tells whether struck characters begin or end with a word, and are
// more than a speck: shapes in the background touch single letters.
func (p *rawPage) wholeWord(at []int) bool {
	first, last := at[0], at[len(at)-1]
	begins := first == 0 || space(p.chars[first-1].r) || p.chars[first-1].r == '\n'
	ends := last+1 == len(p.chars) || space(p.chars[last+1].r) || !unicode.IsLetter(p.chars[last+1].r)
	return begins && ends || len(at) >= minStruck && (begins || ends)
}

const minStruck = 3 // characters of a word that is struck in part

// hides tells whether an area lies between a line and a character above it.
func (s *scene) hides(r rule, c char) bool {
	at := s.place(c.object)
	x, y := (c.box.Left+c.box.Right)/2, (c.box.Top+c.box.Foot)/2
	for _, f := range s.fills {
		if f.order > r.order && f.order < at && holds(f.box, x, y) && !f.fill.faint() {
			return true
		}
	}
	return false
}

// tightBox is the box of a character's ink.
func (d *Document) tightBox(tp uint64, i int, view affine) (layout.Box, error) {
	s := uint64(d.g.Scratch) // left, right, bottom, top, as doubles
	ok, err := d.g.Number("FPDFText_GetCharBox", tp, uint64(i), s, s+8, s+16, s+24)
	if err != nil || ok == 0 {
		return layout.Box{}, err
	}
	f := d.g.Doubles(4)
	return view.box(float32(f[0]), float32(f[2]), float32(f[1]), float32(f[3])), nil
}
