package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hyphens joins words that were hyphenated at line ends. Whether a hyphen was
// inserted by the typesetter or belongs to the word is decided by the other words of
// the document: pass them to Learn first.
type Hyphens struct {
	words map[string]int
}

// NewHyphens returns Hyphens without any words.
func NewHyphens() *Hyphens { return &Hyphens{words: map[string]int{}} }

// Learn adds the words of a line. The last word of a line that ends with a hyphen is
// ignored, since it is half a word.
func (h *Hyphens) Learn(line string) {
	fields := strings.Fields(line)
	for i, f := range fields {
		if i == len(fields)-1 {
			if _, hyphen := trimHyphen(f); hyphen != 0 {
				continue
			}
		}
		f = strings.ToLower(strings.TrimFunc(f, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
		if f != "" && len(f) < 64 {
			h.words[f]++
		}
	}
}

// trimHyphen removes the hyphen at the end of s and returns it; 0 if there is none.
// PDFium returns U+0002 or U+FFFE for a hyphen at a line end.
func trimHyphen(s string) (string, rune) {
	r, size := utf8.DecodeLastRuneInString(s)
	switch r {
	case 0x0002, 0xFFFE, 0x00AD, 0x2010, 0x2011, '-':
		return s[:len(s)-size], r
	}
	return s, 0
}

// Broken reports whether a word is split between the end of a line and the beginning
// of the next.
func Broken(first, second string) bool {
	trimmed, hyphen := trimHyphen(first)
	next, _ := utf8.DecodeRuneInString(second)
	return hyphen != 0 && lastWord(trimmed) != "" && unicode.IsLower(next)
}

// Join joins two lines of a paragraph: with a space, or without one if the first ends
// with the hyphen of a split word.
func (h *Hyphens) Join(first, second string) string {
	kept, glue := h.Glue(first, second)
	return kept + glue + second
}

// Glue returns how two lines of a paragraph are joined: what to keep of the first,
// without an inserted hyphen, and what to put between the two.
func (h *Hyphens) Glue(first, second string) (kept, glue string) {
	trimmed, hyphen := trimHyphen(first)
	if hyphen == 0 {
		if unspaced(first, second) {
			return first, ""
		}
		return first, " "
	}
	left, right := lastWord(trimmed), firstWord(second)
	switch {
	case left == "" && (hyphen == '-' || hyphen == 0x2010 || hyphen == 0x2011):
		return trimmed + "-", " " // a dash
	case left == "" || right == "":
		return trimmed, " "
	case h.belongs(left, right, hyphen):
		return trimmed + "-", ""
	}
	return trimmed, ""
}

// belongs reports whether the hyphen between two halves belongs to the word.
func (h *Hyphens) belongs(left, right string, hyphen rune) bool {
	first, _ := utf8.DecodeRuneInString(right)
	last, _ := utf8.DecodeLastRuneInString(left)
	if unicode.IsDigit(first) || unicode.IsDigit(last) {
		return true // ICC-ASP/19-20, 2019-2021
	}
	left, right = strings.ToLower(left), strings.ToLower(right)
	joined, whole := h.words[left+right], h.words[left+"-"+right]
	switch {
	case joined > 0 && joined >= whole, hyphen == 0x00AD:
		return false
	case whole > 0, unicode.IsUpper(first): // Anglo-Saxon, Asia-Pacific
		return true
	}
	// The halves of a compound also occur as words elsewhere. Half a split word
	// hardly ever does, except for first halves such as under in understand.
	if h.words[right] == 0 {
		return false
	}
	return compoundFirst[left] || utf8.RuneCountInString(left) >= minHalf && utf8.RuneCountInString(right) >= minHalf &&
		h.words[left] > 0 && !closedFirst[left]
}

// minHalf is the minimum length in letters of the halves of a compound, if nothing
// else is known.
const minHalf = 4

// compoundFirst are first halves that are usually written with a hyphen before a
// whole word.
var compoundFirst = set(`self non well long short so high low co ex cross full half decision peace gender victim state fact follow
	vice sous après`)

// closedFirst are words that are the first half of longer words without a hyphen:
// understand, otherwise, longtemps, entretanto.
var closedFirst = set(`under over with there some through other every where when never what here after fore inter super counter
	work hand land house life time week back down
	entre pour dans avec autre long longue main toute puis lors quel bien plus contre
	para como este esta sobre ante contra entre mano cual tras`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// unspaced reports whether two lines are in a script without spaces.
func unspaced(first, second string) bool {
	a, _ := utf8.DecodeLastRuneInString(first)
	b, _ := utf8.DecodeRuneInString(second)
	return isUnspaced(a) && isUnspaced(b)
}

func isUnspaced(r rune) bool {
	switch {
	case r < 0x2E80:
		return false
	case r >= 0x3000 && r <= 0x303F, r >= 0xFF00 && r <= 0xFFEF:
		return true // full-width punctuation
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if i < 0 {
		return s
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return s[i+size:]
}

func firstWord(s string) string {
	i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if i < 0 {
		return s
	}
	return s[:i]
}
