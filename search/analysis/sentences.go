package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lengths of passages in code points: about three lines on a page of results.
const (
	targetPassage = 280
	maxPassage    = 500
)

// sentencesOf are the sentences of a paragraph, as byte ranges that follow on
// each other.
func sentencesOf(text string) []byteRange {
	var out []byteRange
	start := 0
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf && c != '.' && c != '!' && c != '?' { // nearly always
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if !isStopMark(r) {
			continue
		}
		end := i
		for end < len(text) { // closing quotes and brackets belong to the sentence
			r, size := utf8.DecodeRuneInString(text[end:])
			if !isStopMark(r) && !unicode.In(r, unicode.Pe, unicode.Pf) && r != '"' && r != '\'' {
				break
			}
			end += size
		}
		next := end
		for next < len(text) {
			r, size := utf8.DecodeRuneInString(text[next:])
			if !unicode.IsSpace(r) {
				break
			}
			next += size
		}
		if next == len(text) || isFullWidthStop(r) || next > end && begins(text[next:]) && !abbreviated(text[start:i]) {
			out = append(out, byteRange{start, next})
			start = next
		}
		i = max(i, next)
	}
	if start < len(text) {
		out = append(out, byteRange{start, len(text)})
	}
	return out
}

func isStopMark(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '؟', '۔', '。', '！', '？':
		return true
	}
	return false
}

func isFullWidthStop(r rune) bool { return r == '。' || r == '！' || r == '？' }

// begins tells whether a sentence may begin so: not with a small letter.
func begins(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return !unicode.IsLower(r)
}

// abbreviated tells whether the point at the end of text belongs to a short
// form: a title, a number, an initial.
func abbreviated(text string) bool {
	if !strings.HasSuffix(text, ".") {
		return false
	}
	last := strings.TrimSuffix(text[strings.LastIndexAny(text[:len(text)-1], " \n(")+1:], ".")
	if utf8.RuneCountInString(last) == 1 {
		return true
	}
	switch strings.ToLower(last) {
	case "mr", "mrs", "ms", "dr", "prof", "st", "no", "nos", "art", "arts", "para", "paras", "p", "pp", "cf", "vs", "inc",
		"mme", "mlle", "sr", "sra", "dra", "núm", "nº", "e.g", "i.e", "etc", "op", "vol", "ed", "res", "gen", "amb", "h.e", "s.e":
		return true
	}
	return false
}

// cut chooses the part of a paragraph that shows the ranges best: whole
// sentences, as many as are wanted, around the one with most of them. A sentence
// that is too long by itself is cut between words.
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
	// A range may run over the end of its sentence.
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

// cutLong cuts what has no sentences: text that was read badly, or a list.
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

// firstEnd is the end of the range that begins at center, within limit.
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
