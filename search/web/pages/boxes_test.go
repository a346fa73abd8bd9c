package pages

import (
	"testing"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
)

func TestBoxesOf(t *testing.T) {
	at := func(start, end int, left, top, right float32) corpus.Word {
		return corpus.Word{Start: start, End: end, Left: left, Top: top, Right: right, Foot: top + 10}
	}
	one := func(start, end int) []place { return []place{{1, search.Range{Start: start, End: end}}} }
	tests := []struct {
		name, text string
		words      []corpus.Word
		places     []place
		want       []box
	}{
		{"a word", "we reaffirm it", []corpus.Word{at(0, 2, 10, 0, 20), at(3, 11, 25, 0, 60), at(12, 14, 65, 0, 75)}, one(3, 11),
			[]box{{1, 25, 0, 35, 10, true}}},
		{"broken over two lines", "reaffirm", []corpus.Word{at(0, 2, 90, 0, 100), at(2, 8, 10, 20, 40)}, one(0, 8),
			[]box{{1, 90, 0, 10, 10, true}, {1, 10, 20, 30, 10, false}}},
		{"neighbours are one box", "arrest warrants", []corpus.Word{at(0, 6, 10, 0, 40), at(7, 15, 45, 1, 90)}, one(0, 15),
			[]box{{1, 10, 0, 80, 11, true}}},
		{"from right to left too", "مذكرات توقيف", []corpus.Word{at(0, 12, 60, 0, 90), at(13, 23, 20, 0, 55)}, one(0, 12),
			[]box{{1, 20, 0, 70, 10, true}}},
		{"columns are not neighbours", "one two", []corpus.Word{at(0, 3, 10, 0, 40), at(4, 7, 200, 0, 230)}, one(0, 7),
			[]box{{1, 10, 0, 30, 10, true}, {1, 200, 0, 30, 10, false}}},
		{"letters of more bytes", "é déjà", []corpus.Word{at(0, 2, 0, 0, 5), at(3, 9, 10, 0, 40)}, one(2, 6), []box{{1, 10, 0, 30, 10, true}}},
		{"part of a line without spaces", "国际刑事法院", []corpus.Word{at(0, 18, 0, 0, 60)}, one(2, 4), []box{{1, 20, 0, 20, 10, true}}},
		{"figures are half as wide", "第20届会", []corpus.Word{at(0, 11, 0, 0, 40)}, one(3, 4), []box{{1, 20, 0, 10, 10, true}}},
		{"unknown words", "we reaffirm it", nil, one(3, 11), nil},
		{"words of another text", "short", []corpus.Word{at(-1, 3, 0, 0, 9), at(2, 99, 0, 0, 9), at(4, 4, 0, 0, 9)}, one(0, 5), nil},
	}
	for _, test := range tests {
		got := boxesOf(test.text, test.words, test.places)
		if len(got) != len(test.want) {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%s: box %d is %+v, want %+v", test.name, i, got[i], test.want[i])
			}
		}
	}
}

// Whatever the catalogue holds, there are no more boxes than words for each
// place, and none is of another place.
func FuzzBoxesOf(f *testing.F) {
	f.Add("we reaffirm it", 3, 11, 0, 2, 3, 11, float32(4))
	f.Add("国际刑事法院", 2, 4, 0, 18, 5, 3, float32(-1))
	f.Fuzz(func(t *testing.T, text string, from, to, a, b, c, d int, left float32) {
		if !utf8.ValidString(text) || from < 0 || from > to {
			return
		}
		words := []corpus.Word{{Start: a, End: b, Left: left, Right: left + 9, Foot: 9}, {Start: c, End: d, Left: left * 3, Right: left, Foot: 9}}
		for _, got := range boxesOf(text, words, []place{{7, search.Range{Start: from, End: to}}}) {
			if got.Mark != 7 {
				t.Errorf("a box of place %d", got.Mark)
			}
		}
		if n := len(boxesOf(text, words, []place{{7, search.Range{Start: from, End: to}}})); n > len(words) {
			t.Errorf("%d boxes of %d words", n, len(words))
		}
	})
}
