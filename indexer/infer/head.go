package infer

import (
	"regexp"
	"slices"
	"strings"

	"rostrum/corpus"
)

// authorsInHead reads the lines above the speech: a byline, or a letterhead
// that is a name and nothing else.
func (c *inference) authorsInHead() byline {
	var person byline
	if !c.isSpeech() {
		return person
	}
	for i, line := range c.head {
		block := strings.Join(c.head[i:min(len(c.head), i+6)], "\n")
		var b byline
		switch {
		case startsByline.MatchString(line) || behalf.MatchString(line) || bareLead.MatchString(line) || chineseLead.MatchString(line):
			b = c.byline(block)
		case honorific.MatchString(line):
			b = c.clause(block)
		}
		b.source = block
		if !b.empty() {
			if group, line := c.groupAbove(i, b.authors); group != "" {
				b.authors, b.source = []corpus.OrgID{group}, line
			}
			return b
		}
		if person.deliverer == "" && b.deliverer != "" {
			person = b
		}
	}
	for i, line := range c.head {
		if i > 12 {
			break
		}
		if m := beforeKind.FindStringSubmatch(line); m != nil {
			if ids := c.parties(m[1]); len(ids) > 0 {
				person.authors, person.source = ids, line
				return person
			}
		}
	}
	if ids, line := c.officeHolder(); len(ids) > 0 {
		person.authors, person.source = ids, line
		return person
	}
	var (
		letterhead []corpus.OrgID
		source     string
	)
	for i, line := range c.head {
		if i > 8 {
			break
		}
		for _, id := range c.letterhead(line) {
			if !slices.Contains(letterhead, id) {
				letterhead, source = append(letterhead, id), line
			}
		}
	}
	if len(letterhead) == 1 {
		person.authors, person.source = letterhead, source
	}
	return person
}

// groupAbove finds the group of states that a head is the paper of, above the
// line that says which state spoke for it.
func (c *inference) groupAbove(i int, authors []corpus.OrgID) (group corpus.OrgID, source string) {
	if len(authors) != 1 || !c.isState(authors[0]) {
		return "", ""
	}
	for _, line := range c.head[:i] {
		id, ok := c.names.Named(corpus.FieldOrganization, line)
		if kind := c.names.Kind(corpus.FieldOrganization, id); ok && (kind == "regional-group" || kind == "state-group") {
			return corpus.OrgID(id), line
		}
	}
	return "", ""
}

// isSpeech tells whether the document is somebody's own words and not news of
// them: it greets the chair, or a line of its head begins by calling it a speech
// or a paper.
func (c *inference) isSpeech() bool {
	if len(c.text.Pages) == 0 {
		return false
	}
	if c.addressesChair() || c.venue != venueUnknown && len(c.head) < 3 {
		return true
	}
	for _, line := range c.head {
		if at := speechWords.FindStringIndex(line); at != nil && at[0] < 40 && !met.MatchString(line[:at[0]]) {
			return true
		}
		if behalf.MatchString(line) {
			return true
		}
	}
	return false
}

// officeHolder reads what a head says of who speaks: "Prime Minister of A",
// "B's Address". All of it must be of one organization.
func (c *inference) officeHolder() (found []corpus.OrgID, source string) {
	for i, line := range c.head {
		if i > 12 || len(line) > 200 || aligned.MatchString(line) {
			continue
		}
		for _, m := range c.names.Find(corpus.FieldOrganization, line) {
			before, after := line[:m.Start], line[m.End:]
			if at := inOffice.FindStringIndex(before); at == nil && !owns.MatchString(after) ||
				at != nil && met.MatchString(before[:at[0]]) || accredited.MatchString(before) {
				continue
			}
			if id := corpus.OrgID(m.ID); !slices.Contains(found, id) {
				found, source = append(found, id), line
			}
		}
	}
	if len(found) != 1 {
		return nil, ""
	}
	return found, source
}

var (
	inOffice = regexp.MustCompile(`(?i)\b(?:(?:prime )?minister|(?:premi[eè]re? )?ministre|primera? ministr[oa]|ministr[oa]|president|pr[ée]sidente?|president[ea]|ambassador|ambassad\w+|embajad\w+|representative|représentante?|representante|secretary of state|secretary for foreign affairs|king|queen|amir|emir|chancellor|head of state|head of (?:the )?delegation|chef de la d[ée]l[ée]gation|jefe de la delegaci[óo]n)\b(?:[ ,]+(?:and|for|of|foreign|affairs|justice|external|international|cooperation|relations|european|federal|state|the|trade|mr|et|des|de|la|affaires|étrangères|etrangeres|extérieures|relaciones|exteriores|asuntos|y|legal|permanent|deputy|human|rights|rule|law)\b)*[ ,]+(?:of|de|du|del|des|d['’])(?: (?:the|la|le|el|los|las|les))?(?: (?:republic|kingdom|state|principality|federal|democratic|socialist|islamic|r[ée]publique|royaume|rep[úu]blica|reino)(?: (?:of|de|du|del))?(?: (?:the|la|el))?)*\s*$`)
	met      = regexp.MustCompile(`(?i)\b(?:con|with|avec|hono[u]?r|honneur|meeting|meets|visit\w*|between|entre|reception|recepción|réception|nomm[ée]e?|appointed|dinner|lunch|almuerzo|cena|received|recibi\w+|congratulat\w+|félicit\w+|felicit\w+|elected|thank\w*|to)\b`)
	owns     = regexp.MustCompile(`(?i)^['’]s? (?:\w+ )?(?:statement|address|speech|remarks|intervention)\b`)
)

// letterhead reads a line that is the name of an organization, with the office
// before it, the motto after it, or the occasion and the day.
func (c *inference) letterhead(line string) []corpus.OrgID {
	name := officeOf.ReplaceAllString(missionTo.ReplaceAllString(line, ""), "")
	if id, ok := c.names.Named(corpus.FieldOrganization, name); ok {
		return []corpus.OrgID{corpus.OrgID(id)}
	}
	if len(line) > 120 {
		return nil
	}
	if ids := c.alone(line); len(ids) > 0 {
		return ids
	}
	// "REPUBLIQUE GABONAISE Union - Travail - Justice"
	if m := c.names.Find(corpus.FieldOrganization, line); len(m) == 1 && len(line)-m[0].End < 60 && formOnly.MatchString(line[:m[0].Start]) {
		if name := line[m[0].Start:m[0].End]; name == strings.ToUpper(name) && strings.ContainsAny(name, " ") {
			return []corpus.OrgID{corpus.OrgID(m[0].ID)}
		}
	}
	return nil
}

var formOnly = regexp.MustCompile(`^(?:(?:REPUBLIC|RÉPUBLIQUE|REPUBLIQUE|REPÚBLICA|REPUBLICA|KINGDOM|ROYAUME|REINO|STATE|ÉTAT|THE|OF|DE|DU|DEL|LA|D['’])\s*)*$`)

var (
	startsByline = anyOf(`^(?:by|par|por)\b`, `^.{0,60}\b(?:`+speechNouns+`)\b`, `^.{0,80}\b(?:`+delivered+`)\s+(?:by|par|por)\b`)
	missionTo    = regexp.MustCompile(`(?i)\s+(?:to|auprès|ante|près)\s+.*$`)
)

// authorsInText reads the first sentences of the speech for words that only
// the speaker's own organization stands in: "I speak on behalf of A", "my
// country, B", "C aligns itself with the statement of the European Union".
func (c *inference) authorsInText() {
	if !c.isSpeech() {
		return
	}
	text := strings.Join(strings.Fields(shorten(c.text.Pages[0].Text, 2500)), " ")
	for _, at := range speaksFor.FindAllStringIndex(text, 3) {
		start := strings.LastIndexAny(text[:at[0]], ".!?") + 1
		if aligned.MatchString(text[start:at[0]]) {
			continue
		}
		if ids := c.listOf(text[at[1]:]); len(ids) > 0 {
			c.s.Authors = ids
			c.noteAuthors(signal{ruleText, text[start:min(len(text), at[1]+80)]}, byline{authors: ids})
			return
		}
	}
	var own []corpus.OrgID
	quote := ""
	for _, m := range c.names.Find(corpus.FieldOrganization, text) {
		before, after := text[:m.Start], text[m.End:]
		if !myCountry.MatchString(before) && (!sentenceStart.MatchString(before) || !alignsItself.MatchString(after)) {
			continue
		}
		if id := corpus.OrgID(m.ID); !slices.Contains(own, id) {
			own = append(own, id)
			quote = text[max(0, m.Start-60):min(len(text), m.End+60)]
		}
	}
	if len(own) == 1 {
		c.s.Authors = own
		c.noteAuthors(signal{ruleText, strings.ToValidUTF8(quote, "")}, byline{authors: own})
	}
}

// listOf reads the organizations at the beginning of a text: states may be
// many, of others there is one.
func (c *inference) listOf(text string) []corpus.OrgID {
	if i := strings.IndexAny(text, ".;!?"); i >= 0 {
		text = text[:i]
	}
	text = officeOf.ReplaceAllString(text, "")
	var ids []corpus.OrgID
	end := 0
	for _, m := range c.names.Find(corpus.FieldOrganization, text) {
		if !onlyJoins(text[end:m.Start]) || len(ids) > 0 && !c.isState(ids[0]) {
			break
		}
		end = m.End
		if id := corpus.OrgID(m.ID); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

var (
	speaksFor = regexp.MustCompile(`(?i)\b(?:I (?:have the (?:honou?r|privilege|pleasure)|am (?:honou?red|pleased|speaking|delivering|making)|speak|address|take the floor|deliver|make|wish to)|it is (?:an|a great|my) (?:honou?r|privilege|pleasure)|allow me)[^.]{0,80} on behalf of\s+|` +
		`\bI (?:speak|address you) on behalf of\s+|` +
		`(?:honneur|parole|intervenir|intervient|exprimer|exprime|intervenons)[^.]{0,60} au nom (?:de la|de l['’]|des|du|de|d['’])\s*|(?:honor|palabra|hablar|intervenir|hablo|intervengo|privilegio)[^.]{0,60} en nombre (?:del?|de la|de los)\s+`)
	myCountry     = regexp.MustCompile(`(?i)\b(?:my (?:country|delegation|government|own country)|mon pays|ma délégation|mi país|mi delegación),?\s+(?:(?:the|la|le|les|el|republic|kingdom|state|république|república|of|de|du|del|d['’])\s*)*$|\b(?:the delegation of|la délégation (?:de la|de l['’]|du|des|de|d['’])|la delegación (?:de|del|de la))\s*(?:the\s+)?$`)
	sentenceStart = regexp.MustCompile(`(?i)(?:^|[.!?,:;]\s+)(?:(?:the|la|le|l['’]|el|kingdom|republic|of|fully)\s*)*$`)
	alignsItself  = regexp.MustCompile(`(?i)^\s+(?:also\s+|fully\s+|wishes to\s+)*(?:aligns? itself|associates? itself|s['’]aligne|s['’]associe|souscrit|se rallie|fait sienne|se alinea|se asocia|se adhiere|se suma|hace suy)`)
)
