package analysis

import (
	"math"
	"slices"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
)

// Marker finds the matches of clauses in texts. It applies the conditions that an
// index applies to terms and positions to strings, so that it highlights what was
// found.
type Marker struct {
	analyzers []*Analyzer
	Clauses   []*Clause
	terms     []*Term
	first     []int                // index of each clause's first term in terms
	meets     []map[string][]int32 // by language and surface: indexes of the matching terms
	begins    [utf8.RuneSelf]bool  // letters that matching words may begin with
	words     []word               // reused for the next text
}

func NewMarker(analyzers []*Analyzer, clauses []*Clause) *Marker {
	m := &Marker{analyzers: analyzers, meets: make([]map[string][]int32, len(analyzers))}
	for _, l := range clauses {
		if l.Field == corpus.FieldDeliverer {
			continue
		}
		m.Clauses = append(m.Clauses, l)
		m.first = append(m.first, len(m.terms))
		for i := range l.Terms {
			m.terms = append(m.terms, &l.Terms[i])
			m.begin(&l.Terms[i])
		}
	}
	return m
}

// begin records the first letter of words that match a term. Most words of a text
// begin with another letter and are skipped.
func (m *Marker) begin(t *Term) {
	if t.Kind == TermFuzzy || t.Fold == "" {
		for c := range m.begins {
			m.begins[c] = true
		}
		return
	}
	if c := t.Fold[0]; c < utf8.RuneSelf {
		m.begins[c] = true
		if c >= 'a' && c <= 'z' {
			m.begins[c-'a'+'A'] = true
		}
	}
}

// mayMeet reports whether a word can match any term, by its first letter. Words that
// begin with a non-ASCII character may, since folding changes it.
func (m *Marker) mayMeet(surface string) bool {
	c := surface[0]
	return c >= utf8.RuneSelf || m.begins[c]
}

// word is a token in a sequence of texts.
type word struct {
	Token
	text  int
	at    int     // its number among all words, including those left out
	meets []int32 // terms that it matches
	whole []int32 // terms matched by it and the next word joined
}

// span is a run of words that matches a clause.
type span struct{ first, last, clause int }

// Title returns the matches in a title in the language of an analyzer.
func (m *Marker) Title(title string, language int) []search.Range {
	words, spans := m.mark([]string{title}, []int{language}, nil, true)
	return inRunes(title, rangesOf(1, words, spans)[0])
}

// Pages returns the matches in the pages of a statement, a list of ranges for each.
func (m *Marker) Pages(s *corpus.Statement) [][]search.Range {
	texts := make([]string, len(s.Pages))
	for i, p := range s.Pages {
		texts[i] = p.Text
	}
	_, languages, _ := Readings(m.analyzers, s)
	words, spans := m.mark(texts, languages, nil, false)
	out := make([][]search.Range, len(texts))
	for i, ranges := range rangesOf(len(texts), words, spans) {
		out[i] = inRunes(texts[i], ranges)
	}
	return out
}

// Places says near which words of a text matches are possible.
type Places struct {
	Words     int // of the text
	Stretches []Stretch
}

// Stretch is a run of consecutive words of a text. The first is read only for the
// text between it and the next.
type Stretch struct {
	First, Words int // number of the first word in the text, and the number of words
	Offset       int // of the first, in bytes
}

// anywhere is all words of a text.
var anywhere = []Stretch{{Words: math.MaxInt}}

// mark finds the matches of all clauses in texts, each in its language. Titles and
// pages are marked separately. The returned words are those that match some term;
// they are valid until the next call. places are by text; nil is anywhere.
func (m *Marker) mark(texts []string, languages []int, places []Places, title bool) ([]word, []span) {
	words := m.words[:0]
	base, at := 0, 0 // numbers of words before the text, and before the next word
	var before Token // the previous token; not the previous word if words were left out
	beforeText, beforeAt := 0, -1
	for n, text := range texts {
		stretches := anywhere
		if places != nil {
			stretches = places[n].Stretches
		}
		for _, stretch := range stretches {
			at = base + stretch.First
			rest := stretch.Words
			tokenizeFrom(text, stretch.Offset, func(t Token) bool {
				at++
				rest--
				hangs := t.Join
				if beforeText < n && beforeAt == at-1 && before.Class == ClassWord && BreaksOff(texts[beforeText][before.End:]) && GoesOn(text, t) {
					hangs = JoinLineEnd
				}
				if hangs == JoinHyphen || hangs == JoinLineEnd {
					surface := texts[beforeText][before.Start:before.End] + text[t.Start:t.End]
					if whole := m.joined(languages[n], surface, hangs); whole != nil {
						if len(words) == 0 || words[len(words)-1].at != at-1 {
							words = append(words, word{Token: before, text: beforeText, at: at - 1})
						}
						words[len(words)-1].whole = whole
						words = append(words, word{Token: t, text: n, at: at})
					}
				}
				before, beforeText, beforeAt = t, n, at
				surface := text[t.Start:t.End]
				if !m.mayMeet(surface) {
					return rest > 0
				}
				meets := m.lookUp(languages[n], surface)
				if meets == nil {
					return rest > 0
				}
				if len(words) == 0 || words[len(words)-1].at != at {
					words = append(words, word{Token: t, text: n, at: at})
				}
				words[len(words)-1].meets = meets
				return rest > 0
			})
		}
		if places == nil {
			base = at
		} else {
			base += places[n].Words
		}
	}
	m.words = words
	var spans []span
	for i, l := range m.Clauses {
		if l.Field == corpus.FieldTitle && !title {
			continue
		}
		if l.Near {
			spans = append(spans, m.near(words, i)...)
			continue
		}
		for at := 0; at < len(words); at++ {
			length := m.matchAt(words, at, i, 0)
			if length == 0 || l.Pair != "" && !Adjoin(texts[words[at].text][words[at].End:words[at+1].Start]) {
				continue
			}
			// The next match may begin within this one, as in "day by day by day".
			spans = append(spans, span{at, at + length - 1, i})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return a.first - b.first })
	return words, spans
}

// joined lists the terms that match two tokens joined to one word.
func (m *Marker) joined(language int, surface string, hangs join) []int32 {
	if !m.mayMeet(surface) {
		return nil
	}
	var whole []int32
	for _, place := range m.lookUp(language, surface) {
		// For exact terms, a word with a hyphen of its own is two words.
		if hangs == JoinLineEnd || m.terms[place].Kind == TermStem {
			whole = append(whole, place)
		}
	}
	return whole
}

// matchAt returns how many words from at on match the terms of a clause from j on.
func (m *Marker) matchAt(words []word, at, clause, j int) int {
	if at >= len(words) {
		return 0
	}
	place := int32(m.first[clause] + j)
	last := j+1 == len(m.Clauses[clause].Terms)
	for length, meets := range [][]int32{1: words[at].meets, 2: words[at].whole} {
		if !slices.Contains(meets, place) {
			continue
		}
		if last {
			return length
		}
		if at+length >= len(words) || words[at+length].at != words[at].at+length {
			continue
		}
		if rest := m.matchAt(words, at+length, clause, j+1); rest > 0 {
			return length + rest
		}
	}
	return 0
}

// near returns each word of the windows that contain all terms of a clause.
func (m *Marker) near(words []word, clause int) []span {
	l := m.Clauses[clause]
	var places []Place
	var indexes []int // in words
	for at := range words {
		for j := range l.Terms {
			if m.meetsAt(words[at], m.first[clause]+j) > 0 {
				places = append(places, Place{words[at].at, j})
				indexes = append(indexes, at)
			}
		}
	}
	var spans []span
	for _, w := range Windows(places, len(l.Terms), l.Slop) {
		for i := w[0]; i < w[1]; i++ {
			length := m.meetsAt(words[indexes[i]], m.first[clause]+places[i].Term)
			spans = append(spans, span{indexes[i], indexes[i] + length - 1, clause})
		}
	}
	return spans
}

func (m *Marker) meetsAt(w word, place int) int {
	switch {
	case slices.Contains(w.meets, int32(place)):
		return 1
	case slices.Contains(w.whole, int32(place)):
		return 2
	}
	return 0
}

// lookUp lists the terms that match a word of a text.
func (m *Marker) lookUp(language int, surface string) []int32 {
	memo := m.meets[language]
	if memo == nil {
		memo = map[string][]int32{}
		m.meets[language] = memo
	}
	if list, ok := memo[surface]; ok {
		return list
	}
	exact := ExactForm(surface)
	fold := FoldForm(exact)
	var list []int32
	for i, l := range m.Clauses {
		if l.Lenient && m.analyzers[language].IsStopWord(fold) {
			continue
		}
		for j := range l.Terms {
			if l.Terms[j].Matches(m.analyzers, language, exact, fold) {
				list = append(list, int32(m.first[i]+j))
			}
		}
	}
	memo[surface] = list
	return list
}

// byteRange is a range of a text in bytes.
type byteRange struct{ start, end int }

// rangesOf returns the matching ranges of each text, in order and without overlaps. A
// span that continues in the next text is marked in both.
func rangesOf(texts int, words []word, spans []span) [][]byteRange {
	out := make([][]byteRange, texts)
	for _, s := range spans {
		for at := s.first; at <= s.last; {
			end := at
			for end < s.last && words[end+1].text == words[at].text {
				end++
			}
			n := words[at].text
			out[n] = append(out[n], byteRange{words[at].Start, words[end].End})
			at = end + 1
		}
	}
	for n := range out {
		out[n] = mergeRanges(out[n])
	}
	return out
}

func mergeRanges(list []byteRange) []byteRange {
	slices.SortFunc(list, func(a, b byteRange) int { return a.start - b.start })
	merged := list[:0]
	for _, r := range list {
		if n := len(merged); n > 0 && r.start < merged[n-1].end {
			merged[n-1].end = max(merged[n-1].end, r.end)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

// inRunes converts byte ranges to code points.
func inRunes(text string, list []byteRange) []search.Range {
	if len(list) == 0 {
		return nil
	}
	out := make([]search.Range, 0, len(list))
	at, runes := 0, 0
	for _, r := range list {
		runes += utf8.RuneCountInString(text[at:r.start])
		start := runes
		runes += utf8.RuneCountInString(text[r.start:r.end])
		at = r.end
		out = append(out, search.Range{Start: start, End: runes})
	}
	return out
}

// pageAnalyzer returns the analyzer of a page: that of its own language, or of the
// statement's if it has none.
func pageAnalyzer(analyzers []*Analyzer, statement, page corpus.Language) int {
	if page == "" {
		page = statement
	}
	return AnalyzerOf(analyzers, page)
}
