package listing

import (
	"regexp"
	"strings"
)

// line is a line as a reader of the page sees it.
type line struct {
	text   string
	level  int // 1 to 6 for headings, as in HTML; weakHeading for what only looks like one
	bullet bool
	links  []link
	cells  []string // of the row of a table, nil elsewhere
	header bool     // the row names the columns
	prose  bool     // a paragraph, not an entry
	group  bool     // a heading among the rows of a table
	holds  bool     // an entry whose languages follow, each on a line of its own
	menu   bool     // nothing but links to other pages
	closes int      // the headings of this level and below end here; nothing else stands in the line
}

// The levels of headings that are not marked as such, below those that are.
const (
	// tableHeading is that of captions, groups of rows and terms.
	tableHeading = 6
	// listHeading is that of an entry with a list under it; deeper lists count up.
	listHeading = 20
)

// weakHeading is the level of a line that stands above others like a heading
// without being marked as one. It is below all marked headings.
const weakHeading = 7

// link is a link within a line.
type link struct {
	text string
	url  string
	at   int // byte offset of its words in the line
	cell int // of the row of a table it stands in
}

// textLines cuts plain text into lines.
func textLines(content []byte) []line {
	var out []line
	for _, raw := range strings.Split(apart.ReplaceAllString(decode(content), "$1\n$2"), "\n") {
		text := strings.Join(strings.Fields(raw), " ")
		if text == "" {
			continue
		}
		if underline.MatchString(text) {
			if n := len(out); n > 0 && len(out[n-1].links) == 0 {
				out[n-1].level, out[n-1].prose = 2, false
				if text[0] == '=' {
					out[n-1].level = 1
				}
			}
			continue
		}
		l := line{text: text}
		if m := bulletMark.FindString(text); m != "" {
			l.bullet, l.text = true, strings.TrimSpace(text[len(m):])
		} else if m := markdownHeading.FindString(text); m != "" {
			l.level, l.text = len(strings.TrimSpace(m)), strings.TrimSpace(text[len(m):])
		}
		l.text, l.links = linksInText(l.text)
		if l.level == 0 && !l.bullet && len(l.links) == 0 {
			switch {
			case looksLikeHeading(l.text):
				l.level = weakHeading
			case len(l.text) > 200 || strings.HasSuffix(l.text, "."):
				l.prose = true
			}
		}
		if l.text != "" || len(l.links) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// apart matches an entry that the line of its languages has been glued to, as
// copying from a page does: "Foreign Affairs of Austria23.11.2006 - English".
var apart = regexp.MustCompile(`(?im)^(.*\p{L}.*?[\p{L}.)])[ \t]*((?:\d{1,2}[./]\d{1,2}[./]\d{4})[\s:–—|,-]*(?:(?:` + languageNames + `)[ \t|,/·–—-]*)+)$`)

var (
	bulletMark      = regexp.MustCompile(`^(?:[-*•‣▪·◦–—]|\(?\d{1,3}[.)]|[a-z][.)])\s+`)
	underline       = regexp.MustCompile(`^(?:={3,}|-{3,}|~{3,})$`) // of a heading
	markdownHeading = regexp.MustCompile(`^#{1,6}\s+`)
	bareAddress     = regexp.MustCompile(`\[([^\[\]]{1,300})\]\((https?://[^\s()]{4,1000})\)|<?(https?://[^\s<>"']{4,1000})>?`)
)

// linksInText finds addresses in a line of plain text, bare or as Markdown
// writes links, and takes the bare ones out of its words.
func linksInText(text string) (string, []link) {
	var (
		b     strings.Builder
		links []link
		end   int
	)
	for _, m := range bareAddress.FindAllStringSubmatchIndex(text, 100) {
		b.WriteString(text[end:m[0]])
		end = m[1]
		if m[2] >= 0 {
			links = append(links, link{text: text[m[2]:m[3]], url: text[m[4]:m[5]], at: b.Len()})
			b.WriteString(text[m[2]:m[3]])
			continue
		}
		links = append(links, link{url: strings.TrimRight(text[m[6]:m[7]], ".,;:)"), at: b.Len()})
	}
	b.WriteString(text[end:])
	rest := strings.Trim(strings.TrimSpace(b.String()), "<>")
	for i := range links {
		if links[i].text == "" {
			links[i].text = languageBeside(rest, links[i].at)
		}
		if links[i].text == "" {
			links[i].text = strings.Trim(strings.TrimSpace(rest), " -–:")
		}
	}
	return rest, links
}

// languageBeside is the language that an address in plain text is said to be in:
// "https://... (English)", "English: https://...".
func languageBeside(text string, at int) string {
	at = min(at, len(text))
	before := strings.ToValidUTF8(text[max(0, at-40):at], "")
	for _, m := range [][]string{languageAfter.FindStringSubmatch(text[at:]), languageBefore.FindStringSubmatch(before)} {
		if m != nil {
			return m[1]
		}
	}
	return ""
}

var (
	languageAfter  = regexp.MustCompile(`(?i)^\s*\(\s*(` + languageNames + `)\s*\)`)
	languageBefore = regexp.MustCompile(`(?i)(?:^|[\s,;|(])(` + languageNames + `)\s*[:=]?\s*$`)
)

// looksLikeHeading tells whether a line of plain text stands above others: it
// is short and no sentence, or it announces a list.
func looksLikeHeading(text string) bool {
	if strings.HasSuffix(text, ":") {
		return len(text) < 300
	}
	return len(text) < 120 && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ",") && !strings.HasSuffix(text, ";") &&
		!byline.MatchString(text) && !dateAndLanguages.MatchString(text)
}
