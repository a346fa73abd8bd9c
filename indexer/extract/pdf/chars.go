package pdf

import (
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// char is one character of a page as PDFium has it: points from the lower
// left corner of the page.
type char struct {
	r                         rune
	left, bottom, right, top  float32
}

// rawPage is a page before anything is made of it.
type rawPage struct {
	number        int // 1-based
	width, height float32
	chars         []char
}

func (d *Document) rawPage(index int) (rawPage, error) {
	p := rawPage{number: index + 1}
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: index}}
	tp, err := d.instance.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return p, err
	}
	defer d.instance.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: tp.TextPage})
	if w, err := d.instance.FPDF_GetPageWidthF(&requests.FPDF_GetPageWidthF{Page: page}); err == nil {
		p.width = w.PageWidth
	}
	if h, err := d.instance.FPDF_GetPageHeightF(&requests.FPDF_GetPageHeightF{Page: page}); err == nil {
		p.height = h.PageHeight
	}
	p.chars, err = d.chars(tp.TextPage)
	return p, err
}

func (d *Document) chars(tp references.FPDF_TEXTPAGE) ([]char, error) {
	count, err := d.instance.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: tp})
	if err != nil {
		return nil, err
	}
	chars := make([]char, 0, count.Count)
	unicodeRequest := requests.FPDFText_GetUnicode{TextPage: tp}
	boxRequest := requests.FPDFText_GetCharBox{TextPage: tp}
	for i := range count.Count {
		unicodeRequest.Index, boxRequest.Index = i, i
		u, err := d.instance.FPDFText_GetUnicode(&unicodeRequest)
		if err != nil {
			return chars, err
		}
		c := char{r: rune(u.Unicode)}
		if c.r > ' ' {
			if box, err := d.instance.FPDFText_GetCharBox(&boxRequest); err == nil {
				c.left, c.right = float32(box.Left), float32(box.Right)
				c.bottom, c.top = float32(box.Bottom), float32(box.Top)
			}
		}
		chars = append(chars, c)
	}
	return chars, nil
}
