package segment

import (
	"encoding/binary"
	"slices"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"rostrum/corpus"
	"rostrum/search/analysis"
)

// The fields of the postings. The stems of a text are in the field named by
// the code of its language (the title's words too), those of titles alone in
// the same with titlePrefix.
const (
	FieldExact   = "x" // folded words of title and text, unstemmed, stop words included
	FieldNames   = "m" // folded words of the names that statements carry
	FieldSpeaker = "d" // folded words of the deliverer's name
	TitlePrefix  = "t-"
)

// inverter turns statements into postings and token streams.
type inverter struct {
	analyzers []*analysis.Analyzer
	lexicon   *lexiconBuilder
	authority analysis.Authority

	counts  []uint32 // by word, of the text at hand; zero between texts
	touched []uint32
	joins   map[uint32]uint32
	pairs   map[string]uint32
	stream  []byte
	// checkpoints are those of the pages read; see Segment.checkpoints.
	checkpoints []byte
	// pageEnd is the last word of the page before, if it is broken off.
	pageEnd     uint32
	pageEndOpen bool

	frequencies frequencies
}

// inverted is a statement ready to be written.
type inverted struct {
	fields      []*postingField
	stream      []byte // see tokenStream
	checkpoints []byte // see Segment.checkpoints
	textLength  uint32 // words of title and text that are indexed by stem
	titleWords  uint32
	languages   uint8 // bit set of the readings of its pages and title
	unsure      bool  // nothing in it tells which language it is in
}

// invert reads a statement. The result's stream and checkpoints are valid until the
// next call.
func (a *inverter) invert(s *corpus.Statement) inverted {
	fields := fieldSet{map[string]*postingField{}, &a.frequencies}
	var out inverted
	a.stream, a.pageEndOpen = a.stream[:0], false

	titleLanguage, readings, sure := analysis.Readings(a.analyzers, s)
	out.unsure = !sure
	var header, body []byte
	header = binary.AppendUvarint(header, uint64(len(s.Pages)))
	n := a.read(s.Title)
	out.textLength = a.count(fields, titleLanguage, a.analyzers[titleLanguage].Code)
	out.titleWords = a.count(fields, titleLanguage, TitlePrefix+a.analyzers[titleLanguage].Code)
	a.reset(fields)
	a.pageEndOpen, a.checkpoints = false, a.checkpoints[:0] // titles have none
	out.languages = 1 << titleLanguage
	header = binary.AppendUvarint(header, uint64(titleLanguage))
	header = binary.AppendUvarint(header, uint64(n))
	body = append(body, a.stream...)
	body = append(body, 0) // the barrier
	analyzer := titleLanguage
	for i := range s.Pages {
		language := readings[i]
		if language != analyzer { // pages in one language are counted together
			out.textLength += a.count(fields, analyzer, a.analyzers[analyzer].Code)
			a.reset(fields)
			analyzer = language
		}
		a.stream = a.stream[:0]
		n := a.read(s.Pages[i].Text)
		out.languages |= 1 << language
		header = binary.AppendUvarint(header, uint64(language))
		header = binary.AppendUvarint(header, uint64(n))
		body = append(body, a.stream...)
	}
	out.textLength += a.count(fields, analyzer, a.analyzers[analyzer].Code)
	a.reset(fields)
	out.stream, out.checkpoints = append(header, body...), a.checkpoints

	for _, name := range analysis.StatementNames(s, a.authority) {
		addWords(fields, FieldNames, name)
	}
	addWords(fields, FieldSpeaker, s.Deliverer)
	out.fields = fields.list()
	return out
}

// read appends the words of text to the stream and counts them.
func (a *inverter) read(text string) (n int) {
	var before analysis.Token
	var beforeID uint32
	started, checkpoint := false, 0
	analysis.Tokenize(text, func(t analysis.Token) {
		id := a.lexicon.word(text[t.Start:t.End])
		if n > 0 && n%checkpointWords == 0 {
			a.checkpoints = binary.AppendUvarint(a.checkpoints, uint64(t.Start-checkpoint))
			checkpoint = t.Start
		}
		a.stream = binary.AppendUvarint(a.stream, uint64(id))
		n++
		if int(id) >= len(a.counts) {
			a.counts = append(a.counts, make([]uint32, int(id)+1+len(a.counts))...)
		}
		if t.Class == analysis.ClassIdeograph {
			if started && before.Class == analysis.ClassIdeograph && analysis.Adjoin(text[before.End:t.Start]) {
				a.pairs[a.lexicon.folds[beforeID]+a.lexicon.folds[id]]++
			}
		} else if started && (t.Join == analysis.JoinHyphen || t.Join == analysis.JoinLineEnd) {
			a.joins[a.lexicon.join(JoinedWord{First: beforeID, Second: id, LineEnd: t.Join == analysis.JoinLineEnd})]++
		} else if !started && a.pageEndOpen && analysis.GoesOn(text, t) {
			a.joins[a.lexicon.join(JoinedWord{First: a.pageEnd, Second: id, LineEnd: true})]++
		}
		if a.counts[id] == 0 {
			a.touched = append(a.touched, id)
		}
		a.counts[id]++
		before, beforeID, started = t, id, true
	})
	if started {
		a.pageEnd, a.pageEndOpen = beforeID, before.Class == analysis.ClassWord && analysis.BreaksOff(text[before.End:])
	}
	return n
}

// count adds the stems of the words read to a field, and returns how many there are.
func (a *inverter) count(fields fieldSet, language int, name string) (length uint32) {
	f := fields.get(name, len(a.touched))
	add := func(stem string, stop bool, n uint32) {
		if !stop {
			f.add(stem, n)
			length += n
		}
	}
	for _, id := range a.touched {
		stem, stop := a.lexicon.stem(language, id)
		add(stem, stop, a.counts[id])
	}
	for j, n := range a.joins {
		stem, stop := a.lexicon.joinStem(language, j)
		add(stem, stop, n)
	}
	for pair, n := range a.pairs {
		add(pair, false, n)
	}
	return length
}

// reset adds the words read to the field of exact words and forgets them.
func (a *inverter) reset(fields fieldSet) {
	x := fields.get(FieldExact, len(a.touched))
	for _, id := range a.touched {
		x.add(a.lexicon.folds[id], a.counts[id])
		a.counts[id] = 0
	}
	for j, n := range a.joins {
		x.add(a.lexicon.joinFolds[j], n)
	}
	a.touched = a.touched[:0]
	clear(a.joins)
	clear(a.pairs)
}

func addWords(fields fieldSet, field, text string) {
	if text == "" {
		return
	}
	f := fields.get(field, 0)
	analysis.Tokenize(text, func(t analysis.Token) { f.add(analysis.Fold(text[t.Start:t.End]), 1) })
}

// fieldSet collects the fields of one statement by name.
type fieldSet struct {
	byName      map[string]*postingField
	frequencies *frequencies
}

// get is the field of a name; words is how many it is about to get.
func (s fieldSet) get(name string, words int) *postingField {
	f, ok := s.byName[name]
	if !ok {
		f = &postingField{name: name, terms: make(index.TokenFrequencies, words), frequencies: s.frequencies}
		s.byName[name] = f
	}
	return f
}

func (s fieldSet) list() []*postingField {
	out := make([]*postingField, 0, len(s.byName))
	for _, f := range s.byName {
		if len(f.terms) > 0 {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b *postingField) int { return strings.Compare(a.name, b.name) })
	return out
}

// frequencies holds one TokenFreq for each usual number of occurrences. The
// segment format needs nothing else of a term, so all terms with the same frequency
// share it.
type frequencies [256]*index.TokenFreq

func (f *frequencies) of(n int) *index.TokenFreq {
	if n < len(f) && f[n] != nil {
		return f[n]
	}
	tf := &index.TokenFreq{}
	tf.SetFrequency(n)
	if n < len(f) {
		f[n] = tf
	}
	return tf
}

// postingField is a field in the form that the segment format takes: terms with
// their frequencies, analysed already.
type postingField struct {
	name        string
	terms       index.TokenFrequencies
	frequencies *frequencies
}

func (f *postingField) add(term string, n uint32) {
	if term == "" {
		return
	}
	total := int(n)
	if tf, ok := f.terms[term]; ok {
		total += tf.Frequency()
	}
	f.terms[term] = f.frequencies.of(total)
}

func (f *postingField) Name() string                                     { return f.name }
func (f *postingField) Value() []byte                                    { return nil }
func (f *postingField) ArrayPositions() []uint64                         { return nil }
func (f *postingField) EncodedFieldType() byte                           { return 't' }
func (f *postingField) Analyze()                                         {}
func (f *postingField) Options() index.FieldIndexingOptions              { return index.IndexField }
func (f *postingField) NumPlainTextBytes() uint64                        { return 0 }
func (f *postingField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }

// AnalyzedLength is 1 for all fields: the true lengths are in the columns, and
// a small number here keeps each posting one byte shorter.
func (f *postingField) AnalyzedLength() int { return 1 }
