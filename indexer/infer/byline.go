package infer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
)

// byline is what a line says of who speaks and for whom.
type byline struct {
	authors    []corpus.OrgID
	unresolved []string // names of authors that the authority lacks
	deliverer  string
	role       string
}

func (b byline) empty() bool { return len(b.authors) == 0 && len(b.unresolved) == 0 }

// The ways in which bylines are written. A clause is what stands between
// "statement by" and the place, the occasion or the topic.
var (
	lead = regexp.MustCompile(`(?i)(?:\b(?:statements?|remarks|address|speech|intervention|declaration|d[ée]clarations?|allocution|discours|discurso|declaraci[óo]n|intervenci[óo]n|alocuci[óo]n|palabras|message|mensaje|position|vote|reply|point)\s+(?:conjointe?\s+|conjunta\s+|g[ée]n[ée]rale\s+)?|^)` +
		`(?:(?:delivered|made|given|presented|read|submitted|pronounced|prononc[ée]e?s?|faite?s?|pr[ée]sent[ée]e?|lue?|pronunciad[oa]s?|le[íi]d[oa]|efectuad[oa]|presentad[oa])\s+)?` +
		`(?:(?:by|of|from|par|de la part de|de la|du|des|de|por|del|de los|от)\s+|(?:de l|d)['’]\s*)(?:the\s+|la\s+|le\s+|les\s+|el\s+|los\s+|l['’])?`)
	deliveredBy = regexp.MustCompile(`(?i)\b(?:delivered|presented|made|given|read(?: out)?|prononc[ée]e?s?|pr[ée]sent[ée]e?|faite?|pronunciad[oa]|le[íi]d[oa]|presentad[oa])\s+(?:by|par|por)\s+(?:the\s+|la\s+|le\s+|el\s+)?`)
	behalf      = regexp.MustCompile(`(?i)\b(?:on|in) behalf (?:also )?of\b:?|\bau nom (?:de la|de l['’]|des|du|de|d['’])|\ben (?:nombre|representaci[óo]n) (?:del?|de la|de los|de las)\b|\bem nome (?:da|do|de)\b|\bот имени\b`)
	clauseEnd   = regexp.MustCompile(`(?i)[\s,]+(?:at|after|following|before|during|in the framework|on the occasion|regarding|concerning|under|upon|on|in response|for the (?:\d|general|plenary|\w+teenth|\w+tieth)|lors|après|devant|à|au cours|aux|auprès|à l['’]occasion|sur|relative|concernant|ante|tras|después|durante|para (?:el|la)|en (?:el|la|ocasión)|con (?:ocasión|motivo)|sobre|relativ[ao])\b|(?-i:[\s,]+to\b)|[\s,]to (?:the|all|states)\b|[\s,]+re:|[;|]|[\s,(]+\d{1,2} \p{L}+ \d{4}|[\s,(]+\d{1,4}[./-]\d{1,2}[./-]\d{2,4}`)
	sentenceEnd = regexp.MustCompile(`\p{Ll}{4}\.\s`)
	dash        = regexp.MustCompile(` [–—-] `)
	honorific   = regexp.MustCompile(`(?i)^(?:by\s+|par\s+|por\s+)?(?:the\s+)?(?:h\.?\s?e\.?\b|s\.?\s?e\.?\b|mr\b|mrs\b|ms\b|miss\b|dr\b|prof\b|sir\b|judge\b|juge\b|jueza?\b|amb\b|ambassador\b|ambassadeur\b|ambassadrice\b|embajador\w*|(?:his|her) (?:\w+ )?(?:excellency|majesty|highness|grace|eminence)|s\.a\.|s\.m\.|hon\b|honou?rable|son excellence|su excelencia|excm[oa]|excelent[íi]sim[oa]|(?:el |la )?señora?\b|m\. |mme\b|mlle\b|sra?\b|don\b|doña\b|prince\b|princess\b|sheikh\b|rt\b)`)
	roleWord    = regexp.MustCompile(`(?i)\b(minister|ministre|ministr[oa]|ambassador|ambassad\w+|embajad\w+|representative|représentante?|representante|president|président\w*|president[ea]|director|direct\w+|secretary|secrétaire|secretari[oa]|attorney|advis[eo]r|adviser|conseill\w+|asesor\w*|counsel\w*|chair\w*|head|chef|jefe|coordinator|conven[eo]r|deputy|delegat\w+|legal|judge|prosecutor|procureure?|fiscal|registrar|member|membre|miembro|chargé|envoy|commissioner|solicitor|consul|officer|king|queen|prince|amir|emir|premier|primer|rapporteur)\b`)
)

// read takes a byline out of a line or a few. The line must be one that names
// its author: a heading, a link, a title, the head of a page.
func (c *inference) byline(text string) byline {
	text = strings.TrimSpace(text)
	if i := behalf.FindStringIndex(text); i != nil {
		if b := c.onBehalf(text[:i[0]], text[i[1]:]); !b.empty() {
			return b
		}
	}
	for _, at := range lead.FindAllStringIndex(text, 4) {
		if b := c.clause(text[at[1]:]); !b.empty() {
			return b
		}
	}
	if at := deliveredBy.FindStringIndex(text); at != nil {
		return c.clause(text[at[1]:])
	}
	// Russian and Arabic put the speaker right behind the word for speech.
	if at := bareLead.FindStringIndex(text); at != nil {
		return byline{authors: c.ofRole(cutClause(text[at[1]:]))}
	}
	return byline{}
}

var bareLead = regexp.MustCompile(`(?i)^(?:выступление|заявление|речь|обращение|كلمة|بيان|خطاب)\s+`)

// onBehalf reads "A on behalf of B": B is the author and A speaks. States that
// speak for other states speak for themselves too.
func (c *inference) onBehalf(before, after string) byline {
	if aligned.MatchString(before) {
		return byline{}
	}
	b := byline{authors: c.parties(cutClause(after))}
	if len(b.authors) == 0 {
		return byline{}
	}
	var speaker byline
	if at := lead.FindStringIndex(before); at != nil {
		speaker = c.clause(before[at[1]:])
	} else {
		speaker = c.clause(before)
	}
	b.deliverer, b.role = speaker.deliverer, speaker.role
	states := true
	for _, id := range append(slices.Clone(b.authors), speaker.authors...) {
		states = states && c.names.Kind(corpus.FieldOrganization, string(id)) == "state"
	}
	for _, id := range speaker.authors {
		if states && b.deliverer == "" && !slices.Contains(b.authors, id) {
			b.authors = append([]corpus.OrgID{id}, b.authors...)
		}
	}
	return b
}

// aligned marks the sentences in which a speaker joins what others said: the
// others are not the authors.
var aligned = regexp.MustCompile(`(?i)align|associat|endors|support|join|echo|subscrib|associe|s'alli|souscri|fait sienn|ralli|adh[eé]r|sum[ao]|asoci|hace suy|presented by|delivered by .* which`)

// clause reads who it is that a clause names: an organization or several, or a
// person with a role in one.
func (c *inference) clause(text string) byline {
	text = cutClause(text)
	short := text
	if i := dash.FindStringIndex(text); i != nil {
		short = text[:i[0]]
	}
	if short == "" || len(short) > 300 {
		return byline{}
	}
	name, role, person := splitPerson(text)
	if !person {
		return byline{authors: c.parties(short)}
	}
	b := byline{deliverer: name, role: role}
	if role != "" {
		b.authors = c.ofRole(role)
	}
	return b
}

// cutClause ends a clause where the occasion, the place or the topic begins.
func cutClause(text string) string {
	text = strings.TrimLeft(text, " \n:,-–—")
	lines := strings.Split(text, "\n")
	kept := lines[:0:0]
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if i > 0 && (i > 5 || line == "" || !goesOn(kept[i-1], line) || startsOccasion.MatchString(line) || len(datesIn(line)) > 0 || furniture.MatchString(line)) {
			break
		}
		kept = append(kept, line)
	}
	text = strings.Join(kept, ", ")
	if at := clauseEnd.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	if at := sentenceEnd.FindStringIndex(text); at != nil {
		text = text[:at[1]-2]
	}
	return strings.Trim(text, " ,.:;\"“”«»")
}

// goesOn tells whether a line of a byline goes on in the next: "H.E. Mr. N" in
// "Minister of A", "Minister for" in "Foreign Affairs of A".
func goesOn(line, next string) bool {
	if line == "" || endsOpen(line) || joiners.MatchString(next) {
		return true
	}
	at := roleWord.FindStringIndex(next)
	return honorific.MatchString(next) || honorific.MatchString(line) && looksLikeName(next) || at != nil && at[0] < 40
}

var startsOccasion = regexp.MustCompile(`(?i)^(at|to|in|on|before|during|for|general debate|plenary|agenda|lors|après|devant|à|au|aux|débat|en|ante|tras|después|durante|debate|new york|the hague|la haye|la haya|\d|item|assembl|asamblea|twent|nine|eight|seven|six|fif|four|thir|first|second|third)(\b|\w+)`)

// splitPerson parts "H.E. Mr. N, Minister of A" into name and role. It reports
// false when the clause does not name a person.
func splitPerson(text string) (name, role string, ok bool) {
	head, tail, cut := strings.Cut(text, ",")
	head, tail = strings.TrimSpace(head), strings.TrimSpace(tail)
	if honorific.MatchString(head) {
		for cut && len(strings.Fields(head)) < 2 {
			head2, tail2, more := strings.Cut(tail, ",")
			head, tail, cut = head+" "+strings.TrimSpace(head2), strings.TrimSpace(tail2), more
		}
		if !cut {
			// "Ambassador of Austria" and "H.E. Mr. N Minister of A" without a comma
			if at := roleWord.FindStringIndex(head); at != nil {
				if at[0] == 0 || len(strings.Fields(head[:at[0]])) < 2 {
					return "", head, true
				}
				return strings.TrimSpace(head[:at[0]]), head[at[0]:], true
			}
		}
		return head, tail, true
	}
	if cut && roleWord.MatchString(tail) && looksLikeName(head) {
		return head, tail, true
	}
	if roleWord.MatchString(head) {
		return "", text, true
	}
	return "", "", false
}

// looksLikeName tells whether words may be the name of a person: two to five
// words that begin with capitals, particles aside.
func looksLikeName(s string) bool {
	fields := strings.Fields(s)
	if len(fields) < 2 || len(fields) > 6 {
		return false
	}
	for _, f := range fields {
		r := []rune(f)
		if !unicode.IsUpper(r[0]) && len(r) > 3 || unicode.IsDigit(r[0]) {
			return false
		}
	}
	return true
}

// ofRole finds the one organization a role is in: "Minister of Foreign Affairs
// of Austria". Where somebody is accredited to is not it.
func (c *inference) ofRole(role string) []corpus.OrgID {
	if id, ok := c.names.Named(corpus.FieldOrganization, role); ok {
		return []corpus.OrgID{corpus.OrgID(id)}
	}
	var ids []corpus.OrgID
	for _, m := range c.names.Find(corpus.FieldOrganization, role) {
		if accredited.MatchString(role[:m.Start]) {
			continue
		}
		if id := corpus.OrgID(m.ID); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 2 && c.isState(ids[1]) && !c.isState(ids[0]) {
		ids = ids[:1] // "Amnesty International Kenya"
	}
	if len(ids) != 1 {
		return nil
	}
	return ids
}

var accredited = regexp.MustCompile(`(?i)(\bto|\bauprès|\bprès|\bante|\baux?|\bwith)\s+(?:(?:the|la|le|les|el|los|du|de|des|l['’]|republic|kingdom|state|of)\s*)*$`)

func (c *inference) isState(id corpus.OrgID) bool {
	return c.names.Kind(corpus.FieldOrganization, string(id)) == "state"
}

// parties reads a clause that names organizations and nothing else: one, or a
// list with commas and "and".
func (c *inference) parties(text string) []corpus.OrgID {
	text = strings.TrimSpace(officeOf.ReplaceAllString(teamOf.ReplaceAllString(text, ""), ""))
	if text == "" {
		return nil
	}
	if id, ok := c.names.Named(corpus.FieldOrganization, text); ok {
		return []corpus.OrgID{corpus.OrgID(id)}
	}
	if id, ok := c.names.Near(corpus.FieldOrganization, text); ok {
		return []corpus.OrgID{corpus.OrgID(id)}
	}
	if ids := c.listed(text); len(ids) > 0 {
		return ids
	}
	// A list with a name that is misspelt, or known with its brackets only.
	var ids []corpus.OrgID
	for _, name := range listSeparator.Split(text, -1) {
		id, ok := c.names.Named(corpus.FieldOrganization, name)
		if !ok {
			id, ok = c.names.Near(corpus.FieldOrganization, name)
		}
		if !ok {
			return nil
		}
		if !slices.Contains(ids, corpus.OrgID(id)) {
			ids = append(ids, corpus.OrgID(id))
		}
	}
	return ids
}

var listSeparator = regexp.MustCompile(`(?i)\s*(?:,|;|&|\band\b|\bet\b|\by\b)\s*(?:\band\b|\bet\b|\by\b)?\s*(?:the\s+)?`)

// listed reads a list of names in which nothing else stands.
func (c *inference) listed(text string) []corpus.OrgID {
	var (
		ids []corpus.OrgID
		end int
	)
	for _, m := range c.names.FindLoose(corpus.FieldOrganization, text) {
		if m.Ambiguous && m.Name == strings.ToUpper(m.Name) || !onlyJoins(text[end:m.Start]) {
			return nil
		}
		end = m.End
		if id := corpus.OrgID(m.ID); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 || !onlyJoins(text[end:]) {
		return nil
	}
	return ids
}

// officeOf matches what stands before the name of the organization that an
// office belongs to.
var officeOf = regexp.MustCompile(`(?i)^(?:(?:the|la|le|el)\s+)?(?:(?:delegation|d[ée]l[ée]gation|delegaci[óo]n|government|gouvernement|gobierno|permanent mission|mission permanente|misi[óo]n permanente|embassy|ambassade|embajada|people|member states)\s+(?:(?:of|de la|du|des|de|del)\s+|(?:de l|d)['’]\s*))+(?:the\s+)?`)

// teamOf matches the part of an organization that wrote for it: "Review Team".
var teamOf = regexp.MustCompile(`(?i)\s+(?:(?:review|elections?|communications|legal|steering|advocacy)\s+)?(?:team|secretariat|committee on elections|delegation|programme|program)$`)

// onlyJoins tells whether nothing but what joins the names of a list stands
// between two of them, or what follows a name: an acronym in brackets, "and
// its Member States".
func onlyJoins(text string) bool {
	text = bracketed.ReplaceAllString(text, " ")
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !joinWords[w] {
			return false
		}
	}
	return true
}

var bracketed = regexp.MustCompile(`\([^()]{1,40}\)`)

var joinWords = wordSet(`and the of et la le les l y el los las e i as well its member states members s ses états etats membres sus estados miembros group groupe grupo states parties party delegation delegations republic kingdom und republique république república de du del des d jointly together with joint`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
