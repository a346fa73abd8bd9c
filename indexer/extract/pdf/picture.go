package pdf

// pictureShare is the share of a page that one picture has to cover for the
// page to be a scan.
const pictureShare = 0.4

// maxObjects bounds the objects looked at on a page: a scan is one of the first.
const maxObjects = 200

// lookForPicture tells whether most of a page is one picture, and of what
// resolution that is. A page with a few words of text besides, such as a
// stamp, is a scan all the same.
func (d *Document) lookForPicture(p *rawPage, page uint64) error {
	n, err := d.g.Number("FPDFPage_CountObjects", page)
	if err != nil {
		return err
	}
	p.blank = n == 0 && len(p.chars) == 0 && len(p.notes) == 0
	for i := range min(n, maxObjects) {
		object, err := d.g.Handle("FPDFPage_GetObject", page, uint64(i))
		if err != nil {
			return err
		}
		kind, err := d.g.Number("FPDFPageObj_GetType", object)
		if err != nil {
			return err
		}
		if kind != objectImage && kind != objectForm {
			continue
		}
		s := uint64(d.g.Scratch)
		ok, err := d.g.Number("FPDFPageObj_GetBounds", object, s, s+4, s+8, s+12)
		if err != nil {
			return err
		}
		f := d.g.Floats(4) // left, bottom, right, top
		if ok == 0 || (f[2]-f[0])*(f[3]-f[1]) <= pictureShare*p.width*p.height {
			continue
		}
		p.picture = true
		if kind == objectForm {
			return nil
		}
		ok, err = d.g.Number("FPDFImageObj_GetImagePixelSize", object, s, s+4)
		if err != nil || ok == 0 {
			return err
		}
		// The picture may lie on its side: its longer edge is the page's.
		across, pixels := max(f[2]-f[0], f[3]-f[1]), d.g.Ints(2)
		p.dpi = int(float32(max(pixels[0], pixels[1]))*72/across + 0.5)
		return nil
	}
	return nil
}
