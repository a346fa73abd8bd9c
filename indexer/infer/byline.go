package infer

import (
	"cmp"
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

// roleWords match the words for an office that somebody holds.
const roleWords = `\b(minister|ministre|ministr[oa]|ambassador|ambassad\w+|embajad\w+|representative|représentante?|representante|president|président\w*|president[ea]|director|direct\w+|secretary|secrétaire|secretari[oa]|attorney|advis[eo]r|adviser|conseill\w+|asesor\w*|counsel\w*|chair\w*|head|chef|jefe|coordinator|conven[eo]r|deputy|delegat\w+|legal|judge|prosecutor|procureure?|fiscal|registrar|member|membre|miembro|chargé|envoy|commissioner|solicitor|consul|officer|king|queen|prince|amir|emir|premier|primer|rapporteur)\b`

// The ways in which bylines are written. A clause is what stands between
// "statement by" and the place, the occasion or the topic.
var (
	lead = regexp.MustCompile(`(?i)(?:\b(?:statements?|remarks|address|speech|intervention|declaration|d[ée]clarations?|allocution|discours|discurso|declaraci[óo]n|intervenci[óo]n|alocuci[óo]n|palabras|message|mensaje|position|vote|reply|point)\s+(?:conjointe?\s+|conjunta\s+|g[ée]n[ée]rale\s+)?|^)` +
		`(?:(?:delivered|made|given|presented|read|submitted|pronounced|prononc[ée]e?s?|faite?s?|pr[ée]sent[ée]e?|lue?|pronunciad[oa]s?|le[íi]d[oa]|efectuad[oa]|presentad[oa])\s+)?` +
		`(?:(?:by|of|from|par|de la part de|de la|du|des|de|por|del|de los|от)\s+|(?:de l|d)['’]\s*)(?:the\s+|la\s+|le\s+|les\s+|el\s+|los\s+|l['’])?`)
	deliveredBy = regexp.MustCompile(`(?i)\b(?:delivered|presented|made|given|read(?: out)?|prononc[ée]e?s?|pr[ée]sent[ée]e?|faite?|pronunciad[oa]|le[íi]d[oa]|presentad[oa])\s+(?:by|par|por)\s*:?\s+(?:the\s+|la\s+|le\s+|el\s+)?`)
	behalf      = regexp.MustCompile(`(?i)\b(?:on|in) behalf (?:also )?of\b:?|\bau nom (?:de la|de l['’]|des|du|de|d['’])|\ben (?:nombre|representaci[óo]n) (?:del?|de la|de los|de las)\b|\bem nome (?:da|do|de)\b|\bот имени\b`)
	clauseEnd   = regexp.MustCompile(`(?i)[\s,]+(?:at|after|following|before|during|in the framework|on the occasion|regarding|concerning|under (?:agenda|item)|upon|on|in response|for the (?:\d|general|plenary|\w+teenth|\w+tieth)|lors|après|devant|à|au cours|aux|auprès|à l['’]occasion|sur|relative|concernant|ante|tras|después|durante|(?:as )?(?:delivered|presented|made|read|given) by|prononcée? par|présentée? par|pronunciad[oa] por|para (?:el|la)|en (?:el|la|ocasión)|con (?:ocasión|motivo)|sobre|relativ[ao])\b|[\s,]+(?:a l['’]occasion|(?:a la |at the )?\d{1,3} ?(?:st|nd|rd|th|e|[èe]me|°|º|\.º)? (?:\p{L}+ )?(?:session|per[íi]odo)|general debate|new york|nueva york|the hague|la haye|la haya|unga)\b|(?-i:[\s,]+to\b)|[\s,]to (?:the|all|states)\b|[\s,]+re:|[;|]|[\s,(]+\d{1,2} \p{L}+ \d{4}|[\s,(]+\d{1,4}[./-]\d{1,2}[./-]\d{2,4}`)
	sentenceEnd = regexp.MustCompile(`\p{Ll}{5}\.\s`)
	dash        = regexp.MustCompile(` [–—-] `)
	honorific   = regexp.MustCompile(`(?i)^(?:by\s+|par\s+|por\s+)?(?:the\s+)?(?:h\.?\s?e\.?\b|s\.?\s?e\.?\b|mr\b|mrs\b|ms\b|miss\b|dr\b|prof\b|sir\b|judge\b|juge\b|jueza?\b|amb\b|ambassador\b|ambassadeur\b|ambassadrice\b|embajador\w*|(?:his|her) (?:\w+ )?(?:excellency|majesty|highness|grace|eminence)|s\.a\.|s\.m\.|hon\b|honou?rable|son excellence|su excelencia|excm[oa]|excelent[íi]sim[oa]|(?:el |la )?señora?\b|m\. |mme\b|mlle\b|sra?\b|don\b|doña\b|prince\b|princess\b|sheikh\b|rt\b)`)
	roleWord    = regexp.MustCompile(`(?i)` + roleWords)
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
	var person byline
	for _, at := range lead.FindAllStringIndex(text, 4) {
		b := c.clause(text[at[1]:])
		if person.deliverer == "" {
			person.deliverer, person.role = b.deliverer, b.role
		}
		if !b.empty() {
			b.deliverer, b.role = cmp.Or(b.deliverer, c.deliveredIn(text).deliverer), cmp.Or(b.role, c.deliveredIn(text).role)
			return b
		}
	}
	if b := c.deliveredIn(text); !b.empty() || b.deliverer != "" {
		return b
	}
	if person.deliverer != "" {
		return person
	}
	// Russian and Arabic put the speaker right behind the word for speech.
	if at := bareLead.FindStringIndex(text); at != nil {
		return byline{authors: c.ofRole(cutClause(text[at[1]:]))}
	}
	return byline{}
}

var bareLead = regexp.MustCompile(`(?i)^(?:выступление|заявление|речь|обращение|كلمة|بيان|خطاب)\s+`)

// deliveredIn reads the person that a text was delivered by.
func (c *inference) deliveredIn(text string) byline {
	at := deliveredBy.FindStringIndex(text)
	if at == nil {
		return byline{}
	}
	return c.clause(text[at[1]:])
}

// onBehalf reads "A on behalf of B": B is the author and A speaks. States that
// speak for other states speak for themselves too.
func (c *inference) onBehalf(before, after string) byline {
	if aligned.MatchString(before) {
		return byline{}
	}
	clause, by := cutClause(after), ""
	if at := spokenBy.FindStringIndex(clause); at != nil {
		clause, by = strings.TrimRight(clause[:at[0]], " ,"), clause[at[1]:]
	}
	b := byline{authors: c.parties(clause)}
	if len(b.authors) == 0 {
		return byline{}
	}
	before = also.ReplaceAllString(before, "")
	var speaker byline
	if by != "" {
		speaker = c.clause(by)
	} else if at := lead.FindStringIndex(before); at != nil {
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

var (
	spokenBy = regexp.MustCompile(`(?i)[\s,]+(?:delivered |made |presented )?(?:by|par|por)\s+`)
	also     = regexp.MustCompile(`(?i)[\s,(]+(?:also|speaking|acting|[ée]galement|parlant|tambi[ée]n|hablando)?\s*$`)
)

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
	if ids := c.parties(short); len(ids) > 0 { // before persons: "DR Congo" is no doctor
		b := byline{authors: ids}
		if m := inBrackets.FindStringSubmatch(short); m != nil && (looksLikeName(m[1]) || honorific.MatchString(m[1])) && !formOfState.MatchString(m[1]) && len(c.parties(m[1])) == 0 {
			b.deliverer = withName(m[1]) // "Statement by A (Mr. N)"
		}
		return b
	}
	name, role, person := splitPerson(text)
	if !person {
		return byline{}
	}
	b := byline{deliverer: withName(name), role: role}
	if role != "" {
		b.authors = c.ofRole(role)
	}
	return b
}

var inBrackets = regexp.MustCompile(`\(([^()]{4,60})\)$`)

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

// withName is the name of a person with the titles before it; "" if there are
// only titles.
func withName(s string) string {
	rest := s
	for honorific.MatchString(rest) {
		rest = strings.TrimLeft(honorific.ReplaceAllString(rest, ""), " .,")
	}
	if noName[strings.ToLower(strings.Trim(rest, " .,"))] {
		return ""
	}
	return s
}

// noName are what titles may leave when they are taken off and nobody is named.
var noName = map[string]bool{"": true, "the": true, "el": true, "le": true, "la": true, "president": true, "the president": true, "chair": true, "señor": true, "señora": true}

// splitPerson parts "H.E. Mr. N, Minister of A" into name and role. It reports
// false when the clause does not name a person.
func splitPerson(text string) (name, role string, ok bool) {
	head, tail, cut := strings.Cut(text, ",")
	head, tail = strings.TrimSpace(head), strings.TrimSpace(tail)
	if honorific.MatchString(head) {
		for cut && withName(head) == "" { // "H.E., Mr. N"
			next, tail2, more := strings.Cut(tail, ",")
			head, tail, cut = head+", "+strings.TrimSpace(next), strings.TrimSpace(tail2), more
		}
		// "H.E. Mr. N Minister of A", "Ambassador of A"; but "Ambassador N" is a
		// name with its title.
		for _, at := range roleStart.FindAllStringIndex(head, -1) {
			name := strings.TrimSpace(head[:at[0]])
			if withName(name) == "" && !ofSomething.MatchString(head[at[1]:]) && len(strings.Fields(head[at[1]:])) > 0 {
				continue
			}
			role := head[at[0]:]
			if tail != "" {
				role += ", " + tail
			}
			return strings.TrimRight(name, " ,-–"), role, true
		}
		return head, tail, true
	}
	if cut && roleWord.MatchString(tail) && looksLikeName(head) && !roleWord.MatchString(head) {
		return head, tail, true
	}
	if roleWord.MatchString(head) {
		return "", text, true
	}
	return "", "", false
}

// roleStart matches a role with the words that belong before it.
var roleStart = regexp.MustCompile(`(?i)\b(?:(?:federal|prime|deputy|vice|foreign|first|acting|permanent|alternate|state|under|assistant|senior|executive|state|premi[eè]re?|primera?|vice[- ]?)[\s-]+)*` + roleWords)

// ofSomething matches what follows an office and not a title: "of", "General for".
var ofSomething = regexp.MustCompile(`(?i)^(?:[\s-]+(?:general|representative|adviser|advisor|prosecutor|minister|counsel|plenipotentiary))?\s+(?:of|for|at|de|du|del|des|para|pour|d['’])\b`)

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
	if bare := strings.TrimSpace(withoutBrackets(text)); bare != text {
		if ids := c.parties(bare); len(ids) > 0 {
			return ids
		}
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
	text = withoutBrackets(text)
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if !joinWords[w] {
			return false
		}
	}
	return true
}

// withoutBrackets takes out what stands in brackets, unless it is part of the name.
func withoutBrackets(text string) string {
	return bracketed.ReplaceAllStringFunc(text, func(inside string) string {
		if formOfState.MatchString(inside) {
			return inside // "Congo (Democratic Republic of the)" is not the Congo
		}
		return " "
	})
}

var bracketed = regexp.MustCompile(`\([^()]{1,60}\)`)

var formOfState = regexp.MustCompile(`(?i)republic|r[ée]publique|rep[úu]blica|kingdom|royaume|reino|democratic|people|bolivarian|plurinational|federated|islamic|state of|former`)

var joinWords = wordSet(`and the of et la le les l y el los las e i as well its member states members s ses états etats membres sus estados miembros group groupe grupo states parties party delegation delegations republic kingdom und republique république república de du del des d jointly together with joint`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
