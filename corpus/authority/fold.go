package authority

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a word of a text, normalized for comparing names, and its position.
type Word struct {
	Text       string // folded: lower case, without accents
	Start, End int    // byte offsets into the text
}

// Words splits a text into words for comparing names: lower case, without accents,
// vowel signs and compatibility forms, split at everything that is neither letter nor
// digit. "L'Assemblée" is two words, "ASP20" is one.
func Words(text string) []Word {
	var (
		words []Word
		buf   strings.Builder
		start = -1
	)
	flush := func(end int) {
		if start >= 0 && buf.Len() > 0 {
			words = append(words, Word{Text: buf.String(), Start: start, End: end})
		}
		start = -1
		buf.Reset()
	}
	for i, r := range text {
		size := utf8.RuneLen(r)
		if size < 0 || r == utf8.RuneError {
			flush(i)
			continue
		}
		inWord := false
		if r < utf8.RuneSelf {
			if isWordByte(byte(r)) {
				inWord = true
				if start < 0 {
					start = i
				}
				buf.WriteByte(lowerByte(byte(r)))
			}
		} else if start >= 0 && (unicode.Is(unicode.Mn, r) || r == tatweel || r == softHyphen) {
			inWord = true // belongs to the previous letter, and folds to nothing
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.No, r) {
			inWord = true
			if start < 0 {
				start = i
			}
			foldRune(&buf, r)
		}
		if !inWord {
			flush(i)
		}
	}
	flush(len(text))
	return words
}

const (
	tatweel    = '\u0640' // lengthens Arabic words, without meaning
	softHyphen = '\u00ad'
)

func isWordByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}

func lowerByte(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// foldRune writes a letter without case, accents and variants that are used
// interchangeably.
func foldRune(buf *strings.Builder, r rune) {
	switch r {
	case 'ß', 'ẞ':
		buf.WriteString("ss")
		return
	case 'æ', 'Æ':
		buf.WriteString("ae")
		return
	case 'œ', 'Œ':
		buf.WriteString("oe")
		return
	case 'ø', 'Ø':
		buf.WriteByte('o')
		return
	case 'đ', 'Đ':
		buf.WriteByte('d')
		return
	case 'ł', 'Ł':
		buf.WriteByte('l')
		return
	case 'ı', 'İ':
		buf.WriteByte('i')
		return
	case 'ى': // a variant of ya at the end of Arabic words
		buf.WriteRune('ي')
		return
	case 'ة':
		buf.WriteRune('ه')
		return
	}
	if isSimple(r) {
		buf.WriteRune(r)
		return
	}
	letter := string(r)
	if parts := norm.NFKD.PropertiesString(letter).Decomposition(); parts != nil {
		letter = string(parts)
	}
	for _, d := range letter {
		if unicode.Is(unicode.Mn, d) || !unicode.IsLetter(d) && !unicode.IsDigit(d) {
			continue
		}
		buf.WriteRune(unicode.ToLower(d))
	}
}

// isSimple reports whether folding does not change a letter: ideographs and the most
// common Russian and Arabic letters.
func isSimple(r rune) bool {
	return r >= 'а' && r <= 'я' && r != 'й' || r >= 'ا' && r <= 'ي' || r >= 0x4e00 && r <= 0x9fff
}

// fold returns the words of a name, separated by spaces.
func fold(name string) string {
	words := Words(name)
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.Text
	}
	return strings.Join(texts, " ")
}

// key is the same for different spellings of a name: fold without spaces, so that
// "ASP 20", "ASP-20" and "asp20" match, as do "Cote dIvoire" and "Côte d'Ivoire".
func key(name string) string {
	var b strings.Builder
	for _, w := range Words(name) {
		b.WriteString(w.Text)
	}
	return b.String()
}
