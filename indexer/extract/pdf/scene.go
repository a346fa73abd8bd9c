package pdf

import "rostrum/indexer/extract/layout"

// scene is what is drawn on a page besides its text, in the order in which it
// is drawn: later things cover earlier ones.
type scene struct {
	fills    []shape // areas filled with a colour
	pictures []shape // images and shadings
	rules    []rule  // level lines
	order    map[uint32]int
	forms    map[uint32]bool // text objects that stand in a drawing of its own
	texts    []uint32        // all text objects, in order, each with its place
	actual   []actual        // stretches of text that the file says stand for something
	view     affine
}

// shape is an area that something covers.
type shape struct {
	box   layout.Box
	order int
	fill  colour
}

// rule is a level line.
type rule struct {
	left, right, at float32
	order           int
}

// colour is red, green, blue and how opaque they are.
type colour [4]uint8

// light tells colours that white paper may swallow.
func (c colour) light() bool { return c[0] > 190 && c[1] > 190 && c[2] > 190 }

// faint tells ink that hardly covers anything.
func (c colour) faint() bool { return c[3] < 64 }

// near tells two colours that an eye may not tell apart.
func (c colour) near(o colour) bool {
	for i := range 3 {
		if d := int(c[i]) - int(o[i]); d > 60 || d < -60 {
			return false
		}
	}
	return true
}

const (
	maxScene    = 5000 // objects looked at on one page
	maxNested   = 6    // drawings within drawings
	maxSegments = 200  // of a path whose lines are looked at one by one
	maxThick    = 3    // points: the height of a line drawn as an area
	minRule     = 3    // points: the length of a line
	minShape    = 5    // points: the sides of an area that may hold a letter
)

// Values of FPDFPageObj_GetType.
const (
	objectText    = 1
	objectPath    = 2
	objectImage   = 3
	objectShading = 4
	objectForm    = 5
)

// scene looks at the objects of a page.
func (d *Document) scene(page uint64, view affine) (*scene, error) {
	s := &scene{forms: map[uint32]bool{}, view: view}
	n, err := d.g.Number("FPDFPage_CountObjects", page)
	if err != nil {
		return nil, err
	}
	elements, err := d.elements(page)
	if err != nil {
		return nil, err
	}
	l := sceneReader{d: d, scene: s, elements: elements}
	for i := range n {
		if l.at++; l.at > maxScene {
			break
		}
		object, err := d.g.Handle("FPDFPage_GetObject", page, uint64(i))
		if err == nil {
			err = l.look(object, view, 0)
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// place is when a text object is drawn, among all objects of the page.
func (s *scene) place(object uint32) int {
	if s.order == nil {
		s.order = make(map[uint32]int, len(s.texts)/2)
		for i := 0; i+1 < len(s.texts); i += 2 {
			s.order[s.texts[i]] = int(s.texts[i+1])
		}
	}
	return s.order[object]
}

type sceneReader struct {
	d     *Document
	scene *scene
	at    int // the place of the current object in the order of drawing

	elements  map[int]string // of the page's structure: what they stand for
	plainMark uint64         // the last mark of content that stands for itself
}

func (l *sceneReader) look(object uint64, view affine, depth int) error {
	kind, err := l.d.g.Number("FPDFPageObj_GetType", object)
	if err != nil {
		return err
	}
	switch kind {
	case objectText:
		l.scene.texts = append(l.scene.texts, uint32(object), uint32(l.at))
		if depth > 0 {
			l.scene.forms[uint32(object)] = true
		}
		return l.marks(object)
	case objectPath:
		return l.path(object, view)
	case objectImage, objectShading:
		box, err := l.d.bounds(object, view)
		if err == nil && box.Width() > minShape && box.Height() > minShape {
			l.scene.pictures = append(l.scene.pictures, shape{box: box, order: l.at})
		}
		return err
	case objectForm:
		return l.form(object, view, depth)
	}
	return nil
}

func (l *sceneReader) form(form uint64, view affine, depth int) error {
	if depth >= maxNested {
		return nil
	}
	matrix, err := l.d.matrix(form)
	if err != nil {
		return err
	}
	n, err := l.d.g.Number("FPDFFormObj_CountObjects", form)
	if err != nil {
		return err
	}
	inner := matrix.then(view)
	for i := range n {
		if l.at++; l.at > maxScene {
			return nil
		}
		object, err := l.d.g.Handle("FPDFFormObj_GetObject", form, uint64(i))
		if err == nil {
			err = l.look(object, inner, depth+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// path looks at a path: an area, a line, or several of them.
func (l *sceneReader) path(object uint64, view affine) error {
	g := l.d.g
	box, err := l.d.bounds(object, view)
	if err != nil || box.Width() < minRule {
		return err
	}
	s := uint64(g.Scratch)
	ok, err := g.Number("FPDFPath_GetDrawMode", object, s, s+4)
	if err != nil || ok == 0 {
		return err
	}
	mode := g.Ints(2)
	filled, stroked := mode[0] != 0, mode[1] != 0
	switch {
	case !filled && !stroked: // it only clips
		return nil
	case box.Height() <= maxThick:
		return l.rule(object, stroked, rule{box.Left, box.Right, (box.Top + box.Foot) / 2, l.at})
	}
	if filled && box.Width() > minShape && box.Height() > minShape {
		fill, known, err := l.d.fillColour(object)
		if err != nil {
			return err
		}
		if known {
			l.scene.fills = append(l.scene.fills, shape{box, l.at, fill})
		} else {
			l.scene.pictures = append(l.scene.pictures, shape{box: box, order: l.at}) // a pattern
		}
	}
	return l.lines(object, view, stroked)
}

// rule takes note of a line that has ink.
func (l *sceneReader) rule(object uint64, stroked bool, r rule) error {
	name := "FPDFPageObj_GetFillColor"
	if stroked {
		name = "FPDFPageObj_GetStrokeColor"
	}
	ink, known, err := l.d.colourOf(name, object)
	if err == nil && known && !ink.light() && !ink.faint() {
		l.scene.rules = append(l.scene.rules, r)
	}
	return err
}

// lines looks for the level lines of a path that has several. Of an area they
// are its edges, and two edges near each other a line.
func (l *sceneReader) lines(object uint64, view affine, stroked bool) error {
	g := l.d.g
	n, err := g.Number("FPDFPath_CountSegments", object)
	if err != nil || n > maxSegments || stroked && n < 2 || !stroked && n < 8 {
		return err
	}
	matrix, err := l.d.matrix(object)
	if err != nil {
		return err
	}
	m := matrix.then(view)
	var edges []rule
	var x, y float32
	for i := range n {
		segment, err := g.Handle("FPDFPath_GetPathSegment", object, uint64(i))
		if err != nil {
			return err
		}
		kind, err := g.Number("FPDFPathSegment_GetType", segment)
		if err != nil {
			return err
		}
		s := uint64(g.Scratch)
		if ok, err := g.Number("FPDFPathSegment_GetPoint", segment, s, s+4); err != nil || ok == 0 {
			return err
		}
		f := g.Floats(2)
		toX, toY := m.at(f[0], f[1])
		const lineTo = 0
		if up := toY - y; i > 0 && kind == lineTo && up < 0.5 && up > -0.5 && max(x, toX)-min(x, toX) >= minRule {
			edges = append(edges, rule{min(x, toX), max(x, toX), (y + toY) / 2, l.at})
		}
		x, y = toX, toY
	}
	for i, e := range edges {
		thin := stroked
		for _, o := range edges[:i] {
			up := e.at - o.at
			thin = thin || up < maxThick && up > -maxThick && e.left-o.left < 1 && o.left-e.left < 1 && e.right-o.right < 1 && o.right-e.right < 1
		}
		if thin {
			if err := l.rule(object, stroked, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// bounds is the box of an object as it stands on the page.
func (d *Document) bounds(object uint64, view affine) (layout.Box, error) {
	s := uint64(d.g.Scratch)
	ok, err := d.g.Number("FPDFPageObj_GetBounds", object, s, s+4, s+8, s+12)
	if err != nil || ok == 0 {
		return layout.Box{}, err
	}
	f := d.g.Floats(4) // left, bottom, right, top
	return view.box(f[0], f[1], f[2], f[3]), nil
}

func (d *Document) matrix(object uint64) (affine, error) {
	ok, err := d.g.Number("FPDFPageObj_GetMatrix", object, uint64(d.g.Scratch))
	if err != nil || ok == 0 {
		return affine{a: 1, d: 1}, err
	}
	f := d.g.Floats(6)
	return affine{f[0], f[1], f[2], f[3], f[4], f[5]}, nil
}

// fillColour is the colour an object is filled with; not known for patterns.
func (d *Document) fillColour(object uint64) (c colour, known bool, err error) {
	return d.colourOf("FPDFPageObj_GetFillColor", object)
}

func (d *Document) colourOf(name string, object uint64) (c colour, known bool, err error) {
	s := uint64(d.g.Scratch)
	ok, err := d.g.Number(name, object, s, s+4, s+8, s+12)
	if err != nil || ok == 0 {
		return c, false, err
	}
	for i, v := range d.g.Ints(4) {
		c[i] = uint8(min(max(v, 0), 255))
	}
	return c, true, nil
}
