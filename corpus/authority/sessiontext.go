package authority

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rostrum/corpus"
)

// SessionMention is a session of the Assembly named in a text.
type SessionMention struct {
	ID         corpus.SessionID
	Part       corpus.Part // "" where the text does not say
	Start, End int         // byte offsets into the text
	// Sure tells that the text names the Assembly with the number, as in ASP20,
	// ICC-ASP/20 or "20th session of the Assembly of States Parties". A bare
	// "20th session" may be any body's.
	Sure bool
}

// ResolveSession finds the session that a whole name means, and the part of it
// if the name says which: "ASP19", "#ASP20", "AEP 16", "ICC-ASP/5", "16ème
// session", "XV período de sesiones", "Twentieth session of the Assembly of
// States Parties", "19th session (second resumption)".
func (a *Authority) ResolveSession(name string) (corpus.SessionID, corpus.Part, bool) {
	if len(name) > maxName {
		return "", "", false
	}
	ix := a.fields[corpus.FieldSession]
	words := Words(name)
	if e := ix.whole(name); e != nil {
		id := corpus.SessionID(e.id)
		return id, a.partNear(id, words, 0, len(words)), true
	}
	mentions := a.sessionsIn(name, words)
	if len(mentions) == 0 {
		return "", "", false
	}
	m := mentions[0]
	for _, other := range mentions[1:] {
		if other.ID != m.ID {
			return "", "", false
		}
	}
	year := strconv.Itoa(a.session(m.ID).Year)
	for _, w := range words {
		inside := false
		for _, o := range mentions {
			inside = inside || o.Start <= w.Start && w.End <= o.End
		}
		if !inside && !besideSession[w.Text] && w.Text != year {
			return "", "", false
		}
	}
	return m.ID, m.Part, true
}

func (a *Authority) session(id corpus.SessionID) Session {
	for _, s := range a.sessions {
		if s.ID == id {
			return s
		}
	}
	return Session{}
}

// besideSession are the words that may stand beside a session's number in a
// name that means that session and nothing else.
var besideSession = setOf(`
	the of to at in icc asp aep cpi session sessions sesion sesiones periodo annual annuelle plenary
	assembly states parties rome statute international criminal court un new york hague
	la le les l de du des d assemblee etats parties au a statut cour penale internationale haye
	el los las del asamblea estados partes estatuto roma corte penal internacional haya
	resumed resumption first second reprise premiere deuxieme seconde continuacion primera segunda main part
	resumed1 resumed2`)

// FindSessions lists the sessions of the Assembly that a running text names,
// in order. Sessions that the text gives to another body (the General
// Assembly, the Human Rights Council) are not among them.
func (a *Authority) FindSessions(text string) []SessionMention {
	return a.sessionsIn(text, Words(text))
}

func (a *Authority) sessionsIn(text string, words []Word) []SessionMention {
	var out []SessionMention
	ix := a.fields[corpus.FieldSession]
	for i := 0; i < len(words); {
		id, size, sure := a.sessionAt(ix, text, words, i)
		if size == 0 {
			i++
			continue
		}
		out = append(out, SessionMention{
			ID: id, Part: a.partNear(id, words, i, i+size), Sure: sure,
			Start: words[i].Start, End: words[i+size-1].End,
		})
		i += size
	}
	return append(out, a.chineseSessions(text)...)
}

// sessionAt reads the name of a session at words[i] and says how many words it
// takes; 0 where there is none.
func (a *Authority) sessionAt(ix *index, text string, words []Word, i int) (id corpus.SessionID, size int, sure bool) {
	if id, size = a.sessionCode(ix, text, words, i); size > 0 {
		return id, size, true
	}
	// The Review Conference, special sessions and what else has no number.
	if m, n := ix.tree.longest(text, words[i:]); n > 0 && a.session(corpus.SessionID(m.entry.id)).Number == 0 {
		return corpus.SessionID(m.entry.id), n, true
	}
	// Arabic names the session before its number.
	if e, n := a.arabicSession(words[i:]); n > 0 {
		body := bodyAround(words, i, i+n)
		if body == bodyOther {
			return "", 0, false
		}
		return corpus.SessionID(e.id), n, body == bodyAssembly
	}
	if i > 0 && tensBefore[words[i-1].Text] {
		return "", 0, false // the seventy-third session is not the third
	}
	number, n := a.ordinals.parse(words[i:])
	bare := false
	if n == 0 {
		if number, bare = plainNumber(text, words[i]); number == 0 {
			return "", 0, false
		}
		n = 1
	}
	e := ix.byID[fmt.Sprintf("ASP%d", number)]
	if e == nil {
		return "", 0, false
	}
	after := words[i+n:]
	named := sessionWord(after)
	if named == 0 {
		if bare {
			return "", 0, false
		}
		ofCourt := len(after) > 1 && (after[0].Text == "icc" || after[0].Text == "cpi") // "13th ICC Assembly"
		if body := assemblyAt(skip(after, particles)); body > 0 && len(after) > 0 && (!particles[after[0].Text] || ofCourt) {
			return corpus.SessionID(e.id), n + body, true // "20th ASP"
		}
		if ofCourt && after[1].Text == "assembly" {
			return corpus.SessionID(e.id), n + 2, true
		}
		if size := meetingOfAssembly(after); size > 0 {
			return corpus.SessionID(e.id), n + size, true // "15th meeting of the Assembly"
		}
		return "", 0, false
	}
	switch bodyAround(words, i, i+n+named) {
	case bodyOther:
		return "", 0, false
	case bodyAssembly:
		sure = true
	}
	if bare && !sure {
		return "", 0, false // "20 sessions"
	}
	return corpus.SessionID(e.id), n + named, sure
}

// tensBefore are the words for tens that no session of the Assembly has reached:
// the ordinal behind one is a part of a larger number.
var tensBefore = setOf(`
	thirty forty fifty sixty seventy eighty ninety hundred
	trente quarante cinquante soixante septante quatre vingt cent
	trigesimo cuadragesimo quincuagesimo sexagesimo septuagesimo octogesimo nonagesimo centesimo
	trigesima cuadragesima quincuagesima sexagesima septuagesima octogesima nonagesima quadragesimo quinquagesimo quadragesima quinquagesima
	тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто`)

// plainNumber reads a number that is written without the ending of an ordinal:
// "24° sesión", and "22 período de sesiones", which is bare.
func plainNumber(text string, w Word) (n int, bare bool) {
	n, err := strconv.Atoi(w.Text)
	if err != nil || n < 1 || n > 99 || len(w.Text) > 2 {
		return 0, false
	}
	return n, !strings.HasPrefix(text[w.End:], "°")
}

// meetingOfAssembly counts the words that say "meeting of the Assembly of States
// Parties". A plenary meeting is a part of a session, and so is one of the
// Assembly that is not called by its whole name.
func meetingOfAssembly(words []Word) int {
	if len(words) < 2 || words[0].Text != "meeting" && words[0].Text != "reunion" || words[1].Text != "of" && words[1].Text != "de" {
		return 0
	}
	rest := skip(words[1:], particles)
	size := assemblyAt(rest)
	if size < 4 {
		return 0
	}
	return len(words) - len(rest) + size
}

// arabicSession reads the Arabic name of a session, in any case of its number,
// and says how many words it takes.
func (a *Authority) arabicSession(words []Word) (found *entry, size int) {
	if len(words) < 2 || !arabicSessionWords[words[0].Text] {
		return nil, 0
	}
	sessions := a.fields[corpus.FieldSession]
	for i := 1; i < len(words) && i < 3; i++ { // "الدورة ٢١", "الدورة ال 21"
		if n, err := strconv.Atoi(latinDigits(words[i].Text)); err == nil {
			if e := sessions.byID[fmt.Sprintf("ASP%d", n)]; e != nil {
				return e, i + 1
			}
			return nil, 0
		}
		if words[i].Text != "ال" && words[i].Text != "رقم" {
			break
		}
	}
	joined := "الدوره"
	for i := 1; i < len(words) && i < 5; i++ {
		word := words[i].Text
		if stem, ok := strings.CutSuffix(word, "ين"); ok {
			word = stem + "ون" // "in the twentieth" ends otherwise than "the twentieth"
		}
		joined += word
		if e := sessions.byKey[joined]; e != nil {
			found, size = e, i+1
		}
	}
	if size > 0 && size < len(words) && strings.HasPrefix(words[size].Text, "وال") {
		return nil, 0 // "the third and seventieth"
	}
	return found, size
}

var arabicSessionWords = setOf("الدوره للدوره بالدوره والدوره")

// latinDigits writes Arabic digits as Latin ones.
func latinDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '٠' && r <= '٩' {
			return '0' + r - '٠'
		}
		return r
	}, s)
}

// chineseSessions finds sessions in a text without spaces between its words.
func (a *Authority) chineseSessions(text string) []SessionMention {
	if !strings.Contains(text, "届会议") {
		return nil
	}
	var out []SessionMention
	for _, m := range chineseSession.FindAllStringSubmatchIndex(text, 100) {
		e := a.fields[corpus.FieldSession].byKey[key(text[m[4]:m[5]])]
		if e == nil {
			continue
		}
		body := ""
		if m[2] >= 0 {
			body = text[m[2]:m[3]]
		}
		if body != "" && body != "缔约国大会" {
			continue
		}
		out = append(out, SessionMention{ID: corpus.SessionID(e.id), Start: m[4], End: m[5], Sure: body != ""})
	}
	return out
}

// chineseSession matches the number of a session, and the body before it:
// "缔约国大会第二十届会议".
var chineseSession = regexp.MustCompile(`(缔约国大会|联合国大会|联大|大会|理事会|委员会)?(第[一二三四五六七八九十]{1,3}届会议)`)

// sessionCode reads ASP20, ASP 20, ICC-ASP/20, AEP16 and ASP 2021.
func (a *Authority) sessionCode(ix *index, text string, words []Word, i int) (corpus.SessionID, int) {
	w := words[i].Text
	if len(w) < 3 || w[:3] != "asp" && w[:3] != "aep" {
		return "", 0
	}
	digits, size := w[3:], 1
	if digits == "" {
		if i+1 == len(words) || words[i].Start > 0 && text[words[i].Start-1] == '.' {
			return "", 0 // the last word, or the name of a page that ends in .asp
		}
		if words[i+1].Start-words[i].End > 1 {
			return "", 0 // "the ASP. 20 delegations"
		}
		digits, size = words[i+1].Text, 2
		if digits == "s" && i+2 < len(words) { // ICC-ASP/S-1
			digits, size = "s"+words[i+2].Text, 3
		}
	}
	if size > 1 && i+size < len(words) && monthWords[words[i+size].Text] {
		return "", 0 // "the ASP, 7 December"
	}
	e := ix.byKey["asp"+digits]
	if e == nil {
		return "", 0
	}
	return corpus.SessionID(e.id), size
}

var monthWords = setOf(`
	january february march april may june july august september october november december
	janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
	enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre`)

// sessionWord counts the words at the beginning of words that say "session".
func sessionWord(words []Word) int {
	for n := 0; n < len(words) && n < 4; n++ {
		switch words[n].Text {
		case "session", "sesion", "sesiones", "sessao", "сессия", "сессии":
			return n + 1
		case "annual", "regular", "ordinary", "resumed", "plenary", "annuelle", "ordinaire", "periodo", "ordinario", "de", "anual":
		default:
			return 0
		}
	}
	return 0
}

// The bodies whose session a text may mean.
const (
	bodyUnknown = iota
	bodyAssembly
	bodyOther
)

// bodyAround finds whose session words[from:to] is: named after it, as in
// "20th session of the Assembly of States Parties", or not long before it, as
// on a title page.
func bodyAround(words []Word, from, to int) int {
	after := skip(words[to:], particles)
	switch {
	case assemblyAt(after) > 0:
		return bodyAssembly
	case otherBodyAt(after):
		return bodyOther
	}
	// Twelve words are a title page's "Assembly of States Parties to the Rome
	// Statute of the International Criminal Court" and a little more.
	for i := from - 1; i >= 0 && i >= from-16; i-- {
		switch {
		case assemblyAt(words[i:]) > 0:
			return bodyAssembly
		case otherBodyAt(words[i:]):
			return bodyOther
		}
	}
	return bodyUnknown
}

var particles = setOf("of the to at a la le les l de du des d el los las del al en un united nations icc cpi onu da do dos das no na ao")

func skip(words []Word, what map[string]bool) []Word {
	for len(words) > 0 && what[words[0].Text] {
		words = words[1:]
	}
	return words
}

var assemblyNames = []string{
	"assembly of states parties", "assembly of state parties", "assembly of the states parties", "assembly of states party", "assembly of the state parties", "asp",
	"assemblee des etats parties", "assemblee des etats partie", "assemblee d etats parties", "aep",
	"asamblea de los estados partes", "asamblea de estados partes", "asamblea de los estados parte", "asamblea de estados parte", "asamblea estados partes",
	"assembleia dos estados partes", "assembleia de estados partes", "assembleia dos estados parte",
	"جمعيه الدول الاطراف", "لجمعيه الدول الاطراف", "ассамблеи государств участников", "ассамблея государств участников",
}

// assemblyAt counts the words at the beginning of words that name the
// Assembly of States Parties.
func assemblyAt(words []Word) int {
	for _, name := range assemblyNames {
		if n := startsWith(words, name); n > 0 {
			return n
		}
	}
	return 0
}

var otherBodies = []string{
	"general assembly", "assemblee generale", "asamblea general", "unga", "للجمعيه العامه", "الجمعيه العامه", "генеральной ассамблеи",
	"human rights council", "conseil des droits de l homme", "consejo de derechos humanos",
	"security council", "conseil de securite", "consejo de seguridad",
	"working group", "advisory committee", "committee on budget", "sixth committee", "third committee",
	"commission on", "international law commission", "conference of the parties", "conference of states parties",
	"parliamentary assembly", "legislature", "parliament", "knesset", "duma", "congress",
}

func otherBodyAt(words []Word) bool {
	for _, name := range otherBodies {
		if startsWith(words, name) > 0 {
			return true
		}
	}
	return false
}

// startsWith counts the words of name if words begin with them.
func startsWith(words []Word, name string) int {
	n := 0
	for rest := name; rest != ""; n++ {
		var w string
		w, rest, _ = strings.Cut(rest, " ")
		if n == len(words) || words[n].Text != w {
			return 0
		}
	}
	return n
}

// partNear finds which part of a session the words around its name mean; ""
// where they do not say, or not clearly.
func (a *Authority) partNear(id corpus.SessionID, words []Word, from, to int) corpus.Part {
	resumed, second, first := false, false, false
	// "the resumed nineteenth session", "nineteenth session (second resumption)"
	near := words[max(0, from-3):min(len(words), to+3)]
	for i, w := range near {
		switch {
		case w.Text == "resumed1":
			resumed, first = true, true
		case w.Text == "resumed2":
			resumed, second = true, true
		case resumedWords[w.Text]:
			resumed = true
			if i > 0 {
				second = second || secondWords[near[i-1].Text]
				first = first || firstWords[near[i-1].Text]
			}
		}
	}
	if !resumed {
		return ""
	}
	parts := a.session(id).Parts
	switch {
	case len(parts) == 2:
		return parts[1].Part
	case len(parts) > 2 && second:
		return corpus.PartResumed2
	case len(parts) > 2 && first:
		return corpus.PartResumed1
	}
	return ""
}

var (
	firstWords  = setOf("first premiere primera 1st")
	secondWords = setOf("second deuxieme seconde segunda 2nd")
)

var resumedWords = setOf("resumed resumption reprise reprises continuacion reanudado reanudada reanudacion continuacao retomada возобновленная возобновленной возобновлённая возобновлённой المستانفه")
