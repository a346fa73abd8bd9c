package quality

import (
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
)

// features are counts over a text.
type features struct {
	letters, symbols            int
	han, commonHan, kana        int
	arabic, persian             int // letters
	words                       int // with a letter or a symbol
	vowelless, jumbled          int // words
	single                      int // words of one letter
	capitals, vowellessCapitals int // words in capitals, such as abbreviations
	arabicWords, arabicSmall    int
	mixed                       int            // Arabic words with letters of other scripts
	stops                       [languages]int // function words by language
}

const languages = 8 // of smallWords

func look(s string) features {
	var f features
	for w := range strings.FieldsSeq(s) {
		f.word(w)
	}
	return f
}

// word counts a word, delimited by spaces.
func (f *features) word(w string) {
	letters, symbols, arabic, alphabet, vowels, digits := 0, 0, 0, 0, 0, 0
	inside := false // a capital after a lower-case letter, or a digit between letters
	var before rune
	for _, r := range w {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case isSymbol(r) && r != before: // a row of the same symbol is a drawn line, not text
			symbols++
		}
		switch {
		case unicode.Is(unicode.Han, r):
			f.han++
			if commonSigns[r] {
				f.commonHan++
			}
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			f.kana++
		case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
			arabic++
			if strings.ContainsRune("پچژگٹڈڑںے", r) {
				f.persian++
			}
		case unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek):
			alphabet++
			if strings.ContainsRune(vowelLetters, unicode.ToLower(r)) {
				vowels++
			}
			inside = inside || unicode.IsLower(before) && unicode.IsUpper(r)
		}
		inside = inside || unicode.IsDigit(before) && unicode.IsLower(r) && letters > 1
		before = r
	}
	f.letters += letters
	f.symbols += symbols
	f.arabic += arabic
	if letters+symbols == 0 {
		return
	}
	f.words++
	if letters == 1 && alphabet+arabic == 1 && symbols+digits == 0 {
		f.single++
	}
	if arabic > 1 {
		f.arabicWords++
		if alphabet+digits+symbols > 0 {
			f.mixed++
		}
		if isArabicSmall(w) {
			f.arabicSmall++
		}
		return
	}
	capitals := strings.ToUpper(w) == w
	if capitals && alphabet > 0 {
		f.capitals++
	}
	switch {
	case alphabet < 3 || vowels > 0:
	case capitals:
		f.vowellessCapitals++
	default:
		f.vowelless++
	}
	if inside || alphabet > 0 && symbols > 0 || symbols > 1 {
		f.jumbled++
		return
	}
	f.count(w)
}

const vowelLetters = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēėęěīįıōőœūůűųаеёиоуыэюяіїєўαεηιουωάέήίόύώ"

// count counts the function words in w, which may be joined by apostrophes and the
// like.
func (f *features) count(w string) {
	for part := range strings.FieldsFuncSeq(strings.ToLower(w), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(part) < 2 {
			continue // single letters are common in nonsense
		}
		for i := range smallWords {
			if smallWords[i].words[part] {
				f.stops[i]++
			}
		}
	}
}

// smallWords returns the language with the most function words, and their number.
func (f *features) smallWords() (corpus.Language, int) {
	best := 0
	for i := range smallWords {
		if f.stops[i] > f.stops[best] {
			best = i
		}
	}
	if f.stops[best] == 0 {
		return "", 0
	}
	return smallWords[best].language, f.stops[best]
}

// isArabicSmall reports whether a word is a function word or begins with the article.
func isArabicSmall(w string) bool {
	w = strings.TrimFunc(strings.Map(plainArabic, w), func(r rune) bool { return !unicode.IsLetter(r) })
	if slices.Contains(arabicWords, w) {
		return true
	}
	for _, prefix := range arabicPrefixes {
		if strings.HasPrefix(w, prefix) && len(w) >= len(prefix)+2*len("ا") {
			return true
		}
	}
	return false
}

// plainArabic unifies letters that look alike and that fonts confuse, and removes
// diacritics.
func plainArabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ی', 'ى':
		return 'ي'
	case 'ھ', 'ہ':
		return 'ه'
	case 'ک':
		return 'ك'
	case 'ـ':
		return -1
	}
	if unicode.IsMark(r) {
		return -1
	}
	return r
}
