package infer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

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
	for _, clue := range c.clues {
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
	for _, id := range b.authors {
		e.Value = append(e.Value, string(id))
	}
	c.s.Evidence = append(c.s.Evidence, e)
}

// authorsIn reads the authors out of one clue, in the way its kind is written.
func (c *inference) authorsIn(from clue) byline {
	switch from.rule {
	case ruleFileName:
		return byline{authors: c.authorsInFileName(from.text)}
	case ruleFirstPage:
		return c.authorsInHead()
	case ruleBlock, ruleProperties:
		return c.byline(from.text)
	}
	return c.authorsInLabel(from.text)
}

var (
	// "<organization> Statement - Plenary on <topic>"
	beforeKind = regexp.MustCompile(`(?i)^(.{2,160}?)[\s,:–-]+(?:(?:joint|opening|closing|written|oral|general debate|national|draft|conjointe?)\s+)*(?:statements?|letter|paper|remarks|briefing(?: note)?|address|speech|recommendations|intervention|d[ée]claration|discours)(?:$|[\s:.,–-])`)
	// "<organization>: <title>"
	beforeColon = regexp.MustCompile(`^([^:]{2,120}):\s+\S`)
	// "<organization> - <something>"
	beforeDash = regexp.MustCompile(`^(.{2,120}?)\s+[-–—|/]\s+\S`)
)

// authorsInLabel reads a heading, a link or a title.
func (c *inference) authorsInLabel(text string) byline {
	if b := c.byline(text); !b.empty() || b.deliverer != "" {
		return b
	}
	if ids := c.parties(text); len(ids) > 0 {
		return byline{authors: ids}
	}
	for _, form := range []*regexp.Regexp{beforeKind, beforeColon, beforeDash} {
		if m := form.FindStringSubmatch(text); m != nil {
			if ids := c.parties(m[1]); len(ids) > 0 {
				return byline{authors: ids}
			}
		}
	}
	return byline{}
}

// authorsInFileName believes a file name only if it says nothing that could
// make the name it holds a topic: "situation-in-ukraine" is not by Ukraine.
func (c *inference) authorsInFileName(name string) []corpus.OrgID {
	text := spaced(name)
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
	return ids
}

// fileWords are the words that file names of statements are made of.
var fileWords = wordSet(`
	icc asp aep statement statements stmt st speech remarks intervention declaration déclaration declaracion discours discurso address
	gendeba gd general debate debat débat debate plenary plen joint by of the and at on et de du la le des del final english french spanish
	eng fra fre spa esp ara rus chi por en fr es ar ru zh pt session sess th st nd rd e eme eng
	cooperation coop review universality complementarity victims closing opening delivered check against delivery version v rev web
	mr ms h e behalf pdf doc docx written`)

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
	for i, line := range c.head {
		block := strings.Join(c.head[i:min(len(c.head), i+6)], "\n")
		if !startsByline.MatchString(line) && !behalf.MatchString(line) {
			continue
		}
		b := c.byline(block)
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
	var letterhead []corpus.OrgID
	for i, line := range c.head {
		if i > 8 {
			break
		}
		id, ok := c.names.Named(corpus.FieldOrganization, officeOf.ReplaceAllString(missionTo.ReplaceAllString(line, ""), ""))
		if ok && !slices.Contains(letterhead, corpus.OrgID(id)) {
			letterhead = append(letterhead, corpus.OrgID(id))
		}
	}
	if len(letterhead) == 1 {
		person.authors = letterhead
	}
	return person
}

var (
	startsByline = regexp.MustCompile(`(?i)^(?:(?:by|par|por)\b|.{0,60}\b(?:statement|remarks|address|speech|intervention|declaration|d[ée]claration|allocution|discours|discurso|declaraci[óo]n|intervenci[óo]n|alocuci[óo]n|palabras|message)\b|.{0,80}\b(?:delivered|presented|prononc[ée]e?|pr[ée]sent[ée]e?|pronunciad[oa])\s+(?:by|par|por)\b)`)
	missionTo    = regexp.MustCompile(`(?i)\s+(?:to|auprès|ante|près)\s+.*$`)
)

// authorsInText reads the first sentences of the speech for "I speak on behalf
// of". Sentences in which the speaker joins what others said are passed over.
func (c *inference) authorsInText() {
	if len(c.text.Pages) == 0 {
		return
	}
	text := strings.Join(strings.Fields(shorten(c.text.Pages[0].Text, 2500)), " ")
	for _, at := range speaksFor.FindAllStringIndex(text, 3) {
		start := strings.LastIndexAny(text[:at[0]], ".!?") + 1
		if aligned.MatchString(text[start:at[0]]) {
			continue
		}
		rest := text[at[1]:]
		if i := strings.IndexAny(rest, ".;!?"); i >= 0 {
			rest = rest[:i]
		}
		m := c.names.Find(corpus.FieldOrganization, rest)
		if len(m) == 0 || !onlyJoins(officeOf.ReplaceAllString(rest[:m[0].Start], "")) {
			continue
		}
		ids := []corpus.OrgID{corpus.OrgID(m[0].ID)}
		for i := 1; i < len(m) && c.isState(ids[0]) && onlyJoins(rest[m[i-1].End:m[i].Start]); i++ {
			if id := corpus.OrgID(m[i].ID); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		c.s.Authors = ids
		c.noteAuthors(clue{ruleText, text[start:at[1]] + shorten(rest, 80)}, byline{authors: ids})
		return
	}
}

var speaksFor = regexp.MustCompile(`(?i)\b(?:I (?:have the (?:honou?r|privilege|pleasure)[^.]{0,60}|am (?:speaking|delivering|making)[^.]{0,40}|speak|address you|take the floor|deliver[^.]{0,30}|make[^.]{0,30}) on behalf of|` +
	`(?:honneur|parole|intervenir|m'exprimer|exprime)[^.]{0,60} au nom (?:de la|de l['’]|des|du|de|d['’])|(?:honor|palabra|hablar|intervenir|hablo)[^.]{0,60} en nombre (?:del?|de la|de los))\s*(?:the\s+)?`)
