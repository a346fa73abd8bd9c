package bleveindex

import "sort"

// A quotation is compared with the token streams unit by unit. A unit is a
// word, or two that a hyphen makes one, so that co-operation is cooperation.
// Units with the same folded form are of one class; class 0 is every word that
// the quotation has not.

// quotePart is a stretch between ellipses.
type quotePart struct {
	text    string
	tokens  []token
	classes []uint16
	starts  []int // of each unit among the tokens; one more entry holds their number
}

// slack is how many units may be other than quoted.
func (p *quotePart) slack(tolerance int) int { return len(p.classes) / tolerance }

// surface is the text of the units from i up to, not including, j.
func (p *quotePart) surface(i, j int) string {
	if i >= j {
		return ""
	}
	return p.text[p.tokens[p.starts[i]].start:p.tokens[p.starts[j]-1].end]
}

// quotation is what is looked for, the same in all segments.
type quotation struct {
	parts  []quotePart
	folds  []string // by class
	byFold map[string]uint16
}

// newQuotation reads the stretches of a quotation. known tells whether some
// statement has a word of a folded form.
func newQuotation(texts []string, known func(fold string) (bool, error)) (*quotation, error) {
	q := &quotation{folds: []string{""}, byFold: map[string]uint16{}}
	for _, text := range texts {
		p, err := q.part(text, known)
		if err != nil {
			return nil, err
		}
		if len(p.classes) > 0 {
			q.parts = append(q.parts, p)
		}
	}
	return q, nil
}

func (q *quotation) part(text string, known func(fold string) (bool, error)) (quotePart, error) {
	p := quotePart{text: text, tokens: tokensOf(text)}
	fold := func(s string) string { return foldForm(exactForm(s)) }
	for i := 0; i < len(p.tokens); {
		p.starts = append(p.starts, i)
		t, n := p.tokens[i], 1
		form := fold(text[t.start:t.end])
		if i+1 < len(p.tokens) {
			// A dash may stand between two words as well: they are one only if
			// some statement has them as one.
			if next := p.tokens[i+1]; next.join == joinHyphen || next.join == joinLineEnd {
				one := fold(text[t.start:t.end] + text[next.start:next.end])
				written, err := known(one)
				if err != nil {
					return p, err
				}
				if written {
					form, n = one, 2
				}
			}
		}
		p.classes = append(p.classes, q.class(form))
		i += n
	}
	p.starts = append(p.starts, len(p.tokens))
	return p, nil
}

func (q *quotation) class(fold string) uint16 {
	c, ok := q.byFold[fold]
	if !ok {
		c = uint16(len(q.folds))
		q.folds = append(q.folds, fold)
		q.byFold[fold] = c
	}
	return c
}

// units is a statement's text as the quotation sees it; the title is not in it.
type units struct {
	classes []uint16
	starts  []int // of each unit among the words; one more entry holds their number
	pages   []int // the number of the first word of each page
}

// page is that on which a word stands.
func (u *units) page(word int) int {
	return sort.Search(len(u.pages), func(i int) bool { return u.pages[i] > word }) - 1
}
