// Package lang detects the language of a text. It expects whole paragraphs of prose;
// names, titles and queries are too short.
//
// The script decides between most languages. Languages in Latin script are told apart
// by their function words (the, de la, que, não), which are the most frequent words
// of speeches and differ most between languages; if that is not conclusive, by the
// frequency of trigrams.
package lang

import (
	"strings"
	"unicode"

	"github.com/RadhiFadlillah/whatlanggo"

	"rostrum/corpus"
)

const (
	minLetters = 12   // fewer are not conclusive
	enough     = 6000 // bytes examined of a long text
)

// Detect returns the language of a text and the confidence, 0 to 1. The language is
// "" if the text is too short or its language is unknown. Besides corpus.Languages,
// it knows languages that would otherwise be mistaken for them, such as Italian,
// Ukrainian and Persian.
func Detect(text string) (corpus.Language, float64) {
	text = cut(text)
	s := countScripts(text)
	switch {
	case s.letters < minLetters && s.han < 4:
		return "", 0
	case s.han+s.kana > s.letters/3 && (s.han+s.kana)*2 > s.latin: // a character says as much as two letters
		if s.kana*10 > s.han {
			return "ja", share(s.kana+s.han, s.letters)
		}
		return corpus.Chinese, share(s.han, s.letters)
	case s.arabic*2 > s.letters:
		return arabicScript(s)
	case s.cyrillic*2 > s.letters:
		return cyrillicScript(text, s)
	case s.latin*2 > s.letters:
		return latinScript(text)
	}
	return "", 0
}

// cut returns the beginning of a long text, up to a space if possible.
func cut(text string) string {
	if len(text) <= enough {
		return text
	}
	if i := strings.LastIndexByte(text[:enough], ' '); i > 0 {
		return text[:i]
	}
	return strings.ToValidUTF8(text[:enough], "")
}

// scripts counts letters by script.
type scripts struct {
	letters, latin, arabic, cyrillic, han, kana int
	persian                                     int // letters of Persian and Urdu that Arabic lacks
	urdu                                        int // letters of Urdu only
	ukrainian                                   int // Cyrillic letters that Russian lacks
}

func countScripts(text string) scripts {
	var s scripts
	for _, r := range text {
		switch {
		case r < 0x80:
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				s.latin++
				s.letters++
			}
			continue
		case !unicode.IsLetter(r):
			continue
		}
		s.letters++
		switch {
		case unicode.Is(unicode.Latin, r):
			s.latin++
		case unicode.Is(unicode.Arabic, r):
			s.arabic++
			switch r {
			case 'پ', 'چ', 'ژ', 'گ', 'ک', 'ی':
				s.persian++
			case 'ٹ', 'ڈ', 'ڑ', 'ں', 'ے', 'ہ':
				s.urdu++
			}
		case unicode.Is(unicode.Cyrillic, r):
			s.cyrillic++
			if strings.ContainsRune("іїєґІЇЄҐ", r) {
				s.ukrainian++
			}
		case unicode.Is(unicode.Han, r):
			s.han++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			s.kana++
		}
	}
	return s
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return min(1, float64(n)/float64(of))
}

func arabicScript(s scripts) (corpus.Language, float64) {
	sure := share(s.arabic, s.letters)
	switch {
	case s.urdu*50 > s.arabic:
		return "ur", sure
	case s.persian*25 > s.arabic:
		return "fa", sure
	}
	return corpus.Arabic, sure
}

func cyrillicScript(text string, s scripts) (corpus.Language, float64) {
	if s.ukrainian*50 > s.cyrillic {
		return "uk", share(s.cyrillic, s.letters)
	}
	if l, sure := bySmallWords(text); l == corpus.Russian {
		return l, sure
	}
	return byTrigrams(text, cyrillicProfiles)
}

func latinScript(text string) (corpus.Language, float64) {
	if l, sure := bySmallWords(text); l != "" {
		return l, sure
	}
	return byTrigrams(text, latinProfiles)
}

// byTrigrams finds the nearest trigram profile.
func byTrigrams(text string, profiles map[whatlanggo.Lang]bool) (corpus.Language, float64) {
	info := whatlanggo.DetectWithOptions(text, whatlanggo.Options{Whitelist: profiles})
	if info.Confidence < 0.15 {
		return "", 0
	}
	return codes[info.Lang], info.Confidence
}

var (
	latinProfiles = map[whatlanggo.Lang]bool{
		whatlanggo.Eng: true, whatlanggo.Fra: true, whatlanggo.Spa: true, whatlanggo.Por: true,
		whatlanggo.Ita: true, whatlanggo.Deu: true, whatlanggo.Nld: true,
	}
	cyrillicProfiles = map[whatlanggo.Lang]bool{
		whatlanggo.Rus: true, whatlanggo.Ukr: true, whatlanggo.Bul: true, whatlanggo.Srp: true, whatlanggo.Mkd: true, whatlanggo.Bel: true,
	}
	codes = map[whatlanggo.Lang]corpus.Language{
		whatlanggo.Eng: corpus.English, whatlanggo.Fra: corpus.French, whatlanggo.Spa: corpus.Spanish, whatlanggo.Por: corpus.Portuguese,
		whatlanggo.Ita: "it", whatlanggo.Deu: "de", whatlanggo.Nld: "nl",
		whatlanggo.Rus: corpus.Russian, whatlanggo.Ukr: "uk", whatlanggo.Bul: "bg", whatlanggo.Srp: "sr", whatlanggo.Mkd: "mk", whatlanggo.Bel: "be",
	}
)
