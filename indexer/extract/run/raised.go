package run

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Raise tells what raised characters are: the mark of a note, or part of the
// word before them, in which case text is what to write there. Before and after
// are the texts that stand there.
//
//	resolution 1593⁴   article 8²   Parties*    are marks
//	km²   CO₂   × 10⁶   15ᵗʰ   nᵒ   1½          are not
func Raise(before, raised, after string) (text string, mark bool) {
	text = strings.TrimSpace(raised)
	body := strings.Trim(text, "[]()., ")
	switch {
	case body == "":
		return raised, false
	case isSigns(body):
		return text, true
	case isDegree(before, body, after):
		return "°", false
	case strings.HasSuffix(before, "..") || unicode.IsLetter(firstOf(after)) && unicode.IsLetter(lastOf(before)):
		return raised, false // a page after leaders; a letter that jumps within its word
	case isDigits(body):
		if fraction(after) {
			if last, _ := utf8.DecodeLastRuneInString(before); unicode.IsDigit(last) {
				return " " + text, false
			}
			return text, false
		}
		if !isPower(before, body) {
			return text, true
		}
		return toSuperscript(text), false
	case len(body) == 1 && isLetterMark(before, body), len(body) > 1 && strings.Trim(body, "ivx") == "" && lastWord(before) != "":
		return text, true // endnotes are numbered i, ii, iii
	case strings.EqualFold(text, "tm"):
		return "™", false
	}
	return raised, false
}

// Lower returns the replacement for lowered characters: digits become subscripts.
func Lower(before, lowered string) string {
	last, _ := utf8.DecodeLastRuneInString(before)
	if !isDigits(lowered) || !unicode.IsLetter(last) {
		return lowered
	}
	return strings.Map(func(r rune) rune { return r - '0' + '₀' }, lowered)
}

func firstOf(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastOf(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// isDegree reports whether a raised 0 or o is a degree sign.
func isDegree(before, raised, after string) bool {
	scale := strings.TrimLeft(after, " ")
	return strings.ContainsAny(raised, "0oO") && len(raised) == 1 && unicode.IsDigit(lastOf(before)) &&
		(strings.HasPrefix(scale, "C") || strings.HasPrefix(scale, "F")) && !unicode.IsLower(firstOf(scale[1:]))
}

// isDigits matches the number of a note, or several: 4, 4-6, 4,5.
func isDigits(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("-–−+,; ", r):
			return false
		}
	}
	return digits > 0
}

// isSigns matches signs used as note marks.
func isSigns(s string) bool {
	for _, r := range s {
		if !strings.ContainsRune("*†‡§¶#", r) {
			return false
		}
	}
	return s != ""
}

// fraction reports whether the text after a raised number makes it a numerator.
func fraction(after string) bool {
	r, size := utf8.DecodeRuneInString(after)
	if r != '⁄' && r != '∕' && r != '/' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(after[size:])
	return after[size:] == "" || unicode.IsDigit(next) || next >= '₀' && next <= '₉'
}

// isPower reports whether a raised number is an exponent of a unit, a quantity or
// ten.
func isPower(before, power string) bool {
	word := lastWord(before)
	if strings.Trim(power, "-–−0123456789") != "" {
		return false
	}
	n := strings.TrimLeft(power, "-–−")
	negative := n != power
	switch {
	case word == "10":
		return !isReference(strings.TrimSuffix(before, word))
	case units[word]:
		return n == "2" || n == "3" || negative && n == "1"
	case utf8.RuneCountInString(word) == 1:
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsLetter(r) && len(n) == 1 && r != 'I'
	}
	return false
}

// units are units that are squared or cubed.
var units = set("m km cm mm dm hm µm μm nm ft in yd mi mile miles sq inch inches foot feet metre metres meter meters м км см мм mc")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// isReference reports whether a text ends with a word that is followed by a number:
// article 10, articles 5 to 10.
func isReference(before string) bool {
	for {
		before = strings.TrimRight(before, " .,(")
		word := lastWord(before)
		if word == "" || !isDigits(word) && !connecting[word] {
			return references[strings.ToLower(word)]
		}
		before = strings.TrimSuffix(before, word)
	}
}

var connecting = set("and or to y o a et ou au à и или до و أو إلى")

var references = set(`article articles art rule rules regulation regulations paragraph paragraphs para paras section sections chapter part
	resolution resolutions page pages p pp no nos number item items annex appendix
	artículo artículos regla reglas párrafo párrafos resolución resoluciones página páginas núm
	règle règles paragraphe paragraphes résolution résolutions
	статья статьи статье статей пункт пункта пункте пунктов правило резолюция резолюции المادة المواد الفقرة القاعدة القرار`)

// isLetterMark reports whether a raised letter is a note mark, and not part of an
// abbreviation or an ordinal: 1e, 2o, XXe, Mr, no.
func isLetterMark(before, letter string) bool {
	r, _ := utf8.DecodeRuneInString(letter)
	word := lastWord(before)
	switch {
	case !unicode.IsLower(r) || r > unicode.MaxASCII || word == "":
		return false
	case r == 'n' || r == 'x': // to the power of
		return false
	case isDigits(word):
		return len(word) > 2 || !strings.ContainsRune("aeodhr", r)
	case strings.Trim(word, "IVXLCivxlc") == "":
		return !strings.ContainsRune("eao", r)
	}
	// Abbreviations are short: Mr, St, Dr, no, fo.
	return utf8.RuneCountInString(word) > 3
}

// lastWord returns the letters or digits at the end of a text.
func lastWord(s string) string {
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return s[i:]
		}
		i -= size
	}
	return s
}

// superscripts are the raised characters of Unicode used for marks, in the order of
// their plain forms. The ordinal letters ª and º are kept as they are.
const superscripts, plainForms = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾", "0123456789+-()"

// Superscript is the plain form of a raised character of Unicode; ok is false for
// all others.
func Superscript(r rune) (plain rune, ok bool) {
	if r < 0xB2 || r > 0xB9 && r < 0x2070 || r > 0x208E {
		return r, false
	}
	n := 0
	for _, s := range superscripts {
		if s == r {
			return rune(plainForms[n]), true
		}
		n++
	}
	return r, false
}

func toSuperscript(s string) string {
	list := []rune(superscripts)
	return strings.Map(func(r rune) rune {
		if r == '–' || r == '−' {
			r = '-'
		}
		if at := strings.IndexRune(plainForms, r); at >= 0 {
			return list[at]
		}
		return r
	}, s)
}
