package analysis

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
)

// QuotedText is the pages of a statement that contain a quotation.
type QuotedText struct {
	units *Units
	pages map[int]corpus.Page // by index
	words map[int][]Token     // by index
}

// PageReader calls yield with the index of each page of a statement and the page, in
// order, until it returns false.
type PageReader func(yield func(i int, p corpus.Page) bool) error

// NewQuotedText reads the pages with the units from start to end.
func NewQuotedText(read PageReader, u *Units, start, end int) (*QuotedText, error) {
	first, last := u.Page(u.Starts[start]), u.Page(u.Starts[end]-1)
	t := &QuotedText{units: u, pages: map[int]corpus.Page{}, words: map[int][]Token{}}
	err := read(func(i int, p corpus.Page) bool {
		if i >= first && i <= last {
			t.pages[i] = p
			t.words[i] = TokensOf(p.Text)
		}
		return i < last
	})
	return t, err
}

// pageRange is a range of a page in bytes.
type pageRange struct {
	page int
	byteRange
}

// ranges returns the range of the units from start to end on each page.
func (t *QuotedText) ranges(start, end int) []pageRange {
	var out []pageRange
	from, to := t.units.Starts[start], t.units.Starts[end]
	for from < to {
		page := t.units.Page(from)
		first, stop := t.units.Pages[page], to
		if page+1 < len(t.units.Pages) {
			stop = min(to, t.units.Pages[page+1])
		}
		words := t.words[page]
		out = append(out, pageRange{page, byteRange{words[from-first].Start, words[stop-1-first].End}})
		from = stop
	}
	return out
}

// surface returns the text of the units from start to end, including line breaks.
func (t *QuotedText) surface(start, end int) string {
	var parts []string
	for _, r := range t.ranges(start, end) {
		parts = append(parts, t.pages[r.page].Text[r.start:r.end])
	}
	return strings.Join(parts, "\n")
}

// Passages returns the paragraphs with the matches, cut to the sentences concerned.
func (t *QuotedText) Passages(found []Match) []search.Passage {
	var ranges []pageRange
	for _, s := range found {
		ranges = append(ranges, t.ranges(s.Start, s.End)...)
	}
	var out []search.Passage
	for len(ranges) > 0 {
		page := ranges[0].page
		n := 0
		for n < len(ranges) && ranges[n].page == page {
			n++
		}
		for _, para := range t.pages[page].Passages() {
			var within []byteRange
			for _, r := range ranges[:n] {
				part := byteRange{max(r.start-para.Offset, 0), min(r.end-para.Offset, len(para.Text))}
				// A paragraph that the range continues through may begin or end with
				// spaces.
				if part = trimmed(para.Text, part); part.start < part.end {
					within = append(within, part)
				}
			}
			if len(within) > 0 {
				out = append(out, t.passage(page, para, within))
			}
		}
		ranges = ranges[n:]
	}
	return out
}

func (t *QuotedText) passage(page int, para corpus.Passage, ranges []byteRange) search.Passage {
	shown := byteRange{ranges[0].start, ranges[len(ranges)-1].end}
	for _, s := range sentencesOf(para.Text) {
		if s.start <= ranges[0].start {
			shown.start = s.start
		}
		if s.end >= shown.end {
			shown.end = s.end
			break
		}
	}
	shown = trimmed(para.Text, shown)
	for i := range ranges {
		ranges[i].start, ranges[i].end = ranges[i].start-shown.start, ranges[i].end-shown.start
	}
	text := para.Text[shown.start:shown.end]
	return search.Passage{
		Page: para.Page, Number: para.Number, Text: text, Ranges: inRunes(text, ranges),
		OCR: t.pages[page].Method == corpus.MethodOCR, Confidence: t.pages[page].Confidence,
	}
}

// Differences returns the edits from a part to the text of the statement. Adjacent
// edits are combined.
func (t *QuotedText) Differences(p *quotePart, s Match) []search.QuoteDifference {
	var out []search.QuoteDifference
	edits := align(p.Classes, t.units.Classes[s.Start:s.End])
	for len(edits) > 0 {
		same := edits[0].op == search.OpSame
		n := 1
		for n < len(edits) && (edits[n].op == search.OpSame) == same {
			n++
		}
		toPart, toText := len(p.Classes), s.End-s.Start
		if n < len(edits) {
			toPart, toText = edits[n].part, edits[n].text
		}
		d := search.QuoteDifference{Op: search.OpReplace}
		d.Quoted = OneLine(p.Surface(edits[0].part, toPart))
		if edits[0].text < toText {
			d.Found = OneLine(t.surface(s.Start+edits[0].text, s.Start+toText))
		}
		switch {
		case same:
			d.Op = search.OpSame
		case d.Quoted == "":
			d.Op = search.OpInsert
		case d.Found == "":
			d.Op = search.OpDelete
		}
		out = append(out, d)
		edits = edits[n:]
	}
	return out
}

// OneLine replaces all white space by single spaces.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Differs describes how the text differs although its words are as quoted.
func (t *QuotedText) Differs(parts []quotePart, chosen []Match) []string {
	var letterCase, accents, punctuation bool
	for i, s := range chosen {
		p := &parts[i]
		quoted := p.saidSurface(func(unit int) bool {
			_, is := slices.BinarySearch(t.units.Notes, s.Start+unit)
			return is
		})
		found := t.surface(s.Start, s.End)
		punctuation = punctuation || marksOf(quoted) != marksOf(found)
		a, b := lettersOf(quoted), lettersOf(found)
		if a == b {
			continue
		}
		accents = accents || !strings.EqualFold(a, b)
		a, b = withoutAccents(a), withoutAccents(b)
		letterCase = letterCase || a != b && strings.EqualFold(a, b)
	}
	var out []string
	for _, d := range []struct {
		is   bool
		name string
	}{{letterCase, "case"}, {accents, "accents"}, {punctuation, "punctuation"}} {
		if d.is {
			out = append(out, d.name)
		}
	}
	return out
}

func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, norm.NFKC.String(s))
}

func withoutAccents(s string) string {
	return strings.Map(func(r rune) rune {
		if isAccent(r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// marksOf returns the punctuation of a text. Variants of quotation marks are equal,
// and hyphens are ignored, since printers hyphenate.
func marksOf(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), unicode.IsSpace(r), isInvisible(r), isHyphen(r):
			return -1
		case isApostrophe(r), strings.ContainsRune(`"“”„‟«»‹›‚‛″＂`, r):
			return '"'
		}
		return r
	}, s)
}
