package query

import (
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
)

// fieldName reads the colon here as the end of a field's name, if it is one.
//
// A known name is one when its value follows at once (Session:ASP20), or after
// a space if it is in small letters as fields are written (session: ASP20). An
// unknown name is an error if it looks like a field nevertheless: small letters
// and a value that touches the colon. Note: this, 12:30, ICC:Sudan and
// addresses are words.
func (s *scanner) fieldName(start int) (token, bool, error) {
	typed := string(s.runes[start:s.pos])
	name := strings.ToLower(typed)
	if strings.ContainsFunc(typed, func(r rune) bool { return !unicode.IsLetter(r) && r != '_' }) {
		return token{}, false, nil
	}
	after := s.peek(1)
	touches := after != ' ' && after != ')'
	if slices.Contains(FieldNames, name) {
		if !touches && typed != name {
			return token{}, false, nil
		}
		if s.field != "" {
			return token{}, false, s.fail(CodeNestedField, start, s.pos+1, name, "")
		}
		s.pos++
		return token{kind: kindField, pos: start, end: s.pos, text: name}, true, nil
	}
	lower := !strings.ContainsFunc(typed, func(r rune) bool { return unicode.IsLetter(r) && !unicode.IsLower(r) })
	value := searchable(after) || isQuote(after) || after == '('
	if s.field != "" || !lower || !value || len([]rune(name)) < 2 || slices.Contains(schemes, name) {
		return token{}, false, nil
	}
	return token{}, false, s.fail(CodeUnknownField, start, s.pos+1, name, nearestField(name))
}

// Schemes of addresses without // after the colon.
var schemes = []string{"mailto", "urn", "doi", "tel", "isbn", "arxiv", "hdl"}

// nearestField returns the field name that was probably meant, or "".
func nearestField(name string) string {
	for _, f := range corpus.Fields() {
		if slices.Contains(f.QueryAliases, name) {
			return f.Query
		}
	}
	best, distance := "", 3
	for _, known := range FieldNames {
		if d := editDistance(name, known); d < distance && 2*d < len(known) {
			best, distance = known, d
		}
	}
	return best
}

// editDistance is the Levenshtein distance.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
