// Package glyph compares what glyphs look like, and tells digits by it.
package glyph

import (
	"image"
	"math/bits"
)

// Shape is what a glyph looks like: its box in sixteen rows of eight cells, a
// bit for each that is more than a third inked, the upper left one first.
type Shape [2]uint64

const rows, columns = 16, 8

// put inks a cell.
func (s *Shape) put(cell int) { s[cell/64] |= 1 << (63 - cell%64) }

// Unlike is how many of the cells of two shapes differ.
func (s Shape) Unlike(o Shape) int {
	return bits.OnesCount64(s[0]^o[0]) + bits.OnesCount64(s[1]^o[1])
}

// Drawn is the shape of what is drawn within an area of a picture in shades of grey.
func Drawn(img *image.Gray, area image.Rectangle) (out Shape) {
	area = area.Intersect(img.Rect)
	paper, dark := 0, 255
	at := func(x, y int) int { return int(img.Pix[img.PixOffset(x, y)]) }
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			paper, dark = max(paper, at(x, y)), min(dark, at(x, y))
		}
	}
	var inked image.Rectangle
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if 3*(paper-at(x, y)) > paper-dark {
				inked = inked.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if inked.Empty() {
		return out
	}
	// Each pixel gives its ink to the cells that it lies in, by the parts of it
	// that do.
	var ink [rows * columns]float32
	for y := range inked.Dy() {
		for x := range inked.Dx() {
			v := float32(paper-at(inked.Min.X+x, inked.Min.Y+y)) / float32(paper-dark)
			spread(y, inked.Dy(), rows, func(row int, a float32) {
				spread(x, inked.Dx(), columns, func(column int, b float32) { ink[row*columns+column] += v * a * b })
			})
		}
	}
	for cell, v := range ink {
		if v > 1.0/3 {
			out.put(cell)
		}
	}
	return out
}

// spread gives the parts of cells, of which there are so many, that a pixel of a
// row of n fills.
func spread(pixel, n, cells int, give func(cell int, part float32)) {
	from, to := float32(pixel*cells)/float32(n), float32((pixel+1)*cells)/float32(n)
	for c := int(from); c < cells && float32(c) < to; c++ {
		give(c, min(to, float32(c+1))-max(from, float32(c)))
	}
}
