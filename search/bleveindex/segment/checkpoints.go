package segment

import (
	"encoding/binary"
	"slices"

	"rostrum/search/analysis"
)

// checkpointWords is how many words of a page lie between those whose place in its
// text is stored. Reading from one of them on instead of from the top is what makes
// marking cheap; a checkpoint takes about a byte. The file begins with this number.
const checkpointWords = 16

// Interest is a set of words of a segment whose places in texts are wanted.
type Interest struct {
	segment *Segment
	known   []uint64            // bit set of the words, and of the first of each join
	alone   map[uint32]bool     // words that are wanted by themselves
	joined  map[uint32][]uint32 // second words by first
}

// NewInterest makes an empty set; nil if the segment was written before there were
// checkpoints, or with others.
func (s *Segment) NewInterest() *Interest {
	if len(s.Columns.Checkpoints) != s.Count() || len(s.offsets.bytes) == 0 || s.offsets.bytes[0] != checkpointWords {
		return nil
	}
	return &Interest{segment: s, known: make([]uint64, s.Lexicon.Words.Len()/64+1), alone: map[uint32]bool{}, joined: map[uint32][]uint32{}}
}

// Add wants the words or joined words of some numbers.
func (x *Interest) Add(ids ...uint32) {
	for _, id := range ids {
		n := int(id) - x.segment.Lexicon.Words.Len()
		if n < 0 {
			x.alone[id] = true
		} else {
			join := x.segment.Lexicon.Joins[n]
			id = join.First
			x.joined[id] = append(x.joined[id], join.Second)
		}
		x.known[id/64] |= 1 << (id % 64)
	}
}

// WordsOf lists the numbers of the words and joined words in texts that may meet a
// term, in whatever language; some that do not may be among them.
func (r *Reader) WordsOf(t *analysis.Term) ([]uint32, error) {
	lexicon := &r.segment.Lexicon
	switch t.Kind {
	case analysis.TermPrefix:
		var ids []uint32
		for _, b := range t.Beginnings() {
			ids = append(ids, lexicon.Folds.Prefixed(b)...)
		}
		return ids, nil
	case analysis.TermFuzzy:
		words, err := r.Expand(FieldExact, t)
		if err != nil {
			return nil, err
		}
		var ids []uint32
		for _, w := range words {
			ids = append(ids, lexicon.Folds.Get(w)...)
		}
		return ids, nil
	}
	ids := slices.Clip(lexicon.Folds.Get(t.Fold))
	for language := range t.Stems {
		if t.Stems[language] != "" {
			ids = append(ids, lexicon.Stems[language].Get(t.Stems[language])...)
		}
	}
	return ids, nil
}

// Places finds the words in the pages of a statement: stretches of each page, which
// begin at a checkpoint and hold the words and those before them.
func (x *Interest) Places(doc uint32) []analysis.Places {
	parts, rest := x.segment.Stream(doc).Parts()
	for range parts[0].Words {
		_, size := NextWord(rest)
		rest = rest[max(size, 0):]
	}
	rest = rest[min(1, len(rest)):] // the barrier
	pages := parts[1:]
	wanted := make([][]int, len(pages))
	want := func(page, word int) {
		if n := len(wanted[page]); n == 0 || wanted[page][n-1] != word {
			wanted[page] = append(wanted[page], word)
		}
	}
	var before []uint32 // what the word that follows makes a wanted one with
	last := -1          // the page of the word before
	for page, p := range pages {
		for word := 0; word < p.Words; {
			if before != nil {
				if id, _ := NextWord(rest); slices.Contains(before, id) {
					if word == 0 {
						want(last, pages[last].Words-1)
					}
					want(page, word)
				}
			}
			id, read, after := NextOf(rest, p.Words-word, x.known)
			if read == 0 {
				return nil
			}
			before, rest, last = nil, after, page
			if word += read; id == 0 {
				continue
			}
			if x.alone[id] {
				want(page, word-1)
			}
			before = x.joined[id]
		}
	}
	out := make([]analysis.Places, len(pages))
	checkpoints := x.segment.checkpoints(doc)
	for page, p := range pages {
		out[page].Words = p.Words
		out[page].Stretches, checkpoints = stretches(wanted[page], p.Words, checkpoints)
	}
	return out
}

// stretches are those of a page of so many words that hold the wanted ones, each with
// the word before it. rest is what follows the page's checkpoints.
func stretches(wanted []int, words int, checkpoints []byte) (out []analysis.Stretch, rest []byte) {
	first, offset := 0, 0 // of the checkpoint at hand
	next := func() {
		step, size := binary.Uvarint(checkpoints)
		checkpoints = checkpoints[max(size, 0):]
		first, offset = first+checkpointWords, offset+int(step)
	}
	for _, word := range wanted {
		for first+checkpointWords < word { // the word before is at the next one or after it
			next()
		}
		if n := len(out); n > 0 && first <= out[n-1].First+out[n-1].Words {
			out[n-1].Words = word + 1 - out[n-1].First
			continue
		}
		out = append(out, analysis.Stretch{First: first, Words: word + 1 - first, Offset: offset})
	}
	for first+checkpointWords < words {
		next()
	}
	return out, checkpoints
}

// checkpoints are those of a statement: for each page in turn, how far each
// checkpoint is from the one before it, as varints. The first is at checkpointWords.
func (s *Segment) checkpoints(doc uint32) []byte {
	start := uint64(1)
	if doc > 0 {
		start = s.Columns.Checkpoints[doc-1]
	}
	return s.offsets.bytes[start:s.Columns.Checkpoints[doc]]
}
