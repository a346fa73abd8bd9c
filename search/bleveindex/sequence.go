package bleveindex

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"rostrum/corpus"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex/segment"
)

// filterSequence keeps the candidates whose token streams match the clause.
func (r *run) filterSequence(l *analysis.Clause, si int, f *clauseMatches, candidates *roaring.Bitmap) error {
	s := r.gen.Segments[si]
	if err := r.spendOnWords(l, s); err != nil {
		return err
	}
	f.docs = roaring.New()
	f.counts = &occurrences{}
	v := newSequenceMatcher(l, s, r.analyzers)
	if slices.ContainsFunc(v.sets, wordSet.isEmpty) {
		return nil // a word of it does not occur, such as génocide where only genocide does
	}
	for it := candidates.Iterator(); it.HasNext(); {
		doc := it.Next()
		stream := s.Stream(doc)
		if err := r.work.Spend(v.work(stream)); err != nil {
			return err
		}
		if n := v.count(stream, l.Field == corpus.FieldTitle); n > 0 {
			f.docs.Add(doc)
			f.counts.docs = append(f.counts.docs, doc)
			f.counts.counts = append(f.counts.counts, uint16(min(n, 1<<16-1)))
		}
	}
	return nil
}

// sequenceMatcher matches a clause against token streams of one segment.
type sequenceMatcher struct {
	sets []wordSet // by term
	near bool
	slop int
	// patterns replaces the sets if not nil: see patterns.
	patterns []pattern

	// for near clauses: see termsByWord
	byWord []uint32
	terms  []wordTerms

	words     []uint32 // of the current stream
	languages []uint8
	places    []analysis.Place
}

func newSequenceMatcher(l *analysis.Clause, s *segment.Segment, analyzers []*analysis.Analyzer) *sequenceMatcher {
	v := &sequenceMatcher{near: l.Near, slop: l.Slop}
	for i := range l.Terms {
		v.sets = append(v.sets, wordsOf(&l.Terms[i], &s.Lexicon, analyzers))
	}
	switch {
	case l.Near:
		v.byWord, v.terms = termsByWord(v.sets, s.Lexicon.Words.Len(), len(analyzers))
	case l.Field != corpus.FieldTitle:
		v.patterns = patterns(v.sets, s)
	}
	return v
}

// work is the work of matching the clause in a stream.
func (v *sequenceMatcher) work(stream segment.TokenStream) int {
	if v.patterns != nil {
		return segment.PostingWork + len(stream)*len(v.patterns)/patternBytes
	}
	return segment.PostingWork + len(stream)
}

// count counts the matches of the clause in a stream.
func (v *sequenceMatcher) count(stream segment.TokenStream, titleOnly bool) int {
	n := 0
	if v.patterns != nil {
		words := stream.Words()
		for _, p := range v.patterns {
			n += p.count(words)
		}
		return n
	}
	if v.near {
		return v.countNear(stream, titleOnly)
	}
	v.decode(stream, titleOnly)
	for i := 0; i < len(v.words); i++ {
		if length := v.at(i, 0); length > 0 {
			n++
			i += length - 1
		}
	}
	return n
}

// at returns how many words of the stream from i on match the terms from j on; 0 if
// they do not.
func (v *sequenceMatcher) at(i, j int) int {
	if j == len(v.sets) {
		return 0
	}
	for _, length := range [2]int{1, 2} {
		if !v.meets(i, j, length) {
			continue
		}
		if j+1 == len(v.sets) {
			return length
		}
		if rest := v.at(i+length, j+1); rest > 0 {
			return length + rest
		}
	}
	return 0
}

// meets reports whether the word at i, or it and the next joined, matches term j.
func (v *sequenceMatcher) meets(i, j, length int) bool {
	if i+length > len(v.words) {
		return false
	}
	set := &v.sets[j]
	if length == 2 {
		for _, join := range set.joins {
			if v.words[i] == join.First && v.words[i+1] == join.Second {
				return true
			}
		}
		return false
	}
	id := v.words[i]
	return set.any[id] || set.byLanguage != nil && set.byLanguage[v.languages[i]][id]
}

// decode reads the words of a stream, and the language of each.
func (v *sequenceMatcher) decode(stream segment.TokenStream, titleOnly bool) {
	v.words, v.languages = v.words[:0], v.languages[:0]
	parts, rest := stream.Parts()
	for n, p := range parts {
		if n == 1 {
			if titleOnly {
				return
			}
			rest = rest[1:] // the separator
			v.words, v.languages = append(v.words, 0), append(v.languages, 0)
		}
		for range p.Words {
			id, size := segment.NextWord(rest)
			if size <= 0 {
				return
			}
			rest = rest[size:]
			v.words, v.languages = append(v.words, id), append(v.languages, uint8(p.Language))
		}
	}
}

// maxPatterns limits the number of spellings of a phrase that are searched for as
// bytes.
const maxPatterns = 32

// patternBytes is the number of bytes that can be searched for a pattern in the time
// of decoding one word.
const patternBytes = 6

// pattern is one encoding of the terms in a stream.
type pattern struct {
	bytes []byte
	rare  int // index of the byte that is rarest in streams, which is searched for
}

// patterns returns all encodings of the terms in a stream. It is nil if there are too
// many, or if a term depends on the language: then the words must be decoded.
func patterns(sets []wordSet, s *segment.Segment) []pattern {
	all := [][]byte{nil}
	for _, set := range sets {
		if set.byLanguage != nil || len(all)*(len(set.any)+len(set.joins)) > maxPatterns {
			return nil
		}
		var longer [][]byte
		for _, p := range all {
			for id := range set.any {
				longer = append(longer, binary.AppendUvarint(slices.Clone(p), uint64(id)))
			}
			for _, j := range set.joins {
				q := binary.AppendUvarint(slices.Clone(p), uint64(j.First))
				longer = append(longer, binary.AppendUvarint(q, uint64(j.Second)))
			}
		}
		all = longer
	}
	frequencies := s.StreamBytes()
	out := make([]pattern, len(all))
	for i, b := range all {
		out[i].bytes = b
		for at, c := range b {
			if frequencies[c] < frequencies[b[out[i].rare]] {
				out[i].rare = at
			}
		}
	}
	return out
}

// count counts a pattern in the words of a stream. A byte with its highest bit set
// continues in the next one, so a match begins at a word only if the previous byte
// has it clear.
func (p *pattern) count(words []byte) int {
	n := 0
	for at := p.rare; at < len(words); {
		i := bytes.IndexByte(words[at:], p.bytes[p.rare])
		if i < 0 {
			return n
		}
		start := at + i - p.rare
		at += i + 1
		if end := start + len(p.bytes); end <= len(words) && string(words[start:end]) == string(p.bytes) && (start == 0 || words[start-1] < 0x80) {
			n++
			at = end + p.rare
		}
	}
	return n
}
