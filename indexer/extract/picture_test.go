package extract

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
)

// pagePDF is a one-page file of the given size and content.
func pagePDF(media, resources, content string, more ...string) []byte {
	return assemble(append([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox %s /Resources << %s >> /Contents 4 0 R >>", media, resources),
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", len(content), content),
	}, more...)...)
}

func decoded(t *testing.T, p Picture) image.Image {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(p.Bytes))
	if err != nil {
		t.Fatalf("a picture of type %s: %v", p.MediaType, err)
	}
	if b := img.Bounds(); b.Dx() != p.Width || b.Dy() != p.Height {
		t.Errorf("the picture is %v, and said to be %d by %d", b, p.Width, p.Height)
	}
	return img
}

func TestPicture(t *testing.T) {
	e := newExtractor(t, Config{OCR: OCRNever, Timeout: 5 * time.Second})
	draw := func(file []byte, width int) Picture {
		t.Helper()
		p, err := e.Picture(t.Context(), file, 1, width)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := draw(makePDF(speech), 800)
	if white := color.GrayModel.Convert(decoded(t, p).At(5, 5)); p.MediaType != "image/png" || p.Width != 800 || p.Height != 1132 || white != (color.Gray{Y: 255}) {
		t.Errorf("black text: %s of %d by %d", p.MediaType, p.Width, p.Height)
	}
	const red = "1 0 0 rg 0 0 300 842 re f\n"
	p = draw(pagePDF("[0 0 595 842]", "", red), 400)
	if r, g, _, _ := decoded(t, p).At(100, 100).RGBA(); p.MediaType != "image/jpeg" || r < 0xF000 || g > 0x1000 {
		t.Errorf("a red page is %s, and its colour %x %x", p.MediaType, r, g)
	}
	for name, media := range map[string]string{"as long as can be": "[0 0 100 14400]", "enormous": "[0 0 14400 14400]", "beyond all bounds": "[0 0 1000000 3000000]"} {
		if p := draw(pagePDF(media, "", red), 1600); p.Width*p.Height > 8_100_000 || p.Width > 1600 || p.Width < 200 {
			t.Errorf("%s: %d by %d", name, p.Width, p.Height)
		}
	}
	for name, test := range map[string]struct {
		file         []byte
		number, size int
		want         error
	}{
		"no PDF": {[]byte("<p>text</p>"), 1, 800, corpus.ErrNotText}, "no such page": {makePDF(speech), 2, 800, corpus.ErrNotFound},
		"page 0": {makePDF(speech), 0, 800, corpus.ErrNotFound}, "too wide": {makePDF(speech), 1, 100_000, corpus.ErrInvalid}, "no width": {makePDF(speech), 1, 0, corpus.ErrInvalid},
	} {
		if _, err := e.Picture(t.Context(), test.file, test.number, test.size); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

// A page that exceeds its limits gives an error that says so, or an incomplete image;
// the next one is not affected.
func TestHostilePictures(t *testing.T) {
	const limit = time.Second
	e := newExtractor(t, Config{OCR: OCRNever, Timeout: limit})
	huge := "<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Length 10 >>\nstream\n0123456789\nendstream"
	files := map[string][]byte{
		"a huge image":       pagePDF("[0 0 595 842]", "/XObject << /P 5 0 R >>", "q 595 0 0 842 0 0 cm /P Do Q\n", huge),
		"forms within forms": nestedForms(),
		"a million curves":   pagePDF("[0 0 595 842]", "", strings.Repeat("0 0 m 9 900 500 -900 595 842 c 40 w S\n", 1_000_000)),
		"a bomb":             flatePDF(1 << 30),
		"no area":            pagePDF("[0 0 0 0]", "", "0 0 9 9 re f\n"),
		"size of no number":  pagePDF("[0 0 1e40 1e40]", "", "0 0 9 9 re f\n"),
	}
	for _, name := range []string{"bomb_flate_1GiB", "exp_forms_2pow30", "huge_mediabox", "deep_content", "circ_pages_self", "objstm_N_2e9"} {
		if b, err := os.ReadFile("../../../shared/pdf-dev/adv__" + name + ".pdf"); err == nil {
			files[name] = b
		} else {
			t.Logf("without %s of ../shared/pdf-dev", name)
		}
	}
	for name, file := range files {
		p, err := e.Picture(t.Context(), file, 1, 800)
		switch {
		case err == nil:
			if p.Width*p.Height > 8_100_000 || len(p.Bytes) == 0 {
				t.Errorf("%s: %d by %d, %d bytes", name, p.Width, p.Height, len(p.Bytes))
			}
		case p.Bytes != nil:
			t.Errorf("%s: a picture beside %v", name, err)
		default:
			t.Logf("%s: %v", name, err)
		}
		if p, err := e.Picture(t.Context(), makePDF(speech), 1, 200); err != nil || p.Width != 200 {
			t.Fatalf("the page after %s: %v", name, err)
		}
	}
	for _, name := range []string{"a million curves", "a bomb"} {
		if _, err := e.Picture(t.Context(), files[name], 1, 800); !errors.Is(err, corpus.ErrOverLimit) {
			t.Errorf("%s within %v: %v", name, limit, err)
		}
	}
}
