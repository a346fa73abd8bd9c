package bleveindex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is one word, number or ideograph of a text.
type token struct {
	start, end int // byte offsets
	class      class
	// join says how the token hangs together with the one before it.
	join join
}

type class uint8

const (
	classWord      class = iota // letters, perhaps with digits: ASP20
	classNumber                 // digits, perhaps grouped: 41,000
	classIdeograph              // one character of a script that leaves no spaces between words
)

type join uint8

const (
	joinNone       join = iota
	joinApostrophe      // l'impunité
	joinHyphen          // co-operation, COVID-19
	joinLineEnd         // coopera-⏎tion
	joinOther           // ICC-ASP/5/S/31: touching, with punctuation between
)

// tokenize calls emit for each token of text in order. Everything that reads
// text goes through here: indexing, queries, passages and marks. The words of a
// text therefore have the same numbers everywhere.
func tokenize(text string, emit func(token)) {
	var last token
	started := false
	for i := 0; i < len(text); {
		var t token
		if c := text[i]; c < utf8.RuneSelf { // nearly always
			if !asciiWord[c] {
				i++
				continue
			}
			if c <= '9' {
				t = scanNumber(text, i)
			} else {
				t = token{start: i, end: scanLetters(text, i+1), class: classWord}
			}
		} else {
			r, size := utf8.DecodeRuneInString(text[i:])
			switch {
			case isIdeograph(r):
				t = token{start: i, end: i + size, class: classIdeograph}
			case unicode.IsDigit(r):
				t = scanNumber(text, i)
			case unicode.IsLetter(r) || unicode.IsNumber(r):
				t = token{start: i, end: scanLetters(text, i+size), class: classWord}
			default:
				i += size
				continue
			}
		}
		if started && text[last.end] != ' ' {
			t.join = joint(text[last.end:t.start], last.class, t.class)
		}
		emit(t)
		last, started = t, true
		i = t.end
	}
}

var asciiWord = func() (table [utf8.RuneSelf]bool) {
	for c := range table {
		table[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return table
}()

// scanLetters is the end of the run of letters, digits and marks at i.
func scanLetters(text string, i int) int {
	end := i
	for i < len(text) {
		c := text[i]
		if c < utf8.RuneSelf {
			if !asciiWord[c] {
				break
			}
			i++
			end = i
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case isIdeograph(r):
			return end
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r):
			i += size
			end = i
		case isInvisible(r):
			i += size // belongs to the word only if the word goes on after it
		default:
			return end
		}
	}
	return end
}

// scanNumber is the number at i. Separators belong to it where they group by
// thousands (41,000 · 154.855.000) or set off one or two decimals (3.5). In
// anything longer, such as 5.12.2021, each run of digits is a number.
func scanNumber(text string, i int) token {
	digits := func(i int) int {
		for i < len(text) {
			r, size := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsDigit(r) {
				break
			}
			i += size
		}
		return i
	}
	start, end := i, digits(i)
	if e := scanLetters(text, end); e > end {
		return token{start: start, end: e, class: classWord} // 20th, 8bis
	}
	separated := func(at int) (sep byte, runEnd int) {
		if at+1 >= len(text) || text[at] != ',' && text[at] != '.' {
			return 0, at
		}
		e := digits(at + 1)
		if e == at+1 || scanLetters(text, e) > e {
			return 0, at
		}
		return text[at], e
	}
	sep, next := separated(end)
	if sep == 0 || end-start > 3 && next-end-1 == 3 {
		return token{start: start, end: end, class: classNumber}
	}
	whole := next
	grouped := end-start <= 3 && next-end-1 == 3
	for grouped {
		s, n := separated(whole)
		if s != sep || n-whole-1 != 3 {
			break
		}
		whole = n
	}
	if s, _ := separated(whole); s == sep {
		return token{start: start, end: end, class: classNumber}
	}
	if grouped || next-end-1 <= 2 && end-start <= 3 {
		return token{start: start, end: whole, class: classNumber}
	}
	return token{start: start, end: end, class: classNumber}
}

// joint reads the text between two tokens.
func joint(between string, before, after class) join {
	if between == "" || len(between) > 16 {
		return joinNone
	}
	words := before == classWord && after == classWord
	numbered := before == classWord && after == classNumber // COVID-19
	r, size := utf8.DecodeRuneInString(between)
	rest := between[size:]
	switch {
	case isApostrophe(r) && rest == "":
		return joinApostrophe
	case isHyphen(r) && rest == "" && (words || numbered):
		return joinHyphen
	case isHyphen(r) && words && isLineBreak(rest):
		return joinLineEnd
	}
	for _, r := range between {
		if unicode.IsSpace(r) {
			return joinNone
		}
	}
	return joinOther
}

// breaksOff tells whether what stands after the last word of a page says that
// the word goes on overleaf.
func breaksOff(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	return isHyphen(r) && strings.TrimSpace(rest[size:]) == ""
}

// goesOn tells whether the first word of a page can be the rest of one that the
// page before breaks off.
func goesOn(text string, first token) bool {
	return first.class == classWord && strings.TrimSpace(text[:first.start]) == ""
}

func isLineBreak(s string) bool {
	breaks := 0
	for _, r := range s {
		switch r {
		case '\n':
			breaks++
		case ' ', '\t', '\r':
		default:
			return false
		}
	}
	return breaks == 1 // two are an empty line: another paragraph
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', 'ʹ', '`', '´', '′', '＇':
		return true
	}
	return false
}

func isHyphen(r rune) bool {
	switch r {
	case '-', '\u00AD', '‐', '‑', '‒', '–', '﹣', '－':
		return true
	}
	return false
}

// isInvisible tells the characters that may stand inside a word unseen: the
// soft hyphen, joiners, direction marks.
func isInvisible(r rune) bool {
	switch {
	case r == '\u00AD', r >= '\u200B' && r <= '\u200F', r >= '\u202A' && r <= '\u202E', r >= '\u2060' && r <= '\u2064', r == '\uFEFF':
		return true
	}
	return false
}

// isIdeograph tells the scripts that leave no spaces between words. Their words
// are found by pairs of characters.
func isIdeograph(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && (unicode.IsLetter(r) || unicode.Is(unicode.Mc, r))
}
