package analysis

import "sort"

// A quotation is compared with the token streams unit by unit. A unit is a
// word, or two that a hyphen makes one, so that co-operation is cooperation.
// Units with the same folded form are of one class; class 0 is every word that
// the quotation has not.

// quotePart is the text between two ellipses.
type quotePart struct {
	text    string
	tokens  []Token
	Classes []uint16
	Starts  []int // of each unit among the tokens; one more entry holds their number
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
}

// NewQuotation reads the parts of a quotation. known tells whether some
// statement has a word of a folded form.
func NewQuotation(texts []string, known func(fold string) (bool, error)) (*Quotation, error) {
	q := &Quotation{Folds: []string{""}, ByFold: map[string]uint16{}}
	for _, text := range texts {
		p, err := q.part(text, known)
		if err != nil {
			return nil, err
		}
		if len(p.Classes) > 0 {
			q.Parts = append(q.Parts, p)
		}
	}
	return q, nil
}

func (q *Quotation) part(text string, known func(fold string) (bool, error)) (quotePart, error) {
	p := quotePart{text: text, tokens: TokensOf(text)}
	for i := 0; i < len(p.tokens); {
		p.Starts = append(p.Starts, i)
		t, n := p.tokens[i], 1
		form := Fold(text[t.Start:t.End])
		if i+1 < len(p.tokens) {
			// A dash may stand between two words as well: they are one only if
			// some statement has them as one.
			if next := p.tokens[i+1]; next.Join == JoinHyphen || next.Join == JoinLineEnd {
				one := Fold(text[t.Start:t.End] + text[next.Start:next.End])
				written, err := known(one)
				if err != nil {
					return p, err
				}
				if written {
					form, n = one, 2
				}
			}
		}
		p.Classes = append(p.Classes, q.class(form))
		i += n
	}
	p.Starts = append(p.Starts, len(p.tokens))
	return p, nil
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
}

// Page is that on which a word stands.
func (u *Units) Page(word int) int {
	return sort.Search(len(u.Pages), func(i int) bool { return u.Pages[i] > word }) - 1
}
