package infer

import (
	"math"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"rostrum/corpus"
)

// maxOwnWords is how much of a speech is read for words that only the speaker's
// own organization stands in, in bytes: further down others are spoken of.
const maxOwnWords = 1800

// How much a sign of the speaker's own organization is worth. What only a verb
// speaks for needs a second sign.
const (
	signEnough = 2
	signWeak   = 1
)

// authorsInText reads the first sentences of the speech for words that only
// the speaker's own organization stands in: "I speak on behalf of A", "my
// country, B", "C aligns itself with the statement of the European Union". A
// state that is the subject of what is said, or that the sentence is "for", is
// the speaker's where a second sign says so and no other state has any.
func (c *inference) authorsInText() {
	if c.genre == genrePaper {
		c.authorOfPaper()
		return
	}
	if c.genre != genreSpeech {
		return
	}
	text := c.ownWords()
	if ids, quote := c.behalfIn(text); len(ids) > 0 {
		c.s.Authors = ids
		c.noteAuthors(signal{ruleText, quote}, byline{authors: ids})
		return
	}
	c.stateInText(text)
}

// ownWords is the beginning of the speech as one line: with the sentences that
// the head ends in where the chair is not greeted first.
func (c *inference) ownWords() string {
	first := len(c.head)
	for first > 0 && (isSentence(c.head[first-1]) || first == len(c.head) && len(c.head[first-1]) > 30 && strings.HasSuffix(c.head[first-1], ",")) {
		first--
	}
	text := strings.Join(append(slices.Clone(c.head[first:]), withoutGreeting(c.speech)), "\n")
	return strings.Join(strings.Fields(shorten(text, maxOwnWords)), " ")
}

// isSentence tells whether a line is a sentence of a speech and no byline.
func isSentence(line string) bool {
	return len(line) > 50 && strings.HasSuffix(line, ".") && !startsByline.MatchString(line) && !narrated.MatchString(line) && !followingWords.MatchString(line)
}

// behalfIn finds on whose behalf the speaker says to speak.
func (c *inference) behalfIn(text string) (ids []corpus.OrgID, quote string) {
	for _, at := range speaksFor.FindAllStringIndex(text, 6) {
		start := strings.LastIndexAny(text[:at[0]], ".!?") + 1
		end := len(text)
		if i := strings.IndexAny(text[at[1]:], ".!?"); i >= 0 {
			end = at[1] + i
		}
		if aligned.MatchString(text[start:at[0]]) || ofOthers.MatchString(text[start:at[0]]) || !firstPerson.MatchString(text[start:end]) && !weSpeak.MatchString(text[start:end]) && !isHonour.MatchString(text[start:at[0]]) {
			continue
		}
		if ids := c.listOf(text[at[1]:]); len(ids) > 0 {
			return ids, strings.ToValidUTF8(strings.TrimSpace(text[start:min(end, at[1]+80)]), "")
		}
	}
	return nil, ""
}

// spokenForMore finds those on whose behalf a speaker says to speak whose own
// state alone the head names: "my own country, A, and B".
func (c *inference) spokenForMore(own corpus.OrgID) (ids []corpus.OrgID, quote string) {
	if c.genre != genreSpeech {
		return nil, ""
	}
	ids, quote = c.behalfIn(c.ownWords())
	if len(ids) == 1 && !c.isState(ids[0]) || len(ids) > 1 && slices.Contains(ids, own) {
		return ids, quote
	}
	return nil, ""
}

// withoutGreeting takes the lines that greet the chair off a speech.
func withoutGreeting(speech string) string {
	for {
		line, rest, ok := strings.Cut(speech, "\n")
		line = strings.TrimSpace(line)
		if !ok || line != "" && (!isSalutation(line) || len(line) > 120) {
			return speech
		}
		speech = rest
	}
}

// stateInText weighs the signs of a state that is named only in its own speech.
func (c *inference) stateInText(text string) {
	signs, quotes := map[corpus.OrgID]int{}, map[corpus.OrgID]string{}
	var order []corpus.OrgID
	sign := func(id corpus.OrgID, worth int, quote string) {
		if signs[id] == 0 {
			order = append(order, id)
			quotes[id] = quote
		}
		signs[id] += worth
	}
	sentences := map[int]bool{} // a sentence gives one sign
	var opens corpus.OrgID      // whose name the first sentence begins with
	for _, m := range c.names.Find(corpus.FieldOrganization, text) {
		before, after, id := text[:m.Start], text[m.End:], corpus.OrgID(m.ID)
		start := strings.LastIndexAny(before, ".!?:") + 1
		end := min(len(text), m.End+120)
		if i := strings.IndexAny(text[m.End:end], ".!?"); i >= 0 {
			end = m.End + i + 1
		}
		quote := strings.ToValidUTF8(strings.TrimSpace(text[max(start, m.Start-80):end]), "")
		switch {
		case myCountry.MatchString(before), c.isState(id) && represents.MatchString(before):
			sign(id, signEnough, quote)
		case sentenceStart.MatchString(before) && alignsItself.MatchString(after):
			sign(id, signEnough, quote)
		case sentenceStart.MatchString(before) && mayAddress.MatchString(after):
			sign(id, signEnough, quote)
		case !c.isState(id) || sentences[start]:
		case speaksOf.MatchString(after) && (sentenceStart.MatchString(before) || afterVerb.MatchString(before)),
			(forItself.MatchString(before) || momentFor.MatchString(before)) && !forOther.MatchString(after),
			hisOwn.MatchString(after) && !theirs.MatchString(before):
			sign(id, signWeak, quote)
			sentences[start] = true
			if start == 0 && sentenceStart.MatchString(before) && speaksOf.MatchString(after) {
				opens = id
			}
		case start == 0 && sentenceStart.MatchString(before) && anyVerb.MatchString(after),
			sentenceStart.MatchString(before) && anyVerb.MatchString(after) && signs[id] > 0:
			sign(id, signWeak, quote)
			sentences[start] = true
		}
	}
	if id, where := c.stateOfSite(); id != "" && (signs[id] > 0 || len(order) == 0) {
		sign(id, signWeak, where)
	}
	if opens != "" && signs[opens] < signEnough && officialSite.MatchString(c.text.Properties.SiteName+" "+lastPart(c.text.Properties.Title)) {
		sign(opens, signWeak, "") // a government's site has a speech that begins with the name of a state
	}
	var best corpus.OrgID
	for _, id := range order {
		if best == "" || signs[id] > signs[best] {
			best = id
		}
	}
	switch {
	case best == "":
		return
	case slices.ContainsFunc(order, func(id corpus.OrgID) bool { return id != best && signs[id]*2 >= signs[best] }):
		return // a speech of two states
	case c.otherSpeaks(best):
		return
	case signs[best] < signEnough:
		c.offer(corpus.FieldOrganization, ruleText, quotes[best], trust[ruleText]-.25, string(best))
		return
	}
	c.s.Authors = []corpus.OrgID{best}
	c.noteAuthors(signal{ruleText, quotes[best]}, byline{authors: c.s.Authors})
}

// otherSpeaks tells whether the head names the statement of another state.
func (c *inference) otherSpeaks(than corpus.OrgID) bool {
	for _, line := range c.head {
		if !c.callsItself(line) || aligned.MatchString(line) {
			continue
		}
		for _, m := range c.names.Find(corpus.FieldOrganization, line) {
			if id := corpus.OrgID(m.ID); c.isState(id) && id != than && !accredited.MatchString(line[:m.Start]) && !placeLine.MatchString(line) {
				return true
			}
		}
	}
	return false
}

// stateOfSite is the state that the site belongs to, by its name or its
// address. Sites carry other people's speeches: it is a second sign at most.
func (c *inference) stateOfSite() (id corpus.OrgID, where string) {
	names := []string{c.text.Properties.SiteName}
	if i := strings.LastIndex(c.text.Properties.Title, " | "); i >= 0 {
		names = append(names, c.text.Properties.Title[i+3:])
	}
	for _, name := range names {
		if !officialSite.MatchString(name) {
			continue
		}
		name = missionTo.ReplaceAllString(name, "")
		found := c.names.Find(corpus.FieldOrganization, name)
		if len(found) == 1 && c.isState(corpus.OrgID(found[0].ID)) {
			return corpus.OrgID(found[0].ID), name
		}
	}
	u, err := url.Parse(c.item.Location)
	if err != nil || u.Hostname() == "" {
		return "", ""
	}
	host := u.Hostname()
	for _, label := range strings.FieldsFunc(host, func(r rune) bool { return r == '.' || r == '-' }) {
		if len(label) < 3 && !shortState.MatchString(strings.ToUpper(label)) {
			continue
		}
		name := label
		if len(label) < 4 {
			name = strings.ToUpper(label)
		}
		ids := c.parties(name)
		if len(ids) == 1 && c.isState(ids[0]) && (len(label) > 3 || shortState.MatchString(name)) {
			return ids[0], host
		}
	}
	if strings.HasSuffix("."+host, ".un.int") { // the missions to the United Nations, each in a folder
		first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
		if id, ok := c.names.Named(corpus.FieldOrganization, strings.ReplaceAll(first, "-", " ")); ok && c.isState(corpus.OrgID(id)) {
			return corpus.OrgID(id), host + "/" + first
		}
	}
	return c.stateOfDomain(host), host
}

// stateOfDomain is the state in whose top-level domain a host of its government is.
func (c *inference) stateOfDomain(host string) corpus.OrgID {
	top := host[strings.LastIndexByte(host, '.')+1:]
	switch {
	case top == "gov":
		return "USA" // the domain of its federal government
	case len(top) != 2 || !officialHost.MatchString(host) && !officialSite.MatchString(c.text.Properties.SiteName):
		return ""
	case top == "uk":
		return "GBR" // the code of ISO 3166 is GB
	}
	region, err := language.ParseRegion(strings.ToUpper(top))
	if id := corpus.OrgID(region.ISO3()); err == nil && c.isState(id) {
		return id
	}
	return ""
}

// officialHost matches the hosts of governments.
var officialHost = regexp.MustCompile(`(?i)(?:^|[.-])(?:gov|govt|gob|gouv|gc|government|mfa|mofa|mae|mre|mrree|rree|min\w*|admin|diplo\w*|foreign\w*|auswaertiges-amt|um|dfat|mfat|esteri|exteriores|cancilleria|itamaraty|vie-publique|stjornarradid|regeringen|bmeia|embassy|emb\w*|mission|missions)[.-]`)

// lastPart is what a title has behind its last bar: the name of the site.
func lastPart(title string) string { return title[strings.LastIndex(title, "|")+1:] }

// offer notes a value that is not sure enough to be set, for somebody to review.
func (c *inference) offer(f corpus.Field, rule, source string, confidence float64, values ...string) {
	c.s.Offers = append(c.s.Offers, corpus.Evidence{
		Field: f, Value: values, Rule: rule, Source: shorten(source, maxQuote), Confidence: math.Round(confidence*100) / 100,
	})
}

// authorOfPaper finds whose paper it is where no heading says so: the
// organization that the site belongs to and that the paper speaks of as itself.
func (c *inference) authorOfPaper() {
	site := c.ownerOfSite()
	if site == "" {
		return
	}
	text := strings.Join(strings.Fields(shorten(strings.Join(c.head, ". ")+". "+c.speech, maxOwnWords)), " ")
	for _, m := range c.names.Find(corpus.FieldOrganization, text) {
		if corpus.OrgID(m.ID) != site {
			continue
		}
		before, after := text[:m.Start], text[m.End:]
		if ownPaper.MatchString(after) || sentenceStart.MatchString(before) && papersVerb.MatchString(after) {
			quote := strings.ToValidUTF8(text[max(0, m.Start-60):min(len(text), m.End+60)], "")
			c.s.Authors = []corpus.OrgID{site}
			c.noteAuthors(signal{ruleText, quote}, byline{authors: c.s.Authors})
			return
		}
	}
	c.offer(corpus.FieldOrganization, ruleProperties, c.text.Properties.SiteName, trust[ruleProperties]-.25, string(site))
}

// authorOfNews finds the organization that tells of itself: its name begins the
// title, and the site is its own. States are told of by others too.
func (c *inference) authorOfNews(title string) byline {
	site := c.ownerOfSite()
	if site == "" || c.isState(site) || c.genre != genreNews {
		return byline{}
	}
	for _, m := range c.names.Find(corpus.FieldOrganization, title) {
		if corpus.OrgID(m.ID) == site && m.Start < 5 {
			return byline{authors: []corpus.OrgID{site}}
		}
	}
	return byline{}
}

// ownerOfSite is the organization that the site says it is.
func (c *inference) ownerOfSite() corpus.OrgID {
	names := []string{c.text.Properties.SiteName}
	if i := strings.LastIndex(c.text.Properties.Title, " | "); i >= 0 {
		names = append(names, c.text.Properties.Title[i+3:])
	}
	for _, name := range names {
		if id, ok := c.names.Named(corpus.FieldOrganization, strings.TrimSpace(name)); ok {
			return corpus.OrgID(id)
		}
	}
	return ""
}

// listOf reads the organizations at the beginning of a text: states may be
// many, of others there is one.
func (c *inference) listOf(text string) []corpus.OrgID {
	if i := strings.IndexAny(text, ".;!?"); i >= 0 {
		text = text[:i]
	}
	text = peopleOf.ReplaceAllString(officeOf.ReplaceAllString(text, ""), "")
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

// The verbs of speakers who speak of themselves by name.
const speakingVerbs = `supports?|welcomes?|thanks?|reiterates?|reaffirms?|believes?|considers?|calls? (?:on|upon|for)|urges?|congratulates?|commends?|remains?|wishes to|would like|stands?|expresses|takes note|notes with|underlines?|emphasi[sz]es?|is (?:grateful|pleased|committed|convinced|proud|honou?red|of the view|deeply|a (?:strong|firm|proud|committed|small|founding))|looks forward|regrets?|hopes?|condemns?|shares?|attaches|encourages?|appreciates?|recogni[sz]es|has (?:been an? (?:strong|firm|staunch|steadfast|consistent|committed|active|long-?standing)|always|consistently|paid|ratified|contributed|supported)|will (?:continue|go on|ratify|vote|pay|contribute|double|remain|always)|asks for|` +
	`soutient|salue|remercie|réitère|réaffirme|estime|considère|appelle|félicite|se félicite|demeure|reste|souhaite|tient à|exprime|souligne|est (?:attaché|convaincu|d['’]avis|fier|heureu)\S*|regrette|espère|condamne|partage|encourage|a (?:ratifié|toujours)|continuera|` +
	`apoya|saluda|celebra|agradece|reitera|reafirma|cree|considera|llama|insta|felicita|sigue|desea|expresa|subraya|está (?:comprometid|convencid)\S*|lamenta|espera|condena|comparte|alienta|ha (?:ratificado|pagado|cumplido|apoyado)|no se retirará|seguirá|continuará|vuelve|` +
	`apoia|saúda|agradece|acredita|considera|felicita|deseja|expressa|sublinha|lamenta|condena|partilha|compartilha|participa desta|ratificará|ratificou|continuará|` +
	`поддерживает|приветствует|благодарит|считает|призывает|подтверждает|выражает|присоединяется|осуждает|остается|остаётся|продолжит|` +
	`تؤيد|ترحب|تشكر|تؤكد|تدعو|تجدد|تعرب|تثمن|تؤمن`

var (
	speaksFor = regexp.MustCompile(`(?i)(?:` + onBehalfOf + `)\s*(?:the\s+)?`)
	// ofOthers matches what stands before "on behalf of" where another spoke.
	ofOthers = regexp.MustCompile(`(?i)\b(?:statements?|declarations?|interventions?|declaraci[óo]n|intervenci[óo]n|déclaration|declaração)\s+(?:made|delivered|just delivered|read|presented|given|prononcée?|faite|pronunciada|hecha|leída|proferida)?\s*(?:by|par|por|pel[oa])?[^,]{0,80}$`)
	// weSpeak matches the other words that a speaker says of themselves.
	weSpeak = regexp.MustCompile(`(?i)(?:^|[^\p{L}])(?:I|we|my|our|je|j['’]\p{L}+|nous|notre|mon|ma|yo|nos|me|nuestr[oa]|mi|deseo|quiero|deseamos|permítanme|agradezco|expreso|eu|nós|nosso|minha|agradeço|desejo|я|мы|наша?)(?:$|[^\p{L}])`)
	// isHonour matches "it is an honour to address you".
	isHonour  = regexp.MustCompile(`(?i)\b(?:honou?r|privilege|pleasure|honneur|privil[eè]ge|plaisir|placer|privilegio|honra|privilégio|prazer)\b.{0,60}$`)
	peopleOf  = regexp.MustCompile(`(?i)^(?:the\s+)?(?:(?:government|people|state|delegation|(?:prime )?minister|president|head of state|gouvernement|peuple|gobierno|pueblo|governo|povo)\s+(?:and\s+(?:the\s+)?|et\s+(?:du\s+)?|y\s+(?:del\s+)?|e\s+(?:do\s+)?)?)+(?:of|de|du|del|da|do)\s+(?:the\s+|la\s+|l['’])?`)
	myCountry = regexp.MustCompile(`(?i)\b(?:my (?:country|delegation|government|own country)|mon pays|ma délégation|mi país|mi delegación|meu país|minha delegação|моя страна|моя делегация),?\s+(?:(?:the|la|le|les|el|o|a|republic|kingdom|state|república|république|of|de|du|del|d['’])\s*)*$|\b(?:the delegation of|la délégation (?:de la|de l['’]|du|des|de|d['’])|la delegación (?:de|del|de la)|a delegação (?:de|do|da)|делегация)\s*(?:the\s+)?$`)
	// represents matches "it is an honour to represent".
	represents = regexp.MustCompile(`(?i)\b(?:(?:honou?r|honou?red|pleasure|privilege|privileged|proud|pleased)\b[^.]{0,40}\bto represent|(?:honneur|plaisir|fier|fière)\b[^.]{0,30}\bde représenter|(?:honor|placer|orgullo)\b[^.]{0,30}\bde representar|honra\b[^.]{0,30}\bde representar)\s+(?:the\s+|la\s+|le\s+|l['’]|el\s+|o\s+|a\s+)?$`)
	// mayAddress matches what somebody says who thanks for the floor by their own name.
	mayAddress    = regexp.MustCompile(`(?i)^\s*(?:\([^()]{2,14}\)\s*)?,?\s*(?:appreciates?|welcomes?|thanks?|is (?:grateful|pleased|honou?red|delighted|thankful)|would like to thank|(?:se félicite|remercie|est (?:heureu\S+|reconnaissante?|honoré\S*))|agradece|saluda)\b[^.]{0,90}\b(?:opportunit\S+|occasion|floor|possibilité|honneur|oportunidad|ocasión)\b[^.]{0,50}\b(?:to (?:address|speak|participate|make|deliver|share|contribute)|of (?:addressing|speaking)|de (?:s['’]adresser|prendre la parole|s['’]exprimer|dirigirse|intervenir|hablar)|(?:d['’]))`)
	momentFor     = regexp.MustCompile(`(?i)\b(?:moment|day|occasion|honou?r|privilege|pleasure|jour|momento|día|honor|dia)\s+(?:for|pour|para)\s+(?:the\s+|la\s+|le\s+|el\s+|l['’])?(?:state|people|government|république|pueblo)?\s*(?:of\s+|de\s+)?(?:the\s+)?$`)
	forms         = `(?:the|la|le|l['’]|les|el|los|las|o|a|os|kingdom|republic|state|of|royaume|république|reino|república|estado|de|du|del|do|da|fully|республика|королевство)`
	sentenceStart = regexp.MustCompile(`(?i)(?:^|[.!?,:;]\s+)(?:(?:car|and|but|for|so|mais|et|pero|porque|pois|e|y|that is why|c['’]est pourquoi|today|aujourd['’]hui|hoy|hoje)\s+)?(?:` + forms + `\s*)*$`)
	alignsItself  = regexp.MustCompile(`(?i)^\s+(?:also\s+|fully\s+|wishes to\s+)*(?:aligns? itself|associates? itself|s['’]aligne|s['’]associe|souscrit|se rallie|fait sienne|se alinea|se asocia|se adhiere|se suma|hace suy|associa-se|alinha-se|присоединяется к)`)
	speaksOf      = regexp.MustCompile(`(?i)^,?\s+(?:(?:also|too|therefore|thus|fully|strongly|firmly|warmly|wholeheartedly|again|always|once again|for its part|for one|as a state party|également|aussi|pleinement|fermement|également|también|plenamente|firmemente|siempre|também|plenamente|sempre|твердо|решительно|полностью),?\s+)*(?:` + speakingVerbs + `)(?:$|[^\p{L}])`)
	afterVerb     = regexp.MustCompile(`(?:^|[.،:]\s*|\sو)و?(?:تؤيد|ترحب|تشكر|تؤكد|تدعو|تجدد|تعرب|تثمن|تؤمن|يؤكد|يرحب|يشكر)\s+(?:دولة|جمهورية|مملكة|المملكة|بلادي)?\s*$`)
	anyVerb       = regexp.MustCompile(`(?i)^,?\s+(?:is|was|has|have|will|did|does|would|can|must|gave|paid|joined|ratified|spoke|voted|est|a|fut|sera|doit|veut|es|fue|ha|será|tiene|quiere|é|foi|tem|será|является|была?|имеет)\s`)
	forItself     = regexp.MustCompile(`(?i)(?:^|[.!?:;]\s+)(?:for|to|pour|para|для)\s+(?:` + forms + `\s*)*$`)
	forOther      = regexp.MustCompile(`(?i)^\s*(?:and|et|y|e|и)\s`)
	hisOwn        = regexp.MustCompile(`(?i)^['’]s?\s+(?:(?:own|strong|firm|full|continued|long-standing|unwavering|voluntary|national)\s+)*(?:commitment|support|position|proposal|contribution|view|delegation|membership|ratification|priority|priorities)\b`)
	theirs        = regexp.MustCompile(`(?i)\b(?:welcome|commend|congratulate|thank|note|appreciate|applaud|regret)\w*\s+(?:the\s+)?$`)
	officialSite  = anyOf(`department|département|departamento|mission|embass|ambassade|embajada|misión|missão|embaixada|ministr|délégation|delegation|government|gouvernement|gobierno|governo|foreign|cancillería|representa|représentation|представительств|посольств|министерств|بعثة|سفارة|وزارة|代表团|大使馆|外交部`)
	ownPaper      = regexp.MustCompile(`(?i)^['’]s?\s+(?:\w+\s+){0,3}?(?:priorities|recommendations|submission|views|position|observations|concerns|comments|paper|briefing)\b`)
	papersVerb    = regexp.MustCompile(`(?i)^\s+(?:submits?|calls? on|urges?|recommends?|sets? out|asks?|encourages?|welcomes?|believes?|publishes|presents?|appelle|recommande|demande|insta|recomienda|pide)\b`)
)
