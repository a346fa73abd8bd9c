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
		for _, m := range topicSlot.FindAllStringSubmatch(signal.text, 2) {
			if ids := c.slotTopics(m[1]); len(ids) > 0 {
				c.setTopics(signal, ids)
				return
			}
		}
	}
	speech := c.isSpeech()
	for _, signal := range signals {
		if len(c.text.Pages) > 0 && !speech && (signal.rule == ruleFirstPage || signal.rule == ruleProperties || signal.rule == ruleFileName) {
			continue // news of a topic is no statement on it
		}
		var ids []string
		switch signal.rule {
		case ruleFirstPage:
			for i, line := range c.head {
				if i > 15 || len(line) > 200 {
					continue
				}
				if found := c.topicsIn(line); len(found) > 0 {
					if len(ids) == 0 {
						signal.text = line
					}
					ids = appendNew(ids, found...)
				}
			}
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

func (c *inference) setTopics(from signal, ids []string) {
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
var topicSlot = regexp.MustCompile(`(?i)\b(?:plenary|plenary (?:session|meeting|debate|segment|discussion)|panel|session pl[ée]ni[èe]re|(?:s[ée]ance )?pl[ée]ni[èe]re|sesi[óo]n plenaria|plenaria|segment|agenda item(?: \d+)?|item \d+|topic|th[èe]me|tema|d[ée]bat|debate|interactive dialogue)\s*(?:(?:on|sur|sobre|about|dedicated to|consacrée à)\s+|:\s*|[–—-]\s*)(?:the\s+|la\s+|le\s+|les\s+|l['’]|el\s+|los\s+|las\s+)?(.{4,120})$`)

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
	for _, m := range topicSlot.FindAllStringSubmatch(line, 2) {
		ids = appendNew(ids, c.slotTopics(m[1])...)
	}
	if m := beforePlenary.FindStringSubmatch(line); m != nil && len(ids) == 0 {
		if id, ok := c.names.Resolve(corpus.FieldTopic, m[1]); ok {
			ids = append(ids, id)
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
		if c.names.Kind(corpus.FieldOrganization, m.ID) != "court" {
			line = line[:m.Start] + strings.Repeat("-", m.End-m.Start) + line[m.End:]
		}
	}
	return line
}

// endOfSession matches "Opening of the twentieth session".
var endOfSession = regexp.MustCompile(`(?i)\b(opening|closing|ouverture|clôture|apertura|clausura)(?:\s+(?:plenary|session|meeting|statement|remarks|address|ceremony)\b|\s+(?:of the|de la|del)\s.*?(?:session|sesiones))`)

// subject matches what a statement is on: "Statement on victims' rights".
var subject = regexp.MustCompile(`(?i)\b(?:statements?|remarks|intervention|letter|paper|briefing|note|recommendations|report|rapport|informe|resolution|r[ée]solution|d[ée]clarations?|declaraci[óo]n)\b.{0,60}?\s(?:on|about|regarding|concerning|sur|concernant|sobre)\s+(.{4,160})$`)

// slotTopics reads what stands where a topic is expected: the longest
// beginning of it that is a topic's name.
func (c *inference) slotTopics(text string) []string {
	text = strings.TrimRight(strings.TrimSpace(text), ".,;:)(")
	for {
		if id, ok := c.names.Resolve(corpus.FieldTopic, text); ok {
			return []string{id}
		}
		i := strings.LastIndexAny(text, " ,;:(")
		if i < 4 {
			return nil
		}
		text = strings.TrimRight(text[:i], " ,;:(-–")
	}
}

func appendNew(ids []string, more ...string) []string {
	for _, id := range more {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
