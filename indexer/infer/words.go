package infer

import (
	"regexp"
	"strings"
)

// The words of bylines, as alternatives of regular expressions: English, then
// French, Spanish and Portuguese. They are matched in any case.
const (
	speechNouns = `statements?|remarks|address|speech|interventions?|declarations?|message|` +
		`d[ée]clarations?|allocution|discours|` +
		`discurso|declaraci[óo]n(?:es)?|intervenci[óo]n|alocuci[óo]n|palabras|mensaje|declaraç(?:ão|ões)|intervenç(?:ão|ões)|alocução|mensagem`
	paperNouns = `letter|paper|briefing (?:note|paper)|recommendations|submission|elements for intervention|comments|observations|memorandum|lettre|recommandations|note d['’]information|carta|recomendaciones|nota informativa|recomendaç(?:ões|ão)`
	// Statements that are not called so.
	replyNouns = `right of reply|droit de r[ée]ponse|derecho (?:de|a) r[ée]plica|explanation of (?:position|vote)|explication de (?:position|vote)|explicaci[óo]n de (?:posici[óo]n|voto)`
	// What a position or a vote is explained by.
	positionNouns = `position|vote|reply|point`

	delivered = `delivered|made|given|presented|read(?: out)?|submitted|pronounced|` +
		`prononc[ée]e?s?|faite?s?|pr[ée]sent[ée]e?s?|lue?s?|` +
		`pronunciad[oa]s?|le[íi]d[oa]s?|efectuad[oa]s?|presentad[oa]s?|proferid[oa]s?|lid[oa]s?|apresentad[oa]s?`

	// by takes the article with it: "by the", "de la", "de l'".
	by = `(?:(?:by|of|from|par|de la part de|de la|du|des|de|por|del|de los|do|da|dos|das|pelo|pela|от)\s*:?\s+|(?:de l|d)['’]\s*)` +
		`(?:the\s+|la\s+|le\s+|les\s+|el\s+|los\s+|l['’]|o\s+|a\s+)?`

	onBehalfOf = `(?:on|in) behalf (?:also )?of\b:?|` +
		`au nom (?:de la|de l['’]|des|du|de|d['’])|` +
		`en (?:nombre|representaci[óo]n) (?:del?|de la|de los|de las)\b|em nome (?:da|do|de)\b|от имени\b`

	// roleWords are the words for an office that somebody holds.
	roleWords = `\b(?:minister|ambassador|representative|president|director|secretary|attorney|advis[eo]r|counsel\w*|chair\w*|head|coordinator|` +
		`conven[eo]r|deputy|observer|observador[a]?|observateur|delegate|legal|judge|prosecutor|registrar|member|envoy|commissioner|solicitor|consul|officer|king|queen|prince|premier|chancellor|rapporteur|emir|amir|` +
		`ministre|ambassad\w+|représentante?|(?:vice-?)?président\w*|direct\w+|secrétaire|conseill\w+|chef|procureure?|chancelier|membre|` +
		`ministr[oa]|consultor[a]?|procurador[a]?|(?:sub)?secretari[oa]|encargad[oa]|coordinador[a]?|coordenador[a]?|conselheir[oa]|coordinat(?:eur|rice)|juriste|embajad\w+|representante|(?:vice-?)?president[ea]|secret[aá]ri[oa]|canciller|viceministr[oa]|asesor\w*|jefe|primer|fiscal|miembro|consej\w+|cónsul|magistrad[oa]|director[a]?|embaixador[a]?|diretor[a]?|chefe|assessor[a]?|membro)\b`
)

// anyOf compiles alternatives, matched in any case.
func anyOf(alternatives ...string) *regexp.Regexp {
	return regexp.MustCompile("(?i)" + strings.Join(alternatives, "|"))
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
