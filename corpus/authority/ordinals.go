package authority

import (
	"strconv"
	"strings"

	"rostrum/corpus"
)

// ordinals parses the number of a session in any notation: 20th, 20e, 20ème, 20.º, XX,
// twentieth, vingtième, vigésimo.
type ordinals struct {
	words   map[string]int // key of an ordinal in words to its number
	longest int            // words in the longest ordinal
}

// ordinalsOf extracts the ordinals in words from the names of the sessions: "twentieth"
// from "Twentieth session".
func ordinalsOf(entries []*entry) ordinals {
	o := ordinals{words: map[string]int{}}
	for _, e := range entries {
		n, err := strconv.Atoi(strings.TrimPrefix(e.id, "ASP"))
		if err != nil {
			continue
		}
		for _, lang := range []corpus.Language{corpus.English, corpus.French, corpus.Spanish, corpus.Portuguese, corpus.Russian, corpus.Arabic} {
			var kept []string
			for _, w := range Words(e.labels[lang]) {
				if !sessionWords[w.Text] && w.Text != "الدوره" && w.Text != "сессия" {
					kept = append(kept, w.Text)
				}
			}
			if len(kept) == 0 {
				continue
			}
			o.words[strings.Join(kept, "")] = n
			o.longest = max(o.longest, len(kept))
			if lang == corpus.Russian { // "на двадцать первой сессии"; folded, й is и
				for i, w := range kept {
					for nominative, oblique := range map[string]string{"ая": "ои", "ья": "ьеи"} {
						if stem, ok := strings.CutSuffix(w, nominative); ok {
							kept[i] = stem + oblique
						}
					}
				}
				o.words[strings.Join(kept, "")] = n
			}
			if lang == corpus.Spanish { // período is masculine, sesión is not
				for i, w := range kept {
					if w = strings.TrimSuffix(w, "o"); w != kept[i] || strings.HasSuffix(w, "primer") || strings.HasSuffix(w, "tercer") {
						kept[i] = w + "a"
					}
				}
				joined := strings.Join(kept, "")
				o.words[joined] = n
				o.words[strings.Replace(joined, "vigesima", "vigesimo", 1)] = n // vigesimoprimera
			}
		}
	}
	return o
}

// sessionWords are the words for a session, and words allowed between an ordinal and
// one of them.
var sessionWords = setOf("session sessions sesion sesiones sessao periodo de ordinario annual annuelle anual")

// parse parses an ordinal at the beginning of words and returns its number of words; 0
// if there is none.
func (o ordinals) parse(words []Word) (n, size int) {
	if len(words) == 0 {
		return 0, 0
	}
	joined := ""
	for i := 0; i < len(words) && i < o.longest; i++ {
		joined += words[i].Text
		if v, ok := o.words[joined]; ok {
			n, size = v, i+1 // the longest one: vigésimo, vigésimo primer
		}
	}
	if size > 0 {
		return n, size
	}
	first := words[0].Text
	if v, ok := numericOrdinal(first); ok {
		return v, 1
	}
	if v, err := strconv.Atoi(first); err == nil && v > 0 && v < 100 && len(words) > 1 {
		// "20.º período" and "20 th session" come apart at the point or space.
		if ordinalEndings[words[1].Text] {
			return v, 2
		}
	}
	return 0, 0
}

var ordinalEndings = setOf("st nd rd th e er ere eme ieme o a ro do to mo ra da")

// numericOrdinal reads 20th, 20e, 20eme, 20o, and XX in capitals or not.
func numericOrdinal(word string) (int, bool) {
	digits := strings.TrimRightFunc(word, func(r rune) bool { return r < '0' || r > '9' })
	if digits != "" && digits != word {
		n, err := strconv.Atoi(digits)
		return n, err == nil && n > 0 && n < 100 && ordinalEndings[word[len(digits):]]
	}
	return roman(word)
}

// roman reads a Roman number up to 39, as Spanish texts number sessions; a
// single letter is not taken for a number.
func roman(word string) (int, bool) {
	if len(word) < 2 {
		return 0, false
	}
	rest := strings.TrimLeft(word, "x")
	tens := len(word) - len(rest)
	if tens > 3 {
		return 0, false
	}
	for unit, form := range []string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"} {
		if rest == form && tens*10+unit > 0 {
			return tens*10 + unit, true
		}
	}
	return 0, false
}
