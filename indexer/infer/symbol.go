package infer

import (
	"regexp"
	"strings"

	"rostrum/corpus"
)

// symbolForm matches a document symbol of the Assembly with slashes, as
// printed, or with the hyphens it has in file names.
var symbolForm = regexp.MustCompile(`(?i)\bICC-ASP[-/_](S[-/]?\d|\d{1,2})[-/_]((?:(?:INF|RES|DEC|DECL|WP|CRP|L|SP|S|NGO|CBF[-/]?\d*|WGA|SWGCA)[-./_]?)*\d{1,4}[a-z]?)((?:[-/_](?:ADD|REV|CORR|ANNEX|PART)[-./_]?(?:\d+|[IVX]+(?:-[A-Z]\b)?)?)*)`)

// reviewForm matches the symbols of the Review Conference: RC/Res.6.
var reviewForm = regexp.MustCompile(`(?i)(?:^|[^\p{L}-])RC[-/](Res|Decl|Dec)[-./]?(\d{1,2})\b`)

// symbol takes the document's own symbol: from where it was found and its file
// name, or alone on a line in the head of its first page.
func (c *inference) symbol() {
	if v, ok := c.asGiven(corpus.FieldSymbol); ok {
		c.s.Symbol = v
		return
	}
	for _, signal := range c.signals {
		text := signal.text
		if m := reviewForm.FindStringSubmatch(text); m != nil && signal.rule != ruleFirstPage {
			c.s.Symbol = "RC/" + strings.ToUpper(m[1][:1]) + strings.ToLower(m[1][1:]) + "." + m[2]
			c.note(corpus.FieldSymbol, signal.rule, text, trust[signal.rule], c.s.Symbol)
			return
		}
		if signal.rule == ruleFirstPage {
			for i, line := range c.head {
				if m := symbolForm.FindString(line); m != "" && i < 8 && len(line) < len(m)+12 {
					c.setSymbol(signal.rule, line, m)
					return
				}
			}
			continue
		}
		if m := symbolForm.FindAllString(text, 2); len(m) == 1 {
			c.setSymbol(signal.rule, text, m[0])
			return
		}
	}
}

func (c *inference) setSymbol(rule, source, written string) {
	symbol := normalSymbol(written)
	if symbol == "" {
		return
	}
	c.s.Symbol = symbol
	c.note(corpus.FieldSymbol, rule, source, trust[rule], symbol)
}

// normalSymbol writes a symbol as it is printed: ICC-ASP-14-Res4 is ICC-ASP/14/Res.4.
func normalSymbol(written string) string {
	m := symbolForm.FindStringSubmatch(written)
	if m == nil {
		return ""
	}
	session := strings.ToUpper(m[1])
	if strings.HasPrefix(session, "S") {
		session = "S-" + strings.TrimLeft(session[1:], "-/")
	}
	number := symbolPart.ReplaceAllStringFunc(m[2], func(part string) string {
		p := symbolPart.FindStringSubmatch(part)
		word := map[string]string{"RES": "Res", "INF": "INF", "DEC": "Dec", "DECL": "Decl"}[strings.ToUpper(p[1])]
		if word == "" {
			return strings.ToUpper(p[1]) + "/"
		}
		return word + "."
	})
	number = strings.NewReplacer("L/", "L.", "WP/", "WP.", "CRP/", "CRP.").Replace(number)
	suffix := symbolSuffix.ReplaceAllStringFunc(m[3], func(part string) string {
		p := symbolSuffix.FindStringSubmatch(part)
		word := strings.ToUpper(p[1][:1]) + strings.ToLower(p[1][1:])
		if p[2] == "" {
			return "/" + word
		}
		return "/" + word + "." + p[2]
	})
	return "ICC-ASP/" + session + "/" + number + suffix
}

var (
	symbolPart   = regexp.MustCompile(`(?i)(INF|RES|DECL|DEC|WP|CRP|NGO|WGA|SWGCA|SP|L|S)[-./_]?`)
	symbolSuffix = regexp.MustCompile(`(?i)[-/_](ADD|REV|CORR|ANNEX|PART)[-./_]?(\d+|[IVX]+(?:-[A-Z]\b)?)?`)
)

// sessionOfSymbol is the session whose documents have symbols like this one.
func (c *inference) sessionOfSymbol(symbol string) (corpus.SessionID, bool) {
	for _, s := range c.names.Sessions() {
		if s.SymbolPrefix != "" && strings.HasPrefix(symbol, s.SymbolPrefix) {
			return s.ID, true
		}
	}
	return "", false
}
