package infer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/indexer/infer/dates"
)

// speaker is who delivered a statement, and the words that say so.
type speaker struct {
	person
	source string
	sure   float64 // taken off the trust in the signal
}

// deliverer finds who delivered the statement. A name that stands with its
// titles in a byline goes before one in a line of its own, and that before a
// name that only an office under it tells to be one.
func (c *inference) deliverer() {
	if deliverer, ok := c.asGiven(corpus.FieldDeliverer); ok {
		c.s.Deliverer = deliverer
	}
	if role, ok := c.asGiven(corpus.FieldRole); ok {
		c.s.Role = role
	}
	if c.s.Deliverer != "" || c.genre == genreMissing {
		return
	}
	nearest := ""
	for _, signal := range c.specific() {
		var (
			s  speaker
			ok bool
		)
		switch signal.rule {
		case rulePage, ruleFileName:
			continue
		case ruleHeading:
			if nearest == "" {
				nearest = signal.text
			}
			if signal.text != nearest {
				continue // headings further up are those of the page
			}
			s, ok = c.speakerIn([]string{signal.text}, false)
		case ruleFirstPage:
			if c.tellsOfOthers() || c.genre == genrePaper {
				continue // it names those it is about
			}
			s, ok = c.speakerIn(c.head, true)
		case ruleProperties:
			if c.tellsOfOthers() || c.genre == genrePaper {
				continue
			}
			s, ok = c.speakerIn([]string{withoutSite(signal.text, c.text.Properties.SiteName)}, false)
		default:
			s, ok = c.speakerIn(strings.Split(signal.text, "\n"), false)
		}
		if !ok {
			continue
		}
		c.s.Deliverer = s.name
		c.note(corpus.FieldDeliverer, signal.rule, s.source, trust[signal.rule]-s.sure, s.name)
		if s.role != "" && c.s.Role == "" {
			c.s.Role = s.role
			c.note(corpus.FieldRole, signal.rule, s.source, trust[signal.rule]-s.sure, s.role)
		}
		return
	}
}

// maxByline is how many lines a byline goes over.
const maxByline = 6

// speakerIn looks for a byline in lines, in the order in which the ways of
// writing one are trusted. In a head a name may also stand in lines of its own.
func (c *inference) speakerIn(lines []string, head bool) (speaker, bool) {
	block := func(i int) string { return strings.Join(lines[i:min(len(lines), i+maxByline)], "\n") }
	for _, way := range []func(i int, line string) (person, bool){
		func(i int, line string) (person, bool) { return c.deliveredWhere(block(i), line) },
		func(i int, line string) (person, bool) { return c.ledWhere(block(i), line) },
		func(i int, line string) (person, bool) { return c.labelledSpeaker(block(i), line) },
		func(i int, line string) (person, bool) { return c.narratedSpeaker(i, line, head) },
	} {
		for i, line := range lines {
			if i > 20 || aligned.MatchString(line) && !startsByline.MatchString(line) {
				continue
			}
			if p, ok := way(i, line); ok {
				return speaker{p, sourceOf(lines, i, p), .05}, true
			}
		}
	}
	if !head && len(lines) > 1 && startsByline.MatchString(lines[0]) { // a title, and under it "Permanent Representative, Ambassador N"
		for i, line := range lines[1:min(len(lines), 3)] {
			n, ok := c.nameIn(line)
			if ok && len(line) < 120 && endsByline(n.after) && (n.before == "" || strings.HasSuffix(strings.TrimSpace(n.before), ",") && roleWord.MatchString(n.before)) {
				return speaker{person{name: n.name, role: strings.Trim(n.before+n.after, " ,")}, sourceOf(lines, i+1, person{name: n.name}), .05}, true
			}
		}
	}
	for i, line := range lines {
		if !honorific.MatchString(line) || isSalutation(line) || len(line) > 250 || i > 15 || !head && i > 0 {
			continue
		}
		n, ok := c.nameIn(joinLines(block(i)))
		if !ok || n.before != "" || !endsByline(n.after) {
			continue // "Mr. N, on his election, ..." is spoken of
		}
		if p, ok := c.personIn(joinLines(block(i)), false); ok {
			return speaker{p, sourceOf(lines, i, p), .05}, true
		}
	}
	for _, line := range lines {
		if n, ok := c.nameIn(line); ok && !head && len(line) < 160 && n.titled && endsByline(n.after) && strings.HasSuffix(strings.TrimSpace(n.before), ",") && len(c.parties(strings.Trim(n.before, " ,"))) > 0 {
			return speaker{person{name: n.name, role: strings.Trim(n.after, " ,")}, line, .05}, true // "A, H.E. Mr. N"
		}
	}
	for _, line := range lines {
		if m := beforeSpeech.FindStringSubmatch(line); m != nil && len(line) < 200 {
			if n, ok := c.nameIn(m[1]); ok && n.titled && strings.TrimSpace(n.after) == "" && len(n.before) < 40 {
				return speaker{person{name: n.name, role: strings.TrimSpace(n.before)}, line, .1}, true
			}
			if n, ok := c.nameAfterOffice(m[1]); ok && strings.TrimSpace(n.after) == "" { // "Legal Adviser N's statement"
				return speaker{person{name: n.name, role: strings.TrimSpace(n.before)}, line, .1}, true
			}
		}
	}
	if head {
		if s, ok := c.nameAboveOffice(lines); ok {
			return s, true
		}
		return c.introducesHimself()
	}
	return speaker{}, false
}

// introducesHimself reads who a speaker says to be: "My name is N".
func (c *inference) introducesHimself() (speaker, bool) {
	text := c.ownWords()
	at := myName.FindStringIndex(shorten(text, 900))
	if at == nil || c.genre != genreSpeech {
		return speaker{}, false
	}
	_, office := withoutTitles(text[at[1]:])
	clause, _ := withoutTitles(text[at[1]:])
	name, tail := c.nameWords(clause)
	if !severalWords(name) || office {
		return speaker{}, false
	}
	quote := strings.ToValidUTF8(text[at[0]:min(len(text), at[1]+len(name)+40)], "")
	if !endsByline(tail) && !strings.HasPrefix(tail, "and ") && !strings.HasPrefix(tail, "et ") && !strings.HasPrefix(tail, "y ") {
		return speaker{}, false
	}
	return speaker{person{name: name}, quote, .1}, true
}

var myName = regexp.MustCompile(`(?i)(?:^|[\s.,])(?:my name is|je m['’]appelle|je me nomme|mi nombre es|me llamo|(?:o )?meu nome é|chamo-me|меня зовут|اسمي)\s+`)

// endsByline tells whether what follows a name in a line may follow it in a
// byline: nothing, or an office, and no sentence.
func endsByline(after string) bool {
	after = strings.TrimSpace(after)
	if after == "" || strings.ContainsAny(after[:1], ",(-;") || strings.HasPrefix(after, "–") || strings.HasPrefix(after, "،") {
		return true
	}
	at := roleStart.FindStringIndex(after)
	first, _ := utf8.DecodeRuneInString(after)
	return at != nil && at[0] < 25 || unicode.IsUpper(first) || unicode.IsDigit(first)
}

func firstWordOf(name string) string {
	word, _, _ := strings.Cut(name, " ")
	return word
}

// sourceOf is the line that a name was read from with those after it, as
// evidence keeps it: with the titles.
func sourceOf(lines []string, i int, p person) string {
	first := strings.ToLower(firstWordOf(p.name))
	for j := i; j < min(len(lines), i+maxByline); j++ {
		if strings.Contains(strings.ToLower(lines[j]), first) {
			return strings.Join(lines[j:min(len(lines), j+2)], "\n")
		}
	}
	return lines[i]
}

var (
	// deliveredGap matches "delivered by" with the day, the place and the
	// occasion between the two: "delivered on 6 December in The Hague by".
	deliveredGap = anyOf(`(?:^|[^\p{L}])(?:`+delivered+`|leyó|dio lectura)(?:\s+(?:on|in|at|the|le|la|el|à|en|em|a|an|au|as|its|his|her|to|during|today|session|plenary|meeting|debate|general|opening|closing|occasion|\d[\p{L}\d.,]*|(?-i:\p{Lu})[\p{L}]*|de|del|of|`+`january|february|march|april|may|june|july|august|september|october|november|december|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|noviembre|diciembre`+`),?){0,14},?\s+(?:by|par|por|pel[oa])\s*:?\s+`,
		// "in her capacity as" stands between them as well
		`(?:^|[^\p{L}])(?:delivered|prononc[ée]e?|pronunciad[oa]|le[íi]d[oa])\s*:\s+`,
		`(?:оглашен[оаы]?|зачитан[оа]?|произнес(?:ла|ено)?|выступа(?:ет|ла|л)\s*:?|выступил[аи]?\s+с\s+[^.]{0,60})\s+`,
		`(?:يلقيها|يلقيه|ألقاها|ألقاه|ألقتها|ألقته|القاها|القتها|يدلي بها|أدلى بها|أدلت بها|ادلى بها|قدمها|قدمتها)\s+`)
	deliveredWord = anyOf(`^[\s,]+(?:as )?(?:` + delivered + `)\b`)
	// aCargo matches what Spanish says for "delivered by".
	aCargo = anyOf(`\ba cargo d(?:el|e la|e)\s+`)
	// behalfBy matches "on behalf of A … by N".
	behalfBy = anyOf(`(?:` + onBehalfOf + `)[^.;\n]{2,160}?[\s,]+(?:by|par|por|pel[oa])\s+`)
	// beforeSpeech matches "Baroness N speech".
	beforeSpeech = anyOf(`^(.{3,80}?)(?:['’]s)?\s+(?:speech|statement|remarks|address)(?:\s+(?:to|at|on|in|before|during)\b|$|:)`)
	// russianLead matches what stands between the word for speech and the name:
	// the office, in the genitive.
	arabicLead  = regexp.MustCompile(`(?:^|[:：–-]\s*)(?:كلمة|بيان|خطاب|مداخلة)\s+`)
	russianLead = anyOf(`^(?:выступление|заявление|речь|обращение)(?:\s|$)`)
	// speakerLabel matches the label that a site puts before the name of who spoke.
	speakerLabel = anyOf(`^(?:speakers?|presenter|presented by|delivered by|speech by|statement by|orateur|oratrice|intervenant\S*|intervenante?s?|orador[a]?|ponente|выступает|докладчик|оратор|المتحدث|المتحدثة|发言人|by|par|por|pel[oa])\s*(?:\(s\))?\s*:?\s*$`,
		`^(?:speakers?|presenter|orateur|oratrice|intervenante?s?(?:\(s\)|\(e\)(?:\(s\))?)?|orador[a]?|ponente|выступает|докладчик|оратор|المتحدث|المتحدثة|发言人)\s*[:：]\s*(?:\S|$)`)
	chineseSpeaker = regexp.MustCompile(`(?:代表团?团长|代表团|代表|大使|团长|部长|司长|参赞|观察员)(\p{Han}{2,4}?)(?:大使|参赞|司长|先生|女士)?(?:在|就|关于|的发言|的讲话)`)
)

// deliveredWhere reads "delivered by N", with what may stand between.
func (c *inference) deliveredWhere(block, line string) (person, bool) {
	for _, way := range []*regexp.Regexp{deliveredGap, behalfBy, aCargo} {
		at := way.FindStringIndex(line)
		if at == nil {
			continue
		}
		if way == deliveredGap && endOfLead(line, at) {
			continue
		}
		if p, ok := c.personIn(joinLines(block[at[1]:]), true); ok {
			return p, true
		}
	}
	// "delivered by" may end its line.
	if at := deliveredGap.FindStringIndex(line + " "); at != nil && at[1] >= len(line) && len(block) > len(line) {
		return c.personIn(joinLines(block[len(line):]), true)
	}
	return person{}, false
}

// endOfLead tells whether "delivered by" stands in what another said before:
// "aligns itself with the statement delivered by".
func endOfLead(line string, at []int) bool { return aligned.MatchString(line[:at[0]]) }

// ledWhere reads "statement by N", "intervention de N".
func (c *inference) ledWhere(block, line string) (person, bool) {
	for _, form := range []*regexp.Regexp{chineseSpeaker, chineseTitled} {
		if m := form.FindStringSubmatch(line); m != nil && !chineseNoName.MatchString(m[1]) {
			return person{name: m[1]}, true
		}
	}
	if arabicLead.MatchString(line) {
		if n, ok := c.nameIn(line); ok && n.titled && n.before != "" {
			return person{name: n.name, role: strings.TrimSpace(arabicLead.ReplaceAllString(n.before, ""))}, true
		}
		return person{}, false
	}
	if russianLead.MatchString(line) {
		clause := strings.Join(strings.Fields(block), " ")
		role := func(before string) string { return strings.TrimSpace(russianLead.ReplaceAllString(before, "")) }
		if n, ok := c.nameIn(clause); ok && n.titled && len(n.before) < 300 {
			return person{name: n.name, role: role(n.before)}, true
		}
		if at := initials.FindStringIndex(clause); at != nil && at[0] < 300 {
			return person{name: clause[at[0]:at[1]], role: role(clause[:at[0]])}, true
		}
		for _, m := range c.names.Find(corpus.FieldOrganization, line) { // "… представителя Республики А N"
			if words, tail := c.nameWords(accreditedRu.ReplaceAllString(line[m.End:], "")); severalWords(words) && endsByline(tail) && russianOffice.MatchString(role(line[:m.Start])+" ") {
				return person{name: words, role: role(line[:m.End])}, true
			}
		}
		return person{}, false
	}
	if at := officeLead.FindStringSubmatchIndex(line); at != nil { // "Palabras Presidente N"
		if n, ok := c.nameAfterOffice(officeClause(joinLines(block[at[2]:]))); ok {
			return person{name: n.name, role: n.before}, true
		}
	}
	for _, at := range lead.FindAllStringIndex(line, 4) {
		if aligned.MatchString(line[:at[0]]) && at[0] > 0 {
			continue
		}
		clause := joinLines(block[at[1]:])
		if short := cutClause(block[at[1]:]); len(c.parties(short)) > 0 {
			if m := inBrackets.FindStringSubmatch(short); m != nil && !formOfState.MatchString(m[1]) && len(c.parties(m[1])) == 0 {
				if p, ok := c.personIn(m[1], true); ok {
					return p, true // "Statement by A (Mr. N)"
				}
			}
			// "Remarks by the President of the Assembly, H.E. Ms. N"
			if n, ok := c.nameIn(clause); ok && n.titled && len(n.before) < 160 && strings.HasSuffix(strings.TrimSpace(n.before), ",") && len(c.parties(cutClause(n.before))) > 0 {
				return person{name: n.name, role: strings.Trim(n.before, " ,")}, true
			}
			// "Statement of A, delivered as the last of the day by Mr. N"
			if i := strings.Index(clause, short); i >= 0 && deliveredWord.MatchString(clause[i+len(short):]) {
				if n, ok := c.nameIn(clause[i+len(short):]); ok && n.titled && len(n.before) < 160 {
					return person{name: n.name}, true
				}
			}
			continue
		}
		must := at[0] > 0 || strings.HasPrefix(strings.ToLower(line), "by ")
		if p, ok := c.personIn(clause, must && byNotOf.MatchString(line[at[0]:at[1]])); ok {
			return p, true
		}
	}
	// "Statement by" may end its line.
	if opensMore(line) && byAtEnd.MatchString(line) && len(block) > len(line) {
		return c.personIn(joinLines(block[len(line):]), true)
	}
	return person{}, false
}

var (
	// initials matches a name with its initials, as Russian bylines have it.
	initials   = regexp.MustCompile(`\p{Lu}\.\s?(?:\p{Lu}\.\s?)?\p{Lu}[\p{Ll}-]{2,}(?:-\p{Lu}\p{Ll}+)?`)
	officeLead = anyOf(`^(?:` + speechNouns + `)\s+(` + roleWords + `)`)
	// chineseTitled matches "N 大使在…的发言".
	chineseTitled = regexp.MustCompile(`^(\p{Han}{2,4})(?:大使|公使|参赞|司长|部长|法官|检察官|先生|女士|博士|教授)(?:在|就|于|代表).*(?:发言|讲话|致辞|声明)`)
	// accreditedRu matches where a representative is accredited, before the name.
	accreditedRu  = regexp.MustCompile(`(?i)^\s*(?:при (?:ООН|Организации Объединенных Наций|МУС)|в (?:Королевстве )?Нидерланд\p{L}+)\s*,?\s*`)
	chineseNoName = regexp.MustCompile(`驻|外交|国$|代表|国家|集团|联盟|组织|政府|大会|届|名义|我国|一般`)
	byNotOf       = regexp.MustCompile(`(?i)\b(?:by|from|par)\s+(?:the\s+|la\s+|le\s+)?$|(?:` + delivered + `)\s+(?:por|pel[oa])\s+(?:la\s+|el\s+|o\s+|a\s+)?$`)
	byAtEnd       = regexp.MustCompile(`(?i)(?:^|\s)(?:by|par|por|pel[oa]|de|of)\s*:?$`)
)

// labelledSpeaker reads the name behind a label: "Speaker: N", "By" alone in a line.
func (c *inference) labelledSpeaker(block, line string) (person, bool) {
	at := speakerLabel.FindStringIndex(line)
	if at == nil {
		return person{}, false
	}
	rest := line[at[0]:]
	if i := strings.IndexAny(rest, ":："); i >= 0 {
		rest = strings.TrimLeft(rest[i:], ":： ")
	} else {
		rest = ""
	}
	if strings.TrimSpace(rest) == "" {
		if len(block) <= len(line) {
			return person{}, false
		}
		rest = block[len(line):]
	} else {
		rest = strings.ReplaceAll(rest, " - ", ", ")
	}
	if m := chineseName.FindStringSubmatch(firstLineOf(strings.TrimSpace(rest))); m != nil && !chineseNoName.MatchString(m[1]) {
		return person{name: m[1]}, true
	}
	return c.personIn(joinLines(rest), true)
}

// chineseName matches a name in Chinese behind a label, with a title or none.
var chineseName = regexp.MustCompile(`^(\p{Han}{2,4}?)(?:大使|先生|女士|博士|教授)?(?:[,，、(].*)?$`)

// narratedSpeaker reads the sentence by which a page introduces what somebody
// said: "On 3 December N, director of A, addressed the Assembly".
func (c *inference) narratedSpeaker(i int, line string, head bool) (person, bool) {
	if !head || i > 5 || c.genre != genreSpeech {
		return person{}, false
	}
	at := followingWords.FindStringIndex(line)
	if at == nil {
		at = narrated.FindStringIndex(line)
	}
	if at == nil || at[0] == 0 {
		return person{}, false
	}
	clause := strings.TrimRight(line[:at[0]], " ,")
	if n, ok := c.nameIn(clause); ok && n.titled && endsByline(n.after) {
		return person{name: n.name, role: strings.Trim(n.after, " ,")}, true
	}
	parts := strings.Split(clause, ",")
	for i := range parts {
		rest := strings.TrimSpace(strings.Join(parts[i:], ","))
		if n, ok := c.bareNameIn(rest); ok && startsRole(n.after) {
			return person{name: n.name, role: strings.Trim(n.after, " ,")}, true
		}
	}
	return person{}, false
}

// nameAboveOffice finds a name that stands alone in a line, with an office in
// the line after it or behind it.
func (c *inference) nameAboveOffice(lines []string) (speaker, bool) {
	for i, line := range lines {
		if i <= 8 && c.genre == genreSpeech && len(line) < 160 && !strings.HasSuffix(line, ".") && len(dates.In(line)) == 0 && !furniture.MatchString(line) {
			if n, ok := c.bareNameIn(line); ok && strings.HasPrefix(n.after, ",") && startsRole(n.after) && len(strings.Fields(n.name)) < 6 {
				return speaker{person{name: n.name, role: strings.Trim(cutClause(n.after), " ,")}, line, .1}, true
			}
		}
		if i > 12 || i+1 == len(lines) || len(line) > 80 || furniture.MatchString(line) {
			continue
		}
		n, ok := c.bareNameIn(line)
		if !ok || strings.Trim(n.after, " ,.") != "" || len(strings.Fields(n.name)) > 5 {
			continue
		}
		next := lines[i+1]
		at := roleStart.FindStringIndex(next)
		if at == nil || at[0] > 25 || len(next) > 160 || len(dates.In(next)) > 0 {
			continue
		}
		return speaker{person{name: n.name, role: strings.Trim(cutClause(next), " ,")}, line + "\n" + next, .1}, true
	}
	return speaker{}, false
}
