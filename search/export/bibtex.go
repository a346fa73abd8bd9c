package export

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"rostrum/search"
)

// bibtexWriter writes entries for both BibTeX (year, month, note) and biblatex (date,
// eventtitle, urldate).
type bibtexWriter struct {
	options Options
	out     *bufio.Writer
}

func newBibTeX(w io.Writer, o Options) (Writer, error) {
	return &bibtexWriter{options: o, out: bufio.NewWriter(w)}, nil
}

func (b *bibtexWriter) Write(h search.Hit) error {
	r := b.options.record(h)
	// bufio keeps the first error until Flush, so single writes need no checks.
	b.out.WriteString("@misc{" + bibtexKey(r) + ",\n")
	field := func(name, value string) {
		if value != "" {
			b.out.WriteString("  " + name + " = {" + value + "},\n")
		}
	}
	field("author", bibtexNames(r.names()))
	field("title", "{"+bibtexText(r.heading())+"}")
	field("eventtitle", bibtexText(r.Session.Label))
	field("howpublished", bibtexText(strings.Join(nonEmpty(r.Type.Label, r.Session.Label), ", ")))
	field("number", bibtexText(r.Symbol))
	field("date", r.Date.String())
	if r.Date.Year > 0 {
		field("year", strconv.Itoa(r.Date.Year))
	}
	if r.Date.Month > 0 {
		// Months are macros of the styles, without braces.
		b.out.WriteString("  month = " + strings.ToLower(r.Date.Month.String()[:3]) + ",\n")
	}
	field("pages", r.page())
	if r.PageCount > 0 {
		field("pagetotal", strconv.Itoa(r.PageCount))
	}
	if r.Language != "" {
		field("language", bibtexText(languageName(string(r.Language))))
	}
	field("url", bibtexAddress(r.address()))
	if !r.Origin.RetrievedAt.IsZero() {
		field("urldate", r.Origin.RetrievedAt.UTC().Format(time.DateOnly))
	}
	field("keywords", bibtexText(strings.Join(append(labels(r.Topics), labels(r.Situations)...), ", ")))
	field("note", bibtexText(note(r)))
	_, err := b.out.WriteString("}\n\n")
	return err
}

func (b *bibtexWriter) Close() error { return b.out.Flush() }

// bibtexKey is stable across exports, so that papers can cite by it. A comma or space
// would end the key.
func bibtexKey(r record) string {
	return "rostrum-" + strings.Map(func(c rune) rune {
		if c < 0x80 && (c == '-' || c == '_' || c == '.' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z') {
			return c
		}
		return '-'
	}, string(r.ID))
}

// bibtexNames braces each author a second time: an organization has no family name,
// and an "and" in its name must not separate authors.
func bibtexNames(names []string) string {
	braced := make([]string, len(names))
	for i, n := range names {
		braced[i] = "{" + bibtexText(n) + "}"
	}
	return strings.Join(braced, " and ")
}

// Braces become commands, because BibTeX counts them even after a backslash, as do
// characters for which TeX fonts have another glyph.
var bibtexEscapes = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\textbraceleft{}`, '}': `\textbraceright{}`, '%': `\%`, '&': `\&`, '#': `\#`, '$': `\$`, '_': `\_`,
	'~': `\textasciitilde{}`, '^': `\textasciicircum{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`,
}

func bibtexText(s string) string {
	var out strings.Builder
	var last rune
	for _, r := range line(s) {
		if r == last && strings.ContainsRune("-'`", r) || r == '`' && (last == '?' || last == '!') {
			out.WriteString("{}") // otherwise TeX makes a ligature of the two
		}
		if escaped, ok := bibtexEscapes[r]; ok {
			out.WriteString(escaped)
		} else {
			out.WriteRune(r)
		}
		last = r
	}
	return out.String()
}

// bibtexAddress escapes only what would end the field.
func bibtexAddress(s string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C", " ", "%20").Replace(line(s))
}

// languageName is the English name of a language, as expected by biblatex.
func languageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	if name := display.English.Languages().Name(tag); name != "" {
		return strings.ToLower(name)
	}
	return code
}

// note combines the remarks and the address of the original in one field.
func note(r record) string {
	parts := r.notes()
	if o := r.original(); o != "" {
		parts = append(parts, "Original: "+line(o))
	}
	return strings.Join(parts, ". ")
}

func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
