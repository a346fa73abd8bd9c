package segment

import (
	"math/bits"
	"unicode/utf8"

	"rostrum/search/analysis"
)

// An outline says of a word which letters it has, which of them more than once, and
// how long it is: 26 bits, 26 bits and the rest. An edit changes at most two bits of
// the letters, one for a letter that goes and one for a letter that comes, and a swap
// of neighbours none, so words whose outlines differ by more cannot be within so many
// edits: nearly all can be told apart at a nanosecond each.
func outline(word string) uint64 {
	var letters uint64
	length := 0
	for _, c := range word {
		length++
		bit := uint64(1) << (uint32(c-'a') % lettersOfOutline)
		if letters&bit != 0 {
			bit <<= lettersOfOutline
		}
		letters |= bit
	}
	return uint64(min(length, maxOutlineLength))<<(2*lettersOfOutline) | letters
}

const (
	lettersOfOutline = 26
	maxOutlineLength = 1<<(64-2*lettersOfOutline) - 1
	outlineLetters   = 1<<(2*lettersOfOutline) - 1
)

// Within lists the places in Folds of the words that are within so many edits of one,
// in order.
func (x *Lexicon) Within(word string, edits int) []int {
	wanted, length := outline(word), utf8.RuneCountInString(word)
	var out []int
	for i, o := range x.outlines() {
		if bits.OnesCount64((o^wanted)&outlineLetters) > 2*edits {
			continue
		}
		if n := int(o >> (2 * lettersOfOutline)); n < min(length-edits, maxOutlineLength) || n > length+edits {
			continue
		}
		if analysis.WithinEdits(word, x.Folds.Forms.At(i), edits) {
			out = append(out, i)
		}
	}
	return out
}

func (x *Lexicon) layOutOutlines() []uint64 {
	out := make([]uint64, x.Folds.Forms.Len())
	for i := range out {
		out[i] = outline(x.Folds.Forms.At(i))
	}
	return out
}
