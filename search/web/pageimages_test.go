package web_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"rostrum/corpus"
)

// The pages of the test library, in points.
const plateWidth, plateHeight = 595, 842

// plates are pictures of the library's pages: its words set in a typewriter's
// letters, each where Words says that it stands.
type plates struct {
	*memory
	err error // what is said of every picture, if not nil
}

const plateMargin, plateLetter, plateLine = 60, 7, 18

// Words sets the text in lines; a word too long for the rest of its line is
// broken over two.
func (p plates) Words(ctx context.Context, id corpus.ID, page int) ([]corpus.Word, error) {
	d, err := p.Statement(ctx, id)
	if err != nil {
		return nil, err
	}
	var out []corpus.Word
	text := d.Pages[page-1].Text
	x, y := float32(plateMargin), float32(plateMargin)
	for at, r := range text {
		starts := at == 0 || strings.ContainsRune(" \n", rune(text[at-1]))
		switch {
		case r == '\n':
			x, y = plateMargin, y+plateLine
			continue
		case x > plateWidth-plateMargin:
			x, y, starts = plateMargin, y+plateLine, true
		}
		if r != ' ' && (starts || len(out) == 0) {
			out = append(out, corpus.Word{Start: at, Left: x, Top: y - 11, Foot: y + 3})
		}
		x += plateLetter
		if r != ' ' {
			w := &out[len(out)-1]
			w.End, w.Right = at+len(string(r)), x
		}
	}
	return out, nil
}

func (p plates) Image(ctx context.Context, d corpus.Statement, page, width int) ([]byte, error) {
	if p.err != nil {
		return nil, p.err
	}
	if page < 1 || page > len(d.Pages) {
		return nil, fmt.Errorf("page %d of %s: %w", page, d.ID, corpus.ErrNotFound)
	}
	words, err := p.Words(ctx, d.ID, page)
	if err != nil {
		return nil, err
	}
	img := image.NewGray(image.Rect(0, 0, plateWidth, plateHeight))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for _, w := range words {
		pen := font.Drawer{Dst: img, Src: image.NewUniform(color.Black), Face: basicfont.Face7x13, Dot: fixed.P(int(w.Left), int(w.Top)+11)}
		pen.DrawString(d.Pages[page-1].Text[w.Start:w.End])
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}
