package infer

import (
	"regexp"
	"slices"
	"strings"

	"rostrum/corpus"
)

// topics finds the plenary topics that a statement was made on. Only what
// names the meeting or the subject counts; a speech speaks of much else.
func (c *inference) topics() {
	if values, ok := c.fromGiven(corpus.FieldTopic); ok {
		for _, v := range values {
			c.s.Topics = append(c.s.Topics, corpus.TopicID(v))
		}
		return
	}
	signals := c.specific()
	// Where a link says outright which plenary, that goes before everything.
	for _, signal := range signals {
		if signal.rule != ruleLinkText && signal.rule != ruleBlock {
			continue
		}
		for _, form := range topicSlots {
			for _, m := range form.FindAllStringSubmatch(signal.text, 2) {
				if ids := c.slotTopics(m[1]); len(ids) > 0 {
					c.setTopics(signal, ids)
					return
				}
			}
		}
	}
	if c.genre == genreMissing || c.venue == venueOther && len(c.text.Pages) > 0 {
		return // the General Assembly has debates of its own
	}
	if c.genre == genreSummary {
		c.topicsOfDay()
		return
	}
	speech := c.genre == genreSpeech || c.genre == genrePaper
	for _, signal := range signals {
		if len(c.text.Pages) > 0 && !speech && (signal.rule == ruleFirstPage || signal.rule == ruleProperties || signal.rule == ruleFileName) {
			continue // news of a topic is no statement on it
		}
		var ids []string
		switch signal.rule {
		case ruleFirstPage:
			ids, signal.text = c.topicsInHead()
		case ruleFileName:
			name := fileTopics.Replace(spaced(signal.text))
			ids = c.topicsIn(name)
			if len(ids) == 0 && len(c.authorsInFileName(signal.text)) > 0 {
				for _, m := range c.names.FindLoose(corpus.FieldTopic, name) {
					if c.names.Kind(corpus.FieldTopic, m.ID) == "plenary" {
						ids = appendNew(ids, m.ID)
					}
				}
			}
		case ruleBlock:
			if !strings.Contains(signal.text, "\n") && len(signal.text) <= maxTitle {
				ids = c.topicsIn(signal.text)
			}
		case ruleProperties:
			ids = c.topicsIn(withoutSite(signal.text, c.text.Properties.SiteName))
		default:
			ids = c.topicsIn(signal.text)
		}
		if len(ids) == 0 || len(ids) > 3 {
			continue
		}
		c.setTopics(signal, ids)
		return
	}
}

// topicsInHead finds the topics that the lines of the head name, and the first
// line that does. A plenary in a line of its own goes before what a speech is
// called: an opening statement in the general debate is not the opening. A head
// that lists topics, as papers do, is no statement on them.
func (c *inference) topicsInHead() (ids []string, source string) {
	alone := 0
	for i, line := range c.head {
		if i > 15 {
			break
		}
		if listed.MatchString(line) {
			continue // of a list of what is spoken of
		}
		var found []string
		if isSentence(line) && c.genre == genreSpeech {
			found = c.plenariesNamed(line) // it speaks of much else
		} else if len(line) > 200 {
			found = c.topicsInLongLine(line)
		} else if c.genre != genrePaper || speechWords.MatchString(line) || topicSlot.MatchString(line) {
			found = c.topicsIn(line)
		}
		if c.genre == genrePaper && len(found) > 1 {
			found = nil // it lists what it is about
		}
		if len(found) > 0 && len(strings.Fields(line)) < 4 {
			alone++
		}
		if len(found) > 0 && len(ids) == 0 {
			source = line
		}
		ids = appendNew(ids, found...)
	}
	if alone > 2 {
		return nil, ""
	}
	if len(ids) > 1 {
		ids = slices.DeleteFunc(ids, func(id string) bool { return id == "opening" || id == "closing" })
		if found := c.topicsIn(source); len(found) > 0 && !slices.Contains(ids, found[0]) {
			for _, line := range c.head {
				if found := c.topicsIn(line); len(found) > 0 && slices.Contains(ids, found[0]) {
					source = line
					break
				}
			}
		}
	}
	return ids, source
}

// topicsInLongLine reads the brackets at the end of a long byline, and a plenary
// that it names outright.
func (c *inference) topicsInLongLine(line string) []string {
	var ids []string
	for _, m := range bracketed.FindAllString(line, 4) {
		for _, part := range strings.Split(strings.Trim(m, "()"), ",") {
			if id, ok := c.names.Resolve(corpus.FieldTopic, strings.TrimSpace(part)); ok && c.names.Kind(corpus.FieldTopic, id) == "plenary" {
				ids = appendNew(ids, id)
			}
		}
	}
	if len(ids) > 0 {
		return ids
	}
	return c.plenariesNamed(line)
}

// plenariesNamed finds the plenaries that a long line or a sentence names
// outright: "plenary on cooperation", "general debate", "final plenary".
func (c *inference) plenariesNamed(line string) []string {
	var ids []string
	for _, part := range longParts.Split(line, -1) {
		if len(part) > 200 {
			continue
		}
		for _, form := range topicSlots {
			for _, m := range form.FindAllStringSubmatch(part, 2) {
				ids = appendNew(ids, c.slotTopics(m[1])...)
			}
		}
	}
	if len(ids) == 0 {
		for _, m := range c.names.Find(corpus.FieldTopic, line) {
			if m.ID == "general-debate" || (m.ID == "opening" || m.ID == "closing") && strings.Contains(line[m.Start:m.End], " ") {
				ids = appendNew(ids, m.ID)
			}
		}
	}
	return ids
}

// listed matches a line that is an entry of a list.
var listed = regexp.MustCompile(`^[•·▪●◦‣∙*-]\s`)

var longParts = regexp.MustCompile(`\s[-–—]\s|;\s|\.\s`)

// topicsOfDay finds the plenaries that the summary of a day has under headings
// of their own: lines that are the name of a topic and nothing else.
func (c *inference) topicsOfDay() {
	var (
		ids    []string
		source string
	)
	for line := range strings.Lines(shorten(c.text.Pages[0].Text, maxDayText)) {
		line = strings.TrimSpace(line)
		if len(line) < 4 || len(line) > 130 || strings.HasSuffix(line, ".") {
			continue
		}
		var found []string
		if id, ok := c.names.Resolve(corpus.FieldTopic, line); ok {
			found = []string{id}
		} else {
			for _, form := range topicSlots {
				for _, m := range form.FindAllStringSubmatch(line, 2) {
					found = appendNew(found, c.slotTopics(m[1])...)
				}
			}
			for _, m := range c.names.Find(corpus.FieldTopic, line) { // no other plenary has so plain a name
				if m.ID == "general-debate" {
					found = appendNew(found, m.ID)
				}
			}
			if m := beforePlenary.FindStringSubmatch(line); m != nil && len(found) == 0 {
				if id, ok := c.names.Resolve(corpus.FieldTopic, m[1]); ok {
					found = []string{id}
				}
			}
		}
		if len(found) > 0 && source == "" {
			source = line
		}
		ids = appendNew(ids, found...)
	}
	if len(ids) > 0 && len(ids) < 8 {
		c.setTopics(signal{ruleFirstPage, source}, ids)
	}
}

// maxDayText is how much of the summary of a day is read for its headings, in bytes.
const maxDayText = 30_000

func (c *inference) setTopics(from signal, ids []string) {
	if len(c.text.Pages) > 0 && c.venue != venueAssembly { // of another meeting
		if ids = slices.DeleteFunc(ids, func(id string) bool { return id == "opening" || id == "closing" }); len(ids) == 0 {
			return
		}
	}
	for _, id := range ids {
		c.s.Topics = append(c.s.Topics, corpus.TopicID(id))
	}
	c.note(corpus.FieldTopic, from.rule, from.text, trust[from.rule], ids...)
}

// fileTopics writes out how file names of the Assembly abbreviate topics.
var fileTopics = strings.NewReplacer(
	"Gen Debate", "General Debate", "Gen Deba", "General Debate", "gendebate", "General Debate", "gendeba", "General Debate", "GENDEBA", "General Debate",
)

// topicSlot matches where a heading or title names the meeting's topic, so
// that even an everyday word such as "Victims" is one.
var topicSlot = regexp.MustCompile(`(?i)\b(?:plenary|plenary (?:session|meeting|debate|segment|discussion)|panel|(?:session|s[ée]ance|r[ée]union|discussion) pl[ée]ni[èe]re|pl[ée]ni[èe]re|sesi[óo]n plenaria|plenaria|segment|agenda item(?: \d+)?|item \d+|topic|th[èe]me|tema|d[ée]bat|debate|interactive dialogue)\s*(?:(?:on|sur|sobre|about|dedicated to|consacrée à)\s+|:\s*|[–—-]\s*)(?:the\s+|la\s+|le\s+|les\s+|l['’]|el\s+|los\s+|las\s+)?(.{4,120})$`)

// topicSlots are the ways in which languages name the topic of a plenary.
var topicSlots = []*regexp.Regexp{
	topicSlot,
	regexp.MustCompile(`(?i)(?:plenário|plenária|sessão plenária|debate)\s+(?:sobre|dedicad[oa] a|:)\s+(?:o\s+|a\s+|os\s+|as\s+)?(.{4,120})$`),
	regexp.MustCompile(`(?i)(?:пленарн\p{L}+\s+(?:заседани\p{L}+|дискусси\p{L}+)|дискусси\p{L}+)\s+(?:по вопросу о|по вопросам|по теме|по|о|об|на тему)\s+«?(.{4,120}?)»?$`),
	regexp.MustCompile(`(?:الجلسة العامة|جلسة عامة|الجلسة|المناقشة)\s+(?:بشأن|حول|المتعلقة ب|المخصصة ل|عن)\s*(.{4,120})$`),
	regexp.MustCompile(`关于([^,。、]{2,30}?)(?:问题)?的(?:全体会议|专题会议|讨论)`),
}

// afterColon matches "Stocktaking: Complementarity".
var afterColon = regexp.MustCompile(`(?:: |, | [–—-] )([^:,–—]{4,80})$`)

// beforePlenary matches "Cooperation plenary".
var beforePlenary = regexp.MustCompile(`(?i)^(?:the\s+)?(.{4,100}?)\s+(?:plenary|debate|segment)\b`)

// topicsIn lists the topics a line names.
func (c *inference) topicsIn(line string) []string {
	line = strings.TrimSpace(line)
	if id, ok := c.names.Resolve(corpus.FieldTopic, line); ok && len(line) > 4 {
		return []string{id}
	}
	var ids []string
	for _, form := range topicSlots {
		for _, m := range form.FindAllStringSubmatch(line, 2) {
			ids = appendNew(ids, c.slotTopics(m[1])...)
		}
	}
	if m := beforePlenary.FindStringSubmatch(line); m != nil && len(ids) == 0 {
		if id, ok := c.names.Resolve(corpus.FieldTopic, m[1]); ok {
			ids = append(ids, id)
		}
	}
	for _, m := range chineseMeeting.FindAllStringSubmatch(line, 2) {
		for _, name := range []string{m[1], strings.TrimSuffix(m[1], "问题")} {
			ids = appendNew(ids, c.slotTopics(name)...)
		}
	}
	if len(ids) > 0 {
		return ids
	}
	if m := afterColon.FindStringSubmatch(line); m != nil {
		if id, ok := c.names.Resolve(corpus.FieldTopic, m[1]); ok && c.names.Kind(corpus.FieldTopic, id) == "plenary" {
			return []string{id}
		}
	}
	line = c.withoutOrganizations(line)
	for _, m := range c.names.Find(corpus.FieldTopic, line) {
		ids = appendNew(ids, m.ID)
	}
	if m := endOfSession.FindStringSubmatch(line); m != nil && len(ids) == 0 {
		if id, ok := c.names.Resolve(corpus.FieldTopic, m[1]); ok {
			ids = append(ids, id)
		}
	}
	if m := subject.FindStringSubmatch(line); m != nil && len(ids) == 0 {
		for _, m := range c.names.FindLoose(corpus.FieldTopic, m[1]) {
			ids = appendNew(ids, m.ID)
		}
	}
	return ids
}

// withoutOrganizations blanks the names of organizations, for some are made of
// topics: Women's Initiatives for Gender Justice. The organs of the Court stay;
// the Trust Fund for Victims is a topic too.
func (c *inference) withoutOrganizations(line string) string {
	for _, m := range c.names.Find(corpus.FieldOrganization, line) {
		if c.names.Kind(corpus.FieldOrganization, m.ID) != "court" || spokenByIt.MatchString(line[:m.Start]) {
			line = line[:m.Start] + strings.Repeat("-", m.End-m.Start) + line[m.End:]
		}
	}
	return line
}

// spokenByIt matches what stands before an organ whose statement it is: "Statement
// by the Chair of the Board of Directors of".
var spokenByIt = anyOf(`\b(?:` + speechNouns + `)\s+(?:by|of|from|par|de|du|del|de la)\s+(?:the\s+|la\s+|le\s+)?(?:[^,.;]{0,80}\b(?:of|de|du|del|de la)\s+(?:the\s+|la\s+|le\s+)?)?$`)

// endOfSession matches "Opening of the twentieth session".
var endOfSession = regexp.MustCompile(`(?i)\b(opening|closing|ouverture|clôture|apertura|clausura)(?:\s+(?:plenary|session|meeting|segment|ceremony)\b|\s+(?:statement|remarks|address)\b|\s+(?:of the|de la|del|de l['’])\s?.*?(?:session|sesiones|assembl\S+|asamblea))`)

// subject matches what a statement is on: "Statement on victims' rights".
var subject = regexp.MustCompile(`(?i)\b(?:statements?|remarks|intervention|letter|paper|briefing|note|recommendations|report|rapport|informe|resolution|r[ée]solution|d[ée]clarations?|declaraci[óo]n)\b.{0,60}?\s(?:on|about|regarding|concerning|sur|concernant|sobre)\s+(.{4,160})$`)

// chineseMeeting matches what a session met on: "第十七届会议一般性辩论上的发言".
var chineseMeeting = regexp.MustCompile(`^.*(?:届会议|缔约国大会)(?:期间)?(?:的|就|关于|有关)*(\p{Han}{2,16}?)(?:的)?(?:全体会议|专题会议|专题讨论|讨论会|会议)?(?:上|期间)?的?(?:发言|讲话|声明|致辞)`)

// slotTopics reads what stands where a topic is expected: the longest
// beginning of it that is a topic's name.
func (c *inference) slotTopics(text string) []string {
	text = strings.TrimRight(strings.TrimSpace(text), ".,;:)(")
	for {
		for _, form := range inflected(text) {
			if id, ok := c.names.Resolve(corpus.FieldTopic, form); ok {
				return []string{id}
			}
		}
		i := strings.LastIndexAny(text, " ,;:(")
		if i < 4 {
			return nil
		}
		text = strings.TrimRight(text[:i], " ,;:(-–")
	}
}

// inflected are the forms in which a topic may stand behind a preposition, the
// first of them as written: Russian declines it, Arabic writes the two as one.
func inflected(text string) []string {
	forms := []string{text}
	for _, e := range [][2]string{{"ству", "ство"}, {"ости", "ость"}, {"ту", "т"}, {"ру", "р"}} {
		if stem, ok := strings.CutSuffix(text, e[0]); ok {
			forms = append(forms, stem+e[1])
		}
	}
	for _, prefix := range []string{"ب", "ل"} {
		if rest, ok := strings.CutPrefix(text, prefix); ok {
			forms = append(forms, rest)
		}
	}
	return forms
}

func appendNew(ids []string, more ...string) []string {
	for _, id := range more {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
