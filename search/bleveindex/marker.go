package bleveindex

import (
	"slices"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
)

// marker finds where leaves stand in texts. It asks of the strings what the
// postings and token streams were asked of numbers, so it marks what was found.
type marker struct {
	languages []*languageReading
	leaves    []*leaf
	terms     []*term
	first     []int                // place of each leaf's first term in terms
	meets     []map[string][]int32 // by language and surface: the places of the terms it meets
	begins    [utf8.RuneSelf]bool  // letters that a word of interest may begin with
	words     []word               // kept for the next text
}

func newMarker(languages []*languageReading, leaves []*leaf) *marker {
	m := &marker{languages: languages, meets: make([]map[string][]int32, len(languages))}
	for _, l := range leaves {
		if l.in == corpus.FieldDeliverer {
			continue
		}
		m.leaves = append(m.leaves, l)
		m.first = append(m.first, len(m.terms))
		for i := range l.terms {
			m.terms = append(m.terms, &l.terms[i])
			m.begin(&l.terms[i])
		}
	}
	return m
}

// begin notes the letter that words meeting a term begin with. Most words of a
// text begin otherwise and need no further look.
func (m *marker) begin(t *term) {
	if t.kind == termFuzzy || t.fold == "" {
		for c := range m.begins {
			m.begins[c] = true
		}
		return
	}
	if c := t.fold[0]; c < utf8.RuneSelf {
		m.begins[c] = true
		if c >= 'a' && c <= 'z' {
			m.begins[c-'a'+'A'] = true
		}
	}
}

// mayMeet tells whether a word can meet any term, by its first letter. Words
// that begin outside ASCII may: folding changes their letters.
func (m *marker) mayMeet(surface string) bool {
	c := surface[0]
	return c >= utf8.RuneSelf || m.begins[c]
}

// word is a token of one of several texts that follow on each other.
type word struct {
	token
	text  int
	at    int     // its place among all words; those of no interest are left out
	meets []int32 // terms that it meets
	whole []int32 // terms that it and the next, being one word, meet
}

// span is a stretch of words in which a leaf stands.
type span struct{ first, last, leaf int }

// mark finds the spans of all leaves in texts, each in its language. Titles are
// marked apart from pages. The words returned are those that meet some term;
// they are valid until the next call.
func (m *marker) mark(texts []string, languages []int, title bool) ([]word, []span) {
	words := m.words[:0]
	at := 0
	var before token
	beforeText := 0
	for n, text := range texts {
		tokenize(text, func(t token) {
			at++
			hangs := t.join
			if beforeText < n && before.end > 0 && before.class == classWord && breaksOff(texts[beforeText][before.end:]) && goesOn(text, t) {
				hangs = joinLineEnd
			}
			if hangs == joinHyphen || hangs == joinLineEnd {
				surface := texts[beforeText][before.start:before.end] + text[t.start:t.end]
				if whole := m.joined(languages[n], surface, hangs); whole != nil {
					if len(words) == 0 || words[len(words)-1].at != at-1 {
						words = append(words, word{token: before, text: beforeText, at: at - 1})
					}
					words[len(words)-1].whole = whole
					words = append(words, word{token: t, text: n, at: at})
				}
			}
			before, beforeText = t, n
			surface := text[t.start:t.end]
			if !m.mayMeet(surface) {
				return
			}
			meets := m.lookUp(languages[n], surface)
			if meets == nil {
				return
			}
			if len(words) == 0 || words[len(words)-1].at != at {
				words = append(words, word{token: t, text: n, at: at})
			}
			words[len(words)-1].meets = meets
		})
	}
	m.words = words
	var spans []span
	for i, l := range m.leaves {
		if l.in == corpus.FieldTitle && !title {
			continue
		}
		if l.near {
			spans = append(spans, m.near(words, i)...)
			continue
		}
		for at := 0; at < len(words); at++ {
			length := m.stands(words, at, i, 0)
			if length == 0 || l.pair != "" && !adjoin(texts[words[at].text][words[at].end:words[at+1].start]) {
				continue
			}
			// The next may begin within this one, as in "day by day by day".
			spans = append(spans, span{at, at + length - 1, i})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return a.first - b.first })
	return words, spans
}

// joined lists the terms that two tokens written as one word meet.
func (m *marker) joined(language int, surface string, hangs join) []int32 {
	if !m.mayMeet(surface) {
		return nil
	}
	var whole []int32
	for _, place := range m.lookUp(language, surface) {
		// As typed, a word that was hyphenated on purpose is two.
		if hangs == joinLineEnd || m.terms[place].kind == termStem {
			whole = append(whole, place)
		}
	}
	return whole
}

// stands is how many words from at on meet the terms of a leaf from j on.
func (m *marker) stands(words []word, at, leaf, j int) int {
	if at >= len(words) {
		return 0
	}
	place := int32(m.first[leaf] + j)
	last := j+1 == len(m.leaves[leaf].terms)
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
		if rest := m.stands(words, at+length, leaf, j+1); rest > 0 {
			return length + rest
		}
	}
	return 0
}

// near marks each word of the stretches in which all terms of a leaf stand close.
func (m *marker) near(words []word, leaf int) []span {
	l := m.leaves[leaf]
	var places []place
	var indexes []int // in words
	for at := range words {
		for j := range l.terms {
			if m.meetsAt(words[at], m.first[leaf]+j) > 0 {
				places = append(places, place{words[at].at, j})
				indexes = append(indexes, at)
			}
		}
	}
	var spans []span
	for _, w := range windows(places, len(l.terms), l.slop) {
		for i := w[0]; i < w[1]; i++ {
			length := m.meetsAt(words[indexes[i]], m.first[leaf]+places[i].term)
			spans = append(spans, span{indexes[i], indexes[i] + length - 1, leaf})
		}
	}
	return spans
}

func (m *marker) meetsAt(w word, place int) int {
	switch {
	case slices.Contains(w.meets, int32(place)):
		return 1
	case slices.Contains(w.whole, int32(place)):
		return 2
	}
	return 0
}

// lookUp lists the terms that a word of a text meets.
func (m *marker) lookUp(language int, surface string) []int32 {
	memo := m.meets[language]
	if memo == nil {
		memo = map[string][]int32{}
		m.meets[language] = memo
	}
	if list, ok := memo[surface]; ok {
		return list
	}
	exact := exactForm(surface)
	fold := foldForm(exact)
	var list []int32
	for i, l := range m.leaves {
		if l.lenient && m.languages[language].isStop(fold) {
			continue
		}
		for j := range l.terms {
			if l.terms[j].matches(m.languages, language, exact, fold) {
				list = append(list, int32(m.first[i]+j))
			}
		}
	}
	memo[surface] = list
	return list
}

// byteRange is a marked stretch of a text in bytes.
type byteRange struct{ start, end int }

// rangesOf are the marked stretches of each text, in order, without overlaps. A
// span that runs over into the next text is marked in both.
func rangesOf(texts int, words []word, spans []span) [][]byteRange {
	out := make([][]byteRange, texts)
	for _, s := range spans {
		for at := s.first; at <= s.last; {
			end := at
			for end < s.last && words[end+1].text == words[at].text {
				end++
			}
			n := words[at].text
			out[n] = append(out[n], byteRange{words[at].start, words[end].end})
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

// inRunes counts ranges in code points of text instead of bytes.
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

// pageLanguage is the reading of a page: its own language's, or the statement's
// where it has none.
func pageLanguage(languages []*languageReading, statement, page corpus.Language) int {
	if page == "" {
		page = statement
	}
	return languageOf(languages, page)
}
