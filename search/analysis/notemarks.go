package analysis

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A quotation may write the mark of a note that is printed after a word, or leave
// it out. Texts do not have it among their words. So a unit that a quotation
// writes like a mark is looked for as a word first of all; where a text has that
// mark in that place, the text is read as if it had the word.

// NoteMark is a note mark in a statement.
type NoteMark struct {
	Word int // number of words of the statement's pages before it
	Text string
}

// noteMark is text of a quotation that may be a note mark: 1593⁴, 1593[4], 1593(4).
type noteMark struct {
	byteRange // including brackets
	raised    bool
}

var bracketedMark = regexp.MustCompile(`\[[\pL\pN]{1,4}\]|\([\pL\pN]{1,4}\)`)

// noteMarks lists possible note marks that directly follow other text.
func noteMarks(text string) []noteMark {
	var out []noteMark
	for _, at := range bracketedMark.FindAllStringIndex(text, -1) {
		if !beginsWord(text, at[0]) {
			out = append(out, noteMark{byteRange: byteRange{at[0], at[1]}})
		}
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		end := at + size
		for isRaised(r) && end < len(text) {
			next, size := utf8.DecodeRuneInString(text[end:])
			if !isRaised(next) {
				break
			}
			end += size
		}
		after, _ := utf8.DecodeRuneInString(text[end:])
		if isRaised(r) && !beginsWord(text, at) && !unicode.IsLetter(after) && !unicode.IsNumber(after) {
			out = append(out, noteMark{byteRange{at, end}, true})
		}
		at = end
	}
	slices.SortFunc(out, func(a, b noteMark) int { return a.start - b.start })
	return out
}

// beginsWord reports whether only a space precedes a position.
func beginsWord(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return at == 0 || unicode.IsSpace(r)
}

// isRaised reports whether a letter or digit is raised by its code point.
func isRaised(r rune) bool {
	switch {
	case strings.ContainsRune("ªº¹²³ⁱⁿ", r), r >= '⁰' && r <= '⁹', r >= 'ʰ' && r <= 'ʸ', r >= 'ᴬ' && r <= 'ᵡ':
		return true
	}
	return false
}

// HasRaised reports whether a word has raised letters or digits.
func HasRaised(word string) bool { return strings.ContainsFunc(word, isRaised) }

// Raised is a word of a quotation that ends in raised digits, such as m² and 8². In a
// text it may be one word, or a word and a note mark.
type Raised struct {
	Whole, Word, Mark uint16 // classes
	// Looked means that the text must be examined: the digits may belong to the
	// number, or the quotation contains that word, too.
	Looked bool
	also   bool // the quotation has Whole as well
}

// noteRun is a run of marks in a quotation, with the classes before and after it; 0
// if there is none.
type noteRun struct {
	before [2]uint16
	marks  []uint16
	after  uint16
}

// HasMarks reports whether the quotation may contain note marks.
func (q *Quotation) HasMarks() bool { return len(q.runs) > 0 }

// Unheld returns the classes that a statement may lack and still contain all words:
// those of marks alone, and of words with raised digits.
func (q *Quotation) Unheld() []uint16 {
	held := make([]bool, len(q.Folds))
	for i := range q.Parts {
		for _, class := range q.Parts[i].withoutMarks() {
			held[class] = true
		}
	}
	var out []uint16
	for class := 1; class < len(held); class++ {
		if !held[class] {
			out = append(out, uint16(class))
		}
	}
	return out
}

// readRuns lists the runs of marks of a part.
func (p *quotePart) readRuns() []noteRun {
	var out []noteRun
	for i := 0; i < len(p.Classes); i++ {
		if _, ok := p.notes[i]; !ok {
			continue
		}
		var r noteRun
		for k, n := i-1, len(r.before)-1; k >= 0 && n >= 0; k-- {
			if _, ok := p.notes[k]; !ok {
				r.before[n] = p.Classes[k]
				n--
			}
		}
		for ; i < len(p.Classes); i++ {
			if _, ok := p.notes[i]; !ok {
				r.after = p.Classes[i]
				break
			}
			r.marks = append(r.marks, p.Classes[i])
		}
		out = append(out, r)
	}
	return out
}

// withoutMarks returns the classes of a part without those of marks.
func (p *quotePart) withoutMarks() []uint16 {
	var out []uint16
	for i, c := range p.Classes {
		if _, ok := p.notes[i]; !ok {
			out = append(out, c)
		}
	}
	return out
}

// Likely reports whether all parts can match a text whose note marks are unknown, if
// each mark may or may not be a word there. It may report false positives.
func (q *Quotation) Likely(a *Aligner, u *Units, tolerance int) (bool, error) {
	level := slices.Clone(u.Classes) // without raised characters
	for i, c := range level {
		for _, r := range q.Raised {
			if c == r.Whole && !r.also {
				level[i] = r.Word
			}
		}
	}
	for i := range q.Parts {
		p := &q.Parts[i]
		words, slack := p.withoutMarks(), p.Slack(tolerance)
		marks := len(p.Classes) - len(words)
		if marks > 1 || slices.ContainsFunc(q.Raised, func(r Raised) bool { return r.also }) {
			slack += marks // some may be words
		}
		found, err := a.Matches(words, level, len(q.Folds), slack)
		if len(found) == 0 && marks == 1 && err == nil {
			found, err = a.Matches(p.Classes, level, len(q.Folds), slack)
		}
		if len(found) == 0 || err != nil {
			return false, err
		}
	}
	return true, nil
}

// SetMarks inserts the note marks of a statement as words where the quotation has
// them, and splits off the raised digits of its words. marks are in order; printed
// returns a word as printed.
func (u *Units) SetMarks(q *Quotation, marks []NoteMark, printed func(word int) string) {
	classes, starts := u.Classes, u.Starts
	u.Classes, u.Starts, u.Notes = nil, nil, nil
	add := func(class uint16, start int) {
		u.Classes, u.Starts = append(u.Classes, class), append(u.Starts, start)
	}
	for i := 0; ; i++ {
		var here []string // marks before the unit
		for len(marks) > 0 && marks[0].Word <= starts[i] {
			if marks[0].Word == starts[i] {
				here = append(here, strings.FieldsFunc(marks[0].Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })...)
			}
			marks = marks[1:]
		}
		if len(here) > 0 {
			for _, class := range q.marksAt(classes, i, here) {
				u.Notes = append(u.Notes, len(u.Classes))
				add(class, starts[i])
			}
		}
		if i == len(classes) {
			u.Starts = append(u.Starts, starts[i])
			return
		}
		at := slices.IndexFunc(q.Raised, func(r Raised) bool { return r.Whole == classes[i] })
		if at < 0 || q.Raised[at].Looked && !HasRaised(printed(starts[i])) {
			add(classes[i], starts[i])
			continue
		}
		add(q.Raised[at].Word, starts[i])
		add(q.Raised[at].Mark, starts[i+1])
	}
}

// marksAt returns the marks that the quotation has before unit i of a text, if the
// text has them there.
func (q *Quotation) marksAt(classes []uint16, i int, have []string) []uint16 {
	unit := func(i int) uint16 {
		if i < 0 || i >= len(classes) {
			return 0
		}
		return classes[i]
	}
	for _, r := range q.runs {
		fits := func(want, at int) bool { return r.before[want] == 0 || r.before[want] == unit(at) }
		if !fits(1, i-1) || !fits(0, i-2) || r.after != 0 && r.after != unit(i) {
			continue
		}
		next := 0
		for _, mark := range have {
			if next < len(r.marks) && q.Folds[r.marks[next]] == FoldForm(ExactForm(mark)) {
				next++
			}
		}
		if next == len(r.marks) {
			return r.marks
		}
	}
	return nil
}

// saidSurface returns the text of a part without marks that are unset.
func (p *quotePart) saidSurface(unset func(unit int) bool) string {
	var b strings.Builder
	at, end := p.tokens[0].Start, p.tokens[len(p.tokens)-1].End
	for i := range p.Classes {
		if r, ok := p.notes[i]; ok && unset(i) {
			b.WriteString(p.text[at:max(at, r.start)])
			at = min(r.end, end)
		}
	}
	return b.String() + p.text[at:end]
}
