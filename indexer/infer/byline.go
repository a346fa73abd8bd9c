package infer

import (
	"regexp"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/infer/dates"
)

// byline is what a line says of whose statement it is.
type byline struct {
	authors    []corpus.OrgID
	unresolved []string // names of authors that the authority lacks
	person     bool     // it names a person, of whom nothing says for whom
	source     string   // the line it was read from; "" where that is the whole signal
}

func (b byline) empty() bool { return len(b.authors) == 0 && len(b.unresolved) == 0 }

// How bylines are written. A clause is what stands between "statement by" and
// the place, the occasion or the topic.
var (
	lead = anyOf(`(?:\b(?:` + speechNouns + `|` + positionNouns + `|` + paperNouns + `)\s+(?:conjointe?\s+|conjunta\s+|g[ée]n[ée]rale\s+|abierta\s+|ouverte\s+|[ée]crite\s+|orale?\s+|finale?\s+|na[tc]ionale?\s+|officielle\s+|liminaire\s+|escrita\s+|oficial\s+)?|^)(?:(?:` + delivered + `)\s+)?` + by)
	// Russian and Arabic put the speaker right behind the word for speech.
	bareLead = anyOf(`^(?:(?:совместное|национальное)\s+)?(?:выступление|заявление|речь|обращение)\s+`, `^рекомендации\s+`, `^(?:كلمة|بيان|خطاب|مداخلة|توصيات)\s+(?:(?:وفد|حكومة|مشترك|باسم)\s+)*`)
	// Chinese puts the speaker first, and no spaces between the words.
	chineseLead = regexp.MustCompile(`^(\p{Han}{2,16}?)(?:常驻(?:联合国|荷兰)?|观察员)*(?:代表团?|政府|外交部|大使).{0,200}?(?:发言|讲话|致辞|声明)`)
	// "A on behalf of B", and a group whose statement it is.
	chineseBehalf = regexp.MustCompile(`^(\p{Han}{2,16}?)(?:常驻(?:联合国|荷兰)?)?(?:代表团?)?代表(\p{Han}{2,16}?)在.{0,200}?(?:发言|讲话|声明)`)
	chinesePaper  = regexp.MustCompile(`^(\p{Han}{2,16}?)(?:致|向|对|关于|就).{2,60}(?:建议|意见|简报|公开信)`)
	chineseAt     = regexp.MustCompile(`^(\p{Han}{2,16}?)在.{2,80}(?:发言|讲话|声明|致辞)$`) // "A 在…会议上的发言"
	chineseOf     = regexp.MustCompile(`^(\p{Han}{2,16}?)的?(?:联合|共同)?(?:发言|讲话|声明)$`)
	behalf        = anyOf(`\b(?:` + onBehalfOf + `)`)
	clauseEnd     = anyOf(
		// the occasion and the subject
		`[\s,]+(?:at|after|following|before|during|in the framework|on|on the occasion|in response|regarding|concerning|upon|under (?:agenda|item)|for the (?:\d|general|plenary|\w+teenth|\w+tieth))\b`,
		`[\s,]+(?:lors|après|devant|au cours|aux|auprès|sur|relative|concernant|ante|tras|después|durante|para (?:el|la|a|o)|en (?:el|la|ocasión)|con (?:ocasión|motivo)|sobre|relativ[ao])\b`,
		`[\s,]+(?:a l['’]occasion|(?:a la |at the )?\d{1,3} ?(?:st|nd|rd|th|e|[èe]me|°|º|\.º)? (?:\p{L}+ )?(?:session|per[íi]odo)|general debate|unga)\b`,
		`[\s,]+(?:ASP|AEP|ICC-ASP)\s?/?\d`, `,\s*(?:plenary|pl[ée]ni[èe]re|plenaria|plenári\S)(?:\s|$)`,
		`[\s,]+à\s`, // no word boundary follows an accented letter
		`[\s,]+in (?:the |its )?(?:general debate|plenary|\w+(?:[- ]\w+)? (?:session|meeting|plenary))\b`, `[\s,]+in (?:the |its )?(?:\S+ )?committee\b`, `[\s,]+dans le (?:cadre|débat)\b`, `[\s,]+(?:na|no) (?:sessão|assembleia|debate|plenári[oa]|\d+)`,
		// the one who read it out for the author
		`[\s,]+(?:as )?(?:delivered|prononc[ée]e?s?|pronunciad[oa]s?|le[íi]d[oa]s?|proferid[oa]s?|presented|read out)\b`,
		`[\s,]+(?:as )?(?:`+delivered+`) (?:by|par|por)\b`,
		// the place and the day
		`[\s,]+(?:new york|nueva york|the hague|la haye|la haya)\b`,
		`[\s,(]+\d{1,2} \p{L}+ \d{4}`, `[\s,(]+\d{1,4}[./-]\d{1,2}[./-]\d{2,4}`,
		// those who are spoken to; "TO LAM" is a name
		`(?-i:[\s,]+to\b)`, `[\s,]to (?:the|all|states)\b`,
		`[\s,]+re:`, `[;|]`,
		// what a sentence goes on to say of it
		`,\s+(?:which|who|that|qui|que|laquelle|lequel|la cual|el cual)\b`,
	)
	sentenceEnd = regexp.MustCompile(`\p{Ll}{5}\.\s`) // not the point of "Mr." or "Excmo."
	dash        = regexp.MustCompile(` [–—-] `)
)

// byline takes a byline out of a line or a few. The line must be one that names
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
		if !b.empty() {
			return b
		}
		person.person = person.person || b.person
	}
	if b := c.deliveredIn(text); !b.empty() {
		return b
	} else if b.person {
		person.person = true
	}
	if b := c.otherScripts(text); !b.empty() {
		return b
	}
	return byline{person: person.person}
}

// otherScripts reads bylines in languages that put the speaker beside the word
// for speech without a word for "by".
func (c *inference) otherScripts(text string) byline {
	if at := bareLead.FindStringIndex(text); at != nil {
		clause := cutClause(text[at[1]:])
		if ids := c.parties(strings.TrimSpace(articlesAr.ReplaceAllString(russianOffice.ReplaceAllString(clause, ""), ""))); len(ids) > 0 {
			return byline{authors: ids}
		}
		if ids := c.ofRole(clause); len(ids) > 0 {
			return byline{authors: ids}
		}
		// The office may go over several lines: "выступление / министра / Республики А".
		lines := strings.Split(text[at[1]:], "\n")
		return byline{authors: c.ofRole(strings.Join(lines[:min(len(lines), 3)], " "))}
	}
	if m := chineseBehalf.FindStringSubmatch(text); m != nil {
		if ids := c.parties(m[2]); len(ids) > 0 && len(c.parties(m[1])) > 0 {
			return byline{authors: ids}
		}
	}
	if m := chineseAt.FindStringSubmatch(firstLineOf(text)); m != nil {
		if ids := c.parties(m[1]); len(ids) > 0 {
			return byline{authors: ids}
		}
	}
	if m := chineseOf.FindStringSubmatch(firstLineOf(text)); m != nil {
		if ids := c.parties(m[1]); len(ids) > 0 {
			return byline{authors: ids}
		}
	}
	if m := chineseLead.FindStringSubmatch(text); m != nil {
		if ids := c.parties(m[1]); len(ids) > 0 {
			return byline{authors: ids}
		}
		return byline{authors: c.parties(strings.TrimSuffix(strings.TrimSuffix(m[1], "共和国"), "国"))}
	}
	if m := chinesePaper.FindStringSubmatch(text); m != nil && c.genre != genreSpeech {
		return byline{authors: c.parties(m[1])}
	}
	return byline{}
}

var (
	russianOffice = regexp.MustCompile(`(?i)^(?:(?:перво\p{L}+\s+)?(?:заместителя\s+)?(?:министра\s+(?:юстиции|иностранных дел)|главы делегации|посла)|(?:заместителя\s+)(?:постоянного представителя)|делегации|правительства|представителя|постоянного представителя|постоянного представительства|посольства)\s+`)
	articlesAr    = regexp.MustCompile(`\s+أمام\s.*$|\s+في\s+(?:الدورة|الجلسة|المناقشة).*$`)
)

func firstLineOf(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// deliveredIn reads for whom the person speaks that a text was delivered by.
func (c *inference) deliveredIn(text string) byline {
	for _, line := range strings.Split(text, "\n") {
		at := deliveredGap.FindStringIndex(line)
		if at == nil {
			at = aCargo.FindStringIndex(line)
		}
		if at == nil || endOfLead(line, at) {
			continue
		}
		if b := c.clause(text[strings.Index(text, line)+at[1]:]); !b.empty() || b.person {
			return b
		}
	}
	return byline{}
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
	speaksToo := alsoFor.MatchString(also.FindString(before))
	before = also.ReplaceAllString(before, "")
	if name := jointly.FindStringSubmatch(before); name != nil { // "A (joint statement on behalf of B and C)"
		b.authors = appendOrgs(c.parties(name[1]), b.authors...)
		return b
	}
	var speaker byline
	if by != "" {
		speaker = c.clause(by)
	} else if at := lead.FindStringIndex(before); at != nil {
		speaker = c.clause(before[at[1]:])
	} else {
		speaker = c.clause(before)
	}
	states := !speaker.person
	for _, id := range append(slices.Clone(b.authors), speaker.authors...) {
		states = states && c.isState(id)
	}
	for _, id := range speaker.authors {
		if (states || speaksToo && !speaker.person) && !slices.Contains(b.authors, id) {
			b.authors = append([]corpus.OrgID{id}, b.authors...)
		}
	}
	return b
}

func appendOrgs(ids []corpus.OrgID, more ...corpus.OrgID) []corpus.OrgID {
	for _, id := range more {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// jointly matches a name before a bracket that says for whom else it speaks.
var jointly = regexp.MustCompile(`(?i)^(.{3,120}?)\s*[(–—-]\s*(?:(?:joint|d[ée]claration conjointe|declaraci[óo]n conjunta)\b.{0,40})$`)

var (
	spokenBy = regexp.MustCompile(`(?i)[\s,]+(?:delivered |made |presented )?(?:by|par|por)\s+`)
	also     = regexp.MustCompile(`(?i)[\s,(]+(?:(?:also|speaking|acting|[ée]galement|parlant|tambi[ée]n|hablando)\s*)*$`)
)

// aligned marks the sentences in which a speaker joins what others said: the
// others are not the authors.
var aligned = regexp.MustCompile(`(?i)align|associat|endors|support|\bjoin(?:s|ed|ing)?\b|echo|subscrib|associe|s'alli|souscri|fait sienn|ralli|adh[eé]r|sum[ao]|asoci|hace suy|presented by|delivered by .* which`)

// clause reads who it is that a clause names: an organization or several, or a
// person with a role in one.
func (c *inference) clause(text string) byline {
	full := text
	text = cutClause(text)
	short := text
	if i := dash.FindStringIndex(text); i != nil {
		short = text[:i[0]]
	}
	if short == "" || len(short) > 300 {
		return byline{}
	}
	if ids := c.parties(short); len(ids) > 0 { // before persons: "DR Congo" is no doctor
		return byline{authors: ids}
	}
	p, ok := c.personIn(joinLines(full), false)
	if !ok {
		if ids := c.byDemonym(short); len(ids) > 0 {
			return byline{authors: ids}
		}
		if roleWord.MatchString(firstPart(text)) {
			return byline{authors: c.ofRole(text)} // "the Minister of Justice of A"
		}
		return byline{}
	}
	b := byline{person: true}
	if p.role != "" {
		b.authors = c.ofRole(p.role)
	}
	if len(b.authors) == 0 {
		// "Counsellor at the Permanent Mission of A", "N for the Republic of A"
		if m := belongsTo.FindStringSubmatch(shorten(joinLines(full), 300)); m != nil {
			b.authors = c.ofRole(cutClause(m[1]))
		}
	}
	return b
}

// belongsTo matches what stands before the organization that somebody belongs to.
var belongsTo = anyOf(`(?:,?\s(?:at|of|for|from|à|de|auprès de|en|du)\s+(?:the\s+|la\s+|l['’])?(?:permanent mission|mission permanente|misión permanente|missão permanente|embassy|ambassade|embajada|embaixada|delegation|ministry|department|foreign office)\s+(?:of|de|del|du|da|do)|\s(?:for|pour|por)\s+(?:the\s+|la\s+|el\s+)?(?:(?:republic|kingdom|state|république|royaume|état|república|reino|estado|delegation|government)\s+(?:of|de|du|del)))\s+(.{3,120})`)

var inBrackets = regexp.MustCompile(`\(([^()]{4,60})\)$`)

// joinLines joins the lines that a byline goes on in.
func joinLines(text string) string {
	lines := strings.Split(strings.TrimLeft(text, " \n:,-–—"), "\n")
	joined := lines[:0:0]
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if i > 0 && i < 6 && honorific.MatchString(joined[len(joined)-1]) && nameGoesOver(line) {
			joined[len(joined)-1] += " " + line
			continue
		}
		if i > 0 && (i > 5 || line == "" || !goesOn(joined[len(joined)-1], line) || startsOccasion.MatchString(line) || len(dates.In(line)) > 0 || furniture.MatchString(line) || isSalutation(line)) {
			break
		}
		joined = append(joined, line)
	}
	return strings.Join(joined, ", ")
}

// cutClause ends a clause where the occasion, the place or the topic begins.
func cutClause(text string) string {
	text = joinLines(text)
	if at := clauseEnd.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	if at := sentenceEnd.FindStringIndex(text); at != nil {
		text = text[:at[1]-2]
	}
	return strings.Trim(text, " ,.:;\"“”«»")
}

// nameGoesOver tells whether a line begins with the rest of a name that the line
// before it began, and goes on with the office.
func nameGoesOver(line string) bool {
	before, _, ok := strings.Cut(line, ",")
	fields := strings.Fields(before)
	if !ok || len(fields) == 0 || len(fields) > 4 || !roleStart.MatchString(shorten(strings.TrimLeft(line[len(before):], " ,"), 60)) {
		return false
	}
	for _, w := range fields {
		if !isNameWord(w) && !particles[strings.ToLower(w)] {
			return false
		}
	}
	return true
}

// goesOn tells whether a line of a byline goes on in the next: "H.E. Mr. N" in
// "Minister of A", "Minister for" in "Foreign Affairs of A".
func goesOn(line, next string) bool {
	if line == "" || opensMore(line) || joiners.MatchString(next) {
		return true
	}
	at := roleWord.FindStringIndex(next)
	return honorific.MatchString(next) || honorific.MatchString(line) && len(strings.Fields(line)) < 4 && len(next) < 60 || at != nil && at[0] < 40
}

var startsOccasion = regexp.MustCompile(`(?i)^(at|to|in|on|before|during|for|general debate|plenary|agenda|lors|après|devant|à|au|aux|débat|en|ante|tras|después|durante|debate|new york|the hague|la haye|la haya|\d|item|assembl|asamblea|twent|nine|eight|seven|six|fif|four|thir|first|second|third)(\b|\w+)`)
