package bleveindex

import (
	"encoding/binary"

	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// quoteWords is a quotation in the word numbers of one segment.
type quoteWords struct {
	*analysis.Quotation
	segment *segment.Segment
	byWord  []uint16 // class by word number, with opensPair
	pairs   map[[2]uint32]uint16
}

// opensPair marks words that form one unit with some following words.
const opensPair = 1 << 15

func newQuoteWords(s *segment.Segment, wanted *analysis.Quotation) *quoteWords {
	q := &quoteWords{Quotation: wanted, segment: s, pairs: map[[2]uint32]uint16{}}
	words := s.Lexicon.Words.Len()
	q.byWord = make([]uint16, words)
	for class := 1; class < len(q.Folds); class++ {
		for _, id := range s.Lexicon.Folds.Get(q.Folds[class]) {
			if n := int(id) - words; n >= 0 {
				j := s.Lexicon.Joins[n]
				q.pairs[[2]uint32{j.First, j.Second}] = uint16(class)
			} else {
				q.byWord[id] = uint16(class)
			}
		}
	}
	for _, p := range q.Pairs {
		for _, first := range s.Lexicon.Folds.Get(p.First) {
			for _, second := range s.Lexicon.Folds.Get(p.Second) {
				if int(first) < words && int(second) < words {
					q.pairs[[2]uint32{first, second}] = p.Class
				}
			}
		}
	}
	for pair := range q.pairs {
		q.byWord[pair[0]] |= opensPair
	}
	return q
}

// written reports whether some statement contains a folded word.
func (r *run) written(fold string) (bool, error) {
	for si := range r.gen.Segments {
		if _, ok, err := r.readers[si].Postings(segment.FieldExact, fold); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// streamUnits are the units of a token stream.
type streamUnits struct {
	analysis.Units
	words []uint32
}

// read reads the words of a stream into u.
func (q *quoteWords) read(stream segment.TokenStream, u *streamUnits) {
	u.Classes, u.Starts, u.Pages, u.Notes, u.words = u.Classes[:0], u.Starts[:0], u.Pages[:0], nil, u.words[:0]
	parts, rest := stream.Parts()
	for n, p := range parts {
		if n == 1 {
			rest = rest[min(1, len(rest)):] // the separator
		}
		if n > 0 {
			u.Pages = append(u.Pages, len(u.words))
		}
		for range p.Words {
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
	next := 0 // the page that begins after the current word
	for i := 0; i < len(u.words); {
		for next < len(u.Pages) && u.Pages[next] <= i {
			next++
		}
		last := next < len(u.Pages) && u.Pages[next] == i+1
		// Nearly every word is one unit, and this takes nearly all the time.
		if id := int(u.words[i]); !last && id < len(q.byWord) && q.byWord[id]&opensPair == 0 {
			u.Classes = append(u.Classes, q.byWord[id])
			u.Starts = append(u.Starts, i)
			i++
			continue
		}
		class, n := q.unit(u, i, last)
		u.Classes = append(u.Classes, class)
		u.Starts = append(u.Starts, i)
		i += n
	}
	u.Starts = append(u.Starts, len(u.words))
}

// unit returns the class of the unit that begins with a word, and its number of
// words. The word may be the last of its page.
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
		// Words split at a page end are in no list of pairs.
		if last && class&^opensPair == 0 {
			lex := &q.segment.Lexicon.Words
			if one, ok := q.ByFold[analysis.FoldForm(lex.At(int(u.words[i]))+lex.At(int(u.words[i+1])))]; ok {
				return one, 2
			}
		}
	}
	return class &^ opensPair, 1
}
