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
	var found byline
	if !c.isSpeech() {
		return found
	}
	for i, line := range c.head {
		block := strings.Join(c.head[i:min(len(c.head), i+6)], "\n")
		var b byline
		if m := beforeKind.FindStringSubmatch(line); m != nil && len(line) < maxTitle && !behalf.MatchString(strings.Join(c.head[i:min(len(c.head), i+2)], "\n")) {
			occasion := strings.LastIndex(m[1], ": ") // "Debate in the Council: Nordic statement"
			for _, name := range []string{m[1], m[1][max(0, occasion):]} {
				if ids := c.parties(strings.TrimPrefix(name, ": ")); len(ids) > 0 { // "Nordic statement", regardless of who delivered it
					return byline{authors: ids, source: line}
				}
			}
		}
		switch {
		case startsReply.MatchString(line):
			b = c.byline(line)
		case c.genre == genrePaper && i < 4 && len(line) < maxTitle:
			b = c.authorsInLabel(line, false)
		case startsByline.MatchString(line) || behalf.MatchString(line) || bareLead.MatchString(line+" ") || chineseLead.MatchString(line) || chineseBehalf.MatchString(line) || chineseOf.MatchString(line) || chineseAt.MatchString(line) || chinesePaper.MatchString(line):
			b = c.byline(block)
		case honorific.MatchString(line):
			b = c.clause(block)
		case i < 6 && (narrated.MatchString(line) || followingWords.MatchString(line)):
			if p, ok := c.narratedSpeaker(i, line, true); ok {
				b = byline{authors: c.ofRole(p.role), person: true}
			}
		}
		b.source = block
		if !b.empty() {
			if group, line := c.groupAbove(i, b.authors); group != "" {
				b.authors, b.source = []corpus.OrgID{group}, line
			}
			return b
		}
	}
	for i, line := range c.head {
		if i > 12 {
			break
		}
		forms := []*regexp.Regexp{beforeKind}
		if i < 2 {
			forms = append(forms, beforeVerb, atMeeting)
		}
		for _, form := range forms {
			if m := form.FindStringSubmatch(line); m != nil {
				if ids := c.parties(m[1]); len(ids) > 0 {
					found.authors, found.source = ids, line
					return found
				}
			}
		}
	}
	if ids, line := c.officeHolder(); len(ids) > 0 {
		found.authors, found.source = ids, line
		return found
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
		found.authors, found.source = letterhead, source
	}
	return found
}

// groupAbove finds the group of states that a head is the paper of, above the
// line that says which state spoke for it.
func (c *inference) groupAbove(i int, authors []corpus.OrgID) (group corpus.OrgID, source string) {
	if len(authors) != 1 || !c.isState(authors[0]) {
		return "", ""
	}
	for _, line := range c.head[:i] {
		if id, ok := c.names.Named(corpus.FieldOrganization, line); ok && c.isGroup(corpus.OrgID(id)) {
			return corpus.OrgID(id), line
		}
	}
	return "", ""
}

// isSpeech tells whether the document is somebody's own words and not news of
// them.
func (c *inference) isSpeech() bool { return c.genre == genreSpeech || c.genre == genrePaper }

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
	if placeLine.MatchString(line) {
		return nil
	}
	name := officeOf.ReplaceAllString(missionTo.ReplaceAllString(line, ""), "")
	if id, ok := c.names.Named(corpus.FieldOrganization, name); ok {
		return []corpus.OrgID{corpus.OrgID(id)}
	}
	if name, ok := strings.CutSuffix(line, "代表团"); ok {
		return c.parties(strings.TrimSuffix(name, "常驻"))
	}
	if len(line) > 120 {
		return nil
	}
	if ids := c.alone(line); len(ids) > 0 {
		return ids
	}
	// "REPUBLIQUE GABONAISE Union - Travail - Justice"
	if m := c.names.Find(corpus.FieldOrganization, line); len(m) == 1 && len(line)-m[0].End < 60 && formOnly.MatchString(line[:m[0].Start]) {
		if name := line[:m[0].End]; name == strings.ToUpper(name) && strings.Contains(name, " ") {
			return []corpus.OrgID{corpus.OrgID(m[0].ID)}
		}
	}
	return nil
}

// placeLine matches a line that says where something was: its country is no author.
var placeLine = regexp.MustCompile(`(?i)\b(?:the hague|den haag|la haye|la haya|haia|new york|nueva york|nova iorque|kampala|geneva|genève|ginebra|rome|brussels|bruxelles)\b\s*[,(–-]|гаага|нью-йорк|لاهاي|نيويورك`)

var formOnly = regexp.MustCompile(`^(?:(?:REPUBLIC|RÉPUBLIQUE|REPUBLIQUE|REPÚBLICA|REPUBLICA|KINGDOM|ROYAUME|REINO|STATE|ÉTAT|THE|OF|DE|DU|DEL|LA|D['’])\s*)*$`)

var (
	startsByline = anyOf(`^(?:by|par|por)\b`, `^.{0,100}\b(?:`+speechNouns+`)\b`, `^.{0,100}\b(?:`+delivered+`)\s+(?:by|par|por)\b`)
	startsReply  = anyOf(`^.{0,40}\b(?:` + replyNouns + `)\s+` + by)
	missionTo    = regexp.MustCompile(`(?i)\s+(?:to|auprès|ante|près)\s+.*$`)
)
