package lang

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
)

// smallWords are the most frequent function words of each language. A word of several
// languages counts for each.
var smallWords = func() map[string]uint16 {
	m := map[string]uint16{}
	for i, l := range counted {
		for _, w := range strings.Fields(l.words) {
			m[w] |= 1 << i
		}
	}
	return m
}()

var counted = []struct {
	language corpus.Language
	words    string
}{
	{corpus.English, `the of and to in is that for it as was with be by on not this are or his from at which but have an they you were
		we our will has its their all been would there also can more these those than who when what so if must should into us about such between any through mr madam excellencies distinguished`},
	{corpus.French, `de la le et les des en du une que dans pour qui un par sur au est pas plus ce ne nous il se sont avec aux ces son sa ses leur
		leurs cette ou mais comme notre nos été être elle ont tout tous entre aussi fait sans ainsi même dont vous je à où afin l d qu n c s j monsieur madame messieurs mesdames excellences`},
	{corpus.Spanish, `de la el en y los que las del se por con una para un su como al lo más es o este sus esta ha no son entre sobre también
		nuestro nuestra nuestros país han pero desde hasta todos todo ser muy sin ante donde nos estado así esto e ya señor señora señores señoras excelencias distinguidos`},
	{corpus.Portuguese, `de a o e que do da em os para com um dos no uma as na se por mais das ao como à pela pelo nos nas foi são não
		entre sua seu seus suas também é ser tem nosso nossa aos todos esta este isso ou mas já sobre está até há senhor senhora senhores senhoras`},
	{"it", `di e il la che in per del della un a i le con una dei si è non da gli al nel delle alla come sono più anche dell
		l d questo questa ha loro nella degli dal tra ed sul o ma lo`},
	{"de", `der die und den von zu mit das des ist nicht ein eine auf für im dem als auch wir sich an in er hat dass es werden aus sind
		nach bei um am einer wie haben oder unsere durch zum zur noch nur so aber sie`},
	{"nl", `de het een en van in is dat op te voor met zijn niet aan er die om ook als dan maar bij of uit door over hebben wij onze deze
		naar heeft worden wordt tot nog wel geen zich`},
	{corpus.Russian, `и в не на что с по как за из от к для это его мы а о у или при так также которые со все наш мы они был быть бы до
		же ее их нас этого который том этом между`},
}

// shortText is the number of words of a greeting or a heading.
const shortText = 8

// bySmallWords returns the language whose function words are clearly the most
// frequent, or "" if none is.
func bySmallWords(text string) (corpus.Language, float64) {
	var hits [16]int
	words := 0
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		if len(w) > 16 {
			continue
		}
		for set := smallWords[strings.ToLower(w)]; set != 0; set &= set - 1 {
			hits[bits.TrailingZeros16(set)]++
		}
	}
	order := make([]int, len(counted))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return hits[b] - hits[a] })
	best, second := hits[order[0]], hits[order[1]]
	switch {
	case words <= shortText && best > 0 && second == 0:
		return counted[order[0]].language, 0.5
	case best < 3, best*100 < words*12, best*100 < second*125:
		return "", 0
	}
	// Half the words of prose are function words; twice as many as of the next
	// language is conclusive.
	return counted[order[0]].language, min(1, 0.5+float64(best-second)/float64(best))
}
