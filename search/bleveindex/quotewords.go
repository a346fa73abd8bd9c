package bleveindex

import (
	"encoding/binary"
)

// quoteWords is a quotation in the numbers of one segment.
type quoteWords struct {
	*quotation
	segment *segment
	byWord  []uint16 // class by word number, with opensPair
	pairs   map[[2]uint32]uint16
}

// opensPair marks words that make one unit with some that may follow them.
const opensPair = 1 << 15

func newQuoteWords(s *segment, wanted *quotation) *quoteWords {
	q := &quoteWords{quotation: wanted, segment: s, pairs: map[[2]uint32]uint16{}}
	words := s.lexicon.Words.len()
	q.byWord = make([]uint16, words)
	for class := 1; class < len(q.folds); class++ {
		for _, id := range s.lexicon.Folds.get(q.folds[class]) {
			if n := int(id) - words; n >= 0 {
				j := s.lexicon.Joins[n]
				q.pairs[[2]uint32{j.First, j.Second}] = uint16(class)
			} else {
				q.byWord[id] = uint16(class)
			}
		}
	}
	for pair := range q.pairs {
		q.byWord[pair[0]] |= opensPair
	}
	return q
}

// written tells whether some statement has a word of the folded form.
func (r *run) written(fold string) (bool, error) {
	for si := range r.gen.segments {
		if _, ok, err := r.readers[si].postings(fieldExact, fold); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// streamUnits are the units of a token stream.
type streamUnits struct {
	units
	words []uint32
}

// read fills u with the words of a stream.
func (q *quoteWords) read(stream tokenStream, u *streamUnits) {
	u.classes, u.starts, u.pages, u.words = u.classes[:0], u.starts[:0], u.pages[:0], u.words[:0]
	parts, rest := stream.parts()
	for n, p := range parts {
		if n == 1 {
			rest = rest[min(1, len(rest)):] // the barrier
		}
		if n > 0 {
			u.pages = append(u.pages, len(u.words))
		}
		for range p.words {
			id, size := binary.Uvarint(rest)
			if size <= 0 {
				break
			}
			rest = rest[size:]
			if n > 0 {
				u.words = append(u.words, uint32(id))
			}
		}
	}
	next := 0 // the page that begins after the word at hand
	for i := 0; i < len(u.words); {
		for next < len(u.pages) && u.pages[next] <= i {
			next++
		}
		last := next < len(u.pages) && u.pages[next] == i+1
		// Nearly every word is one unit, and this is nearly all the time it takes.
		if id := int(u.words[i]); !last && id < len(q.byWord) && q.byWord[id]&opensPair == 0 {
			u.classes = append(u.classes, q.byWord[id])
			u.starts = append(u.starts, i)
			i++
			continue
		}
		class, n := q.unit(u, i, last)
		u.classes = append(u.classes, class)
		u.starts = append(u.starts, i)
		i += n
	}
	u.starts = append(u.starts, len(u.words))
}

// unit is the class of the unit that begins with a word, and how many words it
// has. The word may be the last of its page.
func (q *quoteWords) unit(u *streamUnits, i int, last bool) (class uint16, words int) {
	if u.words[i] >= uint32(len(q.byWord)) {
		return 0, 1
	}
	class = q.byWord[u.words[i]]
	if i+1 < len(u.words) {
		if class&opensPair != 0 {
			if pair, ok := q.pairs[[2]uint32{u.words[i], u.words[i+1]}]; ok {
				return pair, 2
			}
		}
		// What was broken at the end of a page stands in no list of pairs.
		if last && class&^opensPair == 0 {
			lex := &q.segment.lexicon.Words
			if one, ok := q.byFold[foldForm(lex.at(int(u.words[i]))+lex.at(int(u.words[i+1])))]; ok {
				return one, 2
			}
		}
	}
	return class &^ opensPair, 1
}
