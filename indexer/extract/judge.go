package extract

import (
	"fmt"
	"strings"
	"unicode"

	"rostrum/corpus"
)

// judge sets the status of a text: suspect where there is none, or none that
// is language.
func judge(t *corpus.Text) {
	letters, empty := 0, 0
	for _, p := range t.Pages {
		n := 0
		for _, r := range p.Text {
			if unicode.IsLetter(r) {
				n++
			}
		}
		if n == 0 {
			empty++
		}
		letters += n
	}
	switch {
	case letters == 0:
		t.Status, t.Reason = corpus.StatusSuspect, "no text in the file: pictures of pages, perhaps"
	case t.Status == "":
		var all strings.Builder
		for _, p := range t.Pages {
			all.WriteString(p.Text)
			all.WriteByte('\n')
		}
		if nonsense(all.String()) {
			t.Status, t.Reason = corpus.StatusSuspect, "the text is not language: a font without a map to characters, perhaps"
			return
		}
		t.Status = corpus.StatusGood
		if empty > 0 && len(t.Pages) > 1 {
			t.Warnings = append(t.Warnings, fmt.Sprintf("%d of %d pages have no text", empty, len(t.Pages)))
		}
	}
}

// stopShare is the share of stop words below which text in a Latin or
// Cyrillic script is no language: it parted every garbled file from every good
// one among 178 speeches.
const stopShare = 0.08

func nonsense(s string) bool {
	words, stops, alphabetic := 0, 0, 0
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		for _, r := range w {
			if unicode.Is(unicode.Latin, r) || unicode.Is(unicode.Cyrillic, r) {
				alphabetic++
			}
			break
		}
		if stopWords[w] {
			stops++
		}
	}
	if words < 20 || alphabetic*2 < words {
		return false
	}
	return float64(stops) < stopShare*float64(words)
}

var stopWords = wordSet(`
the of and to in is that for it as was with be by on not this are or his from at which but have an they you were
we our will has its their all been would there also can more
de la le et les des en du une que dans pour qui un par sur au est pas plus ce ne nous il se sont avec aux ces son sa leur
el los las del y se por con una para su como al lo más es o este sus esta
e o da do dos das em um uma não os as com ao à pelo pela nos é
и в не на что с по как за из от к для это его мы а о у или при так также которые
di il che per non i una del della dei le con gli è nel alla
der die und den von zu mit das des ist nicht ein eine auf für im dem als auch wir sich`)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}
