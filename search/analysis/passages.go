package analysis

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
)

// Lengths of passages in code points: about three lines on a page of results.
const (
	targetPassage = 280
	maxPassage    = 500
)

// passage is a paragraph with its matches.
type passage struct {
	page   int
	para   corpus.Passage
	ranges []byteRange
	score  float64
	taken  bool
}

// Passages returns the best paragraphs of a statement's pages, and the number of
// matching ones. readings are the analyzers of the pages, and places where in them
// matches are possible; nil is anywhere. Without matches, it returns the opening.
func (m *Marker) Passages(s *corpus.Statement, pages []corpus.Page, readings []int, places []Places, wanted int) (shown []search.Passage, total int) {
	texts := make([]string, len(pages))
	for i, p := range pages {
		texts[i] = p.Text
	}
	words, spans := m.mark(texts, readings[:len(pages)], places, false)
	found := paragraphs(pages, words, spans, m)
	if len(found) == 0 {
		return opening(pages), 0
	}
	return choose(found, pages, s.Title, wanted), len(found)
}

// choose returns the passages with the highest scores, preferably from different
// pages and with different words.
func choose(found []passage, pages []corpus.Page, title string, wanted int) []search.Passage {
	var out []search.Passage
	seen, texts := map[int]bool{}, map[string]bool{} // pages and paragraphs
	titles := make([]bool, len(found))
	for i := range found {
		p := &found[i]
		titles[i] = isTitle(p.para.Text, title)
		if isHeading(p.para.Text) {
			p.score /= 4 // the text shows more than the names in it
		}
	}
	repeats := func(i int) bool { return titles[i] || texts[found[i].para.Text] }
	value := func(i int) float64 {
		v := found[i].score
		if seen[found[i].page] {
			v /= 2 // another page shows more
		}
		if repeats(i) {
			v /= 100 // a running head, or the title, which is shown anyway
		}
		return v
	}
	for len(out) < min(wanted, len(found)) {
		best, most := -1, 0.0
		for i := range found {
			if found[i].taken {
				continue
			}
			if v := value(i); best < 0 || v > most {
				best, most = i, v
			}
		}
		if len(out) > 0 && repeats(best) {
			break // it would show nothing new
		}
		p := &found[best]
		p.taken, seen[p.page], texts[p.para.Text] = true, true, true
		out = append(out, show(pages, p))
	}
	return out
}

// isTitle reports whether a paragraph is the statement's title, with at most one more
// line, such as speaker and date.
func isTitle(text, title string) bool {
	if len(text) > 2*len(title)+utf8.UTFMax*openingRunes {
		return false // however it begins: not worth reading
	}
	rest, found := strings.CutPrefix(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(title), " "))
	return found && title != "" && utf8.RuneCountInString(rest) < openingRunes
}

// isHeading reports whether a paragraph is not a sentence: short, and without a
// sentence-final mark in any language.
func isHeading(text string) bool {
	if len(text) >= utf8.UTFMax*openingRunes || utf8.RuneCountInString(text) >= openingRunes {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "\"'”’»)]」』 \n"))
	return !strings.ContainsRune(".!?:;…。！？；：؟۔؛", last)
}

// paragraphs returns the paragraphs with matches, in reading order.
func paragraphs(pages []corpus.Page, words []word, spans []span, m *Marker) []passage {
	ranges := rangesOf(len(pages), words, spans)
	var out []passage
	for n, page := range pages {
		if len(ranges[n]) == 0 {
			continue
		}
		next := 0
		for _, para := range page.Passages() {
			end := para.Offset + len(para.Text)
			p := passage{page: n, para: para}
			for next < len(ranges[n]) && ranges[n][next].start < end {
				if r := ranges[n][next]; r.end > para.Offset {
					p.ranges = append(p.ranges, byteRange{max(0, r.start-para.Offset), min(r.end, end) - para.Offset})
				}
				if ranges[n][next].end > end {
					break // it continues in the next paragraph
				}
				next++
			}
			if len(p.ranges) > 0 {
				p.score = paragraphScore(n, para, words, spans, m)
				out = append(out, p)
			}
		}
	}
	return out
}

// paragraphScore prefers paragraphs in which more clauses match, then those with more
// matches.
func paragraphScore(text int, para corpus.Passage, words []word, spans []span, m *Marker) float64 {
	counts := make([]int, len(m.Clauses))
	first, _ := slices.BinarySearchFunc(spans, para.Offset, func(s span, offset int) int {
		return cmp.Or(cmp.Compare(words[s.first].text, text), cmp.Compare(words[s.first].Start, offset))
	})
	for _, s := range spans[first:] {
		if w := words[s.first]; w.text != text || w.Start >= para.Offset+len(para.Text) {
			break
		}
		counts[s.clause]++
	}
	score := 0.01 // a phrase may begin on the previous page
	for i, n := range counts {
		if n > 0 {
			score += m.Clauses[i].Weight * (m.Clauses[i].Idf + 0.1) * (1 + 0.1*float64(min(n, 5)))
		}
	}
	return score
}

func show(pages []corpus.Page, p *passage) search.Passage {
	part := cut(p.para.Text, p.ranges)
	text := p.para.Text[part.start:part.end]
	var ranges []byteRange
	for _, r := range p.ranges {
		if r.end > part.start && r.start < part.end {
			ranges = append(ranges, byteRange{max(r.start, part.start) - part.start, min(r.end, part.end) - part.start})
		}
	}
	page := pages[p.page]
	return search.Passage{
		Page: p.para.Page, Number: p.para.Number, Text: text, Ranges: inRunes(text, ranges),
		OCR: page.Method == corpus.MethodOCR, Confidence: page.Confidence,
	}
}

// openingRunes is the length above which a paragraph is not a heading.
const openingRunes = 80

// opening returns the first paragraph that is not a heading, for statements without
// matches in their text.
func opening(pages []corpus.Page) []search.Passage {
	var first *passage
	for n, page := range pages {
		for _, para := range page.Passages() {
			p := &passage{page: n, para: para}
			if utf8.RuneCountInString(para.Text) >= openingRunes {
				return []search.Passage{show(pages, p)}
			}
			if first == nil {
				first = p
			}
		}
	}
	if first == nil {
		return nil
	}
	return []search.Passage{show(pages, first)}
}

// cut returns the part of a paragraph that shows the matches best: whole sentences
// around the one with most of them. A sentence that is too long is cut between words.
func cut(text string, ranges []byteRange) byteRange {
	sentences := sentencesOf(text)
	if len(sentences) == 0 {
		return byteRange{0, len(text)}
	}
	best, maximum := 0, -1
	for i, s := range sentences {
		n := 0
		for _, r := range ranges {
			if r.start >= s.start && r.start < s.end {
				n++
			}
		}
		if n > maximum {
			best, maximum = i, n
		}
	}
	first, last := best, best
	// A range may extend over the end of its sentence.
	for _, r := range ranges {
		if r.start < sentences[last].end && r.end > sentences[last].end && r.start >= sentences[first].start && last+1 < len(sentences) {
			last++
		}
	}
	length := func(first, last int) int {
		return utf8.RuneCountInString(text[sentences[first].start:sentences[last].end])
	}
	for {
		switch {
		case last+1 < len(sentences) && length(first, last+1) <= targetPassage:
			last++
		case first > 0 && length(first-1, last) <= targetPassage:
			first--
		default:
			out := byteRange{sentences[first].start, sentences[last].end}
			if length(first, last) > maxPassage {
				out = cutLong(text, out, ranges)
			}
			return trimmed(text, out)
		}
	}
}

// cutLong cuts text without sentences: a badly read text, or a list.
func cutLong(text string, whole byteRange, ranges []byteRange) byteRange {
	center := whole.start
	end := center
	for _, r := range ranges {
		if r.start >= whole.start && r.start < whole.end {
			center, end = r.start, min(r.end, whole.end)
			break
		}
	}
	start := center
	for n := 0; start > whole.start && n < targetPassage/3; n++ {
		_, size := utf8.DecodeLastRuneInString(text[whole.start:start])
		start -= size
	}
	for n := utf8.RuneCountInString(text[start:end]); end < whole.end && n < targetPassage; n++ {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	if start > whole.start {
		if i := strings.IndexAny(text[start:center], " \n"); i >= 0 {
			start += i + 1
		}
	}
	if end < whole.end {
		if i := strings.LastIndexAny(text[center:end], " \n"); i > 0 {
			if cutAt := center + i; len(ranges) == 0 || cutAt >= center {
				end = max(cutAt, firstEnd(ranges, center, end))
			}
		}
	}
	return byteRange{start, end}
}

// firstEnd returns the end of the range that begins at center, within limit.
func firstEnd(ranges []byteRange, center, limit int) int {
	for _, r := range ranges {
		if r.start == center {
			return min(r.end, limit)
		}
	}
	return center
}

func trimmed(text string, r byteRange) byteRange {
	for r.end > r.start && strings.ContainsRune(" \n\t\r", rune(text[r.end-1])) {
		r.end--
	}
	for r.start < r.end && strings.ContainsRune(" \n\t\r", rune(text[r.start])) {
		r.start++
	}
	return r
}
