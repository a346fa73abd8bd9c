package query

import (
	"slices"
	"strings"
	"unicode"
)

type kind int

const (
	kindEnd kind = iota
	kindWord
	kindPhrase
	kindRange
	kindField // name and colon
	kindAnd
	kindOr
	kindNot
	kindOpen
	kindClose
)

// token is a piece of a query. pos and end are indexes into source.runes.
type token struct {
	kind     kind
	pos, end int
	text     string // as typed: operators; cleaned: words, phrases, field names
	expr     Expr   // of words, phrases and ranges
}

// scanner splits a query into tokens, one at a time, because the name of a field
// decides how its value is split.
type scanner struct {
	source
	pos   int
	field string // the field whose value is being read, "" outside
	group bool   // in the brackets of that field
}

// peek returns the character n places ahead, or a space beyond either end.
func (s *scanner) peek(n int) rune {
	if i := s.pos + n; i >= 0 && i < len(s.runes) {
		return s.runes[i]
	}
	return ' '
}

func (s *scanner) next() (token, error) {
	for s.pos < len(s.runes) {
		r := s.runes[s.pos]
		switch {
		case r == ' ':
			s.pos++
		case r == '(':
			return s.single(kindOpen), nil
		case r == ')':
			return s.single(kindClose), nil
		case isQuote(r):
			return s.phrase()
		case r == '-' && s.excludes():
			return s.single(kindNot), nil
		case s.field == "date":
			return s.date()
		case r == '.' && s.beginsPart():
			if t, ok, err := s.dates(); ok || err != nil {
				return t, err
			}
			s.pos++
		case r == '*' && wordEdge(s.peek(1)):
			return token{}, s.fail(CodeStarPlace, s.pos, s.pos+1, "*", "")
		case wordEdge(r):
			if t, ok, err := s.word(); ok || err != nil {
				return t, err
			}
		default: // punctuation: nothing to search for
			s.pos++
		}
	}
	return token{kind: kindEnd, pos: len(s.runes), end: len(s.runes)}, nil
}

func (s *scanner) single(k kind) token {
	s.pos++
	return token{kind: k, pos: s.pos - 1, end: s.pos, text: string(s.runes[s.pos-1])}
}

// excludes reports whether the hyphen here means NOT: it directly precedes a word,
// phrase or bracket at its beginning. Other hyphens are dashes.
func (s *scanner) excludes() bool {
	if !s.beginsPart() || s.peek(-1) == '-' || s.peek(1) == '-' {
		return false
	}
	for n := 1; s.peek(n) != ' '; n++ {
		switch r := s.peek(n); {
		case searchable(r), isQuote(r), r == '(':
			return true
		case r == ')':
			return false
		}
	}
	return false
}

// beginsPart reports whether no word directly precedes this position.
func (s *scanner) beginsPart() bool {
	switch before := s.peek(-1); before {
	case ' ', '(':
		return true
	case ':':
		return s.field != ""
	case '-':
		return s.peek(-2) == ' ' || s.peek(-2) == '('
	}
	return false
}

// word scans a word, an operator, the name of a field or a range of dates. It returns
// false for characters with nothing to search for.
func (s *scanner) word() (token, bool, error) {
	if t, ok, err := s.dates(); ok || err != nil {
		return t, ok, err
	}
	start, found := s.pos, false
	for s.pos < len(s.runes) {
		r := s.runes[s.pos]
		if r == ':' {
			if t, ok, err := s.fieldName(start); ok || err != nil {
				return t, ok, err
			}
		}
		if r == '(' && found && !isOperator(string(s.runes[start:s.pos])) && !ideographic(s.peek(-1)) {
			if n := s.attached(); n > 0 {
				s.pos += n
				continue
			}
		}
		if r == ' ' && s.groupsDigits(start) {
			s.pos++
			continue
		}
		if s.breaks(r) || s.separatesWords(start) {
			break
		}
		found = found || searchable(r)
		s.pos++
	}
	typed := string(s.runes[start:s.pos])
	if strings.ContainsRune(typed, ' ') { // a number with spaces between groups of three digits
		typed = strings.ReplaceAll(typed, " ", "")
	}
	if k, ok := operators[typed]; ok {
		return token{kind: k, pos: start, end: s.pos, text: typed}, true, nil
	}
	if !found {
		return token{}, false, nil
	}
	if s.field != "" && !s.group && s.separatesList() {
		return token{}, false, s.fail(CodeFieldList, start, s.pos, s.field, "")
	}
	w, err := s.cleanWord(typed, start)
	if err != nil {
		return token{}, false, err
	}
	return token{kind: kindWord, pos: start, end: s.pos, text: w.Text, expr: w}, true, nil
}

// breaks reports whether a word ends before the character here.
func (s *scanner) breaks(r rune) bool {
	switch before, after := s.peek(-1), s.peek(1); r {
	case ' ', '(', ')':
		return true
	case '…', '—', '―', '⸺', '、', '。', '·', '《', '》', '〈', '〉', '【', '】', '،', '؛', '؟', '۔':
		return true
	case ',', ';': // 41,000 is one number
		return !unicode.IsDigit(before) || !unicode.IsDigit(after)
	case '!', '?', ':': // part of addresses and times, but separators in Chinese
		return after > unicode.MaxASCII
	case '.':
		return after == '.'
	}
	return isQuote(r)
}

// groupsDigits reports whether the space here separates groups of three digits in the
// number that begins at start, as in 2 500 000.
func (s *scanner) groupsDigits(start int) bool {
	digits := 0
	for i := s.pos - 1; i >= start && s.runes[i] != ' '; i-- {
		if !unicode.IsDigit(s.runes[i]) {
			return false
		}
		digits++
	}
	first := !slices.Contains(s.runes[start:s.pos], ' ')
	if digits == 0 || first && digits > 3 || !first && digits != 3 {
		return false
	}
	for n := 1; n <= 3; n++ {
		if !unicode.IsDigit(s.peek(n)) {
			return false
		}
	}
	return !wordEdge(s.peek(4)) && s.peek(4) != '-' && (s.peek(4) != '.' || !unicode.IsDigit(s.peek(5)) && s.peek(5) != '.')
}

// separatesWords reports whether the slash here separates two words, as in
// survivors/victims. Document symbols, addresses, and short forms such as and/or and
// n/a are one word.
func (s *scanner) separatesWords(start int) bool {
	if r := s.runes[s.pos]; r != '/' && r != '|' && r != '\\' || s.field != "" {
		return false
	}
	length := 0
	for i := start; i < s.pos; i++ {
		if !unicode.IsLetter(s.runes[i]) && !unicode.IsMark(s.runes[i]) {
			return false
		}
		length++
	}
	behind := 0
	for n := 1; unicode.IsLetter(s.peek(n)) || unicode.IsMark(s.peek(n)); n++ {
		behind++
	}
	next := s.peek(behind + 1)
	return length > 3 && behind > 3 && (next == ' ' || next == ')' || next == '/' || next == '|' || next == '\\' || !wordEdge(next) && next != ':' && next != '-')
}

// attached returns the length of the bracket that begins here if it closes within the
// same word, as in 8(2)(b); otherwise 0.
func (s *scanner) attached() int {
	depth := 0
	for n := 0; ; n++ {
		switch r := s.peek(n); {
		case r == ' ', isQuote(r):
			return 0
		case r == '(':
			depth++
		case r == ')':
			if depth--; depth == 0 {
				return n + 1
			}
		}
	}
}

// ideographic reports whether r is of a script that uses no space before a bracket:
// 法院（ICC）is not one word.
func ideographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// separatesList reports whether the comma here precedes another value, as in
// session:ASP20,ASP21. Otherwise the second would not be a session at all.
func (s *scanner) separatesList() bool {
	return s.peek(0) == ',' && s.peek(1) != ' ' && s.peek(1) != ')'
}

// cleanWord removes the operator of a word and the punctuation at its end.
func (s *scanner) cleanWord(typed string, start int) (Word, error) {
	fail := func(c Code, text string) (Word, error) {
		return Word{}, s.fail(c, start, s.pos, text, "")
	}
	text := strings.TrimRightFunc(typed, func(r rune) bool {
		return !wordEdge(r) && r != ')' && r != '*' && r != '~'
	})
	var w Word
	if bare := strings.TrimRight(text, "0123456789"); strings.HasSuffix(bare, "~") && bare != text {
		return fail(CodeFuzzyNumber, text)
	}
	text, w.Prefix = strings.CutSuffix(text, "*")
	if !w.Prefix {
		text, w.Fuzzy = strings.CutSuffix(text, "~")
	}
	if strings.Contains(text, "*") || w.Prefix && strings.HasSuffix(text, "~") {
		return fail(CodeStarPlace, typed)
	}
	w.Text = strings.TrimRightFunc(text, func(r rune) bool { return !wordEdge(r) && r != ')' })
	if isOperator(w.Text) { // AND. is a word
		w.Text = strings.ToLower(w.Text)
	}
	if n := len([]rune(w.Text)); w.Fuzzy && (n < minFuzzy || n > maxFuzzy) {
		return fail(CodeFuzzyLength, w.Text)
	}
	if w.Prefix && s.prefixLength(w.Text) < minPrefix {
		return fail(CodePrefixShort, w.Text)
	}
	return w, nil
}

// prefixLength counts the letters and digits at the end of text. An analyzer may
// split a word before them, so they alone must be selective. A document symbol is
// looked up as a whole: symbol:ICC-ASP/5/* is long enough.
func (s *scanner) prefixLength(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case searchable(r):
			n++
		case s.field != "symbol":
			n = 0
		}
	}
	return n
}

var operators = map[string]kind{"AND": kindAnd, "OR": kindOr, "NOT": kindNot}

func isOperator(s string) bool { return operators[s] != kindEnd }
