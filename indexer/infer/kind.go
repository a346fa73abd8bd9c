package infer

import (
	"regexp"
	"strings"

	"rostrum/corpus"
)

// mark is what marks a type of document.
type mark struct {
	id      corpus.TypeID
	pattern *regexp.Regexp
}

// particular marks say what a document is wherever they stand, the most telling first.
var particular = []mark{
	{"right-of-reply", regexp.MustCompile(`(?i)right of reply|droit de r[ée]ponse|derecho (?:de|a) r[ée]plica|право на ответ`)},
	{"explanation-of-position", regexp.MustCompile(`(?i)explanations? of (?:position|vote)|explication (?:de|du) (?:position|vote)|explicaci[óo]n de (?:posici[óo]n|voto)|\bEoP\b`)},
	{"note-verbale", regexp.MustCompile(`(?i)notes? verbales?|notas? verbal(?:es)?|вербальная нота|مذكرة شفوية`)},
	{"press-release", regexp.MustCompile(`(?i)press[- ]release|communiqu[ée] de presse|comunicado de prensa|nota de prensa|media advisory|\bPR[- ]?\d{2,4}\b|пресс-релиз`)},
	{"summary", regexp.MustCompile(`(?i)summary(?: of)? day|day \w+ summary|daily summary|r[ée]sum[ée] du|resumen del d[íi]a|summary of the (?:\w+ )?(?:plenary|meeting|day)`)},
	{"written-statement", regexp.MustCompile(`(?i)written statement|d[ée]claration [ée]crite|declaraci[óo]n escrita`)},
	{"joint-statement", anyOf(
		`joint (?:civil society |ngo |written |general debate )?(?:statement|declaration|intervention)`, `d[ée]claration (?:commune|conjointe)`, `declaraci[óo]n conjunta`,
		`\b(?:`+speechNouns+`)\b[\s\S]{0,150}\b(?:`+onBehalfOf+`)`, `совместное заявление`, `بيان مشترك`, `联合声明`)},
}

// general marks also stand in what documents are about: of several the first in
// a line counts. A "statement on the report" is a statement, a "report on the
// financial statements" is none.
var general = []mark{
	{"resolution", regexp.MustCompile(`(?i)(?:^|\s|-)resoluti(?:on|ons) (?:ICC-ASP|RC)|^r[ée]solutions?\b|^resoluci(?:[óo]n|ones)\b|\bRes\.?\s?\d+|draft resolution|резолюция`)},
	{"letter", regexp.MustCompile(`(?i)\b(?:open |joint )?letter\b|\blettre\b|^carta\b|carta abierta|письмо`)},
	{"statement", anyOf(`\b(?:`+speechNouns+`)\b`, `выступление|заявление|речь|كلمة|بيان|خطاب|发言|讲话`)},
	{"briefing", regexp.MustCompile(`(?i)briefing|position paper|policy paper|\bpaper\b|recommendations|recommandations|recomendaciones|note d['’]information|document de position|documento de posici[óo]n|memorandum|\bmemo\b|priorities|priorités|prioridades|advocacy`)},
	{"report", regexp.MustCompile(`(?i)(?:^|[–—:-]\s+)(?:annual |progress |final |interim )?report\b|^reports?\b|\breport (?:of|on) the\b|^rapports?\b|^informes?\b|official records|documents officiels|доклад`)},
}

// markIn finds the type that a text is marked with, and where.
func markIn(text string) (id corpus.TypeID, at int, ok bool) {
	for _, m := range particular {
		if found := m.pattern.FindStringIndex(text); found != nil {
			return m.id, found[0], true
		}
	}
	for _, m := range general {
		if found := m.pattern.FindStringIndex(text); found != nil && (!ok || found[0] < at) {
			id, at, ok = m.id, found[0], true
		}
	}
	return id, at, ok
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
	for _, signal := range c.specific() {
		text := signal.text
		if signal.rule == rulePage {
			continue // "Statements and recommendations" is each of its links, or none
		}
		if signal.rule == ruleFileName {
			text = spaced(text)
		}
		if signal.rule == ruleFirstPage {
			text = shorten(text, 500)
		}
		if id, at, ok := markIn(text); ok {
			if signal.rule == ruleHeading && id == "statement" && c.s.Symbol != "" {
				continue // an official document among the statements
			}
			source := signal.text
			if signal.rule == ruleFirstPage {
				source = lineAt(text, at)
			}
			c.setKind(signal.rule, source, id, trust[signal.rule])
			return
		}
	}
	// What an organization has under the name of a plenary is what it said there.
	for _, e := range c.s.Evidence {
		plenary := e.Field == corpus.FieldTopic && e.Rule != ruleCatalogue && c.names.Kind(corpus.FieldTopic, e.Value[0]) == "plenary"
		if plenary && (len(c.s.Authors) > 0 || e.Value[0] == "general-debate") {
			c.setKind(e.Rule, e.Source, "statement", e.Confidence-.1)
			return
		}
	}
	if c.addressesChair() {
		c.setKind(ruleText, "the speech addresses the chair", "statement", trust[ruleText])
	}
}

func (c *inference) setKind(rule, source string, id corpus.TypeID, confidence float64) {
	switch {
	case id == "statement" && len(c.s.Authors) > 1:
		id = "joint-statement"
	case id == "joint-statement" && len(c.s.Authors) == 1 && c.isState(c.s.Authors[0]) && behalf.MatchString(source):
		id = "statement" // on behalf of its government
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
