package analysis

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A quotation is compared with the token streams unit by unit. A unit is a
// word, or two that a hyphen makes one, so that co-operation is cooperation.
// Units with the same folded form are of one class; class 0 is every word that
// the quotation has not.

// quotePart is the text between two ellipses.
type quotePart struct {
	text    string
	tokens  []Token
	Classes []uint16
	Starts  []int             // by unit: index of its first token; a last entry has the number of tokens
	notes   map[int]byteRange // units that may be note marks, as written
}

// Slack is the number of units that may differ from the quotation.
func (p *quotePart) Slack(tolerance int) int { return len(p.Classes) / tolerance }

// Surface returns the text of units i to j (exclusive).
func (p *quotePart) Surface(i, j int) string {
	if i >= j {
		return ""
	}
	return p.text[p.tokens[p.Starts[i]].Start:p.tokens[p.Starts[j]-1].End]
}

// Quotation is the quotation to look for.
type Quotation struct {
	Parts  []quotePart
	Folds  []string // by class
	ByFold map[string]uint16
	Pairs  []Pair
	Raised []Raised

	hyphenated map[[2]string]bool // folded forms of pairs that are one unit
	runs       []noteRun
}

// Pair is two words that are one unit of the quotation; a text may have them with or
// without a hyphen. First and Second are folded forms.
type Pair struct {
	First, Second string
	Class         uint16
}

// NewQuotation reads the parts of a quotation. known reports whether some statement
// contains a folded word.
func NewQuotation(texts []string, known func(fold string) (bool, error)) (*Quotation, error) {
	q := &Quotation{Folds: []string{""}, ByFold: map[string]uint16{}, hyphenated: map[[2]string]bool{}}
	var parts []tokenizedPart
	for _, text := range texts {
		p := tokenizePart(text)
		if err := q.readHyphens(p, known); err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	for _, p := range parts {
		if len(p.tokens) > 0 {
			q.Parts = append(q.Parts, q.part(p))
		}
	}
	for i := range q.Parts {
		q.runs = append(q.runs, q.Parts[i].readRuns()...)
		q.readRaised(&q.Parts[i])
	}
	return q, nil
}

// tokenizedPart is the words of a part, some of which may be note marks.
type tokenizedPart struct {
	text   string
	tokens []Token
	notes  map[int]noteMark // by token
}

// tokenizePart splits off raised digits at the end of words.
func tokenizePart(text string) tokenizedPart {
	p := tokenizedPart{text: text, notes: map[int]noteMark{}}
	marks := noteMarks(text)
	level := []byte(text) // without raised characters
	for _, m := range marks {
		if m.raised {
			copy(level[m.start:m.end], strings.Repeat(" ", m.end-m.start))
		}
	}
	p.tokens = TokensOf(string(level))
	for _, m := range marks {
		at, _ := slices.BinarySearchFunc(p.tokens, m.start, func(t Token, start int) int { return t.Start - start })
		if at == 0 {
			continue // a mark follows a word
		}
		switch within := p.tokens[at:]; {
		case m.raised:
			p.tokens = slices.Insert(p.tokens, at, Token{Start: m.start, End: m.end, Class: ClassWord})
		case len(within) == 0 || within[0].End >= m.end || len(within) > 1 && within[1].Start < m.end:
			continue // no word, or several
		}
		p.notes[at] = m
	}
	return p
}

// form returns the folded form of tokens i to j (exclusive).
func (p tokenizedPart) form(i, j int) string {
	var b strings.Builder
	for _, t := range p.tokens[i:j] {
		b.WriteString(p.text[t.Start:t.End])
	}
	return Fold(b.String())
}

// pair returns the forms of token i and the next.
func (p tokenizedPart) pair(i int) [2]string { return [2]string{p.form(i, i+1), p.form(i+1, i+2)} }

// readHyphens finds words joined by a hyphen. Since a dash may separate words, too,
// they are one word only if some statement has them as one.
func (q *Quotation) readHyphens(p tokenizedPart, known func(fold string) (bool, error)) error {
	for i := 0; i+1 < len(p.tokens); i++ {
		if next := p.tokens[i+1]; next.Join != JoinHyphen && next.Join != JoinLineEnd {
			continue
		}
		written, err := known(p.form(i, i+2))
		if err != nil {
			return err
		}
		if written {
			q.hyphenated[p.pair(i)] = true
		}
	}
	return nil
}

// part assigns classes to the words of a part. Words that are one with a hyphen are
// one without it, too.
func (q *Quotation) part(t tokenizedPart) quotePart {
	p := quotePart{text: t.text, tokens: t.tokens, notes: map[int]byteRange{}}
	for i := 0; i < len(t.tokens); {
		if m, ok := t.notes[i]; ok {
			p.notes[len(p.Classes)] = m.byteRange
		}
		p.Starts = append(p.Starts, i)
		n := 1
		if len(q.hyphenated) > 0 && t.closeTo(i) && q.hyphenated[t.pair(i)] {
			n = 2
		}
		class := q.class(t.form(i, i+n))
		p.Classes = append(p.Classes, class)
		if n == 2 {
			words := t.pair(i)
			if pair := (Pair{words[0], words[1], class}); !slices.Contains(q.Pairs, pair) {
				q.Pairs = append(q.Pairs, pair)
			}
		}
		i += n
	}
	p.Starts = append(p.Starts, len(p.tokens))
	return p
}

// closeTo reports whether only a hyphen or space separates a word from the next.
func (p tokenizedPart) closeTo(i int) bool {
	_, first := p.notes[i]
	_, second := p.notes[i+1]
	if first || second || i+1 == len(p.tokens) {
		return false
	}
	next := p.tokens[i+1]
	return next.Join == JoinHyphen || next.Join == JoinLineEnd || strings.TrimSpace(p.text[p.tokens[i].End:next.Start]) == ""
}

// readRaised finds the words of a part that end in raised digits.
func (q *Quotation) readRaised(p *quotePart) {
	for i := 1; i < len(p.Classes); i++ {
		mark, ok := p.notes[i]
		word := p.tokens[p.Starts[i]-1]
		if !ok || mark.start != word.End {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(p.text[:mark.start])
		whole := FoldForm(ExactForm(p.text[word.Start:mark.end]))
		_, also := q.ByFold[whole]
		also = also && !slices.ContainsFunc(q.Raised, func(r Raised) bool { return !r.also && q.Folds[r.Whole] == whole })
		q.Raised = append(q.Raised, Raised{q.class(whole), p.Classes[i-1], p.Classes[i], also || unicode.IsDigit(last), also})
	}
}

func (q *Quotation) class(fold string) uint16 {
	c, ok := q.ByFold[fold]
	if !ok {
		c = uint16(len(q.Folds))
		q.Folds = append(q.Folds, fold)
		q.ByFold[fold] = c
	}
	return c
}

// Units is the text of a statement, without its title, in the classes of the
// quotation.
type Units struct {
	Classes []uint16
	Starts  []int // by unit: index of its first word; a last entry has the number of words
	Pages   []int // number of the first word of each page
	Notes   []int // units that are note marks, which are not words; in order
}

// Page returns the page of a word.
func (u *Units) Page(word int) int {
	return sort.Search(len(u.Pages), func(i int) bool { return u.Pages[i] > word }) - 1
}
