package infer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/corpus/authority"
)

// person is somebody whom a byline names: the name without titles and in the
// form of a name, whatever letters it was printed in, and the office.
type person struct {
	name string
	role string
}

// Bounds on names: longer ones are something else.
const (
	maxNameWords  = 7
	maxNameClause = 400
)

// titles are what may stand before a name without being part of it, as words
// without points; those of several words are in titlePhrases.
var titles = wordSet(`
	he hon honourable honorable mr mrs ms miss mx dr prof professor sir dame lady lord baroness baron rt right justice judge amb rev senator
	king queen cardinal archbishop bishop colonel col captain major admiral lieutenant brigadier marshal imam cheikh roi reine rey reina coronel capitán almirante
	prince princess sheikh sheikha shaikh chief eng adv advocate barrister
	m mm me mme mlle monsieur madame mademoiselle maître maitre se sem semme pr professeur docteur mgr juge bâtonnier batonnier sénateur
	excmo excma excelentísimo excelentísima excelentisimo excelentisima sr sra srta señor señora señorita don doña d dª dra lic licenciado licenciada ing abog abogado abogada emb mtro mtra
	magistrado magistrada juez jueza senador senadora
	exa exmo exma senhor senhora doutor doutora juiz juíza
	г-н г-на г-ну г-ном г-жа г-жи г-же г-жой гн гна гжа гжи господин господина господином госпожа госпожи госпожой посол посла послом проф профессор профессора д-р
	السيد السيدة السفير السفيرة سعادة معالي الدكتور الدكتورة د الأستاذ الأستاذة القاضي القاضية المستشار المستشارة سمو الشيخ دولة`)

// titlePhrases are titles of several words.
var titlePhrases = regexp.MustCompile(`(?i)^(?:h\.\s?e\.?|s\.\s?e\.?\s?(?:mme\b|m\b)?|s\.\s?exa\.?|s\.\s?[am]\.|(?:his|her) (?:(?:royal|serene|imperial) )?(?:excellency|majesty|highness|grace|eminence)|son excellence|su excelencia|sua excelência|l['’]honorable|` +
	`его превосходительств\p{L}+|е[её] превосходительств\p{L}+|صاحب السعادة|صاحبة السعادة|the (?:right )?hon(?:ou?rable|\.)?|el excmo\.?|la excma\.?|o senhor|a senhora|el señor|la señora|el sr\.?|la sra\.?|o sr\.?|a sra\.?)(?:[\s,.]+|$)`)

// officeTitles are offices that are titles where a name follows right behind
// them: "Ambassador N", but "Ambassador of A", "Ambassador-at-Large".
var officeTitles = wordSet(`
	ambassador ambassadeur ambassadrice ambassadeure l'ambassadeur l'ambassadrice l’ambassadeur l’ambassadrice embajador embajadora embaixador embaixadora
	minister ministre ministro ministra canciller viceministro viceministra vice-ministro vice-ministra secretario secretaria secretary president président présidente presidente presidenta
	counsellor counselor consejero consejera conseiller conseillère registrar prosecutor attorney solicitor general général director directora consul cónsul deputado deputada diputado diputada министр министра`)

// particles may stand within a name in small letters.
var particles = wordSet(`de del della di da do dos das du des la le les el al y e van von der den ten ter bin bint ibn ben abu af av zu i of-the d' l' ould mint st`)

// afterNames are letters after a name that are no part of it.
var afterNames = wordSet(`mp td kc qc sc obe cbe mbe kcmg cmg esq phd ph jd llm msp mep mna md mlc jp`)

// honours are letters behind a name where nothing else follows in the clause:
// within it they may be of the name, as in "San Martín".
var honours = wordSet(`san mbs egh cbs ebs ogw mgh oon mfr ofr con cfr gcon ao am qso cnzm psm`)

// surnames are words of offices and days that also are last names.
var surnames = wordSet(`king rey roi law day page home bishop`)

// endsClause tells whether nothing more follows in a clause.
func endsClause(rest string) bool {
	rest = strings.TrimSpace(rest)
	return rest == "" || strings.HasPrefix(rest, ",") || strings.HasPrefix(rest, "\n")
}

// notNames are words that are in no name: of offices, institutions, occasions
// and days. A name ends before them.
var notNames = wordSet(`
	minister ministers ministry deputy vice prime foreign affairs justice external internal home interior international european federal state states secretary under assistant permanent representative representatives
	mission embassy delegation delegate department directorate division office bureau director general legal adviser advisor advisers counsel counsellor counselor attorney solicitor prosecutor registrar
	president chair chairman chairperson chairwoman head chief executive convenor convener coordinator officer member commissioner consul envoy charge chargé affaires ambassador ambassadeur ambassadrice plenipotentiary extraordinary special acting first second third alternate
	senior principal programme program project policy advocacy campaign lead team board council committee commission court tribunal assembly parties party session meeting plenary debate conference rome statute criminal icc asp aep cpi unga
	republic kingdom united nations union government statement statements speech address remarks intervention declaration opening closing joint national general debate agenda item items topic subject check against delivery behalf the of and for at on in to by from with its his her
	observer observers rights human humanitarian law laws treaties treaty political economic development cooperation relations trade coalition federation association organization organisation society international network centre center institute university foundation group
	january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday new york hague city haya haye haia headquarters forum world
	ministre ministère garde sceaux représentant représentante permanent permanente mission ambassade délégation délégué déléguée directeur directrice adjoint adjointe affaires étrangères juridiques extérieures juridique droit général générale procureur procureure
	conseiller conseillère secrétaire premier première président présidente chef assemblée états parties session débat déclaration discours allocution république royaume nations unies gouvernement peuple au aux du des sur pour par avec à en nom lors devant monsieur madame publié intervenant circonstance
	viceministro viceministra viceprimer ministro ministra ministerio canciller cancillería embajador embajadora embajada representante permanente misión delegación director directora jurídico jurídica jurídicos consultor consultora asesor asesora consejero consejera jefe jefa fiscal
	secretario secretaria relaciones exteriores asuntos asamblea estados partes parte período sesiones sesión debate general declaración intervención discurso palabras república reino naciones unidas gobierno ante por para en el los las con del corte penal internacional estatuto estado plurinacional
	presidente presidenta vicepresidente vicepresidenta coordinador coordinadora plenaria
	embaixador embaixadora embaixada representante missão delegação diretor diretora ministério negócios estrangeiros justiça assuntos jurídicos assembleia sessão intervenção declaração discurso república governo na no nas nos ao à pela pelo departamento chefe
	january speech remarks transcript published posted updated source web admin editor team press information media communications service user webmaster
	на в во при от и по о об с со к для из оон постоянный постоянного представитель представителя министр министра министерства посол директор департамента республики выступление заявление сессия сессии ассамблеи
	during before after upon re regarding theme thème tema nueva nova nación nacion nation pueblo people acto salón salon día dia jornada ceremonia central plan programa diálogo cumbre summit amir emir king queen roi rey reina peuple
	état etat home page not found contact about news us`)

// named is a name that was found in a clause, and what stood around it.
type named struct {
	name          string
	before, after string // without the titles
	titled        bool   // titles stood before the name
	office        bool   // the last of them is an office
}

// nameIn finds the first name of a person in a clause. A name without a title
// is only found at the beginning, or where an office stands before it.
func (c *inference) nameIn(clause string) (named, bool) {
	clause = shorten(clause, maxNameClause)
	for at := 0; at < len(clause); {
		rest := clause[at:]
		after, office := withoutTitles(rest)
		if after != rest {
			if words, tail := c.nameWords(after); words != "" {
				return named{name: words, before: clause[:at], after: tail, titled: true, office: office}, true
			}
		}
		next := nextWord(rest)
		if next == 0 {
			break
		}
		at += next
	}
	return named{}, false
}

// bareNameIn reads a clause that begins with a name without titles.
func (c *inference) bareNameIn(clause string) (named, bool) {
	if rest, _ := withoutTitles(clause); rest != clause {
		return named{}, false
	}
	words, tail := c.nameWords(clause)
	if !severalWords(words) {
		return named{}, false
	}
	return named{name: words, after: tail}, true
}

// nameAfterOffice reads a name without titles behind an office: "Deputy Head of
// Mission, Embassy of A, N", "Legal Director N".
func (c *inference) nameAfterOffice(clause string) (named, bool) {
	parts := strings.Split(clause, ",")
	mentions := c.names.FindLoose(corpus.FieldOrganization, clause)
	isOrganization := func(name string) bool { // "Ambassador of the Bolivarian Republic of Venezuela"
		at := strings.Index(clause, name)
		return slices.ContainsFunc(mentions, func(m authority.Mention) bool { return at < 0 || m.Start < at+len(name) && at < m.End })
	}
	for i, part := range parts {
		if i == 0 {
			continue
		}
		before := strings.Join(parts[:i], ",")
		if words, tail := c.nameWords(strings.TrimSpace(part)); severalWords(words) && strings.Trim(tail, " .:;)") == "" && roleWord.MatchString(before) && !isOrganization(words) {
			return named{name: words, before: before, after: strings.Join(parts[i+1:], ","), office: true}, true
		}
	}
	for _, m := range mentions { // "Permanent Representative of A N"
		if words, tail := c.nameWords(strings.TrimSpace(parts[0][min(m.End, len(parts[0])):])); m.End < len(parts[0]) && severalWords(words) && tail == "" && roleWord.MatchString(parts[0][:m.Start]) && !isOrganization(words) {
			return named{name: words, before: parts[0][:m.End], after: strings.Join(parts[1:], ","), office: true}, true
		}
	}
	at := roleWord.FindAllStringIndex(parts[0], -1)
	if len(at) == 0 {
		return named{}, false
	}
	// Behind the office may still stand what it is for: "of Mission", "for Legal Affairs".
	fields := strings.Fields(parts[0])
	for i := len(fields) - 1; i > 0; i-- {
		if !isNameWord(fields[i]) && !particles[strings.ToLower(fields[i])] {
			words, tail := c.nameWords(strings.Join(fields[i+1:], " "))
			if severalWords(words) && tail == "" && roleWord.MatchString(strings.Join(fields[:i+1], " ")) && !isOrganization(words) {
				return named{name: words, before: strings.Join(fields[:i+1], " "), after: strings.Join(parts[1:], ","), office: true}, true
			}
			break
		}
	}
	return named{}, false
}

// nextWord is where the next word of a text begins.
func nextWord(text string) int {
	i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '(' || r == ':' || r == ';' })
	if i < 0 {
		return 0
	}
	j := strings.IndexFunc(text[i:], func(r rune) bool { return !unicode.IsSpace(r) && r != ',' && r != '(' && r != ':' && r != ';' })
	if j < 0 {
		return 0
	}
	return i + j
}

// withoutTitles takes titles off the beginning of a clause, and tells whether
// the last of them was an office.
func withoutTitles(text string) (rest string, office bool) {
	rest = text
	for {
		rest = strings.TrimLeft(rest, " ,\t\n")
		if m := titlePhrases.FindString(rest); m != "" && len(m) < len(rest) {
			rest, office = rest[len(m):], false
			continue
		}
		if m := retired.FindString(rest); m != "" && rest != text {
			rest = rest[len(m):]
			continue
		}
		word := wordAt(rest)
		key := strings.ToLower(strings.Trim(word, ".:"))
		switch {
		case titleArticles[key] && isTitle(wordAt(strings.TrimLeft(rest[len(word):], " "))):
			rest = rest[len(word):] // "Le Professeur", "S. Exa. o Embaixador"
		case word == rest || word == "":
			return strings.TrimLeft(rest, " ,"), office
		case (key == "me" || key == "d" || key == "he" || key == "se" || key == "pr" || key == "right" || key == "chief" || key == "major" || key == "captain" || key == "col") && !titleWritten(key, word):
			return rest, office
		case titles[strings.ReplaceAll(key, ".", "")]:
			rest, office = rest[len(word):], false
		case officeTitles[key] && startsWithName(rest[len(word):]):
			rest, office = rest[len(word):], true
		default:
			return rest, office
		}
	}
}

// retired matches what stands between the title and the name of somebody who no
// longer holds the office.
var retired = regexp.MustCompile(`(?i)^\((?:ret(?:d|ired|rd|\.)?|r)\.?\)\s+`)

var titleArticles = wordSet(`the le la el o a`)

func isTitle(word string) bool {
	key := strings.ToLower(strings.Trim(word, ".:"))
	return titles[key] || officeTitles[key]
}

// wordAt is the word that a text begins with.
func wordAt(text string) string {
	if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }); i >= 0 {
		return text[:i]
	}
	return text
}

// titleWritten tells whether a word that is also another one is written as the
// title: "HE" and "H.E.", not "he".
func titleWritten(key, word string) bool {
	switch key {
	case "he", "se":
		return strings.ToUpper(word) == word
	case "d":
		return word == "D."
	}
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// startsWithName tells whether a text goes on with titles or a name, and not
// with what an office is for.
func startsWithName(text string) bool {
	text = strings.TrimLeft(text, " ,")
	word, _, _ := strings.Cut(text, " ")
	word = strings.Trim(word, ",")
	key := strings.ToLower(strings.Trim(word, ".,:"))
	if m := retired.FindString(text); m != "" {
		return startsWithName(text[len(m):])
	}
	return word != "" && (isNameWord(word) || titles[strings.ReplaceAll(key, ".", "")] || officeTitles[key])
}

// nameWords takes the words of a name off the beginning of a text. It returns
// "" where what stands there is none: an organization, an office, a sentence.
func (c *inference) nameWords(text string) (name, tail string) {
	var words []string
	rest := strings.TrimLeft(text, " ")
	for len(words) < maxNameWords+3 {
		trimmed := strings.TrimLeft(rest, " ")
		i := strings.IndexFunc(trimmed, func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune(",;:()[]|/\"“”«»–—،", r)
		})
		word := trimmed
		if i >= 0 {
			word = trimmed[:i]
		}
		key := strings.ToLower(strings.Trim(word, "."))
		switch {
		case word == "":
		case len(words) > 0 && afterNames[strings.ReplaceAll(key, ".", "")] && strings.ToUpper(word) == word:
			return c.asName(words), strings.TrimSpace(trimmed[len(word):])
		case len(words) > 1 && honours[strings.ReplaceAll(key, ".", "")] && strings.ToUpper(word) == word && endsClause(trimmed[len(word):]):
			return c.asName(words), strings.TrimSpace(trimmed[len(word):])
		case len(words) > 0 && surnames[key] && word != key && endsClause(trimmed[len(word):]):
			return c.asName(append(words, word)), strings.TrimLeft(trimmed[len(word):], " ")
		case len(words) == 0 && withinNames[key]:
		case len(words) > 1 && c.isStateName(word):
		case isNameWord(word), len(words) == 0 && key == "to" && word != "to" && startsWithName(trimmed[len(word):]): // "H.E. TO LAM"
			words = append(words, word)
			rest = trimmed[len(word):]
			if strings.HasSuffix(word, ".") && utf8.RuneCountInString(word) > 5 { // the end of a sentence
				return c.asName(words), strings.TrimSpace(rest)
			}
			continue
		case (len(words) > 0 || bornWith[key]) && particles[key] && nameGoesOn(trimmed[len(word):]):
			words = append(words, word)
			rest = trimmed[len(word):]
			continue
		}
		break
	}
	return c.asName(words), strings.TrimLeft(rest, " ")
}

// bornWith are the particles that a name may begin with in small letters, and
// withinNames those that it begins with in none.
var (
	bornWith    = wordSet(`van von den ten ter bin ibn al abu ould`)
	withinNames = wordSet(`de del di da do dos das du des la le les las los el y e of-the`)
)

// isStateName tells whether a word alone is the name of a state.
func (c *inference) isStateName(word string) bool {
	id, ok := c.names.Named(corpus.FieldOrganization, strings.Trim(word, ".,"))
	return ok && c.isState(corpus.OrgID(id)) && utf8.RuneCountInString(word) > 3
}

// nameGoesOn tells whether behind a particle stands a word of a name, or more
// particles and then one.
func nameGoesOn(text string) bool {
	for range 3 {
		text = strings.TrimLeft(text, " ")
		word := text
		if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:()", r) }); i >= 0 {
			word = text[:i]
		}
		if word == "" {
			return false
		}
		if isNameWord(word) {
			return true
		}
		if !particles[strings.ToLower(word)] {
			return false
		}
		text = text[len(word):]
	}
	return false
}

// isNameWord tells whether a word may be part of a name: it begins with a
// capital, where its script has them, and is no word of offices and institutions.
func isNameWord(word string) bool {
	bare := strings.Trim(word, ".,'’")
	first, _ := utf8.DecodeRuneInString(bare)
	switch {
	case bare == "" || utf8.RuneCountInString(bare) > 25:
		return false
	case unicode.Is(unicode.Arabic, first):
		return !arabicEnds[bare]
	case !unicode.IsUpper(first):
		// "al-Hussein", "d'Argenlieu", "ten-Hoeve"
		i := strings.IndexAny(bare, "-'’")
		if i < 1 || i > 3 {
			return false
		}
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(bare[i:], "-'’"))
		if !unicode.IsUpper(next) {
			return false
		}
	}
	if strings.Contains(bare, "..") || strings.HasSuffix(bare, "'s") || strings.HasSuffix(bare, "’s") || strings.HasSuffix(bare, "’S") || strings.HasSuffix(bare, "'S") {
		return false
	}
	for _, r := range bare {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(".-'’‑", r) {
			return false
		}
	}
	key := strings.ToLower(bare)
	head, _, _ := strings.Cut(key, "-")
	_, elided, cut := strings.Cut(key, "’")
	if !cut {
		_, elided, cut = strings.Cut(key, "'")
	}
	return !notNames[key] && (len(head) <= 3 || !notNames[head]) && (!afterNames[key] || bare == "Md") && (!cut || !notNames[elided])
}

// arabicEnds are words that end a name in Arabic, where no capitals tell.
var arabicEnds = wordSet(`سفير السفير وزير الوزير مندوب المندوب ممثل الممثل رئيس الرئيس مدير المدير نائب أمام في خلال الدائم لدى باسم عن من إلى على بمناسبة حول القائم وزيرة سفيرة رئيسة مديرة ممثلة مندوبة`)

// asName writes words as a name: capitals become capital and small letters. It
// is "" for what is no name of a person: words that name an organization.
func (c *inference) asName(words []string) string {
	for len(words) > 0 && particles[strings.ToLower(words[len(words)-1])] && !isNameWord(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 || len(words) > maxNameWords || len(words) == 1 && startsSmall(words[0]) {
		return ""
	}
	joined := strings.Join(words, " ")
	for _, m := range c.names.FindLoose(corpus.FieldOrganization, joined) {
		if m.Start == 0 && m.End >= len(strings.TrimRight(joined, ".")) {
			return ""
		}
	}
	if len(words) > 1 {
		if _, ok := c.names.Named(corpus.FieldOrganization, joined); ok {
			return ""
		}
	}
	if _, ok := c.names.OfDemonym(joined); ok || len(authority.Words(joined)) == 0 {
		return "" // "the South African Minister"
	}
	return nameForm(words)
}

// startsSmall tells whether a word begins with a small letter, as "d'Argenlieu":
// alone it is no name.
func startsSmall(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(first)
}

// nameForm writes names that are printed in capitals in the form of names.
func nameForm(words []string) string {
	all := !slices.ContainsFunc(words, func(w string) bool { return strings.ToUpper(w) != w && !particles[strings.ToLower(w)] })
	out := make([]string, len(words))
	for i, w := range words {
		w = strings.TrimRight(w, ",")
		letters := utf8.RuneCountInString(strings.Trim(w, "."))
		switch {
		case strings.ToUpper(w) != w || strings.ToLower(w) == w || strings.Contains(strings.TrimRight(w, "."), ".") || letters < 2 || !all && letters < 3 || romanNumber.MatchString(w):
			out[i] = w
		case all && i > 0 && i < len(words)-1 && particles[strings.ToLower(w)]:
			out[i] = strings.ToLower(w)
		default:
			out[i] = capitalized(w)
		}
	}
	if n := len(out) - 1; utf8.RuneCountInString(out[n]) > 3 && strings.Count(out[n], ".") == 1 {
		out[n] = strings.TrimSuffix(out[n], ".")
	}
	return strings.Join(out, " ")
}

var romanNumber = regexp.MustCompile(`^(?:II|III|IV|VI|VII|VIII)$`)

// capitalized writes a word with a capital where it and its parts begin.
func capitalized(word string) string {
	var b strings.Builder
	start := true
	for _, r := range word {
		if start {
			b.WriteRune(unicode.ToUpper(r))
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
		start = r == '-' || r == '\'' || r == '’' || r == '‑'
	}
	return b.String()
}

// severalWords tells whether a name has a first and a last name.
func severalWords(name string) bool {
	n := 0
	for _, w := range strings.Fields(name) {
		if !particles[strings.ToLower(w)] && utf8.RuneCountInString(strings.Trim(w, ".")) > 1 {
			n++
		}
	}
	return n > 1 || n == 1 && len(strings.Fields(name)) > 1
}

// honorific matches a line that begins with the titles of a person.
var honorific = anyOf(`^(?:by\s+|par\s+|por\s+|pel[oa]\s+)?(?:the\s+)?(?:` + strings.Join([]string{
	`h\.?\s?e\.?\b`, `s\.?\s?e\.?\b`, `s\.\s?exa`, `s\.a\.`, `s\.m\.`, `s\.e\.m`, `(?:his|her) (?:\w+ )?(?:excellency|majesty|highness|grace|eminence)`, `son excellence`, `su excelencia`, `sua excelência`,
	`mr\b`, `mrs\b`, `ms\b`, `miss\b`, `dr\b`, `dra\b`, `prof\b`, `professor\b`, `sir\b`, `rt\b`, `hon\b`, `honou?rable`, `l['’]honorable`, `prince\b`, `princess\b`, `sheikh\b`, `baroness\b`, `lord\b`, `lady\b`,
	`judge\b`, `juge\b`, `jueza?\b`, `amb\b`, `emb\b`, `ambassador\b`, `ambassadeur\b`, `ambassadrice\b`, `embajador\w*`, `embaixador\w*`,
	`m\. `, `mme\b`, `mlle\b`, `ma[îi]tre\b`, `monsieur\b`, `madame\b`, `excm[oa]`, `exm[oa]`, `excelent[íi]sim[oa]`, `(?:el |la )?señora?\b`, `senhora?\b`, `sra?\b`, `don\b`, `doña\b`,
	`г-н`, `г-жа`, `г-на`, `г-жи`, `господин`, `госпожа`,
}, "|") + `)`)

var (
	roleWord = anyOf(roleWords)
	// roleStart matches a role with the words that belong before it.
	roleStart = anyOf(`\b(?:(?:federal|prime|deputy|vice|foreign|first|acting|permanent|alternate|state|under|assistant|senior|executive|premi[eè]re?|primera?)[\s-]+)*` + roleWords)
)

// personIn reads who a clause of a byline is about: "H.E. Mr. N, Minister of A",
// "the Permanent Representative of A, Ambassador N", "Legal Director N". A name
// without titles counts only where the clause must be about a person.
func (c *inference) personIn(clause string, must bool) (person, bool) {
	clause = strings.TrimLeft(clause, " \n:,-–—.")
	if clause == "" || strings.HasPrefix(clause, "its ") || strings.HasPrefix(clause, "their ") {
		clause = strings.TrimPrefix(strings.TrimPrefix(clause, "its "), "their ")
		must = true
	}
	n, ok := c.nameIn(clause)
	if ok && n.before != "" {
		// A name may stand before: "N, Director, to Ms M"
		if early, bare := c.bareNameIn(clause); bare && (must || roleStart.MatchString(firstPart(early.after))) && !roleWord.MatchString(early.name) {
			n = early
		} else if dot := sentenceEnd.FindStringIndex(n.before); dot != nil || len(n.before) > 200 {
			ok = false
		}
	}
	if !ok {
		if n, ok = c.bareNameIn(clause); ok && !must && !startsRole(n.after) {
			ok = false
		}
	}
	if !ok {
		n, ok = c.nameAfterOffice(officeClause(clause))
	}
	if !ok {
		return person{}, false
	}
	p := person{name: n.name}
	switch role := strings.Trim(cutClause(strings.TrimLeft(n.after, " ,–—-(")), " ,()"); {
	case roleWord.MatchString(shorten(role, 80)):
		p.role = role
	case n.before != "" && roleWord.MatchString(n.before):
		p.role = strings.Trim(articles.ReplaceAllString(n.before, ""), " ,")
	}
	return p, true
}

// officeClause is the part of a clause in which a name may follow an office; the
// place of an embassy may stand between the two.
func officeClause(clause string) string {
	clause = shorten(clause, 200)
	if at := atOccasion.FindStringIndex(clause); at != nil {
		clause = clause[:at[0]]
	}
	if at := sentenceEnd.FindStringIndex(clause); at != nil {
		clause = clause[:at[1]-2]
	}
	return strings.Trim(clause, " ,.:;")
}

var atOccasion = anyOf(`[\s,]+(?:at|to|before|during|on|in|à|lors|devant|ante|en|durante|na|no|perante)\s+(?:the|la|le|l['’]|el|las|los)?\s*(?:\S+\s+){0,5}?(?:assembl\S+|session\S*|plenar\S+|debate|débat|icc|asp|aep|international criminal|per[íi]odo|sesi[óo]n\S*|asamblea|sess[ãa]o|assembleia|conference)|\(`)

var articles = regexp.MustCompile(`(?i)^(?:the|la|le|el|l['’]|o|a)\s+`)

func firstPart(text string) string {
	part, _, _ := strings.Cut(strings.TrimLeft(text, " ,"), ",")
	return part
}

// startsRole tells whether what follows a name begins with an office.
func startsRole(after string) bool {
	if !strings.HasPrefix(after, ",") && !strings.HasPrefix(after, "–") && !strings.HasPrefix(after, "-") && !strings.HasPrefix(after, "(") && !strings.HasPrefix(after, ";") {
		at := roleStart.FindStringIndex(after)
		return at != nil && at[0] == 0
	}
	at := roleWord.FindStringIndex(after)
	return at != nil && at[0] < 60
}
