package listing

import (
	"fmt"
	"net/url"
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
	fresh    bool // no entry has come since the last heading
}

var (
	// byline matches a line that begins an entry: "Statement by NAME, ROLE".
	byline = regexp.MustCompile(`(?i)^(?:joint |opening |closing |written )?(?:statements?|remarks|address|speech|intervention|d[ée]clarations?|allocution|discours|discurso|declaraci[óo]n(?:es)?|intervenci[óo]n|alocuci[óo]n|palabras|letter|lettre|message)\s+(?:\S+\s+){0,4}?(?:by|of|from|par|de|du|des|d['’]|por|del)\b|(?i)\bon behalf of\b`)
	// entryWords match what is written of a document and not of a page.
	entryWords = regexp.MustCompile(`(?i)\b(?:statements?|remarks|address|speech|intervention|d[ée]clarations?|allocution|discours|discurso|declaraci[óo]n|alocuci[óo]n|letter|lettre|carta|paper|briefing|recommendations|recommandations|recomendaciones|resolution|r[ée]solution|resoluci[óo]n|report|rapport|informe|note verbale|press release|communiqu[ée]|declaration|plenary|general debate|priorities)\b`)
	// dateAndLanguages matches "23.11.2006 - English | Français", whose parts may
	// stand without anything between them.
	dateAndLanguages = regexp.MustCompile(`(?i)^\s*(?:\(?(\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}\s+\p{L}+\s+\d{4}|\d{4}-\d\d-\d\d)\)?)?[\s:–—|,-]*((?:(?:` + languageNames + `)[\s|,/·–—-]*(?:and|et|y)?[\s|,/·–—-]*)+)$`)
	oneLanguage      = regexp.MustCompile(`(?i)` + languageNames)
	pointer          = regexp.MustCompile(`(?i)^(?:see also|see|read more|more|voir aussi|lire la suite|véase|leer más|back to|retour|volver|click here|here|ici|aquí|next|previous|home|share|tweet|print|subscribe|donate|sign up|log in|follow us|contact)\b`)
	bodiless         = regexp.MustCompile(`(?i)\.(?:jpe?g|png|gif|svg|webp|mp3|mp4|m4a|mov|avi|zip|css|js|ics|xml|rss|xlsx?|pptx?)$`)
	socialHost       = regexp.MustCompile(`(?i)^(?:www\.|m\.)?(?:twitter|x|facebook|linkedin|instagram|youtube|flickr|whatsapp|pinterest|tiktok|threads)\.(?:com|net)$|^(?:t\.me|youtu\.be|wa\.me|bsky\.app)$`)
	document         = regexp.MustCompile(`(?i)\.(?:pdf|docx?|odt|rtf|txt)$`)
)

const languageNames = `english|français|francais|french|anglais|español|espanol|spanish|espagnol|العربية|عربي|arabic|arabe|русский|russian|russe|中文|chinese|chinois|português|portugues|portuguese`

func (c *collector) read(lines []line) {
	c.seen = map[string]bool{}
	for _, l := range lines {
		if len(c.page.Items) >= maxItems {
			c.leaveOut(l.text, "", fmt.Sprintf("the page lists more than %d documents", maxItems))
			return
		}
		c.line(l)
	}
}

func (c *collector) line(l line) {
	switch {
	case l.level > 0 && !l.hasDocument():
		c.heading(l)
		return
	case l.header:
		c.columns = l.cells
		return
	case l.cells == nil:
		c.columns = nil
	}
	if len(l.links) > 0 {
		c.linked(l)
		return
	}
	switch {
	case dateAndLanguages.MatchString(l.text) && len(c.pending) > 0:
		c.unlinkedTranslations(l.text)
	case l.cells != nil && len(c.columns) > 0:
		c.unlinked(l, l.text)
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
	c.pending, c.columns = nil, nil
	// Lines that only look like headings stand under each other until a list
	// begins: a title, then the line that announces the list.
	if n := len(c.headings); l.level == weakHeading && n > 0 && c.headings[n-1].level >= weakHeading && c.fresh && n < maxHeadings {
		l.level = c.headings[n-1].level + 1
	}
	for len(c.headings) > 0 && c.headings[len(c.headings)-1].level >= l.level {
		c.headings = c.headings[:len(c.headings)-1]
	}
	c.headings = append(c.headings, l)
	c.fresh = true
}

// maxHeadings is how many headings are kept above an entry.
const maxHeadings = 8

// hints lists what stands around a link, strongest first.
func (c *collector) hints(own []corpus.Hint) []corpus.Hint {
	var hints []corpus.Hint
	for i := len(c.headings) - 1; i >= 0; i-- {
		hints = append(hints, corpus.Hint{Kind: corpus.HintHeading, Text: c.headings[i].text})
	}
	hints = append(hints, own...)
	if c.page.Title != "" {
		hints = append(hints, corpus.Hint{Kind: corpus.HintPage, Text: c.page.Title})
	}
	return hints
}

// linked reads a line with links: documents, each with its translations.
func (c *collector) linked(l line) {
	block := l.text
	if len(c.pending) > 0 {
		block = strings.Join(append(c.pending, l.text), "\n")
	}
	var (
		work  string // of the document that the languages after it translate
		label string
		taken bool
	)
	for _, k := range l.links {
		_, isLanguage := languageOf(k.text)
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
		own := []corpus.Hint{{Kind: corpus.HintLinkText, Text: k.text}}
		if isLanguage {
			if work == "" {
				work = key
			}
			if label == "" {
				label = c.labelBefore(l, k)
			}
			if label != "" {
				own = append(own, corpus.Hint{Kind: corpus.HintLinkText, Text: label})
			}
		} else {
			work, label = key, k.text
		}
		own = append(own, c.rowHints(l)...)
		if l.documents() == 1 || l.cells != nil {
			// Of a line with many documents nobody can tell what is said of which.
			own = append(own, corpus.Hint{Kind: corpus.HintBlock, Text: withoutLabels(block, l)})
		}
		item := corpus.Item{
			Key: key, Location: key, File: key, Source: c.base, Hints: c.hints(own),
			Given: corpus.Given{corpus.FieldWork: {string(corpus.NewID(work))}},
		}
		c.page.Items = append(c.page.Items, item)
		taken, c.fresh = true, false
	}
	if taken || len(c.pending) > 3 {
		c.pending = nil
	} else if byline.MatchString(l.text) {
		c.pending = []string{l.text}
	}
}

// labelBefore is what stands before the first language link of a line, if it
// names the document: "Statement by Austria: English | Français".
func (c *collector) labelBefore(l line, k link) string {
	if l.cells != nil {
		return ""
	}
	before := strings.Trim(l.text[:min(k.at, len(l.text))], " \t:–—-|(")
	if len(before) > 3 && !dateOnly.MatchString(before) {
		return before
	}
	if len(c.pending) > 0 {
		return c.pending[0]
	}
	return ""
}

var dateOnly = regexp.MustCompile(`^[\d\s./:–—-]+$|^\d{1,2}\s+\p{L}+\s+\d{4}$`)

// rowHints reads the cells of a table by the names of its columns: the speaker
// first, then the others.
func (c *collector) rowHints(l line) []corpus.Hint {
	var first, rest []corpus.Hint
	for i, cell := range l.cells {
		if i >= len(c.columns) || cell == "" {
			continue
		}
		if speakerColumn.MatchString(c.columns[i]) {
			first = append(first, corpus.Hint{Kind: corpus.HintLinkText, Text: cell})
		} else {
			rest = append(rest, corpus.Hint{Kind: corpus.HintBlock, Text: c.columns[i] + ": " + cell})
		}
	}
	return append(first, rest...)
}

var speakerColumn = regexp.MustCompile(`(?i)\b(?:speakers?|states?|countr(?:y|ies)|organi[sz]ations?|delegations?|authors?|orateurs?|[ée]tats?|pays|organisation|d[ée]l[ée]gations?|oradores|orador|estados?|pa[íi]s(?:es)?|organizaci[óo]n(?:es)?|delegaci[óo]n)\b`)

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

// languageOf reads the words of a link that is named after a language.
func languageOf(text string) (corpus.Language, bool) {
	text = strings.Trim(text, " []()|-–:.")
	if i := strings.IndexAny(text, "(["); i > 0 { // "English (pdf)"
		text = strings.TrimSpace(text[:i])
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, " version"), " PDF")
	if len(text) < 2 || len(text) > 40 {
		return "", false
	}
	if len(text) == 2 && strings.ToUpper(text) != text { // "EN" is a label, "de" a word
		return "", false
	}
	if len(text) == 3 && strings.ToUpper(text) != text {
		return "", false
	}
	lang, ok := corpus.ParseLanguage(text)
	if !ok {
		return "", false
	}
	for _, known := range corpus.Languages {
		if known == lang {
			return lang, true
		}
	}
	return "", false
}

// refusal says why a link is not taken for a document; "" if it is.
func (c *collector) refusal(k link, l line, isLanguage, inEntry bool) string {
	switch {
	case k.url == "":
		return "the link leads to no document"
	case bodiless.MatchString(pathOf(k.url)):
		return "the link leads to a picture, a recording or data"
	case isDocument(k.url):
		return ""
	case socialHost.MatchString(hostOf(k.url)):
		return "the link leads to a social network"
	case pointer.MatchString(k.text) || pointer.MatchString(l.text):
		return "the link points to another page"
	case isLanguage && (inEntry || entryWords.MatchString(l.text) || len(l.cells) > 0):
		return ""
	case isLanguage:
		return "the link changes the language of the page"
	case l.prose:
		return "the link stands in running text"
	case entryWords.MatchString(k.text) || byline.MatchString(k.text):
		return ""
	case len(c.pending) > 0 || len(l.cells) > 0 && len(c.columns) > 0:
		return ""
	case l.bullet && c.underEntries():
		return ""
	}
	return "neither the link nor its address is that of a statement"
}

// underEntries tells whether the headings above announce statements.
func (c *collector) underEntries() bool {
	for _, h := range c.headings {
		if entryWords.MatchString(h.text) {
			return true
		}
	}
	return false
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path
}

func isDocument(address string) bool {
	return document.MatchString(pathOf(address)) || strings.Contains(strings.ToLower(address), "getdocument") || path.Ext(pathOf(address)) == ".pdf"
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
	c.add(text, append([]corpus.Hint{{Kind: corpus.HintLinkText, Text: text}}, c.rowHints(l)...), "")
}

// add makes an item of an entry without an address.
func (c *collector) add(key string, own []corpus.Hint, work string) {
	full := fmt.Sprintf("%s#%d %s", path.Base(c.base), len(c.page.Items)+1, key)
	if work == "" {
		work = full
	}
	c.fresh = false
	c.page.Items = append(c.page.Items, corpus.Item{
		Key: full, Source: c.base, Hints: c.hints(own),
		Given: corpus.Given{corpus.FieldWork: {string(corpus.NewID(work))}},
	})
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
