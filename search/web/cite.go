package web

import (
	"strings"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search/web/ui"
)

// citation is one way to cite a statement.
type citation struct {
	Style string // message id
	Text  string
	Code  bool // for a program: set in a fixed width
}

// cite writes the citations. Words that a style adds (in, on) are left out, so
// that the same text serves in every language.
func cite(l *ui.Locale, d corpus.Statement, authors []string, session, public string) []citation {
	address := d.Origin.URL
	switch {
	case linkable(address):
	case public != "":
		address = public + statementPath(d.ID)
	default:
		address = "" // what a request calls us is no address to print
	}
	title := d.Title
	if title == "" {
		title = l.Text("statement.untitled")
	}
	date := l.Date(d.Date)
	plain := joined(", ", strings.Join(authors, "; "), "“"+title+"”", session, d.Symbol, date, address)
	apa := joined(" ", strings.Join(authors, ", ")+".", "("+orElse(d.Date.String(), "n.d.")+").", withStop(title), withStop(session), address)
	return []citation{
		{"cite.plain", plain, false},
		{"cite.apa", apa, false},
		{"cite.bibtex", bibtex(d, title, authors, session, address), true},
	}
}

func joined(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if strings.Trim(p, " .") != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// withStop ends s with a full stop, unless it ends a sentence already.
func withStop(s string) string {
	if last, _ := utf8.DecodeLastRuneInString(s); s == "" || strings.ContainsRune(".!?…。！？؟", last) {
		return s
	}
	return s + "."
}

// bibtex writes an entry of type misc; authors are in double braces because an
// organization has no family name.
func bibtex(d corpus.Statement, title string, authors []string, session, address string) string {
	var b strings.Builder
	b.WriteString("@misc{rostrum-" + string(d.ID))
	field := func(name, value string) {
		if value != "" {
			b.WriteString(",\n  " + name + " = {" + value + "}")
		}
	}
	for i, a := range authors {
		authors[i] = "{" + bibtexText(a) + "}"
	}
	field("author", strings.Join(authors, " and "))
	field("title", "{"+bibtexText(title)+"}")
	field("howpublished", bibtexText(session))
	field("number", bibtexText(d.Symbol))
	field("date", d.Date.String())
	field("language", string(d.Language))
	field("url", address)
	b.WriteString("\n}")
	return b.String()
}

var bibtexEscapes = strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `%`, `\%`, `&`, `\&`, `#`, `\#`, `$`, `\$`, `_`, `\_`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`, "\n", " ")

func bibtexText(s string) string { return bibtexEscapes.Replace(s) }
