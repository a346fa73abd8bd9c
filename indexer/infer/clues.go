package infer

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
)

// signal is a short text that may say what the document is.
type signal struct {
	rule string
	text string
}

// Bounds on what is read of a document: a head longer than this is no head,
// and a signal longer than this is a text that happens to stand there.
const (
	maxHeadLines = 30
	maxHeadBytes = 3000
	maxHeadLine  = 320
	maxClue      = 600
)

// read gathers the signals in the order they are trusted, and the head of the text.
func (c *inference) read() {
	c.head, c.speech = parted(c.text)
	add := func(rule, text string) {
		text = strings.TrimSpace(text)
		if text != "" {
			c.signals = append(c.signals, signal{rule, shorten(text, maxClue)})
		}
	}
	for _, kind := range []struct {
		kind corpus.HintKind
		rule string
	}{{corpus.HintHeading, ruleHeading}, {corpus.HintEntry, ruleLinkText}, {corpus.HintLinkText, ruleLinkText}, {corpus.HintBlock, ruleBlock}, {corpus.HintPage, rulePage}} {
		for _, h := range c.item.Hints {
			if h.Kind == kind.kind {
				add(kind.rule, h.Text)
			}
		}
	}
	if c.given.First(corpus.FieldTitle) != "" {
		add(ruleTitle, c.s.Title)
	}
	add(ruleFileName, fileName(c.item))
	add(ruleFirstPage, strings.Join(c.head, "\n"))
	if sane(c.text.Properties.Title) {
		add(ruleProperties, c.text.Properties.Title)
	}
	c.venue = c.findVenue()
	c.genre = c.findGenre()
}

// specific lists the signals in the order they are trusted for what a document
// is itself: its authors, topic, type and date. There the words of a link and
// its block go before the heading, which is shared by all that stands under it
// and is often the publisher's name. For the session the heading goes first.
func (c *inference) specific() []signal {
	var out, headings []signal
	for _, signal := range c.signals {
		if signal.rule == ruleHeading {
			headings = append(headings, signal)
		}
	}
	for _, signal := range c.signals {
		if signal.rule == ruleLinkText || signal.rule == ruleBlock {
			out = append(out, signal)
		}
	}
	if len(headings) > 0 {
		out = append(out, headings...)
	}
	for _, signal := range c.signals {
		if signal.rule != ruleHeading && signal.rule != ruleLinkText && signal.rule != ruleBlock {
			out = append(out, signal)
		}
	}
	// The last part of a web page's address is what its site calls it, often after
	// the section it is in; the page itself knows better. The name of a file does not
	// change with the site.
	name := slices.IndexFunc(out, func(s signal) bool { return s.rule == ruleFileName })
	first := slices.IndexFunc(out, func(s signal) bool { return s.rule == ruleFirstPage })
	if name >= 0 && first > name && c.isWebPage() {
		moved := out[name]
		out = slices.Insert(out, first+1, moved)
		out = slices.Delete(out, name, name+1)
	}
	return out
}

// isWebPage tells whether the document is a page and not a file.
func (c *inference) isWebPage() bool {
	u, err := url.Parse(c.item.Location)
	return err == nil && u.Host != "" && !isFile.MatchString(u.Path)
}

var isFile = regexp.MustCompile(`(?i)\.(?:pdf|docx?|odt|rtf|txt|md)$`)

// fileName is the last element of the document's address or path, without its
// ending and with escapes undone.
func fileName(item corpus.Item) string {
	name := item.File
	if name == "" {
		name = item.Location
	}
	if u, err := url.Parse(name); err == nil && u.Scheme != "" && u.Host != "" {
		name = u.Path
	}
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if unescaped, err := url.PathUnescape(name); err == nil {
		name = unescaped
	}
	if name == "." || name == "/" {
		return ""
	}
	if ext := path.Ext(name); len(ext) > 1 && len(ext) < 6 && !strings.ContainsAny(ext, "0123456789") {
		name = strings.TrimSuffix(name, ext)
	}
	return strings.ToValidUTF8(name, "")
}

// headOf takes the lines before the speech itself: up to the address to the
// chair, the first long paragraph, or the bounds.
func headOf(text corpus.Text) []string {
	head, _ := parted(text)
	return head
}

// parted parts a text into its head and what follows it, as far as that is read.
func parted(text corpus.Text) (head []string, speech string) {
	if len(text.Pages) == 0 {
		return nil, ""
	}
	var lines []string
	size := 0
	rest := shorten(text.Pages[0].Text, maxHeadBytes*4)
	for rest != "" {
		raw, after, _ := strings.Cut(rest, "\n")
		line := strings.Join(strings.Fields(raw), " ")
		if line == "" || widget.MatchString(line) {
			rest = after
			continue
		}
		at := chairIn.FindStringIndex(line)
		if at != nil {
			line = strings.TrimSpace(line[:at[0]])
		}
		if line != "" && !isSalutation(line) {
			if len(line) > maxHeadLine && len(lines) < 6 {
				if above, speech, ok := bylineBelow(after); ok {
					return append(lines, above...), speech
				}
			}
			if len(line) > maxHeadLine || len(lines) == maxHeadLines || size > maxHeadBytes {
				return lines, rest
			}
			lines = append(lines, line)
			size += len(line)
			if at == nil {
				rest = after
				continue
			}
		}
		return lines, rest
	}
	return lines, ""
}

// bylineBelow finds, behind the paragraph by which a page introduces a speech,
// the byline that stands right above the address to the chair, and the lines from
// there on.
func bylineBelow(text string) (above []string, speech string, ok bool) {
	text = shorten(text, maxHeadBytes)
	for n := 0; n < 14 && text != ""; {
		raw, after, _ := strings.Cut(text, "\n")
		line := strings.Join(strings.Fields(raw), " ")
		switch {
		case line == "" || widget.MatchString(line):
			text = after
			continue
		case isSalutation(line):
			above = above[max(0, len(above)-4):]
			return above, text, slices.ContainsFunc(above, func(l string) bool { return startsByline.MatchString(l) && len(l) < 250 && !strings.HasSuffix(l, ".") })
		case len(line) > maxHeadLine:
			above = nil
		default:
			above = append(above, line)
		}
		n++
		text = after
	}
	return nil, "", false
}

// widget matches the lines that sites put around a text and that say nothing of it.
var widget = regexp.MustCompile(`(?i)^(?:(?:uploads?|views?|downloads?)\s*:\s*\S+|share(?: this| on| via)?\b.{0,30}|tweet|facebook|twitter|linkedin|whatsapp|print(?:able version)?|e-?mail|copy link|skip to (?:main )?content|donate(?: now)?|download pdf|(?:posted|filed) (?:in|under)\b.{0,60}|partager|imprimer|compartir|imprimir|partilhar|haut de la page|back to top|share this page|поделиться|печать|\(?pdf\s*-\s*[\d.,]+ ?[km]?[bo]\)?)$`)

// isSalutation tells whether a line begins the speech: "Mr. President,".
func isSalutation(line string) bool {
	return len(line) < 400 && salutation.MatchString(line) || len(line) < 200 && !strings.HasSuffix(line, ".") && greeting.MatchString(line) && !newsOf.MatchString(line)
}

var (
	// salutation matches a line that greets the chair or the meeting.
	salutation = regexp.MustCompile(`(?i)^(?:(?:mr\.?|madam|madame|mister) (?:vice[- ])?(?:president|chair)|(?:president|chair|chairperson|co-chairs),|excellenc|your excellenc|your majest|distinguished |honou?rable (?:president|delegates)|dear (?:colleagues|friends|excellenc)|ladies and gentlemen|` +
		`(?:thank you|merci|gracias|muchas gracias|obrigad[oa])[,. ]|(?:monsieur|m\.|madame|mme) (?:le |la )?(?:vice-)?pr[ée]sidente?|mesdames|excellences|distingué|` +
		`(?:señora?|sra?\.) (?:president|secretari|vicepresident)|excelencias|excelent[íi]simos? señor|distinguid|` +
		`(?:senhora?|sra?\.) president|excelências|(?:г-н|господин|госпожа|г-жа) председатель|уважаем|السيد الرئيس|السيدة الرئيسة|سعادة|主席先生|主席女士|尊敬的主席|signor president)`)
	// greeting matches a line that names those who are greeted.
	greeting = regexp.MustCompile(`(?i)^(?:(?:his|her|your) excellency|h\.?e\.?|s\.?e\.?|mr\.?|mrs\.?|ms\.?|excelent\S+|sr\.?|sra\.?)\b.{0,80}\b(?:president of the (?:\w+[- ]){0,6}(?:general assembly|assembly|session)|secretary[- ]general of the un|pr[ée]sidente? de l['’]assembl[ée]e|president[ea] de la asamblea)|^president of the (?:\S+ ){0,6}(?:session|assembly)(?: of (?:states parties|the) .{0,60}| of states parties)?\s*[,;:]?$`)
	// chairIn matches where a speech begins in the middle of a line, as text out
	// of PDFs has it.
	chairIn = regexp.MustCompile(`\s(?:Mr\.? President|Madam President|Madame President|Mister President|Monsieur le Président|Madame la Présidente|Señor Presidente|Señora Presidenta|Excellencies, |Your Excellenc(?:y|ies), |Mr\.? Chair(?:man)?|Господин Председатель|السيد الرئيس)\s*[,;:]`)
)

// shorten cuts a text at a character and, if there is one near, at a space.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	if i := strings.LastIndexByte(s[:n], ' '); i > n*2/3 {
		n = i
	}
	return strings.TrimRightFunc(s[:n], unicode.IsSpace)
}

func joinGiven(values []string) string { return strings.Join(values, " | ") }

// lineAt is the line of a text that the byte at offset stands in.
func lineAt(text string, offset int) string {
	offset = min(max(offset, 0), len(text))
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	if end := strings.IndexByte(text[offset:], '\n'); end >= 0 {
		return text[start : offset+end]
	}
	return text[start:]
}
