package plain

import (
	"regexp"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/run"
)

var (
	heading   = regexp.MustCompile(`^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$`)
	bullet    = regexp.MustCompile(`^\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)$`)
	rule      = regexp.MustCompile(`^\s*(?:[-*_=]\s*){3,}$`)
	fence     = regexp.MustCompile("^ {0,3}(?:```|~~~)")
	reference = regexp.MustCompile(`^ {0,3}\[[^\]^][^\]]*\]:\s+\S+`)
	note      = regexp.MustCompile(`^ {0,3}\[\^[^\]]+\]:\s+(.*)$`)
	dashes    = regexp.MustCompile(`^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$`)
	row       = regexp.MustCompile(`^\s*\|.*\|\s*$`)
	link      = regexp.MustCompile(`!?\[([^\]^][^\]]*|)\](?:\([^)]*\)|\[[^\]]*\])`)
	noteMark  = regexp.MustCompile(`\[\^[^\]]+\]`)
	struck    = regexp.MustCompile(`~~(\S(?:.*?\S)?)~~`)
	emphasis  = regexp.MustCompile(`(\*\*|__|\*|\x60+)(\S(?:.*?\S)?)(\*\*|__|\*|\x60+)`)
)

// unmark removes Markdown syntax from a line, and reports whether it is a paragraph
// of its own.
func unmark(line string) (text string, alone bool) {
	for trimmed := strings.TrimLeft(line, " "); strings.HasPrefix(trimmed, ">"); trimmed = strings.TrimLeft(line, " ") {
		line = trimmed[1:] // a quotation, perhaps nested
	}
	switch {
	case rule.MatchString(line), fence.MatchString(line), dashes.MatchString(line), reference.MatchString(line):
		return "", false
	case heading.MatchString(line):
		line, alone = heading.FindStringSubmatch(line)[1], true
	case note.MatchString(line):
		line, alone = note.FindStringSubmatch(line)[1], true
	case row.MatchString(line):
		line, alone = strings.ReplaceAll(strings.Trim(strings.TrimSpace(line), "|"), "|", " "), true
	case bullet.MatchString(line):
		line, alone = bullet.FindStringSubmatch(line)[1], true
	}
	line = link.ReplaceAllString(line, "$1")
	line = noteMark.ReplaceAllString(line, "")
	line = struck.ReplaceAllStringFunc(line, func(s string) string { return run.Strike(strings.Trim(s, "~")) })
	return emphasis.ReplaceAllString(line, "$2"), alone
}

// maxFrontMatter is the maximum number of lines of front matter.
const maxFrontMatter = 100

// frontMatter reads the properties between two lines of dashes at the beginning of
// the text, and returns the remaining lines.
func frontMatter(lines []string, p *corpus.Properties) []string {
	if strings.TrimRight(lines[0], " ") != "---" {
		return lines
	}
	fields := map[string]*string{"title": &p.Title, "author": &p.Author, "date": &p.Date, "lang": &p.Language, "language": &p.Language}
	for i, l := range lines[1:min(len(lines), maxFrontMatter)] {
		if strings.TrimRight(l, " ") == "---" {
			return lines[i+2:]
		}
		key, value, _ := strings.Cut(l, ":")
		if field := fields[strings.ToLower(key)]; field != nil {
			*field = clean.Line(strings.Trim(strings.TrimSpace(value), `"'`))
		}
	}
	*p = corpus.Properties{}
	return lines // a thematic break, not front matter
}
