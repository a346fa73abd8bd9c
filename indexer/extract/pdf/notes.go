package pdf

import "rostrum/indexer/extract/layout"

// note is text that stands on a page but not in it: a comment, or the content
// of a form field that the file does not say how to draw.
type note struct {
	text string
	box  layout.Box // in PDF's own space until the page's view is known
}

// notes are what the annotations of a page give to its text.
type notes struct {
	shown    []note
	flat     bool         // those that the file says how to draw were drawn into the page
	struck   []layout.Box // what reviewers have struck out, in PDF's own space
	comments int          // what reviewers say of the text: no part of it
}

// Values of FPDFAnnot_GetSubtype.
const (
	annotText     = 1
	annotLink     = 2
	annotFreeText = 3
	annotStrike   = 12
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
// they show is read with the rest, in its place. Of the others, fields and text
// typed onto the page are shown; comments of reviewers are only counted.
func (d *Document) notes(page uint64) (out notes, err error) {
	n, err := d.g.Number("FPDFPage_GetAnnotCount", page)
	if err != nil || n <= 0 {
		return out, err
	}
	drawn := false
	for i := range min(n, maxAnnots) {
		a, err := d.g.Handle("FPDFPage_GetAnnot", page, uint64(i))
		if err != nil {
			return out, err
		}
		if a == 0 {
			continue
		}
		isDrawn, err := d.annotation(a, &out)
		if err != nil {
			return out, err
		}
		drawn = drawn || isDrawn
		if _, err := d.g.Call("FPDFPage_CloseAnnot", a); err != nil {
			return out, err
		}
	}
	if !drawn {
		return out, nil
	}
	done, err := d.g.Number("FPDFPage_Flatten", page, 0)
	out.flat = done == 1
	return out, err
}

// annotation reads one annotation and tells whether it is drawn.
func (d *Document) annotation(a uint64, out *notes) (drawn bool, err error) {
	kind, err := d.g.Number("FPDFAnnot_GetSubtype", a)
	if err != nil {
		return false, err
	}
	flags, err := d.g.Number("FPDFAnnot_GetFlags", a)
	if err != nil || flags&(flagInvisible|flagHidden|flagNoView) != 0 {
		return false, err
	}
	switch {
	case kind == annotLink, kind == annotPopup:
		return false, nil
	case kind == annotWidget, kind == annotFreeText:
		look, err := d.g.Number("FPDFAnnot_GetAP", a, 0, 0, 0)
		if err != nil || look > 2 {
			return true, err
		}
		key := "Contents"
		if kind == annotWidget {
			key = "V"
		}
		text, err := d.annotString(a, key)
		if err != nil || text == "" {
			return false, err
		}
		box, err := d.annotBox(a)
		out.shown = append(out.shown, note{text, box})
		return false, err
	case kind >= annotText && kind <= annotInk, kind == annotAttached:
		text, err := d.annotString(a, "Contents")
		if err != nil {
			return false, err
		}
		if text != "" {
			out.comments++
		}
		if kind == annotStrike {
			if err := d.annotQuads(a, out); err != nil {
				return false, err
			}
		}
		return kind > annotFreeText, nil // a stamp or a drawing may show letters
	}
	return true, nil
}

// maxQuads bounds the places that one annotation marks.
const maxQuads = 500

// annotQuads reads the places of the words that an annotation strikes out.
func (d *Document) annotQuads(a uint64, out *notes) error {
	n, err := d.g.Call("FPDFAnnot_CountAttachmentPoints", a)
	if err != nil {
		return err
	}
	for i := range min(uint32(n), maxQuads) {
		ok, err := d.g.Number("FPDFAnnot_GetAttachmentPoints", a, uint64(i), uint64(d.g.Scratch))
		if err != nil || ok == 0 {
			return err
		}
		f := d.g.Floats(8) // four corners
		out.struck = append(out.struck, layout.Box{
			Left: min(f[0], f[2], f[4], f[6]), Top: min(f[1], f[3], f[5], f[7]),
			Right: max(f[0], f[2], f[4], f[6]), Foot: max(f[1], f[3], f[5], f[7]),
		})
	}
	return nil
}

func (d *Document) annotString(a uint64, key string) (string, error) {
	k, err := d.g.CString(key)
	if err != nil {
		return "", err
	}
	defer d.g.Free(k)
	return d.g.UTF16("FPDFAnnot_GetStringValue", a, uint64(k))
}

func (d *Document) annotBox(a uint64) (layout.Box, error) {
	ok, err := d.g.Number("FPDFAnnot_GetRect", a, uint64(d.g.Scratch))
	if err != nil || ok == 0 {
		return layout.Box{}, err
	}
	f := d.g.Floats(4) // left, top, right, bottom
	return layout.Box{Left: f[0], Top: f[1], Right: f[2], Foot: f[3]}, nil
}
