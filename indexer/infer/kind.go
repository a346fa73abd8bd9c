package infer

import (
	"cmp"
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
	{"briefing", regexp.MustCompile(`(?i)briefing|position paper|policy paper|\bpaper\b|recommendations|\bsubmission (?:to|of|by)\b|recomendações|nota informativa|рекомендации|توصيات|建议|recommandations|recomendaciones|note d['’]information|document de position|documento de posici[óo]n|memorandum|\bmemo\b|priorities|priorités|prioridades|advocacy`)},
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
	switch c.genre {
	case genreMissing:
		return
	case genreSummary:
		c.setKind(ruleFirstPage, cmp.Or(c.lineLike(summaryOf), c.item.Location), "summary", trust[ruleFirstPage])
		return
	case genreRelease:
		c.setKind(ruleFirstPage, cmp.Or(c.lineLike(releaseOf), c.item.Location), "press-release", trust[ruleFirstPage])
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
		source := signal.text
		id, _, ok := markIn(text)
		if signal.rule == ruleFirstPage {
			id, source, ok = c.markInHead()
		}
		if !ok {
			continue
		}
		if signal.rule == ruleHeading && id == "statement" && c.s.Symbol != "" {
			continue // an official document among the statements
		}
		if c.genre == genreNews && told[id] {
			continue
		}
		if c.isSpokenOn(id) {
			id = "statement" // "Report of the Court" is what the speech is on
		}
		c.setKind(signal.rule, source, id, trust[signal.rule])
		return
	}
	// What an organization has under the name of a plenary is what it said there.
	for _, e := range c.s.Evidence {
		plenary := e.Field == corpus.FieldTopic && e.Rule != ruleCatalogue && c.names.Kind(corpus.FieldTopic, e.Value[0]) == "plenary"
		if plenary && (len(c.s.Authors) > 0 || e.Value[0] == "general-debate") {
			c.setKind(e.Rule, e.Source, "statement", e.Confidence-.1)
			return
		}
	}
	if c.genre == genrePaper && len(c.s.Authors) > 0 && len(c.text.Pages) > 0 {
		c.setKind(ruleText, firstLine(c.text), "briefing", trust[ruleText]-.1)
		return
	}
	if c.addressesChair() || c.genre == genreSpeech && len(c.text.Pages) > 0 && chairIn.MatchString(shorten(c.text.Pages[0].Text, 1500)) {
		c.setKind(ruleText, "the speech addresses the chair", "statement", trust[ruleText])
	}
}

func (c *inference) setKind(rule, source string, id corpus.TypeID, confidence float64) {
	switch {
	case id == "statement" && len(c.s.Authors) > 1:
		id = "joint-statement"
	case id == "joint-statement" && !explicitlyJoint.MatchString(source) && (len(c.s.Authors) == 0 || len(c.s.Authors) == 1 && (c.isState(c.s.Authors[0]) || !c.isGroup(c.s.Authors[0]) && !c.speaksForOther(source))):
		id = "statement" // on behalf of its government, or of the one organization whose words it is
	}
	c.s.Type = id
	c.note(corpus.FieldType, rule, source, confidence, string(id))
}

// speaksForOther tells whether a byline names a state that speaks on behalf of
// another author: "Statement of A on behalf of B".
func (c *inference) speaksForOther(source string) bool {
	at := behalf.FindStringIndex(source)
	if at == nil {
		return false
	}
	for _, m := range c.names.Find(corpus.FieldOrganization, source[:at[0]]) {
		if id := corpus.OrgID(m.ID); c.isState(id) && id != c.s.Authors[0] {
			return true
		}
	}
	return false
}

var explicitlyJoint = regexp.MustCompile(`(?i)\bjoint|conjoint|commune|conjunt|совместн|مشترك|联合|behalf of (?:the following |a (?:\w+[- ])?group of )?(?:\d+|states|countries|several)\b|au nom (?:de|des) (?:\d+|[ée]tats)|en nombre de (?:los )?(?:\d+|estados)`)

// lineLike is the first line of the title and the head that matches.
func (c *inference) lineLike(pattern *regexp.Regexp) string {
	for _, line := range append([]string{c.text.Properties.Title}, c.head...) {
		if pattern.MatchString(line) {
			return line
		}
	}
	return ""
}

// told are the types of what news tells of.
var told = map[corpus.TypeID]bool{"statement": true, "joint-statement": true, "report": true, "briefing": true, "resolution": true}

// markInHead finds the type that a line of the head is marked with. Sentences
// speak of statements and reports without being one.
func (c *inference) markInHead() (id corpus.TypeID, source string, ok bool) {
	size := 0
	for i, line := range c.head {
		if size += len(line); size > 900 {
			break
		}
		if bullet.MatchString(line) {
			continue // of a list of what is spoken of
		}
		block := line
		if i+1 < len(c.head) && (speechWords.MatchString(line) || len(line) < 60) && behalf.MatchString(c.head[i+1]) && behalf.FindStringIndex(c.head[i+1])[0] < 5 {
			block += "\n" + c.head[i+1] // "Statement" over "on behalf of A"
		}
		id, at, found := markIn(block)
		if found && told[id] && c.genre != genreSpeech && strings.HasSuffix(line, ".") && (narrated.MatchString(line) || at < len(line) && (hisSpeech.MatchString(line[:at]) || newsOf.MatchString(line[:at]))) {
			continue // of another's speech
		}
		if !found || at > 60 && (len(line) > 120 || strings.HasSuffix(line, ".")) {
			continue
		}
		if id == "statement" { // a line under it may say that it is a joint one
			for _, below := range c.head[i+1 : min(len(c.head), i+4)] {
				if other, at, found := markIn(below); found && other == "joint-statement" && at < 10 && !aligned.MatchString(below) {
					return other, below, true
				}
			}
		}
		return id, block, true
	}
	return "", "", false
}

var bullet = regexp.MustCompile(`^[•·▪●◦‣∙*]\s`)

// isSpokenOn tells whether a type is that of what a speech is on, and not its own.
func (c *inference) isSpokenOn(id corpus.TypeID) bool {
	return (id == "report" || id == "briefing" || id == "resolution" || id == "letter") && c.genre == genreSpeech && (c.addressesChair() || firstPerson.MatchString(shorten(c.text.Pages[0].Text, 2500))) && c.s.Symbol == ""
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
