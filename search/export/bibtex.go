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

// bibtexWriter writes entries that both BibTeX (year, month, note) and biblatex
// (date, eventtitle, urldate) make sense of.
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
		// The styles define the months as macros, which stand without braces.
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

// bibtexKey is the same in every export, so that papers can be cited by it. A
// comma or space in it would end it early.
func bibtexKey(r record) string {
	return "rostrum-" + strings.Map(func(c rune) rune {
		if c < 0x80 && (c == '-' || c == '_' || c == '.' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z') {
			return c
		}
		return '-'
	}, string(r.ID))
}

// bibtexNames braces each author a second time: an organization has no family
// name, and the "and" in its name does not begin another author.
func bibtexNames(names []string) string {
	braced := make([]string, len(names))
	for i, n := range names {
		braced[i] = "{" + bibtexText(n) + "}"
	}
	return strings.Join(braced, " and ")
}

// Braces become commands, because BibTeX counts them even behind a backslash;
// so do characters for which TeX's own fonts have others.
var bibtexEscapes = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\textbraceleft{}`, '}': `\textbraceright{}`, '%': `\%`, '&': `\&`, '#': `\#`, '$': `\$`, '_': `\_`,
	'~': `\textasciitilde{}`, '^': `\textasciicircum{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`,
}

func bibtexText(s string) string {
	var out strings.Builder
	var last rune
	for _, r := range line(s) {
		if r == last && strings.ContainsRune("-'`", r) || r == '`' && (last == '?' || last == '!') {
			out.WriteString("{}") // or TeX makes one dash or mark of the two
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

// bibtexAddress leaves an address as it is but for what would end the field.
func bibtexAddress(s string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C", " ", "%20").Replace(line(s))
}

// languageName is a language's English name, as biblatex expects it.
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

// note is all that is to be said in one field, with the original's address.
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
