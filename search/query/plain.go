package query

import "strings"

// Plain reads text as words beside each other, whatever marks stand in it: no
// operators, phrases or fields, and no limits. It is for texts that nobody
// wrote as a query, such as judged questions, and for the offer to search for
// the words of a query that cannot be read. It is nil where there are no words.
func Plain(text string) Expr {
	var all All
	src := normalize(text)
	for _, part := range strings.FieldsFunc(string(src.runes), func(r rune) bool {
		return r == ' ' || r == ',' || r == ';' || isQuote(r)
	}) {
		part = strings.TrimFunc(part, func(r rune) bool { return !searchable(r) })
		if part == "" {
			continue
		}
		if isOperator(part) {
			part = strings.ToLower(part)
		}
		all = append(all, Word{Text: part})
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}
