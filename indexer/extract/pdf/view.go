package pdf

import (
	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/pdf/pdfium"
)

// affine takes points of PDF's own space, which has its origin below and may
// be turned or cropped, to points from the upper left corner.
type affine struct{ a, b, c, d, e, f float32 }

func (m affine) at(x, y float32) (float32, float32) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// then is m, and after it n.
func (m affine) then(n affine) affine {
	return affine{
		a: n.a*m.a + n.c*m.b, b: n.b*m.a + n.d*m.b,
		c: n.a*m.c + n.c*m.d, d: n.b*m.c + n.d*m.d,
		e: n.a*m.e + n.c*m.f + n.e, f: n.b*m.e + n.d*m.f + n.f,
	}
}

// box takes a rectangle there.
func (m affine) box(left, bottom, right, top float32) layout.Box {
	x0, y0 := m.at(left, bottom)
	x1, y1 := m.at(right, top)
	return layout.Box{Left: min(x0, x1), Top: min(y0, y1), Right: max(x0, x1), Foot: max(y0, y1)}
}

// view asks PDFium where three points of a page fall. Its answer is in whole
// pixels, so it is asked for a picture of a hundred pixels a point.
func (d *Document) view(page uint64, width, height float32) (affine, error) {
	const scale, step = 100, 100
	var p [3][2]float32
	for i, at := range [3][2]float64{{0, 0}, {step, 0}, {0, step}} {
		s := uint64(d.g.Scratch)
		_, err := d.g.Call("FPDF_PageToDevice", page, 0, 0, uint64(uint32(width*scale)), uint64(uint32(height*scale)), 0,
			pdfium.EncodeDouble(at[0]), pdfium.EncodeDouble(at[1]), s, s+4)
		if err != nil {
			return affine{}, err
		}
		v := d.g.Ints(2)
		p[i] = [2]float32{float32(v[0]) / scale, float32(v[1]) / scale}
	}
	return affine{
		a: (p[1][0] - p[0][0]) / step, b: (p[1][1] - p[0][1]) / step,
		c: (p[2][0] - p[0][0]) / step, d: (p[2][1] - p[0][1]) / step,
		e: p[0][0], f: p[0][1],
	}, nil
}
