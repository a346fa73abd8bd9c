package semantic

import (
	"bytes"
	"encoding/binary"
	"math"
	"sort"
	"unicode/utf8"
)

// Numbers of pieces with a special meaning.
const (
	pieceUnknown = 0
	pieceBegin   = 1
	pieceEnd     = 2
)

// pieces are the units that texts are cut into, sorted by their text.
type pieces struct {
	texts  []byte
	ends   []byte // 4 bytes each: the end of each piece in texts
	ids    []byte // 4 bytes each: its number
	scores []byte // 4 bytes each, by number: the logarithm of its probability

	unknown float32     // score of a character that is in no piece
	longest int         // bytes of the longest piece
	first   [257]uint32 // place of the first piece that begins with a byte or a greater one
}

func (p *pieces) len() int { return len(p.ends) / 4 }

func (p *pieces) text(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = binary.LittleEndian.Uint32(p.ends[4*i-4:])
	}
	return p.texts[start:binary.LittleEndian.Uint32(p.ends[4*i:])]
}

func (p *pieces) id(i int) int { return int(binary.LittleEndian.Uint32(p.ids[4*i:])) }

func (p *pieces) score(id int) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(p.scores[4*id:]))
}

func (p *pieces) prepare() {
	least := float32(math.Inf(1))
	for i := range p.len() {
		least = min(least, p.score(i))
		p.longest = max(p.longest, len(p.text(i)))
	}
	p.unknown = least - 10 // as SentencePiece does
	for c := range p.first {
		p.first[c] = uint32(sort.Search(p.len(), func(i int) bool {
			t := p.text(i)
			return len(t) > 0 && int(t[0]) >= c
		}))
	}
}

// each calls visit with the length and number of each piece that text begins with, the
// shortest first. The pieces that begin alike are neighbours: each further byte narrows
// them down.
func (p *pieces) each(text []byte, visit func(length, id int)) {
	if len(text) == 0 {
		return
	}
	from, to := int(p.first[text[0]]), int(p.first[int(text[0])+1])
	for n := 1; from < to; n++ {
		if t := p.text(from); len(t) == n {
			visit(n, p.id(from))
			from++
		}
		if n >= len(text) {
			return
		}
		c := text[n]
		from += sort.Search(to-from, func(i int) bool { return p.text(from + i)[n] >= c })
		to = from + sort.Search(to-from, func(i int) bool { return p.text(from + i)[n] > c })
	}
}

// Tokenize cuts a text into the pieces that are most probable together, and returns
// their numbers, with one for the beginning and one for the end.
func (m *Model) Tokenize(text string) []int {
	ids := []int{pieceBegin}
	for _, n := range m.cut([]byte(m.rules.normalize(text))) {
		ids = append(ids, n.id)
	}
	if len(ids) == 1 {
		ids = append(ids, pieceUnknown)
	}
	return append(ids, pieceEnd)
}

// Pieces cuts a text as Tokenize does, and returns the parts of the normalized text
// without spaces.
func (m *Model) Pieces(text string) []string {
	normal := []byte(m.rules.normalize(text))
	var out []string
	for _, n := range m.cut(normal) {
		if t := bytes.ReplaceAll(normal[n.start:n.end], []byte(space), nil); len(t) > 0 {
			out = append(out, string(t))
		}
	}
	return out
}

// node is the best way to reach a place in a text: a piece that ends there.
type node struct{ start, end, id int }

// cut finds the most probable pieces of a normalized text, by dynamic programming over
// its characters (Kudo, "Subword Regularization", 2018).
func (m *Model) cut(text []byte) []node {
	best := make([]float32, len(text)+1)
	reached := make([]node, len(text)+1)
	for i := range best {
		best[i] = float32(math.Inf(-1))
	}
	best[0] = 0
	for i := 0; i < len(text); {
		_, size := utf8.DecodeRune(text[i:])
		single := false
		reach := func(end, id int, score float32) {
			if score > best[end] {
				best[end], reached[end] = score, node{i, end, id}
			}
		}
		m.pieces.each(text[i:min(len(text), i+m.pieces.longest)], func(length, id int) {
			reach(i+length, id, best[i]+m.pieces.score(id))
			single = single || length == size
		})
		if !single {
			reach(i+size, pieceUnknown, best[i]+m.pieces.unknown)
		}
		i += size
	}
	var out []node
	for end := len(text); end > 0; end = reached[end].start {
		out = append(out, reached[end])
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}
