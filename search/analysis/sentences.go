package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentencesOf returns the sentences of a paragraph, as consecutive byte ranges.
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

// begins reports whether a sentence may begin with text: not with a lower-case
// letter.
func begins(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return !unicode.IsLower(r)
}

// abbreviated reports whether the period at the end of text belongs to an
// abbreviation: a title, a number, an initial.
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
