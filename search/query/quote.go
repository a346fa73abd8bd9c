package query

import (
	"slices"
	"strconv"
	"strings"
)

// Quotation marks as typed on the world's keyboards and in word processors. The
// closing mark depends on the opening one: English “a”, German „a“, French «a»,
// Danish »a«, Chinese and Japanese 「a」, plain "a", and mixtures that result from
// pasting into plain marks.
var closers = map[rune]string{
	'"': `"`,
	'“': `”“`, '”': `”“`, '„': `“”`, '‟': `”“`, '〝': `〞〟`,
	'«': `»`, '»': `«»`, '「': `」`, '『': `』`, '｢': `｣`,
}

// A typographic and a plain mark close each other if nothing better does.
const typographic = `“”„‟`

func isQuote(r rune) bool {
	return closers[r] != "" || strings.ContainsRune("〞〟」』｣", r)
}

// phrase scans text in quotation marks and the ~5 after it.
func (s *scanner) phrase() (token, error) {
	start := s.pos
	end := s.closing()
	if end < 0 {
		return token{}, s.fail(CodeUnclosedQuote, start, start+1, string(s.runes[start]), "")
	}
	typed := string(s.runes[start+1 : end])
	s.pos = end + 1
	if s.field == "date" {
		return s.dateToken(strings.TrimSpace(typed), start)
	}
	text := strings.Join(strings.Fields(strings.ReplaceAll(typed, `"`, " ")), " ")
	if !strings.ContainsFunc(text, searchable) {
		return token{}, s.fail(CodeEmptyPhrase, start, s.pos, text, "")
	}
	slop, err := s.slop(start)
	if err != nil {
		return token{}, err
	}
	return token{kind: kindPhrase, pos: start, end: s.pos, text: text, expr: Phrase{Text: text, Slop: slop}}, nil
}

// closing is where the quotation mark that closes the one here stands, or -1.
func (s *scanner) closing() int {
	open, rest := s.runes[s.pos], s.runes[s.pos+1:]
	find := func(set string) int {
		return slices.IndexFunc(rest, func(r rune) bool { return strings.ContainsRune(set, r) })
	}
	i := find(closers[open])
	if closers[open] == "" {
		return -1
	}
	if i < 0 && open == '"' {
		i = find(typographic)
	} else if i < 0 && strings.ContainsRune(typographic, open) {
		i = find(`"`)
	}
	if i < 0 {
		return -1
	}
	return s.pos + 1 + i
}

// slop reads the ~5 of "near words"~5, if it is there.
func (s *scanner) slop(start int) (int, error) {
	if s.peek(0) == '*' {
		return 0, s.fail(CodeStarPlace, s.pos, s.pos+1, "*", "")
	}
	if s.peek(0) != '~' {
		return 0, nil
	}
	s.pos++
	digits := ""
	for d := asciiDigit(s.peek(0)); d >= '0' && d <= '9'; d = asciiDigit(s.peek(0)) {
		digits += string(d)
		s.pos++
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > maxSlop {
		return 0, s.fail(CodeNearNumber, start, s.pos, digits, "")
	}
	return n, nil
}
