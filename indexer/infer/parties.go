package infer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
)

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
	if len(ids) == 0 {
		return c.byDemonym(role)
	}
	if len(ids) != 1 {
		return nil
	}
	return ids
}

var accredited = regexp.MustCompile(`(?i)(\bto|\bauprès|\bprès|\bante|\baux?|\bwith)\s+(?:(?:the|la|le|les|el|los|du|de|des|l['’]|republic|kingdom|state|of)\s*)*$|(?i)(?:^|\s)(?:при|в|во)\s+$`)

func (c *inference) isState(id corpus.OrgID) bool {
	return c.names.Kind(corpus.FieldOrganization, string(id)) == "state"
}

// isGroup tells whether an organization is a group of states that speak together.
func (c *inference) isGroup(id corpus.OrgID) bool {
	kind := c.names.Kind(corpus.FieldOrganization, string(id))
	return kind == "regional-group" || kind == "state-group"
}

// parties reads a clause that names organizations and nothing else: one, or a
// list with commas and "and".
func (c *inference) parties(text string) []corpus.OrgID {
	if id, ok := c.names.Named(corpus.FieldOrganization, officeOf.ReplaceAllString(text, "")); ok {
		return []corpus.OrgID{corpus.OrgID(id)} // a team may be known by its own name
	}
	text = ngoWord.ReplaceAllString(text, "")
	text = strings.TrimSpace(officeOf.ReplaceAllString(teamOf.ReplaceAllString(text, ""), ""))
	if text == "" {
		return nil
	}
	if id, ok := c.names.Named(corpus.FieldOrganization, text); ok {
		return []corpus.OrgID{corpus.OrgID(id)}
	}
	if shortState.MatchString(text) { // too short for running text, but alone it is nothing else
		if id, ok := c.names.Resolve(corpus.FieldOrganization, text); ok {
			return []corpus.OrgID{corpus.OrgID(id)}
		}
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
	if m := unitOf.FindStringSubmatch(text); m != nil { // "African Union Commission"
		if id, ok := c.names.Named(corpus.FieldOrganization, m[1]); ok && !c.isState(corpus.OrgID(id)) {
			return []corpus.OrgID{corpus.OrgID(id)}
		}
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

// ngoWord matches what stands before the name of an organization to say that it is one.
var ngoWord = regexp.MustCompile(`(?i)^(?:NGO|ONG|civil society|НПО)\s+`)

var shortState = regexp.MustCompile(`^(?:U\.?S\.?(?:A\.?)?|U\.?K\.?|U\.?A\.?E\.?)$`)

var listSeparator = regexp.MustCompile(`(?i)\s*(?:,|;|&|\band\b|\bet\b|\by\b)\s*(?:\band\b|\bet\b|\by\b)?\s*(?:the\s+)?`)

// listed reads a list of names in which nothing else stands.
func (c *inference) listed(text string) []corpus.OrgID {
	var (
		ids []corpus.OrgID
		end int
	)
	for _, m := range c.names.FindLoose(corpus.FieldOrganization, text) {
		if _, named := c.names.Named(corpus.FieldOrganization, m.Name); m.Ambiguous && !named || !onlyJoins(text[end:m.Start]) {
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
var officeOf = regexp.MustCompile(`(?i)^(?:(?:the|la|le|el|a|o)\s+)?(?:(?:(?:observer )?delegation|d[ée]l[ée]gation|delegaci[óo]n|government|gouvernement|gobierno|observer state|observer|permanent mission|mission permanente|misi[óo]n permanente|embassy|ambassade|embajada|people|member states|delegação|governo|missão permanente|embaixada|deputy permanent mission)\s+(?:(?:of|de la|du|des|de|del|da|do|dos|das)\s+|(?:de l|d)['’]\s*))+(?:the\s+)?`)

// teamOf matches the part of an organization that wrote for it: "Review Team".
var teamOf = regexp.MustCompile(`(?i)\s+(?:(?:review|elections?|budget|cooperation|gender|universality|victims|communications|legal|steering|advocacy)\s+)?(?:team|secretariat|committee on elections|delegation|programme|program)$`)

// unitOf matches the part of a large organization that spoke for it.
var unitOf = regexp.MustCompile(`^(.{3,60}?)\s+(?:(?:\p{Lu}[\p{L}-]*|and|for|of|the)\s+){0,5}(?:Commission|Department|Directorate|Office|Division|Secretariat|Executive Committee|Board|Bureau)$`)

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

var joinWords = wordSet(`and и و the of et la le les l y el los las e i as well its member states members s ses états etats membres sus estados miembros group groupe grupo states parties party delegation delegations republic kingdom und republique république república de du del des d jointly together with joint my own country mon propre pays mi propio país meu próprio`)

var (
	// "Statement by <organization>"
	afterBy = anyOf(`\b(?:` + speechNouns + `|` + paperNouns + `)\s+(?:by|of|from|par|de|por)\s+(?:the\s+)?([^,;:()]{6,120}?)(?:\s+(?:at|to|before|during)\b|\s+[-–—]\s|$)`)
	// organizationWord matches the words that names of organizations are built on.
	organizationWord = regexp.MustCompile(`(?i)\b(?:organi[sz]ations?|coalition|association|federation|f[ée]d[ée]ration|network|r[ée]seau|red|centre|center|institut[eo]?|council|conseil|consejo|forum|foro|foundation|fondation|fundaci[óo]n|initiative|iniciativa|union|society|committee|comit[ée]|commission|watch|project|alliance|alianza|lawyers|avocats|ligue|league|asociaci[óo]n|colectivo|collective|coordination|group of|campaign|trust|fund|university|ngos?|ong)\b`)
	anybody          = regexp.MustCompile(`(?i)^(?:(?:joint|the|global|all)\s+)*(?:civil society|ngos?|non-governmental)(?:\s+(?:organi[sz]ations?|coalition|members|voices))?$|recommendations|statements`)
	sentenceWord     = regexp.MustCompile(`(?i)\b(?:is|are|was|were|will|a|an|delivers?|delivered|makes?|addresse[sd]|presents?|on|at|during|statements?|should|how|why|what|calls?|urges?|situation|session)\b`)
)

// inCapitals tells whether the words of a name begin with capitals, as those of
// a sentence or a title do not all.
func inCapitals(name string) bool {
	for _, w := range strings.Fields(name) {
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) && utf8.RuneCountInString(w) > 3 {
			return false
		}
	}
	return true
}

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
