package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ExactForm is the form of a token compared in exact phrases: lower case, composed,
// without invisible characters, with accents.
func ExactForm(surface string) string {
	plain := true
	for i := range len(surface) {
		c := surface[i]
		if c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return surface
	}
	composed := norm.NFKC.String(surface)
	return strings.Map(func(r rune) rune {
		switch {
		case isInvisible(r), r == 'ـ': // tatweel only elongates a word
			return -1
		case r == 'ς':
			return 'σ'
		}
		return unicode.ToLower(r)
	}, ligatures.Replace(composed))
}

// Fold is the folded form of a token, compared for unquoted words.
func Fold(surface string) string { return FoldForm(ExactForm(surface)) }

// ligatures are pairs of letters printed as one: cœur is coeur.
var ligatures = strings.NewReplacer("œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae")

// FoldForm removes from an exact form what does not matter in unquoted words:
// accents, vowel signs, forms of alef, digit grouping.
func FoldForm(exact string) string {
	ascii, grouped := true, false
	for i := range len(exact) {
		c := exact[i]
		ascii = ascii && c < utf8.RuneSelf
		grouped = grouped || c == ',' || c == '.' || c == ' '
	}
	if grouped {
		exact = foldNumber(exact)
	}
	if ascii {
		return exact
	}
	var b strings.Builder
	b.Grow(len(exact))
	for _, r := range exact {
		if s, ok := foldings[r]; ok {
			b.WriteString(s)
			continue
		}
		if unicode.IsDigit(r) {
			b.WriteByte('0' + byte(digitValue(r)))
			continue
		}
		if s, ok := simplified[r]; ok {
			b.WriteRune(s)
			continue
		}
		if r < 0x80 || r == 'й' { // й is a letter, not an accented и
			b.WriteRune(r)
			continue
		}
		for _, d := range norm.NFD.String(string(r)) {
			if !isAccent(d) {
				if s, ok := foldings[d]; ok {
					b.WriteString(s)
				} else {
					b.WriteRune(d)
				}
			}
		}
	}
	return norm.NFC.String(b.String())
}

// foldNumber removes thousands separators and writes decimals with a point: 41,000,
// 41.000 and 41 000 are equal, and so are 3,5 and 3.5.
func foldNumber(s string) string {
	s = strings.ReplaceAll(s, " ", "")
	last := strings.LastIndexAny(s, ",.")
	if n := len(s) - last - 1; n == 3 {
		return strings.Map(func(r rune) rune {
			if r == ',' || r == '.' {
				return -1
			}
			return r
		}, s)
	}
	return strings.ReplaceAll(s, ",", ".")
}

// Letters without a decomposition that people type without their strokes.
var foldings = map[rune]string{
	'ø': "o", 'đ': "d", 'ħ': "h", 'ł': "l", 'ı': "i", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ð': "d", 'þ': "th",
	'ى': "ي", 'ة': "ه", 'ٱ': "ا", 'ک': "ك", 'ی': "ي",
}

// isAccent reports whether a mark above or below a letter leaves it the same letter.
// Indic vowel signs do not.
func isAccent(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F: // Latin, Greek, Cyrillic
	case r >= 0x0591 && r <= 0x05C7: // Hebrew points
	case r >= 0x0610 && r <= 0x061A, r >= 0x064B && r <= 0x065F, r == 0x0670, r >= 0x06D6 && r <= 0x06ED: // Arabic
	default:
		return false
	}
	return unicode.Is(unicode.Mn, r)
}

// digitValue returns the value of a decimal digit of any script; blocks of ten digits
// begin at multiples given by unicode.IsDigit's ranges.
func digitValue(r rune) int {
	for _, rng := range unicode.Digit.R16 {
		if r >= rune(rng.Lo) && r <= rune(rng.Hi) {
			return int(r-rune(rng.Lo)) % 10
		}
	}
	for _, rng := range unicode.Digit.R32 {
		if r >= rune(rng.Lo) && r <= rune(rng.Hi) {
			return int(r-rune(rng.Lo)) % 10
		}
	}
	return 0
}
