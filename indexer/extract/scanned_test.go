package extract

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"testing"
)

// picturePDF is an A4 page covered by one picture, rotated clockwise by degrees like
// a sheet in a scanner.
func picturePDF(t *testing.T, picture []byte, degrees float64) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	gray := image.NewGray(img.Bounds())
	draw.Draw(gray, gray.Rect, img, image.Point{}, draw.Src)
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(gray.Pix)
	z.Close()
	w, h := gray.Rect.Dx(), gray.Rect.Dy()
	sin, cos := math.Sincos(-degrees * math.Pi / 180)
	// Rotated about the centre of the page.
	x := 297.5 - (cos*297.5 - sin*421)
	y := 421 - (sin*297.5 + cos*421)
	content := fmt.Sprintf("q %f %f %f %f %f %f cm /P Do Q\n", 595*cos, 595*sin, -842*sin, 842*cos, x, y)
	return assemble(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /P 4 0 R >> >> /Contents 5 0 R >>",
		fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", w, h, packed.Len(), packed.String()),
		fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", len(content), content))
}
