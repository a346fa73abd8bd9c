package infer

import (
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
)

// clue is a short text that may say what the document is.
type clue struct {
	rule string
	text string
}

// Bounds on what is read of a document: a head longer than this is no head,
// and a clue longer than this is a text that happens to stand there.
const (
	maxHeadLines = 30
	maxHeadBytes = 3000
	maxClue      = 600
)

// read gathers the clues in the order they are trusted, and the head of the text.
func (c *inference) read() {
	c.head = headOf(c.text)
	add := func(rule, text string) {
		text = strings.TrimSpace(text)
		if text != "" {
			c.clues = append(c.clues, clue{rule, shorten(text, maxClue)})
		}
	}
	for _, kind := range []struct {
		kind corpus.HintKind
		rule string
	}{{corpus.HintHeading, ruleHeading}, {corpus.HintLinkText, ruleLinkText}, {corpus.HintBlock, ruleBlock}} {
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
}

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
	if len(text.Pages) == 0 {
		return nil
	}
	page := text.Pages[0].Text
	if len(page) > maxHeadBytes*4 {
		page = shorten(page, maxHeadBytes*4)
	}
	var lines []string
	size := 0
	for _, paragraph := range strings.Split(page, "\n\n") {
		long := len(paragraph) > 400 && len(lines) > 0
		for _, line := range strings.Split(paragraph, "\n") {
			line = strings.Join(strings.Fields(line), " ")
			if line == "" {
				continue
			}
			if isSalutation(line) || long && len(line) > 200 || len(lines) == maxHeadLines || size > maxHeadBytes {
				return lines
			}
			lines = append(lines, shorten(line, maxClue))
			size += len(line)
		}
		if long {
			return lines
		}
	}
	return lines
}

// isSalutation tells whether a line begins the speech: "Mr. President,".
func isSalutation(line string) bool {
	if len(line) > 160 {
		return false
	}
	l := strings.ToLower(line)
	for _, opening := range salutations {
		if strings.HasPrefix(l, opening) {
			rest := l[len(opening):]
			return rest == "" || strings.ContainsAny(rest, ",:;!") && len(rest) < 120 || len(rest) < 3
		}
	}
	return false
}

var salutations = []string{
	"mr. president", "mr president", "madam president", "madame president", "mister president", "president,", "mr. chair", "madam chair",
	"excellencies", "your excellenc", "distinguished", "dear colleagues", "ladies and gentlemen", "thank you, ", "thank you mr", "thank you madam",
	"monsieur le président", "madame la présidente", "m. le président", "mme la présidente", "excellences", "mesdames",
	"señor presidente", "señora presidenta", "sr. presidente", "sra. presidenta", "excelencias", "excelentísim", "distinguid", "gracias, ", "gracias señor", "muchas gracias",
	"г-н председатель", "господин председатель", "уважаем", "السيد الرئيس", "السيدة الرئيسة", "主席先生", "主席女士",
	"senhor presidente", "senhora presidente",
}

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
