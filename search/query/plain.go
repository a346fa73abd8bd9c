package query

import "strings"

// Plain returns the words of a text without operators, phrases, fields and limits. It
// is for texts that were not written as a query, such as judged questions, and for
// the offer to search for the words of an invalid query. It is nil if there are no
// words.
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
