package semantic

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// rules rewrite text to a normal form (SentencePiece's nmt_nfkc): the longest key of a
// trie that a text begins with is replaced. The trie is a double array in the format of
// darts-clone (github.com/s-yata/darts-clone): a unit has a label in bits 0 to 7, a
// flag for a leaf below it in bit 8, and the offset of its children in bits 10 to 30,
// shifted by 8 if bit 9 is set; a leaf has its value in bits 0 to 30.
type rules struct {
	units        []byte // 4 bytes each
	replacements []byte // ended by zeros
}

func newRules(b []byte) (rules, error) {
	if len(b) < 4 {
		return rules{}, errFormat
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if n > uint64(len(b)-4) || n < 4 || n%4 != 0 {
		return rules{}, errFormat
	}
	return rules{units: b[4 : 4+n], replacements: b[4+n:]}, nil
}

func (r *rules) unit(i uint32) uint32 {
	if int(i) >= len(r.units)/4 {
		return 0
	}
	return binary.LittleEndian.Uint32(r.units[4*i:])
}

func childOffset(unit uint32) uint32 { return unit >> 10 << (unit & 0x200 >> 6) }

// first is what the beginning of a text is replaced by, and how many bytes that is.
func (r *rules) first(text string) (replacement string, size int) {
	value := -1
	node := childOffset(r.unit(0))
	for i := range len(text) {
		c := uint32(text[i])
		node ^= c
		unit := r.unit(node)
		if unit&0x800000FF != c {
			break
		}
		node ^= childOffset(unit)
		if unit&0x100 != 0 {
			value, size = int(r.unit(node)&0x7FFFFFFF), i+1
		}
	}
	if value < 0 || value >= len(r.replacements) {
		_, size = utf8.DecodeRuneInString(text)
		return text[:size], size
	}
	out := r.replacements[value:]
	if end := bytes.IndexByte(out, 0); end >= 0 {
		out = out[:end]
	}
	return string(out), size
}

// space stands for a space in the pieces of the tokenizer.
const space = "\u2581"

// normalize rewrites a text, with a space before it, runs of spaces as one and none at
// the end. Text without a visible character becomes "".
func (r *rules) normalize(text string) string {
	var out strings.Builder
	out.Grow(len(text) + 2*len(space))
	started, pending := false, false
	for len(text) > 0 {
		replacement, size := r.first(text)
		text = text[size:]
		for _, c := range []byte(replacement) {
			if c == ' ' {
				pending = started
				continue
			}
			if !started || pending {
				out.WriteString(space)
				started, pending = true, false
			}
			out.WriteByte(c)
		}
	}
	return strings.TrimRight(out.String(), space)
}
