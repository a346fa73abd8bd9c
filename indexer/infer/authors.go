package infer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
)

// authors finds whose statement it is and who delivered it. The publisher of a
// page is not asked: an organization's site carries other people's speeches.
func (c *inference) authors() {
	deliverer, known := c.asGiven(corpus.FieldDeliverer)
	c.s.Deliverer = deliverer
	if role, ok := c.asGiven(corpus.FieldRole); ok {
		c.s.Role = role
	}
	if values, ok := c.fromGiven(corpus.FieldOrganization); ok {
		for _, v := range values {
			c.s.Authors = append(c.s.Authors, corpus.OrgID(v))
		}
		if known {
			return
		}
	}
	nearest := ""
	for _, clue := range c.specific() {
		if clue.rule == ruleHeading && nearest == "" {
			nearest = clue.text
		}
		if clue.rule == ruleHeading && clue.text != nearest {
			continue // headings further up are those of the page and its publisher
		}
		b := c.authorsIn(clue)
		if len(c.s.Authors) == 0 && len(b.authors) > 0 {
			c.s.Authors = b.authors
			c.noteAuthors(clue, b)
		}
		if !known && b.deliverer != "" {
			c.s.Deliverer, known = b.deliverer, true
			c.note(corpus.FieldDeliverer, clue.rule, clue.text, trust[clue.rule]-.05, b.deliverer)
			if b.role != "" && c.s.Role == "" {
				c.s.Role = b.role
				c.note(corpus.FieldRole, clue.rule, clue.text, trust[clue.rule]-.05, b.role)
			}
		}
		if len(c.s.Authors) > 0 && known {
			return
		}
	}
	if len(c.s.Authors) == 0 {
		c.authorsInText()
	}
}

func (c *inference) noteAuthors(from clue, b byline) {
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

// authorsIn reads the authors out of one clue, in the way its kind is written.
func (c *inference) authorsIn(from clue) byline {
	switch from.rule {
	case rulePage:
		return byline{}
	case ruleFileName:
		return byline{authors: c.authorsInFileName(from.text)}
	case ruleFirstPage:
		return c.authorsInHead()
	case ruleBlock:
		if strings.Contains(from.text, "\n") || len(from.text) > maxTitle {
			return c.byline(from.text)
		}
	case ruleProperties:
		if b := c.authorsInLabel(from.text, false); !b.empty() {
			return b
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
	beforeKind = regexp.MustCompile(`(?i)^(.{2,160}?)(?:['’]s)?[\s,:–-]+(?:(?:joint|opening|closing|written|oral|general debate|national|draft|conjointe?)\s+)*(?:statements?|letter|paper|remarks|briefing (?:note|paper)|address|speech|recommendations|intervention|d[ée]claration|discours)(?:$|[\s:.,–-])`)
	// "<organization>: <title>"
	beforeColon = regexp.MustCompile(`^([^:]{2,120}):\s+\S`)
	// "Joint statement: <organization>, <organization> and <organization>"
	afterKind = regexp.MustCompile(`(?i)^[^:]{0,60}\b(?:statement|letter|paper|declaration|d[ée]claration|declaraci[óo]n)[^:]{0,40}:\s+(.{3,300})$`)
	// "General Debate - <organization>"
	afterDash = regexp.MustCompile(`^.{2,80}\s+[-–—|]\s+([^–—|]{3,100})$`)
	// "<organization> - <something>"
	beforeDash = regexp.MustCompile(`^(.{2,120}?)\s+[-–—|/]\s+\S`)
)

// authorsInLabel reads a heading, a link or a title. On a listing a name the
// authority lacks is kept as written where it is clearly an organization's.
func (c *inference) authorsInLabel(text string, listed bool) byline {
	if b := c.byline(text); !b.empty() || b.deliverer != "" {
		return b
	}
	if ids := c.parties(text); len(ids) > 0 {
		return byline{authors: ids}
	}
	if honorific.MatchString(text) {
		if b := c.clause(text); !b.empty() {
			return b
		}
	}
	for _, form := range []*regexp.Regexp{beforeKind, beforeColon, beforeDash, afterKind, afterDash} {
		if m := form.FindStringSubmatch(text); m != nil {
			if ids := c.parties(m[1]); len(ids) > 0 {
				return byline{authors: ids}
			}
		}
	}
	if !listed {
		return byline{}
	}
	for _, form := range []*regexp.Regexp{beforeColon, beforeKind, afterBy} {
		if m := form.FindStringSubmatch(text); m != nil {
			if name := unknownOrganization(m[1]); name != "" {
				return byline{authors: []corpus.OrgID{corpus.OrgID(name)}, unresolved: []string{name}}
			}
		}
	}
	return byline{}
}

var (
	afterBy = regexp.MustCompile(`(?i)\b(?:statement|letter|paper|remarks|address|intervention|d[ée]claration|declaraci[óo]n)\s+(?:by|of|from|par|de|por)\s+(?:the\s+)?([^,;:()]{6,120}?)(?:\s+(?:at|to|before|during)\b|\s+[-–—]\s|$)`)
	// organizationWord matches the words that names of organizations are built on.
	organizationWord = regexp.MustCompile(`(?i)\b(?:organi[sz]ations?|coalition|association|federation|f[ée]d[ée]ration|network|r[ée]seau|red|centre|center|institut[eo]?|council|conseil|consejo|forum|foro|foundation|fondation|fundaci[óo]n|initiative|iniciativa|union|society|committee|comit[ée]|commission|watch|project|alliance|alianza|lawyers|avocats|ligue|league|asociaci[óo]n|colectivo|collective|coordination|group of|campaign|trust|fund|university|ngos?|ong)\b`)
	anybody          = regexp.MustCompile(`(?i)^(?:(?:joint|the|global|all)\s+)*(?:civil society|ngos?|non-governmental)(?:\s+(?:organi[sz]ations?|coalition|members|voices))?$|recommendations|statements`)
	sentenceWord     = regexp.MustCompile(`(?i)\b(?:is|are|was|were|will|on|at|during|statements?|should|how|why|what|calls?|urges?|situation|session)\b`)
)

// unknownOrganization is a name that the authority lacks but that is clearly
// one of an organization; it is kept as written.
func unknownOrganization(text string) string {
	name := strings.TrimSpace(text)
	words := strings.Fields(name)
	if len(words) < 2 || anybody.MatchString(name) || len(words) > 12 || !organizationWord.MatchString(name) || sentenceWord.MatchString(name) || honorific.MatchString(name) || roleWord.MatchString(name) {
		return ""
	}
	if first, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(first) {
		return ""
	}
	return name
}

// authorsInFileName believes a file name only if it says nothing that could
// make the name it holds a topic: "situation-in-ukraine" is not by Ukraine.
func (c *inference) authorsInFileName(name string) []corpus.OrgID {
	return c.alone(spaced(name))
}

// alone finds the organizations in a text that holds nothing else but the
// words of occasions, places and dates.
func (c *inference) alone(text string) []corpus.OrgID {
	mentions := c.names.Find(corpus.FieldOrganization, text)
	if len(mentions) == 0 {
		return nil
	}
	var ids []corpus.OrgID
	rest, end := "", 0
	for _, m := range mentions {
		rest += text[end:m.Start] + " "
		end = m.End
		if id := corpus.OrgID(m.ID); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	rest += text[end:]
	for _, w := range strings.FieldsFunc(strings.ToLower(rest), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if !fileWords[w] {
			return nil
		}
	}
	for _, id := range ids {
		if c.isState(id) != c.isState(ids[0]) {
			return nil // "HRW-Ukraine" is one of the two on the other
		}
	}
	return ids
}

// fileWords are the words that file names of statements are made of.
var fileWords = wordSet(`
	icc asp aep gen deba statement statements stmt st speech remarks intervention declaration déclaration declaracion discours discurso address
	gendeba gd general debate debat débat debate plenary plen joint by of the and at on et de du la le des del final english french spanish
	eng fra fre spa esp ara rus chi por en fr es ar ru zh pt session sess th st nd rd e eme eng
	cooperation coop review universality complementarity victims closing opening delivered check against delivery version v rev web
	mr ms h e behalf pdf doc docx written
	january february march april may june july august september october november december un unga new york hague la haye haya
	janvier février mars avril mai juin juillet août septembre octobre novembre décembre
	enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre`)

// spaced writes a file name as words: hyphens, underscores and the seams of
// CamelCase become spaces.
func spaced(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case r == '_' || r == '-' || r == '+' || r == '.':
			r = ' '
		case i > 0 && unicode.IsUpper(r) && unicode.IsLower(runes[i-1]):
			b.WriteByte(' ')
		case i > 0 && unicode.IsDigit(r) != unicode.IsDigit(runes[i-1]) && unicode.IsLetter(runes[i-1]) && unicode.IsLower(runes[i-1]):
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

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
		case startsByline.MatchString(line) || behalf.MatchString(line):
			b = c.byline(block)
		case honorific.MatchString(line):
			b = c.clause(block)
		}
		if !b.empty() {
			return b
		}
		if person.deliverer == "" {
			person = b
		}
	}
	for i, line := range c.head {
		if i > 12 {
			break
		}
		if m := beforeKind.FindStringSubmatch(line); m != nil {
			if ids := c.parties(m[1]); len(ids) > 0 {
				person.authors = ids
				return person
			}
		}
	}
	if ids := c.officeHolder(); len(ids) > 0 {
		person.authors = ids
		return person
	}
	var letterhead []corpus.OrgID
	for i, line := range c.head {
		if i > 8 {
			break
		}
		for _, id := range c.letterhead(line) {
			if !slices.Contains(letterhead, id) {
				letterhead = append(letterhead, id)
			}
		}
	}
	if len(letterhead) == 1 {
		person.authors = letterhead
	}
	return person
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
func (c *inference) officeHolder() []corpus.OrgID {
	var found []corpus.OrgID
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
				found = append(found, id)
			}
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found
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
	startsByline = regexp.MustCompile(`(?i)^(?:(?:by|par|por)\b|.{0,60}\b(?:statement|remarks|address|speech|intervention|declaration|d[ée]claration|allocution|discours|discurso|declaraci[óo]n|intervenci[óo]n|alocuci[óo]n|palabras|message)\b|.{0,80}\b(?:delivered|presented|prononc[ée]e?|pr[ée]sent[ée]e?|pronunciad[oa])\s+(?:by|par|por)\b)`)
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
			c.noteAuthors(clue{ruleText, text[start:min(len(text), at[1]+80)]}, byline{authors: ids})
			return
		}
	}
	var own []corpus.OrgID
	quote := ""
	for _, m := range c.names.Find(corpus.FieldOrganization, text) {
		before, after := text[:m.Start], text[m.End:]
		if !myCountry.MatchString(before) && !(sentenceStart.MatchString(before) && alignsItself.MatchString(after)) {
			continue
		}
		if id := corpus.OrgID(m.ID); !slices.Contains(own, id) {
			own = append(own, id)
			quote = text[max(0, m.Start-60):min(len(text), m.End+60)]
		}
	}
	if len(own) == 1 {
		c.s.Authors = own
		c.noteAuthors(clue{ruleText, strings.ToValidUTF8(quote, "")}, byline{authors: own})
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
