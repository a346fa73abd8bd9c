package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ExactForm is a token as an exact phrase compares it: in small letters,
// composed, without characters that cannot be seen. Accents stay.
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
		case isInvisible(r), r == 'ـ': // tatweel only stretches a word
			return -1
		case r == 'ς':
			return 'σ'
		}
		return unicode.ToLower(r)
	}, ligatures.Replace(composed))
}

// Fold is the folded form of a token: what an unquoted word is compared by.
func Fold(surface string) string { return FoldForm(ExactForm(surface)) }

// ligatures are letters that are printed as one and are two: cœur is coeur.
var ligatures = strings.NewReplacer("œ", "oe", "Œ", "oe", "æ", "ae", "Æ", "ae")

// FoldForm is an exact form without what unquoted words never count: accents,
// vowel signs, the forms of alef, the grouping of digits.
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

// foldNumber drops the separators of thousands and writes decimals with a
// point, so that 41,000 is 41.000 and 41 000, and 3,5 is 3.5.
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

// Letters that decomposition leaves alone but that people type without their strokes.
var foldings = map[rune]string{
	'ø': "o", 'đ': "d", 'ħ': "h", 'ł': "l", 'ı': "i", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ð': "d", 'þ': "th",
	'ى': "ي", 'ة': "ه", 'ٱ': "ا", 'ک': "ك", 'ی': "ي",
}

// isAccent tells the marks that are written over or under letters without
// making another letter of them. Indic vowel signs are not among them.
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

// digitValue is the value of a decimal digit of any script: their blocks of
// ten begin at multiples that unicode.IsDigit's ranges give.
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
