package infer

import (
	"regexp"
	"strings"

	"rostrum/corpus"
)

// maxSituationText bounds how much of a document is searched for situations.
const maxSituationText = 400_000

// situationLead matches what stands before the name of a situation of the
// Court: "the situations in Uganda, Darfur and Mali". A country that is merely
// named is not a situation.
var situationLead = regexp.MustCompile(`(?i)\b(?:situations?|investigations?|preliminary examinations?|enqu[êe]tes?|examens? pr[ée]liminaires?|situaci[óo]n(?:es)?|investigaci[óo]n(?:es)?|ex[áa]men(?:es)? preliminar(?:es)?|crimes committed|crimes commis|cr[íi]menes cometidos|atrocities)\s+(?:(?:conducted|opened|ongoing|under way|committed|ouvertes?|menées?|en cours|concerning|regarding|relating to|into|in|on|of|the|alleged|crimes|situations?|au|aux|en|dans|sur|à|la|le|les|del?|du|des|sobre|relatives?|relativas?|el|los|las)\b\s*|l['’])+(?:situations? (?:in|of|on)\s+)?(?:the\s+)?`)

// situations lists the situations of the Court that the statement names as such.
func (c *inference) situations() {
	if values, ok := c.fromGiven(corpus.FieldSituation); ok {
		for _, v := range values {
			c.s.Situations = append(c.s.Situations, corpus.SituationID(v))
		}
		return
	}
	var (
		ids    []string
		source string
	)
	keep := func(found []string, quote string) {
		if len(found) > 0 && source == "" {
			source = quote
		}
		ids = appendNew(ids, found...)
	}
	keep(c.situationsIn(c.s.Title), c.s.Title)
	read := 0
	for _, page := range c.text.Pages {
		text := strings.Join(strings.Fields(page.Text), " ")
		if read += len(text); read > maxSituationText {
			break
		}
		for _, at := range situationLead.FindAllStringIndex(text, 200) {
			rest := shorten(text[at[1]:], 300)
			if i := strings.IndexAny(rest, ".;:!?"); i >= 0 {
				rest = rest[:i]
			}
			keep(c.listedSituations(rest), text[at[0]:at[1]]+shorten(rest, 80))
		}
	}
	if len(ids) == 0 {
		return
	}
	for _, id := range ids {
		c.s.Situations = append(c.s.Situations, corpus.SituationID(id))
	}
	c.note(corpus.FieldSituation, ruleText, source, .85, ids...)
}

// situationsIn reads a title: "Statement on the situation in Ukraine".
func (c *inference) situationsIn(title string) []string {
	var ids []string
	for _, at := range situationLead.FindAllStringIndex(title, 3) {
		ids = appendNew(ids, c.listedSituations(title[at[1]:])...)
	}
	return ids
}

// listedSituations reads the names at the beginning of a text, joined by commas and "and".
func (c *inference) listedSituations(text string) []string {
	var (
		ids []string
		end int
	)
	for _, m := range c.names.Find(corpus.FieldSituation, text) {
		if !onlyJoins(text[end:m.Start]) {
			break
		}
		end = m.End
		ids = appendNew(ids, m.ID)
	}
	return ids
}
