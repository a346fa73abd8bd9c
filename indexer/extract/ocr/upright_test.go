package ocr

import (
	"image"
	"math"
	"testing"

	"rostrum/indexer/extract/layout"
)

// ruled is a picture of lines of words, rotated clockwise by degrees.
func ruled(degrees float64) *image.Gray {
	const w, h = 1000, 1400
	img := image.NewGray(image.Rect(0, 0, w, h))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	for y := range h {
		for x := range w {
			// The pixel before the rotation.
			dx, dy := float64(x)-w/2, float64(y)-h/2
			u, v := w/2+dx*cos+dy*sin, h/2-dx*sin+dy*cos
			inMargins := u > 120 && u < 880 && v > 120 && v < 1280
			isWord := math.Mod(v, 40) < 16 && math.Mod(u+37*math.Floor(v/40), 90) < 70
			img.Pix[y*w+x] = 255
			if inMargins && isWord {
				img.Pix[y*w+x] = 20
			}
		}
	}
	return img
}

func TestSkew(t *testing.T) {
	for _, want := range []float64{0, 0.5, -0.7, 1.8, -3, 4.6} {
		got := Skew(ruled(want))
		if math.Abs(got-want) > 0.15 {
			t.Errorf("turned by %v, found %v", want, got)
		}
		if left := Skew(Upright(ruled(want), got)); math.Abs(left) > 0.2 {
			t.Errorf("turned by %v and back by %v: %v is left", want, got, left)
		}
	}
	if got := Skew(image.NewGray(image.Rect(0, 0, 300, 300))); got != 0 {
		t.Errorf("a black picture is turned by %v", got)
	}
	if got := Skew(image.NewGray(image.Rect(0, 0, 3, 1))); got != 0 {
		t.Errorf("a speck is turned by %v", got)
	}
}

func TestTurn(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 3, 2))
	copy(img.Pix, []uint8{1, 2, 3, 4, 5, 6})
	for degrees, want := range map[int][]uint8{90: {4, 1, 5, 2, 6, 3}, 180: {6, 5, 4, 3, 2, 1}, 270: {3, 6, 2, 5, 1, 4}, 0: {1, 2, 3, 4, 5, 6}} {
		got := Turn(img, degrees)
		if string(got.Pix) != string(want) {
			t.Errorf("%d degrees: %v, want %v", degrees, got.Pix, want)
		}
	}
}

// A box on a transformed picture is converted back to the position of its word on the
// page.
func TestPoseBack(t *testing.T) {
	const dpi = 72 // a pixel is a point
	img := image.NewGray(image.Rect(0, 0, 400, 600))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	mark := layout.Box{Left: 100, Top: 50, Right: 130, Foot: 60}
	for y := int(mark.Top); y < int(mark.Foot); y++ {
		for x := int(mark.Left); x < int(mark.Right); x++ {
			img.Pix[y*400+x] = 0
		}
	}
	for _, skew := range []float64{0, 2} {
		for _, turn := range []int{0, 90, 180, 270} {
			pose := Pose{Skew: skew, Width: 400, Height: 600}
			straight, at := pose.Turn(Upright(img, skew), turn)
			got := at.Back(darkBox(straight), dpi)
			for _, d := range []float32{got.Left - mark.Left, got.Top - mark.Top, got.Right - mark.Right, got.Foot - mark.Foot} {
				if d > 3 || d < -3 {
					t.Errorf("skew %v, turned %d: %+v, want %+v", skew, turn, got, mark)
					break
				}
			}
		}
	}
}

// darkBox is the bounding box of the dark pixels.
func darkBox(img *image.Gray) (b layout.Box) {
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if img.Pix[y*img.Stride+x] < dark {
				b = b.Join(layout.Box{Left: float32(x), Top: float32(y), Right: float32(x + 1), Foot: float32(y + 1)})
			}
		}
	}
	return b
}

func TestBlank(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 800, 1000))
	for i := range img.Pix {
		img.Pix[i] = 240
	}
	for i := range 20 { // dust
		img.Pix[i*40_001] = 0
	}
	if !Blank(img) {
		t.Error("dust is something to read")
	}
	if Blank(ruled(0)) {
		t.Error("a page of lines is blank")
	}
}

func BenchmarkSkew(b *testing.B) {
	img := ruled(1)
	for b.Loop() {
		Skew(img)
	}
}
