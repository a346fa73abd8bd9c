package pdf

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/indexer/extract/pdf/pdfium"
)

// under is the text that PDFium finds within the box of a word.
func (d *Document) under(t *testing.T, page, tp uint64, p corpus.Page, w corpus.Word) string {
	t.Helper()
	back, err := d.view(page, p.Width, p.Height)
	if err != nil {
		t.Fatal(err)
	}
	// The way back from the upper left corner to the file's own space.
	det := back.a*back.d - back.b*back.c
	point := func(x, y float32) (float64, float64) {
		x, y = x-back.e, y-back.f
		return float64((back.d*x - back.c*y) / det), float64((back.a*y - back.b*x) / det)
	}
	// Half a point within, where no neighbour can be touched.
	x0, y0 := point(w.Left+.5, w.Top+.5)
	x1, y1 := point(w.Right-.5, w.Foot-.5)
	args := []uint64{tp, pdfium.EncodeDouble(min(x0, x1)), pdfium.EncodeDouble(max(y0, y1)), pdfium.EncodeDouble(max(x0, x1)), pdfium.EncodeDouble(min(y0, y1))}
	const most = 512
	buffer, err := d.g.Malloc(2 * most)
	if err != nil {
		t.Fatal(err)
	}
	defer d.g.Free(buffer)
	n, err := d.g.Number("FPDFText_GetBoundedText", append(args, uint64(buffer), most)...)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := d.g.Read(buffer, uint32(2*min(n, most)))
	var s strings.Builder
	for i := 0; i+1 < len(b); i += 2 {
		s.WriteRune(rune(b[i]) | rune(b[i+1])<<8)
	}
	return s.String()
}

// letters are what is left to compare of a text: of one that runs from right to
// left in no order, for PDFium gives its letters in an order of its own.
func letters(s string) string {
	out := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s)))
	if slices.ContainsFunc(out, isRTL) {
		slices.Sort(out)
	}
	return string(out)
}

// readBack counts a file's words, and those that PDFium finds under their boxes.
func readBack(t *testing.T, file []byte) (words, right int) {
	t.Helper()
	pages := read(t, file).Text.Pages
	d, err := open(t, file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for i, p := range pages[:min(3, len(pages))] {
		page, err := d.g.Handle("FPDF_LoadPage", d.doc, uint64(i))
		if err != nil {
			t.Fatal(err)
		}
		tp, err := d.g.Handle("FPDFText_LoadPage", page)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range p.Words {
			want := letters(p.Text[w.Start:w.End])
			if want == "" {
				continue
			}
			words++
			if got := letters(d.under(t, page, tp, p, w)); strings.Contains(got, want) && len(got) < len(want)+8 {
				right++
			} else if words-right < 8 {
				t.Logf("page %d: under %q stands %q", p.Number, want, got)
			}
		}
	}
	return words, right
}

// What stands under the box of each word is that word: turned and cropped
// pages, words broken over lines, two columns.
func TestBoxesReadBack(t *testing.T) {
	for name, entries := range map[string]string{
		"upright": "", "rotated": "/Rotate 90", "upside down": "/Rotate 180", "on its other side": "/Rotate 270", "cropped": "/CropBox [50 100 550 750]",
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder()
			b.page(text(72, 700, "We recall the inter-", "national order, and re-", "affirm the (independence) of the Prosecutor.")+
				text(72, 640, "left column, first line", "left column, second line")+text(310, 640, "right column, first line", "right column, second line"), entries)
			if words, right := readBack(t, b.bytes()); words < 25 || right != words {
				t.Errorf("%d of %d boxes read back", right, words)
			}
		})
	}
	t.Run("published", func(t *testing.T) {
		files, _ := filepath.Glob("../../../../shared/corpus-dev/pdf/*.pdf")
		if len(files) == 0 {
			t.Skip("needs ../shared/corpus-dev beside the project")
		}
		words, right := 0, 0
		for i := 0; i < len(files); i += 16 {
			b, err := os.ReadFile(files[i])
			if err != nil {
				t.Fatal(err)
			}
			w, r := readBack(t, b)
			if w > 0 && r*100 < w*97 {
				t.Logf("%s: %d of %d", filepath.Base(files[i]), r, w)
			}
			words, right = words+w, right+r
		}
		t.Logf("%d of %d boxes read back", right, words)
		if words < 5000 || right*1000 < words*995 {
			t.Errorf("%d of %d boxes read back", right, words)
		}
	})
}
