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
	Starts  []int             // of each unit among the tokens; one more entry holds their number
	notes   map[int]byteRange // units that may be marks of notes, as they are written
}

// Slack is how many units may be other than quoted.
func (p *quotePart) Slack(tolerance int) int { return len(p.Classes) / tolerance }

// Surface is the text of the units from i up to, not including, j.
func (p *quotePart) Surface(i, j int) string {
	if i >= j {
		return ""
	}
	return p.text[p.tokens[p.Starts[i]].Start:p.tokens[p.Starts[j]-1].End]
}

// Quotation is what is looked for.
type Quotation struct {
	Parts  []quotePart
	Folds  []string // by class
	ByFold map[string]uint16
	Pairs  []Pair
	Raised []Raised

	hyphenated map[[2]string]bool // folded forms of what is one unit
	runs       []noteRun
}

// Pair is two words that the quotation has as one unit; a text may have them with
// a hyphen or without. First and Second are folded forms.
type Pair struct {
	First, Second string
	Class         uint16
}

// NewQuotation reads the parts of a quotation. known tells whether some
// statement has a word of a folded form.
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

// tokenizedPart is a stretch of a quotation in its words, some of which may be
// marks of notes.
type tokenizedPart struct {
	text   string
	tokens []Token
	notes  map[int]noteMark // by token
}

// tokenizePart reads raised digits at the end of a word as a word of their own.
func tokenizePart(text string) tokenizedPart {
	p := tokenizedPart{text: text, notes: map[int]noteMark{}}
	marks := noteMarks(text)
	level := []byte(text) // without what is raised
	for _, m := range marks {
		if m.raised {
			copy(level[m.start:m.end], strings.Repeat(" ", m.end-m.start))
		}
	}
	p.tokens = TokensOf(string(level))
	for _, m := range marks {
		at, _ := slices.BinarySearchFunc(p.tokens, m.start, func(t Token, start int) int { return t.Start - start })
		if at == 0 {
			continue // a mark stands after a word
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

// form is the folded form of tokens i up to, not including, j.
func (p tokenizedPart) form(i, j int) string {
	var b strings.Builder
	for _, t := range p.tokens[i:j] {
		b.WriteString(p.text[t.Start:t.End])
	}
	return Fold(b.String())
}

// pair is the forms of token i and the next.
func (p tokenizedPart) pair(i int) [2]string { return [2]string{p.form(i, i+1), p.form(i+1, i+2)} }

// readHyphens notes the words that a hyphen makes one. A dash may stand between
// two words as well: they are one only if some statement has them as one.
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

// part gives the words of a stretch their classes. Two that are one with a hyphen
// are one without it, too.
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

// closeTo tells whether no more than a hyphen or space stands between a word and
// the next.
func (p tokenizedPart) closeTo(i int) bool {
	_, first := p.notes[i]
	_, second := p.notes[i+1]
	if first || second || i+1 == len(p.tokens) {
		return false
	}
	next := p.tokens[i+1]
	return next.Join == JoinHyphen || next.Join == JoinLineEnd || strings.TrimSpace(p.text[p.tokens[i].End:next.Start]) == ""
}

// readRaised notes the words of a part that end in raised digits.
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

// Units is a statement's text as the quotation sees it; the title is not in it.
type Units struct {
	Classes []uint16
	Starts  []int // of each unit among the words; one more entry holds their number
	Pages   []int // the number of the first word of each page
	Notes   []int // units that are marks of notes, which have no words; in order
}

// Page is that on which a word stands.
func (u *Units) Page(word int) int {
	return sort.Search(len(u.Pages), func(i int) bool { return u.Pages[i] > word }) - 1
}
