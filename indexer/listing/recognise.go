package listing

import (
	"net/url"
	"regexp"
	"strings"

	"rostrum/corpus"
)

var (
	// byline matches a line that begins an entry: "Statement by NAME, ROLE".
	byline = regexp.MustCompile(`(?i)^(?:joint |opening |closing |written )?(?:statements?|remarks|address|speech|intervention|d[ée]clarations?|allocution|discours|discurso|declaraci[óo]n(?:es)?|intervenci[óo]n|alocuci[óo]n|palabras|letter|lettre|message)\s+(?:\S+\s+){0,4}?(?:by|of|from|par|de|du|des|d['’]|por|del)\b|(?i)\bon behalf of\b`)
	// entryWords match what is written of a document and not of a page.
	entryWords = regexp.MustCompile(`(?i)\b(?:statements?|remarks|address|speech|intervention|d[ée]clarations?|allocution|discours|discurso|declaraci[óo]n|alocuci[óo]n|letter|lettre|carta|paper|briefing|recommendations|recommandations|recomendaciones|resolution|r[ée]solution|resoluci[óo]n|report|rapport|informe|note verbale|press release|communiqu[ée]|declaration|plenary|general debate|priorities|summary (?:of )?day|day \w+ summary|daily summary|r[ée]sum[ée] du \w+ jour)\b`)
	// dateAndLanguages matches "23.11.2006 - English | Français", whose parts may
	// stand without anything between them.
	dateAndLanguages = regexp.MustCompile(`(?i)^\s*(?:\(?(\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}\s+\p{L}+\s+\d{4}|\d{4}-\d\d-\d\d)\)?)?[\s:–—|,-]*((?:(?:` + languageNames + `)[\s|,/·–—-]*(?:and|et|y)?[\s|,/·–—-]*)+)$`)
	oneLanguage      = regexp.MustCompile(`(?i)` + languageNames)
	pointer          = regexp.MustCompile(`(?i)^(?:see also|see|read more|more|voir aussi|lire la suite|véase|leer más|back to|retour|volver|parent directory|click here|here|ici|aquí|next|previous|home|share|tweet|print|subscribe|donate|sign up|log in|follow us|contact)\b`)
	bodiless         = regexp.MustCompile(`(?i)\.(?:jpe?g|png|gif|svg|webp|mp3|mp4|m4a|mov|avi|zip|css|js|ics|xml|rss|xlsx?|pptx?)$`)
	socialHost       = regexp.MustCompile(`(?i)^(?:www\.|m\.)?(?:twitter|x|facebook|linkedin|instagram|youtube|flickr|whatsapp|pinterest|tiktok|threads)\.(?:com|net)$|^(?:t\.me|youtu\.be|wa\.me|bsky\.app)$`)
)

// namesSession tells whether a line that looks like a heading says of which
// session it is.
func namesSession(text string) bool {
	return sessionName.MatchString(plenarySession.ReplaceAllString(text, ""))
}

var (
	sessionName    = regexp.MustCompile(`(?i)\b(?:ASP|AEP)[ -]?\d|\bsessions?\b|\bsesi[óo]n(?:es)?\b|\bsess[ãa]o\b|сесси[яи]|الدورة|届会议|review conference|conférence de révision|conferencia de revisión`)
	plenarySession = regexp.MustCompile(`(?i)plenary sessions?|sessions? plénières?|sesi[óo]n(?:es)? plenarias?|(?:opening|closing) session`)
)

const languageNames = `english|français|francais|french|anglais|español|espanol|spanish|espagnol|العربية|عربي|arabic|arabe|русский|russian|russe|中文|chinese|chinois|português|portugues|portuguese`

// wordless matches the words of links that say nothing of the document.
var wordless = regexp.MustCompile(`(?i)^\W*(?:(?:download|t[ée]l[ée]charger|descargar|view|open|read|full|document|file|fichier|archivo|text|texte|texto|int[ée]gral|completo|the|here|ici|aqu[íi]|pdf|docx?|word|link|lien|version|statement \(pdf\)|\d+|[km]i?b|ko|mo)\W*)+$`)

// languageName is what of the words of a link may be the name of a language:
// "English (pdf)", "[EN]".
func languageName(text string) string {
	text = strings.Trim(text, " []()|-–:.")
	if m := inLanguage.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	if i := strings.IndexAny(text, "(["); i > 0 {
		text = strings.TrimSpace(text[:i])
	}
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(text, " version"), " PDF"), " only")
}

// inLanguage matches "in English", "en français", "версия на русском языке".
var inLanguage = regexp.MustCompile(`(?i)^(?:version )?(?:in|en|em|на)\s+(\p{L}{4,12})(?: version)?$`)

// languageOf reads the words of a link that is named after a language.
func languageOf(text string) (corpus.Language, bool) {
	text = languageName(text)
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
	case strings.HasSuffix(k.url, "/") && strings.HasPrefix(c.base, k.url):
		return "the link leads to what this page is a part of"
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
	case l.menu && !byline.MatchString(k.text):
		return "the link stands in a menu"
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

// isMenu tells whether a line is nothing but several links, none of them to a
// document or a translation.
func (l line) isMenu() bool {
	if len(l.links) < 3 || l.cells != nil {
		return false
	}
	linked := 0
	for _, k := range l.links {
		if _, isLanguage := languageOf(k.text); isLanguage || isDocument(k.url) {
			return false
		}
		linked += len(k.text)
	}
	return len(l.text)-linked < 4*len(l.links)
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
	f, known := corpus.FormatOf(pathOf(address))
	return known && f.MediaType != "text/html" || strings.Contains(strings.ToLower(address), "getdocument")
}
