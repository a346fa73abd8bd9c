package listing

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"rostrum/corpus"
)

// collector turns lines into items.
type collector struct {
	base     string
	page     Page
	headings []line   // the headings above, outermost first
	pending  []string // lines of a block whose links are still to come
	columns  []string // what the columns of the table at hand are called
	seen     map[string]bool
	fresh    bool   // no entry has come since the last heading
	held     string // an entry of a list, until it is clear that no links follow
	openWork string // of the lines of languages that follow each other

	above string // the line before, where it may name what is linked in this one
	// named tells that it has named a document already.
	named bool
	// underHeading tells that the line before is the first under its heading.
	underHeading bool
	delivered    string // who delivered what is linked next, in a line of its own
	day          string // of the session that the page tells of
	intro        string // what the page says of when all of it was held
}

func (c *collector) read(lines []line) {
	c.seen = map[string]bool{}
	for _, l := range shape(lines) {
		if len(c.page.Items) >= maxItems {
			c.leaveOut(l.text, "", fmt.Sprintf("the page lists more than %d documents", maxItems))
			return
		}
		c.line(l)
	}
	c.finish()
}

func (c *collector) line(l line) {
	if l.closes > 0 {
		c.close(l.closes)
		return
	}
	if c.openWork != "" && !l.onlyLanguages() {
		c.pending, c.openWork = nil, ""
	}
	if len(l.links) == 0 && l.level == 0 {
		if takesPlace.MatchString(l.text) && c.intro == "" && len(c.page.Items) == 0 {
			c.intro = sentenceWith(l.text, takesPlace)
		}
		if l.isDay() && len(c.page.Items) == 0 && dayPage.MatchString(c.base) {
			c.day = l.text
		}
		if deliveredLine.MatchString(l.text) && len(l.text) < 400 {
			c.delivered = l.text
			return
		}
	}
	if c.held != "" && !l.onlyLanguages() {
		c.unlinked(line{bullet: true}, c.held)
		c.held = ""
	}
	switch {
	case l.level > 0 && !l.hasDocument():
		columns := c.columns
		if c.heading(l); l.group {
			c.columns = columns // the table goes on
		}
		return
	case l.header:
		c.columns = l.cells
		return
	case l.cells == nil:
		c.columns = nil
	}
	if len(l.links) > 0 {
		if c.held != "" {
			c.pending, c.held = []string{c.held}, ""
		}
		c.linked(l)
		if !l.onlyLanguages() {
			c.delivered = ""
			if c.named = l.onlySymbol(); !c.named { // another symbol of the same document may follow
				c.above = ""
			}
		}
		return
	}
	c.openWork = ""
	c.underHeading = c.above == "" && c.fresh && len(c.headings) > 0 && c.headings[len(c.headings)-1].level > 1
	before := c.above
	if c.named {
		before, c.named = "", false
	}
	c.above, c.delivered = "", ""
	if l.cells == nil && !l.prose && len(l.text) < maxEntry {
		c.above = l.text
		if before != "" && noteOf.MatchString(l.text) {
			c.above = before + " - " + l.text
		}
	}
	switch {
	case dateAndLanguages.MatchString(l.text) && len(c.pending) > 0:
		c.unlinkedTranslations(l.text)
	case l.cells != nil && len(c.columns) > 0:
		c.unlinked(l, l.text)
	case l.bullet && (l.holds || byline.MatchString(l.text)) && len(l.text) < 400:
		c.held = l.text // its languages may be a list within the list
	case l.bullet:
		c.unlinked(l, l.text)
	case byline.MatchString(l.text) && len(l.text) < 400:
		c.pending = append(c.pending[:0], l.text)
	case l.prose:
		c.pending = nil
	case len(c.pending) > 0 && len(c.pending) < 4:
		c.pending = append(c.pending, l.text)
	}
}

// finish takes an entry that was held back when the page ended.
func (c *collector) finish() {
	if c.held != "" {
		c.unlinked(line{bullet: true}, c.held)
		c.held = ""
	}
}

// onlyLanguages tells whether a line is nothing but links named after languages.
func (l line) onlyLanguages() bool {
	if len(l.text) > maxBlock {
		return false
	}
	for _, k := range l.links {
		if _, ok := languageOf(k.text); !ok {
			return false
		}
	}
	return len(l.links) > 0 && strings.Trim(withoutLabels(l.text, l), " |/,–—-") == ""
}

// onlySymbol tells whether a line is the symbol of a document and its languages.
func (l line) onlySymbol() bool {
	text := withoutLabels(l.text, l)
	return symbolAlone.MatchString(text) && strings.Trim(symbolAlone.ReplaceAllString(text, ""), " |/,:–—-*") == ""
}

// aboutHeading is what the line between a heading and the links under it says of
// what the heading names.
func (c *collector) aboutHeading() []corpus.Hint {
	at := aboutEntry.FindStringIndex(c.above)
	if at == nil || !c.underHeading {
		return nil
	}
	hints := []corpus.Hint{{Kind: corpus.HintBlock, Text: c.above}}
	if name := strings.Trim(c.above[:at[0]], " ,.–-"); len(name) > 3 {
		hints = append([]corpus.Hint{{Kind: corpus.HintLinkText, Text: name}}, hints...)
	}
	return hints
}

// hasDocument tells whether a heading is itself the link to a document.
func (l line) hasDocument() bool {
	for _, k := range l.links {
		if isDocument(k.url) {
			return true
		}
	}
	return false
}

// documents counts the links of a line that are not translations.
func (l line) documents() int {
	named, translations := 0, 0
	for _, k := range l.links {
		if _, ok := languageOf(k.text); ok {
			translations = 1
		} else if k.url != "" {
			named++
		}
	}
	return max(named, translations)
}

// heading puts a heading in the place of those of its level and below.
func (c *collector) heading(l line) {
	c.pending, c.columns, c.openWork = nil, nil, ""
	c.above, c.delivered = "", ""
	if l.level == weakHeading {
		// Lines that only look like headings stand under each other until a list
		// begins: a title, then the line that announces the list. Later ones leave
		// the session that is named above them in force, unless they name another.
		if n := len(c.headings); n > 0 && c.headings[n-1].level >= weakHeading && c.headings[n-1].level < listHeading && c.fresh && n < maxHeadings {
			l.level = c.headings[n-1].level + 1
		} else if !namesSession(l.text) {
			l.level++
		}
	}
	c.close(l.level)
	c.headings = append(c.headings, l)
	c.fresh = true
}

// close ends the headings of a level and below.
func (c *collector) close(level int) {
	for len(c.headings) > 0 && c.headings[len(c.headings)-1].level >= level {
		c.headings = c.headings[:len(c.headings)-1]
	}
}

// maxHeadings is how many headings are kept above an entry.
const maxHeadings = 8

// hints lists what stands around a link, strongest first.
func (c *collector) hints(own []corpus.Hint) []corpus.Hint {
	var hints []corpus.Hint
	for i := len(c.headings) - 1; i >= 0; i-- {
		hints = append(hints, corpus.Hint{Kind: corpus.HintHeading, Text: c.headings[i].text})
	}
	if c.intro != "" && !c.ownMeeting() {
		hints = append(hints, corpus.Hint{Kind: corpus.HintHeading, Text: c.intro})
	}
	if c.day != "" {
		hints = append(hints, corpus.Hint{Kind: corpus.HintHeading, Text: c.day})
	}
	hints = append(hints, own...)
	if c.page.Title != "" {
		hints = append(hints, corpus.Hint{Kind: corpus.HintPage, Text: c.page.Title})
	}
	return hints
}

// maxBlock is how much of the block around a link is kept, in bytes.
const maxBlock = 1200

// linked reads a line with links: documents, each with its translations.
func (c *collector) linked(l line) {
	block := l.text
	switch {
	case len(c.pending) > 0:
		block = strings.Join(append(c.pending, l.text), "\n")
	case c.delivered != "":
		block = c.delivered + "\n" + l.text
	}
	if len(block) > maxBlock {
		block = strings.ToValidUTF8(block[:maxBlock], "")
	}
	l.menu = l.isMenu()
	languagesOnly, documents := l.onlyLanguages(), l.documents()
	about, linked := withoutLabels(block, l), map[int]bool{}
	for _, k := range l.links {
		linked[k.cell] = true
	}
	var (
		work  string // of the document that the languages after it translate
		label string
		taken bool
	)
	if languagesOnly {
		work = c.openWork
	}
	for _, k := range l.links {
		if len(c.page.Items) >= maxItems {
			break
		}
		name, isLanguage := c.languageOfLink(l, k)
		reason := c.refusal(k, l, isLanguage, work != "" || len(c.pending) > 0)
		if reason != "" {
			c.leaveOut(k.text, k.url, reason)
			continue
		}
		key := k.url
		if c.seen[key] {
			if !isLanguage {
				c.leaveOut(k.text, k.url, "the same address is listed above")
			}
			continue
		}
		c.seen[key] = true
		var own []corpus.Hint
		switch {
		case isLanguage:
			if work == "" {
				work = key
			}
			if label == "" {
				label = c.labelBefore(l, k)
			}
			own = append(own, corpus.Hint{Kind: corpus.HintLinkText, Text: name})
		case wordless.MatchString(k.text):
			work, label = key, c.labelBefore(l, k)
		default:
			work, label = key, k.text
		}
		if entry := c.entryOf(l, k, label, isLanguage); entry != "" {
			own = append(own, corpus.Hint{Kind: corpus.HintEntry, Text: entry})
		}
		if label != "" && !readIn.MatchString(label) {
			own = append(own, corpus.Hint{Kind: corpus.HintLinkText, Text: label})
		}
		own = append(own, c.aboutHeading()...)
		own = append(own, c.rowHints(l, linked, k.cell)...)
		if documents == 1 || l.cells != nil {
			// Of a line with many documents nobody can tell what is said of which.
			own = append(own, corpus.Hint{Kind: corpus.HintBlock, Text: about})
		}
		c.page.Items = append(c.page.Items, corpus.Item{
			Key: key, Location: key, File: key, Source: c.base, Hints: c.hints(own),
			Given: c.givenWork(work),
		})
		taken, c.fresh = true, false
	}
	c.openWork = ""
	if languagesOnly && taken {
		c.openWork = work
		return // more languages of the same entry may follow
	}
	if taken || len(c.pending) > 3 {
		c.pending = nil
	} else if byline.MatchString(l.text) {
		c.pending = []string{l.text}
	}
}

// labelBefore is what stands before the links of a line, if it names the
// document: "Statement by Austria: English | Français".
func (c *collector) labelBefore(l line, k link) string {
	if l.cells != nil {
		return ""
	}
	before := strings.Trim(l.text[:min(k.at, len(l.text))], " \t:–—-|(")
	if _, language := languageOf(before); len(before) > 3 && !dateOnly.MatchString(before) && !language && !wordless.MatchString(before) {
		return before
	}
	if len(c.pending) > 0 {
		return c.pending[0]
	}
	return ""
}

// maxEntry is the length of the longest line that names a document, in bytes.
const maxEntry = 300

// entryOf is the words that name a document on the page: those of its link, or
// of the line or the heading above where the link only names a language.
func (c *collector) entryOf(l line, k link, label string, isLanguage bool) string {
	if l.cells != nil {
		for i, cell := range l.cells[:min(len(l.cells), len(c.columns))] {
			if titleColumn.MatchString(c.columns[i]) && len(cell) > 3 && i != k.cell {
				return cell
			}
		}
		for i, cell := range l.cells[:min(len(l.cells), len(c.columns))] {
			if speakerColumn.MatchString(c.columns[i]) && len(cell) > 1 && i != k.cell && (isLanguage || wordless.MatchString(k.text)) {
				return cell
			}
		}
		return ""
	}
	if !isLanguage && !wordless.MatchString(k.text) {
		return k.text
	}
	named := label
	if !strings.HasSuffix(label, ")") { // in brackets it is a part of the line
		named = strings.Trim(symbolAlone.ReplaceAllString(label, ""), " \t:–—-|(),")
	}
	switch {
	case readIn.MatchString(named) || deliveredLine.MatchString(named):
	case named != "" && !dateOnly.MatchString(named) && named != label:
		return named // "Provisional agenda - ICC-ASP/7/39"
	case named != "":
		return label
	case c.above != "" && (!c.underHeading || !aboutEntry.MatchString(c.above)):
		return c.above
	}
	if n := len(c.headings); n > 0 && c.headings[n-1].level > 1 && len(c.headings[n-1].text) < maxEntry {
		return strings.TrimSuffix(c.headings[n-1].text, ":")
	}
	return ""
}

// ownMeeting tells whether a heading above names the meeting of what stands
// under it, so that what the page says of another one is not about it.
func (c *collector) ownMeeting() bool {
	for _, h := range c.headings {
		if h.level > 1 && meeting.MatchString(h.text) {
			return true
		}
	}
	return false
}

// sentenceWith is the sentence of a paragraph that a pattern stands in.
func sentenceWith(text string, pattern *regexp.Regexp) string {
	at := pattern.FindStringIndex(text)
	start := strings.LastIndex(text[:at[0]], ". ") + 1
	end := len(text)
	if i := strings.Index(text[at[1]:], ". "); i >= 0 {
		end = at[1] + i
	}
	return strings.TrimSpace(text[start:end])
}

var (
	// titleColumn matches the column of a table that names its documents.
	titleColumn = regexp.MustCompile(`(?i)^(?:title|document|subject|agenda item|titre|objet|título|titulo|documento|asunto|название|документ|العنوان|标题|文件)s?$`)
	// symbolAlone matches the symbol of a document.
	symbolAlone = regexp.MustCompile(`(?i)\b(?:ICC-ASP|RC)/[A-Z0-9./*-]+`)
	// aboutEntry matches a line that says when or by whom what its heading names was said.
	aboutEntry = regexp.MustCompile(`(?i)(?:^|,\s+)(?:\d{1,2}(?:\.|st|nd|rd|th|er)?\s+(?:de\s+)?\p{L}+\s+(?:de\s+)?\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4})(?:\.\s|$)|\b(?:delivered|prononcée?|pronunciad[oa]|proferid[oa])\s+(?:by|par|por|pel[oa])\b`)
	// noteOf matches the second line of an entry, which says what its paper is.
	noteOf = regexp.MustCompile(`(?i)^(?:note verbale|nota verbal)\b`)
	// readIn matches what stands before the languages of a statement and names none.
	readIn = regexp.MustCompile(`(?i)^(?:you can |also |please )*(?:read|download|find|view|lire|télécharger|consulter|lea|leer|descargar|ler|baixar|читать|скачать|اقرأ|阅读)\b[^:]{0,60}$|^(?:available|disponible|disponível|доступно|متاح)\b.{0,40}$`)
	// deliveredLine matches a line that says who delivered what is linked below.
	deliveredLine = regexp.MustCompile(`(?i)^(?:delivered|read|presented|given|prononcée?|lue?|présentée?|pronunciad[oa]|le[íi]d[oa]|presentad[oa]|proferid[oa]|lid[oa])\b.{0,80}?\b(?:by|par|por|pel[oa])\b|^a cargo de\b|^(?:произнес|произнёс|произнесла|выступает|зачитал|зачитала)\s|^(?:ألقاها|ألقتها|يلقيها|تلقيها|ألقاه|قدمها|قدمتها)\s`)
	// takesPlace matches the sentence of a page that says when the meeting was.
	takesPlace = regexp.MustCompile(`(?i)\b(?:takes? place|took place|scheduled|(?:was|is|were|will be) held|a lieu|aura lieu|se tient|s['’]est tenue?|se tiendra|tuvo lugar|tendrá lugar|se celebr\w+|realiza-se|realizou-se)\b`)
	// dayPage matches the address of a page that tells of one day of a session.
	dayPage = regexp.MustCompile(`(?i)/(?:asp|aep)-?(?:20)?\d{2}-(?:day|jour|d[ií]a)-\w+/?$`)
	// meeting matches a heading that names a meeting.
	meeting = regexp.MustCompile(`(?i)plenar|plénièr|plenári|closing|clôture|clausura|encerramento|opening|ouverture|apertura|abertura|debate|débat|segment|written|пленарн|прения|الجلسة|المناقشة|全体会议|辩论`)
)

var dateOnly = regexp.MustCompile(`^[\d\s./:–—-]+$|^\d{1,2}\s+\p{L}+\s+\d{4}$`)

// withoutLabels takes the names of languages off the end of a block.
func withoutLabels(block string, l line) string {
	for i := len(l.links) - 1; i >= 0; i-- {
		if _, ok := languageOf(l.links[i].text); ok {
			if at := strings.LastIndex(block, l.links[i].text); at >= 0 {
				block = block[:at] + " " + block[at+len(l.links[i].text):]
			}
		}
	}
	return strings.Trim(block, " \n|–—-,/")
}

// unlinked takes an entry of a list that has no link, as pages copied as text
// have them.
func (c *collector) unlinked(l line, text string) {
	switch {
	case pointer.MatchString(text):
		c.leaveOut(text, "", "the line points to another page")
		return
	case !entryWords.MatchString(text) && !byline.MatchString(text) && !c.underEntries():
		c.leaveOut(text, "", "the line does not name a statement")
		return
	case len(text) > 400:
		c.leaveOut(text[:strings.LastIndex(text[:200], " ")+1], "", "the line is a paragraph, not an entry")
		return
	}
	c.add(text, append([]corpus.Hint{{Kind: corpus.HintLinkText, Text: text}}, c.rowHints(l, nil, -1)...), "")
}

// add makes an item of an entry without an address.
func (c *collector) add(key string, own []corpus.Hint, work string) {
	full := fmt.Sprintf("%s#%d %s", path.Base(c.base), len(c.page.Items)+1, key)
	if work == "" {
		work = full
	}
	c.fresh = false
	c.page.Items = append(c.page.Items, corpus.Item{
		Key: full, Source: c.base, Hints: c.hints(own), Given: c.givenWork(work),
	})
}

// givenWork names the work that translations share by an address or by an entry
// of the page. What is no address means something on its own page only.
func (c *collector) givenWork(work string) corpus.Given {
	if !isAddress.MatchString(work) {
		work = c.base + "\n" + work
	}
	return corpus.Given{corpus.FieldWork: {string(corpus.NewID(work))}}
}

// unlinkedTranslations reads "23.11.2006 - English | Français" under the entry
// it belongs to.
func (c *collector) unlinkedTranslations(text string) {
	m := dateAndLanguages.FindStringSubmatch(text)
	entry := strings.Join(c.pending, "\n")
	for _, name := range oneLanguage.FindAllString(m[2], -1) {
		own := []corpus.Hint{{Kind: corpus.HintLinkText, Text: name}, {Kind: corpus.HintLinkText, Text: c.pending[0]}}
		own = append(own, corpus.Hint{Kind: corpus.HintBlock, Text: entry + "\n" + m[1]})
		c.add(entry+" "+name, own, "entry "+entry+" "+m[1])
	}
	c.pending = nil
}

func (c *collector) leaveOut(text, address, reason string) {
	if text == "" && address == "" {
		return
	}
	c.page.LeftOut = append(c.page.LeftOut, LeftOut{Text: text, URL: address, Reason: reason})
}
