package pdf

import (
	"bytes"
	"errors"
	"image"

	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/pdf/pdfium"
	"rostrum/indexer/extract/run"
)

// What nobody sees on a page is not said there: text on a layer that is off, in
// the colour of what lies beneath it, covered, clipped away, beside the sheet.
// Most of it shows by where and how it is drawn. Where that leaves a doubt the
// page is drawn twice, with the text in doubt and without it: what makes no
// difference to the picture is not seen.
//
// A text layer over a scan is not seen either, and is what the scan says: text
// that is drawn invisibly stays where a picture explains it, unless the same
// place has text that is seen.

// look is how a text object is drawn.
type look struct {
	mode    int
	fill    colour
	inked   bool // its colour is known
	clip    layout.Box
	clipped bool // there is a clip
	layered bool // it stands on an optional layer
}

// Values of FPDFTextObj_GetTextRenderMode.
const (
	modeStroke    = 1
	modeBoth      = 2
	modeInvisible = 3
	modeClip      = 7
)

// doubt is why a text object may not be seen.
type doubt int

const (
	sure     doubt = iota
	unlikely       // the picture has to tell
	unseen         // it is not drawn, or beside the sheet
	layer          // it is not drawn, as a text layer is not
)

// hide finds the text that nobody sees, and takes the objects that draw it out
// of the page: more tells that there are some. Single characters that are not
// seen are marked.
func (d *Document) hide(p *rawPage, page, tp uint64, s *scene, hidden map[uint32]bool) (more bool, err error) {
	looks := map[uint32]look{}
	suspicious := false
	last := uint32(0)
	for i := range p.chars {
		c := &p.chars[i]
		if c.object == 0 || c.object == last || space(c.r) {
			continue
		}
		// One object a word is enough to find a page that needs a closer look.
		if last = c.object; i > 0 && !space(p.chars[i-1].r) && p.chars[i-1].object != 0 {
			continue
		}
		l, err := d.look(c.object, s)
		if err != nil {
			return false, err
		}
		looks[c.object] = l
		suspicious = suspicious || p.doubts(c, l, s) != sure
	}
	for i := range p.chars {
		if c := &p.chars[i]; c.object != 0 && !space(c.r) && p.beside(c.box) {
			suspicious = true
		}
	}
	if !suspicious {
		return false, nil
	}
	for i := range p.chars {
		if c := &p.chars[i]; !space(c.r) && c.r != nothing {
			if err := d.objectOf(c, tp, i); err != nil {
				return false, err
			}
		}
	}
	objects, err := d.doubtful(p, s, looks)
	if err != nil {
		return false, err
	}
	if err := d.comparePictures(p, page, objects); err != nil {
		return false, err
	}
	p.explain(s, objects)
	for _, o := range objects {
		all := o.drawn > 0
		for _, i := range o.chars {
			all = all && p.chars[i].set&run.Hidden != 0
		}
		if !all || hidden[o.object] {
			continue
		}
		for k, i := range o.chars {
			if k == 0 || i != o.chars[k-1]+1 {
				p.unseen++
			}
		}
		if _, err := d.g.Call("FPDFPageObj_SetIsActive", uint64(o.object), 0); err != nil {
			return false, err
		}
		hidden[o.object], more = true, true
	}
	return more, nil
}

// doubtfulObject is a text object that may not be seen.
type doubtfulObject struct {
	object uint32
	doubt  doubt
	chars  []int // those it draws, without spaces
	drawn  int   // how many they are
}

// doubtful lists the objects of which some character may not be seen. What is
// certain is marked.
func (d *Document) doubtful(p *rawPage, s *scene, looks map[uint32]look) ([]*doubtfulObject, error) {
	byObject := map[uint32]*doubtfulObject{}
	var out []*doubtfulObject
	for i := range p.chars {
		c := &p.chars[i]
		if c.object == 0 || space(c.r) {
			continue
		}
		l, ok := looks[c.object]
		if !ok {
			var err error
			if l, err = d.look(c.object, s); err != nil {
				return nil, err
			}
			looks[c.object] = l
		}
		o := byObject[c.object]
		if o == nil {
			o = &doubtfulObject{object: c.object}
			byObject[c.object] = o
			out = append(out, o)
		}
		o.chars = append(o.chars, i)
		o.drawn++
		why := p.doubts(c, l, s)
		o.doubt = max(o.doubt, why)
		if why == unseen {
			c.set |= run.Hidden
		}
	}
	kept := out[:0]
	for _, o := range out {
		if o.doubt != sure {
			kept = append(kept, o)
		}
	}
	return kept, nil
}

// doubts tells whether a character may not be seen, by how and where it is drawn.
func (p *rawPage) doubts(c *char, l look, s *scene) doubt {
	x, y := (c.box.Left+c.box.Right)/2, (c.box.Top+c.box.Foot)/2
	if c.box.Empty() {
		return sure
	}
	switch {
	case p.beside(c.box), c.box.Height() < tinyPart*p.height && c.box.Width() < tinyPart*p.height:
		return unseen
	case l.clipped && !holds(l.clip, x, y):
		return unseen
	case l.mode == modeInvisible || l.mode == modeClip:
		return layer
	case l.layered, l.inked && (l.fill.light() || l.fill.faint()):
		return unlikely
	}
	if len(s.fills)+len(s.pictures) == 0 {
		return sure
	}
	at := s.place(c.object)
	for _, f := range s.fills {
		if holds(f.box, x, y) && (f.order > at && !f.fill.faint() || l.inked && f.order < at && f.fill.near(l.fill) && !f.fill.faint()) {
			return unlikely
		}
	}
	for _, f := range s.pictures {
		if f.order > at && holds(f.box, x, y) {
			return unlikely
		}
	}
	return sure
}

// tinyPart is the part of a page's height below which type is a dot.
const tinyPart = 0.0015

// beside tells a box whose middle is not on the sheet.
func (p *rawPage) beside(b layout.Box) bool {
	x, y := (b.Left+b.Right)/2, (b.Top+b.Foot)/2
	return !b.Empty() && (x < 0 || y < 0 || x > p.width || y > p.height)
}

func holds(b layout.Box, x, y float32) bool {
	return x > b.Left && x < b.Right && y > b.Top && y < b.Foot
}

// look asks how a text object is drawn.
func (d *Document) look(object uint32, s *scene) (l look, err error) {
	g := d.g
	if l.mode, err = g.Number("FPDFTextObj_GetTextRenderMode", uint64(object)); err != nil {
		return l, err
	}
	if l.mode == modeStroke {
		if l.fill, l.inked, err = d.colourOf("FPDFPageObj_GetStrokeColor", uint64(object)); err != nil {
			return l, err
		}
	} else if l.fill, l.inked, err = d.fillColour(uint64(object)); err != nil {
		return l, err
	}
	if l.mode == modeBoth {
		l.inked = false // its outline has a colour too
	}
	if l.clip, l.clipped, err = d.clip(uint64(object), s.view); err != nil {
		return l, err
	}
	if s.forms[object] {
		l.clipped = false // it is known in the drawing's own measure
		l.layered = d.layers()
		if l.layered {
			return l, nil
		}
	}
	l.layered, err = d.onLayer(uint64(object))
	return l, err
}

// maxClips bounds the clip paths of one object that are looked at.
const maxClips = 6

// clip is the box within which an object is drawn.
func (d *Document) clip(object uint64, view affine) (box layout.Box, clipped bool, err error) {
	g := d.g
	path, err := g.Handle("FPDFPageObj_GetClipPath", object)
	if err != nil || path == 0 {
		return box, false, err
	}
	n, err := g.Number("FPDFClipPath_CountPaths", path)
	if err != nil || n <= 0 {
		return box, false, err
	}
	for i := range min(n, maxClips) {
		segments, err := g.Number("FPDFClipPath_CountPathSegments", path, uint64(i))
		if err != nil {
			return box, false, err
		}
		if segments < 4 || segments > maxSegments {
			continue
		}
		step := 1
		if segments <= 5 {
			step = 2 // opposite corners of a rectangle
		}
		var left, top, right, foot float32
		for k := 0; k < segments; k += step {
			segment, err := g.Handle("FPDFClipPath_GetPathSegment", path, uint64(i), uint64(k))
			if err != nil {
				return box, false, err
			}
			s := uint64(g.Scratch)
			if ok, err := g.Number("FPDFPathSegment_GetPoint", segment, s, s+4); err != nil || ok == 0 {
				return box, false, err
			}
			f := g.Floats(2)
			x, y := view.at(f[0], f[1])
			if k == 0 {
				left, top, right, foot = x, y, x, y
			}
			left, top, right, foot = min(left, x), min(top, y), max(right, x), max(foot, y)
		}
		b := layout.Box{Left: left, Top: top, Right: right, Foot: foot}
		if clipped {
			b = layout.Box{Left: max(b.Left, box.Left), Top: max(b.Top, box.Top), Right: min(b.Right, box.Right), Foot: min(b.Foot, box.Foot)}
		}
		box, clipped = b, true
	}
	return box, clipped, nil
}

// onLayer tells whether an object stands on an optional layer.
func (d *Document) onLayer(object uint64) (bool, error) {
	if !d.layers() {
		return false, nil
	}
	n, err := d.g.Number("FPDFPageObj_CountMarks", object)
	if err != nil {
		return false, err
	}
	for i := range min(n, maxNested) {
		mark, err := d.g.Handle("FPDFPageObj_GetMark", object, uint64(i))
		if err != nil {
			return false, err
		}
		s := uint64(d.g.Scratch)
		if ok, err := d.g.Number("FPDFPageObjMark_GetName", mark, s+8, pdfium.ScratchSize-8, s); err != nil || ok == 0 {
			return false, err
		}
		name, _ := d.g.Read(d.g.Scratch+8, 6)
		if bytes.Equal(name, []byte("O\x00C\x00\x00\x00")) {
			return true, nil
		}
	}
	return false, nil
}

// comparePictures draws the page with the objects in doubt and without them,
// and marks the characters that make no difference.
func (d *Document) comparePictures(p *rawPage, page uint64, objects []*doubtfulObject) error {
	var doubtful []*doubtfulObject
	for _, o := range objects {
		if o.doubt == unlikely {
			doubtful = append(doubtful, o)
		}
	}
	if len(doubtful) == 0 {
		return nil
	}
	var area layout.Box // where they stand
	for _, o := range doubtful {
		for _, i := range o.chars {
			area = area.Join(p.chars[i].box)
		}
	}
	with, err := d.glance(p, page, glanceScale, true, area)
	if err != nil || with == nil {
		return err
	}
	toggle := func(active uint64) error {
		for _, o := range doubtful {
			if _, err := d.g.Call("FPDFPageObj_SetIsActive", uint64(o.object), active); err != nil {
				return err
			}
		}
		return nil
	}
	if err := toggle(0); err != nil {
		return err
	}
	without, err := d.glance(p, page, glanceScale, true, area)
	if err := toggle(1); err != nil {
		return err
	}
	if err != nil || without == nil {
		return err
	}
	for _, o := range doubtful {
		for _, i := range o.chars {
			c := &p.chars[i]
			if c.set&run.Hidden == 0 && !with.differs(without, c.box) {
				c.set |= run.Hidden
			}
		}
	}
	return nil
}

// seen is a page drawn small, or an area of it.
type seen struct {
	width, height int
	left, top     int // of the area, in pixels
	scale         float32
	bytes         int // a pixel
	rows          []byte
}

const (
	maxGlance   = 24_000_000 // bytes of a picture
	glanceScale = 1.5        // pixels a point
	// A letter whose colour differs by less from what lies beneath it is not
	// seen on paper.
	minContrast = 12
)

// glance draws an area of the page as it is now, in so many pixels a point, in
// colour or in shades of grey; nil if there is no room for that.
func (d *Document) glance(p *rawPage, page uint64, scale float64, colour bool, area layout.Box) (*seen, error) {
	if p.pose.quarter < 0 {
		return nil, nil // PDFium draws no page mirrored
	}
	size, format, flags := 4, pdfium.BGRx, uint64(0)
	if !colour {
		size, format, flags = 1, pdfium.Gray, pdfium.DrawGray
	}
	w, h, err := pdfium.Fit(float64(p.width), float64(p.height), scale, maxGlance/float64(size))
	if err != nil {
		return nil, nil
	}
	at := float32(w) / p.width
	part := image.Rect(int(area.Left*at)-1, int(area.Top*at)-1, int(area.Right*at)+2, int(area.Foot*at)+2).Intersect(image.Rect(0, 0, w, h))
	if part.Empty() {
		return nil, nil
	}
	s := &seen{width: part.Dx(), height: part.Dy(), left: part.Min.X, top: part.Min.Y, scale: at, bytes: size, rows: make([]byte, 0, size*part.Dx()*part.Dy())}
	err = d.g.DrawPart(page, w, h, part, format, p.pose.quarter, flags, func(b pdfium.Bitmap) {
		for y := range s.height {
			s.rows = append(s.rows, b.Rows[y*b.Stride:y*b.Stride+size*s.width]...)
		}
	})
	if errors.Is(err, pdfium.ErrNoBitmap) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// differs tells whether two pictures of a page differ within a box.
func (s *seen) differs(o *seen, box layout.Box) bool {
	if o.width != s.width || o.height != s.height {
		return true
	}
	left, right := max(0, int(box.Left*s.scale)-s.left), min(s.width, int(box.Right*s.scale)+1-s.left)
	top, foot := max(0, int(box.Top*s.scale)-s.top), min(s.height, int(box.Foot*s.scale)+1-s.top)
	for y := top; y < foot; y++ {
		for x := left; x < right; x++ {
			at := s.bytes * (y*s.width + x)
			for k := range min(s.bytes, 3) {
				if d := int(s.rows[at+k]) - int(o.rows[at+k]); d > minContrast || d < -minContrast {
					return true
				}
			}
		}
	}
	return false
}

// explain decides on text that is drawn invisibly: that which lies on a scan is
// what the scan says.
func (p *rawPage) explain(s *scene, objects []*doubtfulObject) {
	var covered float32
	for _, f := range s.pictures {
		covered += f.box.Width() * f.box.Height()
	}
	scan := covered >= pictureShare*p.width*p.height
	var layers []*doubtfulObject
	for _, o := range objects {
		under := 0
		for _, i := range o.chars {
			c := &p.chars[i]
			x, y := (c.box.Left+c.box.Right)/2, (c.box.Top+c.box.Foot)/2
			for _, f := range s.pictures {
				if holds(f.box, x, y) {
					under++
					break
				}
			}
		}
		onPicture := scan && under*2 > len(o.chars)
		switch {
		case o.doubt == unlikely && onPicture: // text beneath the picture of itself
			layers = append(layers, o)
		case o.doubt == layer && onPicture:
			layers = append(layers, o)
		case o.doubt == layer:
			p.setHidden(o, true)
		}
	}
	if len(layers) == 0 {
		return
	}
	// Text that is seen in the same place says it already.
	inLayer := map[uint32]bool{}
	for _, o := range layers {
		inLayer[o.object] = true
	}
	shown := newCells(p)
	for i := range p.chars {
		if c := &p.chars[i]; c.object != 0 && !space(c.r) && c.set&run.Hidden == 0 && !inLayer[c.object] {
			shown.add(c.box)
		}
	}
	for _, o := range layers {
		double := 0
		for _, i := range o.chars {
			if shown.has(p.chars[i].box) {
				double++
			}
		}
		p.setHidden(o, double*2 > len(o.chars))
	}
}

func (p *rawPage) setHidden(o *doubtfulObject, hidden bool) {
	for _, i := range o.chars {
		p.chars[i].set &^= run.Hidden
		if hidden {
			p.chars[i].set |= run.Hidden
		}
	}
}

// cells are the places of a page that have text, in squares of a few points.
type cells struct {
	columns int
	taken   map[int]bool
}

const cellSize = 3 // points

func newCells(p *rawPage) cells { return cells{int(p.width/cellSize) + 2, map[int]bool{}} }

func (c cells) add(b layout.Box) {
	for y := int(b.Top / cellSize); y <= int(b.Foot/cellSize); y++ {
		for x := int(b.Left / cellSize); x <= int(b.Right/cellSize); x++ {
			c.taken[y*c.columns+x] = true
		}
	}
}

// has tells whether the middle of a box is taken.
func (c cells) has(b layout.Box) bool {
	return c.taken[int((b.Top+b.Foot)/2/cellSize)*c.columns+int((b.Left+b.Right)/2/cellSize)]
}
