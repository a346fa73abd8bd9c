package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Some fonts name their letters wrongly: PDFium gives what the file says, and
// only the letters around show that it cannot be so.

// unpack takes characters apart that are the bytes of UTF-8, two at a time,
// taken for one: a map to characters that was written so gives Hangul for
// Russian. The characters of such a page are all of that kind.
func unpack(chars []char) {
	packed, others := 0, 0
	for _, c := range chars {
		switch {
		case c.r < 0x80:
		case isPacked(c.r):
			packed++
		default:
			others++
		}
	}
	if packed < minPacked || others*20 > packed {
		return
	}
	for i := range chars {
		if r := chars[i].r; isPacked(r) {
			chars[i].r, _ = utf8.DecodeRune([]byte{byte(r >> 8), byte(r)})
		}
	}
}

// minPacked is how many characters it takes to tell: of Hangul a quarter have
// the form by chance.
const minPacked = 12

func isPacked(r rune) bool {
	return r >= 0xC280 && r <= 0xDFBF && byte(r) >= 0x80 && byte(r) < 0xC0
}

// lost tells a character that a font does not name, though it is drawn.
func lost(r rune) bool {
	return r == utf8.RuneError || r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000
}

const (
	lostShare = 0.01 // of the letters of a page: beyond it words are not what they were
	minLost   = 3
)

// damaged tells a page that has lost letters within its words. Bullets and
// ornaments stand by themselves.
func (p *rawPage) damaged() bool {
	letters, gone := 0, 0
	for start := 0; start < len(p.chars); {
		if space(p.chars[start].r) {
			start++
			continue
		}
		end, named, unnamed, latin, strange := start, 0, 0, 0, 0
		for end < len(p.chars) && (!space(p.chars[end].r) || unwritten(p.chars[end])) {
			switch r := p.chars[end].r; {
			case lost(r), unwritten(p.chars[end]):
				unnamed++
			case unicode.IsLetter(r):
				named++
				switch {
				case r < 0x250:
					latin++
				case !unicode.In(r, common...):
					strange++
				}
				if r >= 0x1C0 && r < 0x1C4 { // clicks, which no language here has
					strange++
				}
			}
			end++
		}
		if p.rtl || latin > 1 { // codes of glyphs taken for letters
			unnamed += strange
		}
		letters += named + unnamed
		if (named > 0 || p.rtl) && unnamed > 0 || unnamed > 1 {
			gone += unnamed
		}
		start = end
	}
	return gone >= minLost && float64(gone) > lostShare*float64(letters)
}

// common are the scripts whose letters may stand in one word with Latin ones.
var common = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo,
	unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Lm}

// unwritten tells a character that is drawn and has the code of none that is
// written.
func unwritten(c char) bool {
	return c.r > 0 && c.r < ' ' && !strings.ContainsRune("\t\n\r\v\f\x02", c.r) && c.object != 0 && !c.box.Empty()
}
