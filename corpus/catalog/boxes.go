package catalog

import (
	"encoding/binary"
	"errors"
	"math"

	"rostrum/corpus"
)

// Words of a page are stored as varint-encoded differences: start and length in bytes of
// text; left, top, width and height in half points. That takes about eight bytes per
// word, and half a point is less than the width of a letter's stem.
const boxUnit = 2 // units per point

func encodeWords(words []corpus.Word) []byte {
	out := binary.AppendUvarint(nil, uint64(len(words)))
	var start, left, top int64
	for _, w := range words {
		l, t := halfPoints(w.Left), halfPoints(w.Top)
		out = binary.AppendVarint(out, int64(w.Start)-start)
		out = binary.AppendVarint(out, int64(w.End-w.Start))
		out = binary.AppendVarint(out, l-left)
		out = binary.AppendVarint(out, t-top)
		out = binary.AppendVarint(out, halfPoints(w.Right)-l)
		out = binary.AppendVarint(out, halfPoints(w.Foot)-t)
		start, left, top = int64(w.Start), l, t
	}
	return out
}

func decodeWords(b []byte) ([]corpus.Word, error) {
	errDamaged := errors.New("the catalogue contains damaged word boxes")
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)) {
		return nil, errDamaged
	}
	b = b[size:]
	words := make([]corpus.Word, 0, n)
	var start, left, top int64
	for range n {
		var v [6]int64
		for i := range v {
			v[i], size = binary.Varint(b)
			if size <= 0 {
				return nil, errDamaged
			}
			b = b[size:]
		}
		start, left, top = start+v[0], left+v[2], top+v[3]
		words = append(words, corpus.Word{
			Start: int(start), End: int(start + v[1]),
			Left: points(left), Top: points(top), Right: points(left + v[4]), Foot: points(top + v[5]),
		})
	}
	return words, nil
}

func halfPoints(p float32) int64 { return int64(math.Round(float64(p) * boxUnit)) }

func points(half int64) float32 { return float32(half) / boxUnit }
