package bleveindex

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// maxPatterns bounds the spellings of a phrase that are searched for as bytes.
const maxPatterns = 32

// patterns are all ways in which the terms can stand in a stream, as the bytes
// they would be there. It is nil if there are too many, or if a term depends on
// the language: then each word of the stream must be looked at.
func patterns(sets []wordSet) [][]byte {
	out := [][]byte{nil}
	for _, set := range sets {
		if set.byLanguage != nil || len(out)*(len(set.any)+len(set.joins)) > maxPatterns {
			return nil
		}
		var longer [][]byte
		for _, p := range out {
			for id := range set.any {
				longer = append(longer, binary.AppendUvarint(slices.Clone(p), uint64(id)))
			}
			for _, j := range set.joins {
				q := binary.AppendUvarint(slices.Clone(p), uint64(j.First))
				longer = append(longer, binary.AppendUvarint(q, uint64(j.Second)))
			}
		}
		out = longer
	}
	return out
}

// countPattern is how often a pattern stands in the words of a stream. A byte
// with its highest bit set goes on in the next, so a match begins a word only
// where the byte before has it clear.
func countPattern(words, pattern []byte) int {
	n := 0
	for at := 0; ; {
		i := bytes.Index(words[at:], pattern)
		if i < 0 {
			return n
		}
		if at += i; at == 0 || words[at-1] < 0x80 {
			n++
			at += len(pattern)
		} else {
			at++
		}
	}
}
