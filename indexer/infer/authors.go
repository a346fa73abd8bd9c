package infer

import (
	"regexp"
	"slices"
	"strings"

	"rostrum/corpus"
)

// authors finds whose statement it is. The publisher of a
// page is not asked: an organization's site carries other people's speeches.
func (c *inference) authors() {
	if values, ok := c.fromGiven(corpus.FieldOrganization); ok {
		for _, v := range values {
			c.s.Authors = append(c.s.Authors, corpus.OrgID(v))
		}
		return
	}
	if c.genre == genreMissing {
		return
	}
	nearest, ofPerson := "", false
	for _, signal := range c.specific() {
		if signal.rule == ruleHeading && nearest == "" {
			nearest = signal.text
		}
		if signal.rule == ruleHeading && signal.text != nearest {
			continue // headings further up are those of the page and its publisher
		}
		if signal.rule == rulePage && ofPerson {
			if id := c.stateOfPage(signal.text); id != "" {
				c.s.Authors = []corpus.OrgID{id}
				c.noteAuthors(signal, byline{authors: c.s.Authors})
				return
			}
		}
		if signal.rule == ruleLinkText && isLanguageLabel(signal.text) {
			continue // "Russian" is no state
		}
		b := c.authorsIn(signal)
		if signal.rule == ruleLinkText && len(b.authors) > 0 {
			b = c.withOthers(b, signal.text)
		}
		if b.source != "" {
			signal.text = b.source
		}
		if len(b.authors) == 0 {
			ofPerson = ofPerson || b.person && (signal.rule == ruleLinkText || signal.rule == ruleBlock)
			continue
		}
		if b.person && len(b.authors) == 1 && c.isState(b.authors[0]) {
			if ids, quote := c.spokenForMore(b.authors[0]); len(ids) > 0 {
				b.authors, signal.rule, signal.text = ids, ruleText, quote
			}
		}
		c.s.Authors = b.authors
		c.noteAuthors(signal, b)
		return
	}
	c.authorsInText()
}

// stateOfPage is the state whose mission or ministry a page of statements is
// of: what its persons say there is said for it.
func (c *inference) stateOfPage(title string) corpus.OrgID {
	if !officialSite.MatchString(title) {
		return ""
	}
	found := c.names.Find(corpus.FieldOrganization, missionTo.ReplaceAllString(title, ""))
	if len(found) != 1 || !c.isState(corpus.OrgID(found[0].ID)) {
		return ""
	}
	return corpus.OrgID(found[0].ID)
}

// isLanguageLabel tells whether the words of a link only name a language.
func isLanguageLabel(text string) bool {
	lang, ok := corpus.ParseLanguage(text)
	return ok && slices.Contains(corpus.Languages, lang)
}

// withOthers adds those that the line around a link names beside its words:
// "A (joint statement also on behalf of B and C)". Where A spoke on behalf of B
// and of nobody else, it is B's statement.
func (c *inference) withOthers(b byline, link string) byline {
	for _, h := range c.item.Hints {
		at := strings.Index(h.Text, link)
		if h.Kind != corpus.HintBlock || at < 0 || len(h.Text) > maxClue || behalf.MatchString(link) {
			continue
		}
		rest := h.Text[at+len(link):]
		on := behalf.FindStringIndex(rest)
		if on == nil || aligned.MatchString(rest[:on[0]]) && !explicitlyJoint.MatchString(rest[:on[0]]) {
			continue
		}
		others := c.parties(strings.Trim(cutClause(rest[on[1]:]), " )"))
		if len(others) == 0 {
			continue
		}
		if !alsoFor.MatchString(rest[:on[0]]) {
			return byline{authors: others, source: h.Text}
		}
		for _, id := range others {
			if !slices.Contains(b.authors, id) {
				b.authors = append(b.authors, id)
			}
		}
		b.source = h.Text
		return b
	}
	return b
}

// alsoFor matches what stands before "on behalf of" where the one who is named
// before speaks for itself too.
var alsoFor = regexp.MustCompile(`(?i)\balso\b|\bjoint|conjoint|commune|conjunt|[ée]galement|tambi[ée]n|também`)

func (c *inference) noteAuthors(from signal, b byline) {
	e := corpus.Evidence{
		Field: corpus.FieldOrganization, Rule: from.rule, Source: shorten(from.text, maxQuote),
		Confidence: trust[from.rule], Unresolved: b.unresolved,
	}
	if len(b.unresolved) > 0 {
		e.Confidence -= .25 // nobody has confirmed that it is an organization
	}
	for _, id := range b.authors {
		e.Value = append(e.Value, string(id))
	}
	c.s.Evidence = append(c.s.Evidence, e)
}

// authorsIn reads the authors out of one signal, in the way its kind is written.
func (c *inference) authorsIn(from signal) byline {
	switch from.rule {
	case rulePage:
		return byline{}
	case ruleFileName:
		if c.tellsOfOthers() {
			return byline{}
		}
		return byline{authors: c.authorsInFileName(from.text)}
	case ruleFirstPage:
		return c.authorsInHead()
	case ruleBlock:
		if strings.Contains(from.text, "\n") || len(from.text) > maxTitle {
			return c.byline(from.text)
		}
	case ruleProperties:
		// What follows a bar is the site, whose pages are not all its own words.
		if i := strings.LastIndex(from.text, " | "); i >= 0 {
			from.text = from.text[:i]
		}
		if c.tellsOfOthers() {
			return c.authorOfNews(from.text)
		}
		if b := c.authorsInLabel(from.text, false); !b.empty() {
			return b
		}
		if c.isSpeech() {
			if m := atMeeting.FindStringSubmatch(from.text); m != nil {
				if ids := c.parties(m[1]); len(ids) > 0 {
					return byline{authors: ids}
				}
			}
		}
		// What a file says of its author is a name only if it is nothing else.
		if id, ok := c.names.Named(corpus.FieldOrganization, c.text.Properties.Author); ok {
			return byline{authors: []corpus.OrgID{corpus.OrgID(id)}}
		}
		return byline{}
	}
	return c.authorsInLabel(from.text, from.rule == ruleBlock || from.rule == ruleLinkText)
}

var (
	// "<organization> Statement - Plenary on <topic>"
	beforeKind = anyOf(`^(.{2,160}?)(?:['’]s)?[\s,:–-]+(?:(?:joint|opening|closing|written|oral|general debate|national|draft|conjointe?|key|main|initial|final|priority|top|\w*updated|\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)\s+)*(?:` + speechNouns + `|` + paperNouns + `|` + replyNouns + `)(?:$|[\s:.,–-])`)
	// "<organization>: <title>"
	beforeColon = regexp.MustCompile(`^([^:]{2,120}):\s+\S`)
	// "Joint statement: <organization>, <organization> and <organization>"
	afterKind = anyOf(`^[^:]{0,60}\b(?:` + speechNouns + `|` + paperNouns + `|` + replyNouns + `)[^:]{0,40}:\s+(.{3,300})$`)
	// "<organization> delivers a closing statement"
	beforeVerb = anyOf(`^(?:the\s+|la\s+|le\s+|el\s+)?(.{2,120}?)\s+(?:delivers?|delivered|makes?|made|presents?|presented|addresse[sd]|speaks|spoke|gives|gave|prononce|présente|pronuncia|presenta|realiza|ofrece|interviene)\s.{0,60}(?:` + speechNouns + `|assembl[yée]+ (?:of|des)|asamblea de|\bASP|\bAEP)`)
	// "General Debate - <organization>"
	afterDash = regexp.MustCompile(`^.{2,80}\s+[-–—|]\s+([^–—|]{3,100})$`)
	// "<organization>" and nothing else
	wholeLabel = regexp.MustCompile(`^([^:–—|()]{8,100})$`)
	// "A Submission to the Experts by <organization>"
	paperBy = anyOf(`\b(?:` + paperNouns + `|` + speechNouns + `)\b.{1,160}\s(?:by|par|por|pel[oa])\s+(.{3,120})$`)
	// "<organization> at the plenary on <something>"
	atMeeting = anyOf(`^(.{2,60}?)\s+(?:at|in|en|à|na|no)\s+(?:the\s+|la\s+|el\s+|l['’])?(?:\S+\s+){0,3}?(?:plenar\S+|plenári\S+|general debate|débat général|debate general?|debate geral|asamblea|assembl[ey]\S*|assemblée|ASP\b|AEP\b)`)
	// "<organization> - <something>"
	beforeDash = regexp.MustCompile(`^(.{2,120}?)\s+[-–—|/]\s+\S`)
)

var jointWith = regexp.MustCompile(`(?i)^(.{3,80}?)\s*[(–—,-]\s*(?:joint(?:ly)?(?: statement)?|d[ée]claration conjointe|declaraci[óo]n conjunta|conjuntamente|conjointement)\s+(?:with|avec|con|com)\s+(.{3,200}?)\)?$`)

// siteLabel matches what sites put before a title to say what it is the title of.
var siteLabel = regexp.MustCompile(`(?i)^(?:speech|news|article|remarks|statement|press release|discours|actualités|discurso|noticias?)\s*[:|]\s+`)

// authorsInLabel reads a heading, a link or a title. On a listing a name the
// authority lacks is kept as written where it is clearly an organization's.
func (c *inference) authorsInLabel(text string, listed bool) byline {
	text = c.withoutSession(siteLabel.ReplaceAllString(text, ""))
	if m := beforeVerb.FindStringSubmatch(text); m != nil && !behalf.MatchString(firstSentence(text)) {
		if ids := c.parties(m[1]); len(ids) > 0 { // regardless of who delivered it
			return byline{authors: ids}
		}
	}
	if b := c.byline(text); !b.empty() || b.person {
		if b.empty() {
			for _, form := range []*regexp.Regexp{beforeColon, beforeDash} { // "A: statement by N"
				if m := form.FindStringSubmatch(text); m != nil {
					if ids := c.parties(m[1]); len(ids) > 0 {
						b.authors = ids
						break
					}
				}
			}
		}
		return b
	}
	if ids := c.parties(text); len(ids) > 0 {
		return byline{authors: ids}
	}
	if m := jointWith.FindStringSubmatch(text); m != nil { // "A (joint statement with B and C)"
		if first, others := c.parties(m[1]), c.parties(m[2]); len(first) > 0 && len(others) > 0 {
			return byline{authors: appendOrgs(first, others...)}
		}
	}
	if n, ok := c.nameIn(text); ok && n.titled && strings.HasSuffix(strings.TrimSpace(n.before), ",") { // "A, H.E. Mr. N"
		if ids := c.parties(strings.Trim(n.before, " ,")); len(ids) > 0 {
			return byline{authors: ids, person: true}
		}
	}
	if honorific.MatchString(text) {
		if b := c.clause(text); !b.empty() {
			return b
		}
	}
	for _, form := range []*regexp.Regexp{beforeKind, beforeColon, beforeDash, afterKind, afterDash, beforeVerb, paperBy} {
		if m := form.FindStringSubmatch(text); m != nil {
			ids := c.parties(m[1])
			if form == paperBy && len(ids) == 0 {
				ids = c.parties(firstPart(cutClause(m[1])))
			}
			if len(ids) > 0 {
				return byline{authors: ids}
			}
		}
	}
	if !listed {
		return byline{}
	}
	for _, form := range []*regexp.Regexp{beforeColon, beforeKind, afterBy, wholeLabel} {
		if m := form.FindStringSubmatch(text); m != nil {
			if form == wholeLabel && !inCapitals(text) {
				continue
			}
			if name := unknownOrganization(m[1]); name != "" {
				return byline{authors: []corpus.OrgID{corpus.OrgID(name)}, unresolved: []string{name}}
			}
		}
	}
	return byline{}
}

// firstSentence is a text up to the end of its first sentence.
func firstSentence(text string) string {
	if at := sentenceEnd.FindStringIndex(text); at != nil {
		return text[:at[1]]
	}
	return text
}

// withoutSession takes a session in front off a label: "ASP22: HRW statement".
func (c *inference) withoutSession(text string) string {
	found := c.names.FindSessions(text)
	if len(found) == 0 || strings.Trim(text[:min(found[0].Start, 6)], "IC-/# ") != "" || found[0].Start > 6 {
		return text
	}
	rest := strings.TrimLeft(text[found[0].End:], " ")
	if without := strings.TrimLeft(rest, " :-|–—"); without != rest && without != "" {
		return without
	}
	return text
}
