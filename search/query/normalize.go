package query

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// source is a query prepared for scanning: all kinds of spaces are unified,
// full-width characters are narrow, invisible characters are removed, and the rest is
// in normal form C. at[i] is the position of runes[i] in the query as typed; a last
// entry has its length.
type source struct {
	runes []rune
	at    []int
}

func normalize(s string) source {
	var src source
	pos := 0
	for _, r := range s {
		if !ignorable(r) {
			src.runes = append(src.runes, fold(r))
			src.at = append(src.at, pos)
		}
		pos++
	}
	src.compose()
	src.at = append(src.at, pos)
	src.hebrew()
	return src
}

// hebrew replaces the quotation mark typed for gershayim, within Hebrew acronyms, by
// gershayim.
func (src *source) hebrew() {
	for i := 1; i+1 < len(src.runes); i++ {
		if src.runes[i] == '"' && unicode.Is(unicode.Hebrew, src.runes[i-1]) && unicode.Is(unicode.Hebrew, src.runes[i+1]) {
			src.runes[i] = '\u05F4'
		}
	}
}

// compose converts the runes to normal form C. The position of a composed character
// is that of its first part.
func (src *source) compose() {
	text := string(src.runes)
	if norm.NFC.IsNormalString(text) {
		return
	}
	var runes []rune
	var at []int
	for read := 0; text != ""; {
		n := max(1, norm.NFC.NextBoundaryInString(text, true))
		for _, r := range norm.NFC.String(text[:n]) {
			runes = append(runes, r)
			at = append(at, src.at[read])
		}
		read += len([]rune(text[:n]))
		text = text[n:]
	}
	src.runes, src.at = runes, at
}

// fold replaces a character by its plain form: full-width ASCII from Chinese and
// Japanese keyboards, all kinds of spaces, the minus sign, and control characters,
// which become spaces.
func fold(r rune) rune {
	switch {
	case r >= '！' && r <= '～': // U+FF01 to U+FF5E are in the order of ASCII
		return r - '！' + '!'
	case unicode.IsSpace(r) || unicode.IsControl(r):
		return ' '
	case r == '\u2212': // minus sign
		return '-'
	case r == '\u2025': // two dot leader
		return '…'
	}
	return r
}

// ignorable reports whether a character is invisible and meaningless in a query:
// zero-width spaces, soft hyphens, directional marks. Joiners are kept, because
// Persian spelling uses them.
func ignorable(r rune) bool {
	switch {
	case r == '\u00ad', r == '\u061c', r == '\u180e', r == '\u2060', r == '\ufeff':
		return true
	case r >= '\u200b' && r <= '\u200f':
		return r != '\u200c' && r != '\u200d'
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	}
	return false
}

// wordEdge reports whether a word can begin or end with r. Currency signs belong to
// their number.
func wordEdge(r rune) bool {
	return searchable(r) || unicode.IsMark(r) || unicode.Is(unicode.Sc, r)
}

// searchable reports whether r alone can be searched for.
func searchable(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
