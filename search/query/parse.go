package query

import (
	"unicode/utf8"
)

// Limits of a query. They apply to the text typed, and the limit of bytes also to its
// normalized form, so that a query that was parsed can be parsed again.
const (
	MaxBytes   = 512
	MaxClauses = 32 // words, phrases and ranges
	MaxDepth   = 12 // brackets and NOTs in each other

	minPrefix = 3  // shorter ones match a large part of any dictionary
	minFuzzy  = 4  // two edits away from a word of three letters is anything
	maxFuzzy  = 32 // the automaton grows with the word
	maxSlop   = 50
)

// Parse parses a query. It returns nil for an empty query, and a *SyntaxError if it
// would have to guess.
func Parse(s string) (Expr, error) {
	if err := checkSize(s); err != nil {
		return nil, err
	}
	p := parser{scanner: scanner{source: normalize(s)}}
	t, err := p.look()
	if err != nil {
		return nil, err
	}
	if t.kind == kindEnd {
		return nil, p.nothing()
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if t, err := p.look(); err != nil {
		return nil, err
	} else if t.kind != kindEnd {
		return nil, p.failAt(CodeUnopenedBracket, t)
	}
	if len(e.String()) > MaxBytes {
		return nil, p.fail(CodeTooLong, 0, len(p.runes), "", "")
	}
	return e, nil
}

func checkSize(s string) error {
	fail := func(code Code, pos, length int) error {
		return &SyntaxError{Code: code, Pos: pos, Len: length, Msg: sentence(code, "", "")}
	}
	if len(s) > MaxBytes {
		kept := utf8.RuneCountInString(s[:MaxBytes])
		return fail(CodeTooLong, kept, utf8.RuneCountInString(s)-kept)
	}
	if !utf8.ValidString(s) {
		for pos := 0; ; pos++ {
			r, n := utf8.DecodeRuneInString(s)
			if r == utf8.RuneError && n == 1 {
				return fail(CodeEncoding, pos, 1)
			}
			s = s[n:]
		}
	}
	return nil
}

// parser builds the tree by recursive descent, with one token of look-ahead.
type parser struct {
	scanner
	ahead   *token
	clauses int
	depth   int
}

// nothing returns the error for a query of punctuation alone; nil for an empty one.
func (p *parser) nothing() error {
	for i, r := range p.runes {
		if r != ' ' {
			return p.fail(CodeNothing, i, len(p.runes), "", "")
		}
	}
	return nil
}

// look returns the next token without consuming it.
func (p *parser) look() (token, error) {
	if p.ahead == nil {
		t, err := p.next()
		if err != nil {
			return token{}, err
		}
		p.ahead = &t
	}
	return *p.ahead, nil
}

// take consumes the token last looked at.
func (p *parser) take() { p.ahead = nil }

func (p *parser) failAt(code Code, t token) error { return p.fail(code, t.pos, t.end, t.text, "") }

// or parses parts separated by OR.
func (p *parser) or() (Expr, error) {
	parts, err := p.chain(kindOr, p.and)
	if err != nil {
		return nil, err
	}
	var or Or
	for _, part := range parts {
		if inner, ok := part.(Or); ok {
			or = append(or, inner...)
		} else {
			or = append(or, part)
		}
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return or, nil
}

// and parses parts separated by AND.
func (p *parser) and() (Expr, error) {
	parts, err := p.chain(kindAnd, p.all)
	if err != nil {
		return nil, err
	}
	var and And
	for _, part := range parts {
		if inner, ok := part.(And); ok {
			and = append(and, inner...)
		} else {
			and = append(and, part)
		}
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return and, nil
}

// chain parses operands separated by an operator.
func (p *parser) chain(operator kind, operand func() (Expr, error)) ([]Expr, error) {
	var parts []Expr
	for {
		part, err := operand()
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
		t, err := p.look()
		if err != nil {
			return nil, err
		}
		if t.kind != operator {
			return parts, nil
		}
		p.take()
		if err := p.wantOperand(t); err != nil {
			return nil, err
		}
	}
}

// wantOperand returns an error if nothing follows the operator t.
func (p *parser) wantOperand(t token) error {
	after, err := p.look()
	if err != nil {
		return err
	}
	switch after.kind {
	case kindEnd, kindClose, kindAnd, kindOr:
		return p.failAt(CodeNoRight, t)
	}
	return nil
}

// all parses parts without operators between them.
func (p *parser) all() (Expr, error) {
	var all All
	parts := 0
	var only Expr
	for {
		t, err := p.look()
		if err != nil {
			return nil, err
		}
		switch t.kind {
		case kindEnd, kindClose, kindAnd, kindOr:
			if parts == 0 && t.kind == kindClose {
				return nil, p.failAt(CodeUnopenedBracket, t)
			}
			if parts == 0 {
				return nil, p.failAt(CodeNoLeft, t)
			}
			if parts == 1 {
				return only, nil
			}
			return all, nil
		}
		part, err := p.one()
		if err != nil {
			return nil, err
		}
		parts++
		only = part
		if inner, ok := part.(All); ok {
			all = append(all, inner...)
		} else {
			all = append(all, part)
		}
	}
}

// one parses a single part: a word, phrase, range, field, bracket or exclusion.
func (p *parser) one() (Expr, error) {
	t, err := p.look()
	if err != nil {
		return nil, err
	}
	p.take()
	switch t.kind {
	case kindNot:
		return p.not(t)
	case kindOpen:
		return p.brackets(t)
	case kindField:
		return p.value(t)
	}
	if p.clauses++; p.clauses > MaxClauses {
		return nil, p.failAt(CodeTooManyClauses, t)
	}
	return t.expr, nil
}

func (p *parser) not(t token) (Expr, error) {
	if err := p.enter(t); err != nil {
		return nil, err
	}
	defer p.leave()
	if err := p.wantOperand(t); err != nil {
		return nil, err
	}
	x, err := p.one()
	if err != nil {
		return nil, err
	}
	return Not{X: x}, nil
}

func (p *parser) brackets(open token) (Expr, error) {
	if err := p.enter(open); err != nil {
		return nil, err
	}
	defer p.leave()
	t, err := p.look()
	if err != nil {
		return nil, err
	}
	if t.kind == kindClose {
		return nil, p.fail(CodeEmptyBrackets, open.pos, t.end, "", "")
	}
	if t.kind == kindEnd {
		return nil, p.failAt(CodeUnclosedBracket, open)
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if t, err = p.look(); err != nil {
		return nil, err
	}
	if t.kind != kindClose {
		return nil, p.failAt(CodeUnclosedBracket, open)
	}
	p.take()
	return e, nil
}

// value parses the value of a field. The scanner must know the field while it scans
// the value, and no longer when it looks further.
func (p *parser) value(name token) (Expr, error) {
	p.field = name.text
	defer func() { p.field, p.group = "", false }()
	t, err := p.look()
	if err != nil {
		return nil, err
	}
	switch t.kind {
	case kindEnd, kindClose, kindAnd, kindOr:
		return nil, p.failAt(CodeEmptyField, name)
	case kindNot:
		if t.text == "NOT" {
			return nil, p.failAt(CodeEmptyField, name)
		}
	case kindOpen:
		p.group = true
	}
	x, err := p.one()
	if err != nil {
		return nil, err
	}
	if name.text == "date" {
		return x, nil
	}
	return Field{Name: name.text, Value: x}, nil
}

func (p *parser) enter(t token) error {
	if p.depth++; p.depth > MaxDepth {
		return p.failAt(CodeTooDeep, t)
	}
	return nil
}

func (p *parser) leave() { p.depth-- }
