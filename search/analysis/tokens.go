package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is one word, number or ideograph of a text.
type Token struct {
	Start, End int // byte offsets
	Class      Class
	// Join says how the token is joined to the previous one.
	Join join
}

type Class uint8

const (
	ClassWord      Class = iota // letters, perhaps with digits: ASP20
	classNumber                 // digits, perhaps grouped: 41,000
	ClassIdeograph              // one character of a script without spaces between words
)

type join uint8

const (
	joinNone       join = iota
	joinApostrophe      // l'impunité
	JoinHyphen          // co-operation, COVID-19
	JoinLineEnd         // coopera-⏎tion
	joinOther           // ICC-ASP/5/S/31: adjacent, with punctuation in between
)

// Tokenize calls emit for each token of text in order. Indexing, queries, passages
// and highlighting all use it, so that the words of a text have the same numbers
// everywhere.
func Tokenize(text string, emit func(Token)) {
	tokenizeFrom(text, 0, func(t Token) bool {
		emit(t)
		return true
	})
}

// tokenizeFrom reads tokens from an offset at which one begins, until emit returns
// false. They are the same as from the start of the text, except for the Join of the
// first.
func tokenizeFrom(text string, offset int, emit func(Token) bool) {
	var last Token
	started := false
	for i := offset; i < len(text); {
		var t Token
		if c := text[i]; c < utf8.RuneSelf { // nearly always
			if !asciiWord[c] {
				i++
				continue
			}
			if c <= '9' {
				t = scanNumber(text, i)
			} else {
				t = Token{Start: i, End: scanLetters(text, i+1), Class: ClassWord}
			}
		} else {
			r, size := utf8.DecodeRuneInString(text[i:])
			switch {
			case isIdeograph(r):
				t = Token{Start: i, End: i + size, Class: ClassIdeograph}
			case unicode.IsDigit(r):
				t = scanNumber(text, i)
			case unicode.IsLetter(r) || unicode.IsNumber(r):
				t = Token{Start: i, End: scanLetters(text, i+size), Class: ClassWord}
			default:
				i += size
				continue
			}
		}
		if started && text[last.End] != ' ' {
			t.Join = joint(text[last.End:t.Start], last.Class, t.Class)
		}
		if !emit(t) {
			return
		}
		last, started = t, true
		i = t.End
	}
}

var asciiWord = func() (table [utf8.RuneSelf]bool) {
	for c := range table {
		table[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return table
}()

// scanLetters returns the end of the run of letters, digits and marks at i.
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
			i += size // belongs to the word only if the word continues after it
		default:
			return end
		}
	}
	return end
}

// scanNumber returns the number at i. Separators belong to it if they group thousands
// (41,000 · 154.855.000) or precede one or two decimals (3.5). In anything longer,
// such as 5.12.2021, each run of digits is a number.
func scanNumber(text string, i int) Token {
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
		return Token{Start: start, End: e, Class: ClassWord} // 20th, 8bis
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
	if whole := spaced(text, start, end, digits); whole > end {
		return Token{Start: start, End: whole, Class: classNumber}
	}
	sep, next := separated(end)
	if sep == 0 || end-start > 3 && next-end-1 == 3 {
		return Token{Start: start, End: end, Class: classNumber}
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
		return Token{Start: start, End: end, Class: classNumber}
	}
	if grouped || next-end-1 <= 2 && end-start <= 3 {
		return Token{Start: start, End: whole, Class: classNumber}
	}
	return Token{Start: start, End: end, Class: classNumber}
}

// spaced returns the end of a number with spaces between groups of thousands, such as
// 2 500 000; or end. digits returns the end of a run of digits.
func spaced(text string, start, end int, digits func(int) int) int {
	if n := utf8.RuneCountInString(text[start:end]); n > 3 {
		return end
	}
	whole := end
	for {
		r, size := utf8.DecodeRuneInString(text[whole:])
		if r != ' ' && r != '\u00A0' && r != '\u2009' && r != '\u202F' {
			return whole
		}
		next := digits(whole + size)
		if utf8.RuneCountInString(text[whole+size:next]) != 3 || scanLetters(text, next) > next {
			return whole
		}
		whole = next
	}
}

// joint analyzes the text between two tokens.
func joint(between string, before, after Class) join {
	if between == "" || len(between) > 16 {
		return joinNone
	}
	words := before == ClassWord && after == ClassWord
	numbered := before == ClassWord && after == classNumber // COVID-19
	r, size := utf8.DecodeRuneInString(between)
	rest := between[size:]
	switch {
	case isApostrophe(r) && rest == "":
		return joinApostrophe
	case isHyphen(r) && rest == "" && (words || numbered):
		return JoinHyphen
	case isHyphen(r) && words && isLineBreak(rest):
		return JoinLineEnd
	}
	for _, r := range between {
		if unicode.IsSpace(r) {
			return joinNone
		}
	}
	return joinOther
}

// BreaksOff reports whether the text after the last word of a page means that the
// word continues on the next page.
func BreaksOff(rest string) bool {
	r, size := utf8.DecodeRuneInString(rest)
	return isHyphen(r) && strings.TrimSpace(rest[size:]) == ""
}

// GoesOn reports whether the first word of a page can be the rest of a word split at
// the end of the previous one.
func GoesOn(text string, first Token) bool {
	return first.Class == ClassWord && strings.TrimSpace(text[:first.Start]) == ""
}

// Adjoin reports whether two ideographs with this text between them are adjacent.
func Adjoin(between string) bool { return between == "" || isLineBreak(between) }

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
	return breaks == 1 // two make an empty line: another paragraph
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

// isInvisible reports whether a character is invisible within a word: soft hyphens,
// joiners, directional marks.
func isInvisible(r rune) bool {
	switch {
	case r == '\u00AD', r >= '\u200B' && r <= '\u200F', r >= '\u202A' && r <= '\u202E', r >= '\u2060' && r <= '\u2064', r == '\uFEFF':
		return true
	}
	return false
}

// isIdeograph reports whether a character is of a script without spaces between
// words. Words in these scripts are found by pairs of characters.
func isIdeograph(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && (unicode.IsLetter(r) || unicode.Is(unicode.Mc, r))
}
