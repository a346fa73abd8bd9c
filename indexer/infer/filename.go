package infer

import (
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
)

// authorsInFileName believes a file name only if it says nothing that could
// make the name it holds a topic: "situation-in-ukraine" is not by Ukraine.
func (c *inference) authorsInFileName(name string) []corpus.OrgID {
	return c.alone(spaced(name))
}

// alone finds the organizations in a text that holds nothing else but the
// words of occasions, places and dates.
func (c *inference) alone(text string) []corpus.OrgID {
	mentions := c.names.Find(corpus.FieldOrganization, text)
	if len(mentions) == 0 {
		return nil
	}
	var ids []corpus.OrgID
	rest, end := "", 0
	for _, m := range mentions {
		rest += text[end:m.Start] + " "
		end = m.End
		if id := corpus.OrgID(m.ID); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	rest += text[end:]
	for _, w := range strings.FieldsFunc(strings.ToLower(rest), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !fileWords[w] {
			return nil
		}
	}
	for _, id := range ids {
		if c.isState(id) != c.isState(ids[0]) {
			return nil // "HRW-Ukraine" is one of the two on the other
		}
	}
	return ids
}

// fileWords are the words that file names of statements are made of.
var fileWords = wordSet(`
	icc asp aep gen deba statement statements stmt st speech remarks intervention declaration déclaration declaracion discours discurso address
	gendeba gd general debate debat débat debate plenary plen joint by of the and at on et de du la le des del final english french spanish
	eng fra fre spa esp ara rus chi por en fr es ar ru zh pt session sess th st nd rd e eme eng
	cooperation coop review universality complementarity victims closing opening delivered check against delivery version v rev web
	mr ms h e behalf ngo ngos igo pdf doc docx written
	january february march april may june july august september october november december un unga new york hague la haye haya
	janvier février mars avril mai juin juillet août septembre octobre novembre décembre
	enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre`)

// spaced writes a file name as words: hyphens, underscores and the seams of
// CamelCase become spaces.
func spaced(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case r == '_' || r == '-' || r == '+' || r == '.':
			r = ' '
		case i > 0 && unicode.IsUpper(r) && unicode.IsLower(runes[i-1]):
			b.WriteByte(' ')
		case i > 0 && unicode.IsDigit(r) != unicode.IsDigit(runes[i-1]) && unicode.IsLetter(runes[i-1]) && unicode.IsLower(runes[i-1]):
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
