package infer

import (
	"regexp"
	"strings"

	"rostrum/corpus"
)

// kinds lists what marks each type of document, the most telling first: a
// letter about a resolution is found by "letter" only where no symbol says
// that it is the resolution itself.
var kinds = []struct {
	id      corpus.TypeID
	pattern *regexp.Regexp
}{
	{"right-of-reply", regexp.MustCompile(`(?i)right of reply|droit de r[ée]ponse|derecho (?:de|a) r[ée]plica|право на ответ`)},
	{"explanation-of-position", regexp.MustCompile(`(?i)explanations? of (?:position|vote)|explication (?:de|du) (?:position|vote)|explicaci[óo]n de (?:posici[óo]n|voto)|\bEoP\b`)},
	{"note-verbale", regexp.MustCompile(`(?i)notes? verbales?|notas? verbal(?:es)?|вербальная нота|مذكرة شفوية`)},
	{"press-release", regexp.MustCompile(`(?i)press[- ]release|communiqu[ée] de presse|comunicado de prensa|nota de prensa|media advisory|\bPR[- ]?\d{2,4}\b|пресс-релиз`)},
	{"resolution", regexp.MustCompile(`(?i)(?:^|\s|-)resoluti(?:on|ons) (?:ICC-ASP|RC)|^r[ée]solution\b|^resoluci[óo]n\b|\bRes\.?\s?\d+|draft resolution|резолюция`)},
	{"summary", regexp.MustCompile(`(?i)summary(?: of)? day|day \w+ summary|daily summary|r[ée]sum[ée] du|resumen del d[íi]a|summary of the (?:\w+ )?(?:plenary|meeting|day)`)},
	{"letter", regexp.MustCompile(`(?i)\b(?:open |joint )?letter\b|\blettre\b|^carta\b|carta abierta|письмо`)},
	{"written-statement", regexp.MustCompile(`(?i)written statement|d[ée]claration [ée]crite|declaraci[óo]n escrita`)},
	{"joint-statement", regexp.MustCompile(`(?i)joint (?:civil society |ngo |written |general debate )?(?:statement|declaration|intervention)|d[ée]claration (?:commune|conjointe)|declaraci[óo]n conjunta|statement .{0,80}on behalf of|совместное заявление|بيان مشترك|联合声明`)},
	{"statement", anyOf(`\b(?:`+speechNouns+`)\b`, `выступление|заявление|речь|كلمة|بيان|خطاب|发言|讲话`)},
	{"briefing", regexp.MustCompile(`(?i)briefing|position paper|policy paper|\bpaper\b|recommendations|recommandations|recomendaciones|note d['’]information|document de position|documento de posici[óo]n|memorandum|\bmemo\b|priorities|priorités|prioridades|advocacy`)},
	{"report", regexp.MustCompile(`(?i)^(?:annual |progress |final |interim )?report\b|\breport (?:of|on) the\b|^rapport\b|^informe\b|official records|documents officiels|доклад`)},
}

// kind finds the type of the document.
func (c *inference) kind() {
	if values, ok := c.fromGiven(corpus.FieldType); ok {
		c.s.Type = corpus.TypeID(values[0])
		return
	}
	if strings.Contains(c.s.Symbol, "/Res.") {
		c.setKind(ruleSymbol, c.s.Symbol, "resolution", trust[ruleSymbol])
		return
	}
	for _, clue := range c.specific() {
		text := clue.text
		if clue.rule == rulePage {
			continue // "Statements and recommendations" is each of its links, or none
		}
		if clue.rule == ruleFileName {
			text = spaced(text)
		}
		if clue.rule == ruleFirstPage {
			text = shorten(text, 500)
		}
		for _, k := range kinds {
			if at := k.pattern.FindStringIndex(text); at != nil {
				source := clue.text
				if clue.rule == ruleFirstPage {
					source = lineAt(text, at[0])
				}
				c.setKind(clue.rule, source, k.id, trust[clue.rule])
				return
			}
		}
	}
	for _, e := range c.s.Evidence {
		if e.Field == corpus.FieldTopic && len(c.s.Topics) > 0 && c.s.Topics[0] == "general-debate" {
			c.setKind(e.Rule, e.Source, "statement", e.Confidence-.1)
			return
		}
	}
	if c.addressesChair() {
		c.setKind(ruleText, "the speech addresses the chair", "statement", trust[ruleText])
	}
}

func (c *inference) setKind(rule, source string, id corpus.TypeID, confidence float64) {
	if id == "statement" && (len(c.s.Authors) > 1) {
		id = "joint-statement"
	}
	c.s.Type = id
	c.note(corpus.FieldType, rule, source, confidence, string(id))
}

// addressesChair tells whether the text begins as speeches do.
func (c *inference) addressesChair() bool {
	if len(c.text.Pages) == 0 {
		return false
	}
	for i, line := range strings.Split(shorten(c.text.Pages[0].Text, 3000), "\n") {
		if i > 40 {
			break
		}
		if isSalutation(strings.TrimSpace(line)) {
			return true
		}
	}
	return false
}
