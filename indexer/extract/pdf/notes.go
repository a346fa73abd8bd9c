package pdf

import "rostrum/indexer/extract/layout"

// note is text that stands on a page but not in it: a comment, or the content
// of a form field that the file does not say how to draw.
type note struct {
	text string
	box  layout.Box // in PDF's own space until the page's view is known
}

// Values of FPDFAnnot_GetSubtype.
const (
	annotText     = 1
	annotLink     = 2
	annotFreeText = 3
	annotInk      = 15
	annotPopup    = 16
	annotAttached = 17
	annotWidget   = 20
)

const (
	flagInvisible = 1
	flagHidden    = 2
	flagNoView    = 32
)

// maxAnnots bounds the annotations looked at on one page.
const maxAnnots = 2000

// notes reads the annotations of a page. Those that the file says how to draw,
// form fields most of all, are drawn into the page, which is then flat: what
// they show is read with the rest, in its place. The others are notes.
func (d *Document) notes(page uint64) (notes []note, flat bool, err error) {
	n, err := d.g.number("FPDFPage_GetAnnotCount", page)
	if err != nil || n <= 0 {
		return nil, false, err
	}
	drawn := false
	for i := range min(n, maxAnnots) {
		a, err := d.g.handle("FPDFPage_GetAnnot", page, uint64(i))
		if err != nil {
			return nil, false, err
		}
		if a == 0 {
			continue
		}
		text, isDrawn, err := d.annotation(a)
		if err != nil {
			return nil, false, err
		}
		drawn = drawn || isDrawn
		if text != "" {
			box, err := d.annotBox(a)
			if err != nil {
				return nil, false, err
			}
			notes = append(notes, note{text, box})
		}
		if _, err := d.g.call("FPDFPage_CloseAnnot", a); err != nil {
			return nil, false, err
		}
	}
	if !drawn {
		return notes, false, nil
	}
	done, err := d.g.number("FPDFPage_Flatten", page, 0)
	return notes, done == 1, err
}

// annotation is the text of an annotation that is not drawn, and whether it
// is drawn.
func (d *Document) annotation(a uint64) (text string, drawn bool, err error) {
	kind, err := d.g.number("FPDFAnnot_GetSubtype", a)
	if err != nil {
		return "", false, err
	}
	flags, err := d.g.number("FPDFAnnot_GetFlags", a)
	if err != nil || flags&(flagInvisible|flagHidden|flagNoView) != 0 {
		return "", false, err
	}
	switch {
	case kind == annotLink, kind == annotPopup:
		return "", false, nil
	case kind == annotWidget, kind == annotFreeText:
		look, err := d.g.number("FPDFAnnot_GetAP", a, 0, 0, 0)
		if err != nil || look > 2 {
			return "", true, err
		}
		key := "Contents"
		if kind == annotWidget {
			key = "V"
		}
		text, err = d.annotString(a, key)
		return text, false, err
	case kind >= annotText && kind <= annotInk, kind == annotAttached:
		// A stamp or a drawing may show letters, and have a comment as well.
		text, err = d.annotString(a, "Contents")
		return text, kind > annotFreeText, err
	}
	return "", true, nil
}

func (d *Document) annotString(a uint64, key string) (string, error) {
	k, err := d.g.cstring(key)
	if err != nil {
		return "", err
	}
	defer d.g.free(k)
	return d.g.utf16("FPDFAnnot_GetStringValue", a, uint64(k))
}

func (d *Document) annotBox(a uint64) (layout.Box, error) {
	ok, err := d.g.number("FPDFAnnot_GetRect", a, uint64(d.g.scratch))
	if err != nil || ok == 0 {
		return layout.Box{}, err
	}
	f := d.g.floats(4) // left, top, right, bottom
	return layout.Box{Left: f[0], Top: f[1], Right: f[2], Foot: f[3]}, nil
}
