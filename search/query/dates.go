package query

import (
	"strings"
	"time"
)

// validDate reports whether s is a year, month or day in ISO 8601.
func validDate(s string) bool {
	layout := time.DateOnly
	if len(s) < 4 || len(s) > len(layout) {
		return false
	}
	t, err := time.Parse(layout[:len(s)], s)
	return err == nil && t.Year() > 0
}

// ordered reports whether a range from one date to another is not empty:
// 2019-12..2019 is not, since 2019 ends with December.
func ordered(from, to string) bool {
	if from == "" || to == "" {
		return true
	}
	n := min(len(from), len(to))
	return from[:n] <= to[:n]
}

// splitRange splits a range of dates at its two dots: digits and hyphens on each
// side, at most one side empty, and at least one beginning with a year. 3..5 and
// 2019... are not ranges.
func splitRange(s string) (from, to string, ok bool) {
	from, to, ok = strings.Cut(s, "..")
	if !ok || strings.Trim(from+to, "0123456789-") != "" {
		return "", "", false
	}
	return from, to, beginsWithYear(from) || beginsWithYear(to)
}

func beginsWithYear(s string) bool {
	year, _, _ := strings.Cut(s, "-")
	return len(year) == 4
}

// asciiDigit converts digits of Arabic and Persian keyboards to ASCII.
func asciiDigit(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	}
	return r
}

// dates reads a range of dates at this position, if there is one.
func (s *scanner) dates() (token, bool, error) {
	end := s.pos
	for end < len(s.runes) && strings.ContainsRune("0123456789-.", asciiDigit(s.runes[end])) {
		end++
	}
	if end < len(s.runes) && wordEdge(s.runes[end]) {
		return token{}, false, nil
	}
	typed := strings.Map(asciiDigit, string(s.runes[s.pos:end]))
	from, to, ok := splitRange(typed)
	if !ok { // perhaps the end of a sentence
		typed = strings.TrimSuffix(typed, ".")
		end = s.pos + len(typed)
		from, to, ok = splitRange(typed)
		ok = ok && to != ""
	}
	if !ok {
		return token{}, false, nil
	}
	if s.field != "" && s.field != "date" {
		return token{}, false, s.fail(CodeRangeInField, s.pos, end, s.field, "")
	}
	t, err := s.rangeToken(from, to, typed, s.pos, end)
	s.pos = end
	return t, err == nil, err
}

// date reads a date or a range of dates after date:.
func (s *scanner) date() (token, error) {
	start := s.pos
	for r := s.peek(0); r != ' ' && r != '(' && r != ')' && !isQuote(r); r = s.peek(0) {
		s.pos++
	}
	typed := string(s.runes[start:s.pos])
	if k, ok := operators[typed]; ok {
		return token{kind: k, pos: start, end: s.pos, text: typed}, nil
	}
	return s.dateToken(typed, start)
}

func (s *scanner) dateToken(typed string, start int) (token, error) {
	text := strings.TrimRight(strings.Map(asciiDigit, typed), ",;:!?،؛؟。、…—")
	from, to, ok := strings.Cut(text, "..")
	if !ok {
		text = strings.TrimSuffix(text, ".")
		from, to = text, text
	}
	return s.rangeToken(from, to, text, start, s.pos)
}

func (s *scanner) rangeToken(from, to, typed string, start, end int) (token, error) {
	for _, d := range []string{from, to} {
		if d != "" && !validDate(d) {
			return token{}, s.fail(CodeDate, start, end, d, "")
		}
	}
	if from == "" && to == "" {
		return token{}, s.fail(CodeDate, start, end, typed, "")
	}
	if !ordered(from, to) {
		return token{}, s.fail(CodeRangeOrder, start, end, typed, to+".."+from)
	}
	return token{kind: kindRange, pos: start, end: end, text: typed, expr: Range{From: from, To: to}}, nil
}
