package layout

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rostrum/indexer/extract/clean"
)

// What stands in the outer part of a page may be a running head or foot.
const (
	outerPart  = 0.14 // of the height, above and below
	numberPart = 0.20 // where page numbers stand: LaTeX sets them high
	sameHeight = 4    // points by which a running head moves from page to page
	// A line that returns at the same height on so many pages is a running
	// head; on fewer if that is a third of them.
	manyReturns = 4
	fewReturns  = 3
	// In a file of two pages the same line at both edges may be a form filled
	// in twice; only what stands at the very edge is taken for a running head.
	edgePart = 0.08
)

// dropRunning takes running heads, running feet and page numbers out of the pages.
func dropRunning(pages []Page) []Page {
	heads, numbers := findHeads(pages), findNumbers(pages)
	out := make([]Page, len(pages))
	for n, p := range pages {
		out[n] = p
		kept := make([]Line, 0, len(p.Lines))
		for i, l := range p.Lines {
			if (!heads.has(p, l) || !heads.apart(p, i)) && !numbers.has(p, n, l) {
				kept = append(kept, l)
			}
		}
		// A page that repeats another one whole is no running head.
		if len(kept) > 0 {
			out[n].Lines = kept
		}
	}
	return out
}

// maxHeads is how many running heads of a document are told.
const maxHeads = 8

// Heads are the running heads and feet that Pages leaves out, each once, in
// the order they appear: they may name the meeting or the speaker.
func Heads(pages []Page) (heads []string) {
	found := findHeads(pages)
	seen := map[string]bool{}
	for _, p := range pages {
		for i, l := range p.Lines {
			if len(heads) == maxHeads || !found.has(p, l) || !found.apart(p, i) {
				continue
			}
			if s := shape(l.Text()); !seen[s] && len(s) > 3 {
				seen[s] = true
				if _, _, number := pageNumber(l.Text()); !number {
					heads = append(heads, clean.Line(l.Text()))
				}
			}
		}
	}
	return heads
}

// outer tells lines in the outer part of a page.
func outer(p Page, l Line, part float32) bool {
	return !l.Alone && p.Height > 0 && (l.Box.Foot < p.Height*part || l.Box.Top > p.Height*(1-part))
}

// returns says at which heights a line stands, the same but for digits, and
// on how many pages.
type returns struct {
	at    map[string][]height
	pages int
}

type height struct {
	top   float32
	count int
}

type place struct {
	shape string
	above bool
}

func findHeads(pages []Page) returns {
	r := returns{at: map[string][]height{}, pages: len(pages)}
	for _, p := range pages {
		onPage := map[place]bool{} // some pages have the same line above and below
		for _, l := range p.Lines {
			if !outer(p, l, outerPart) {
				continue
			}
			if _, _, number := pageNumber(l.Text()); number {
				continue // told by its sequence
			}
			at := place{shape(l.Text()), l.Box.Top < p.Height/2}
			if !onPage[at] {
				onPage[at] = true
				r.add(at.shape, l.Box.Top)
			}
		}
	}
	return r
}

func (r returns) add(s string, top float32) {
	for i, h := range r.at[s] {
		if top-h.top < sameHeight && h.top-top < sameHeight {
			r.at[s][i].count++
			return
		}
	}
	r.at[s] = append(r.at[s], height{top, 1})
}

// times is on how many pages a line returns.
func (r returns) times(l Line) (times int) {
	for _, h := range r.at[shape(l.Text())] {
		if l.Box.Top-h.top < sameHeight && h.top-l.Box.Top < sameHeight {
			times = max(times, h.count)
		}
	}
	return times
}

// apart tells whether a line that returns is set apart from the text, as a
// running head is, or is on nearly every page. A refrain is part of the text:
// the next line follows at the distance of all lines, in the same type.
func (r returns) apart(p Page, at int) bool {
	l := p.Lines[at]
	if times := r.times(l); r.pages >= fewReturns && times*10 >= r.pages*nearlyAll {
		return true
	}
	if !strings.ContainsFunc(l.Text(), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return true // it says nothing
	}
	above := l.Box.Top < p.Height/2
	// The nearest line further in that is no running head itself.
	var next *Line
	for i := range p.Lines {
		o := &p.Lines[i]
		further := o.Box.Top > l.Box.Top+l.size()/2
		if !above {
			further = o.Box.Foot < l.Box.Foot-l.size()/2
		}
		if i == at || !further || o.Alone || r.has(p, *o) {
			continue
		}
		if next == nil || above && o.Box.Top < next.Box.Top || !above && o.Box.Foot > next.Box.Foot {
			next = o
		}
	}
	if next == nil {
		return true
	}
	edge := l // the last line of the block of running heads
	for _, o := range p.Lines {
		if between := above && o.Box.Top >= edge.Box.Top && o.Box.Foot <= next.Box.Top+sameHeight || !above && o.Box.Foot <= edge.Box.Foot && o.Box.Top >= next.Box.Foot-sameHeight; between && r.has(p, o) {
			edge = o
		}
	}
	if smaller, larger := min(l.size(), next.size()), max(l.size(), next.size()); smaller < otherType*larger {
		return true
	}
	step := next.Box.Foot - edge.Box.Foot
	if !above {
		step = -step
	}
	if isSentence(l) {
		return step > 2*sentenceGap*bodyPitch(p, above)
	}
	return step > sentenceGap*bodyPitch(p, above)
}

const (
	nearlyAll   = 9    // of ten pages
	otherType   = 0.9  // of the height of the text: smaller type is another
	sentenceGap = 1.45 // of the distance between lines: wider is a gap
)

// bodyPitch is how far apart the lines of the text of a page are.
func bodyPitch(p Page, above bool) float32 {
	var body []Line
	for _, l := range p.Lines {
		if !outer(p, l, outerPart) && !l.Alone {
			body = append(body, l)
		}
	}
	if len(body) < minLines { // most of it stands at one edge
		body = body[:0]
		for _, l := range p.Lines {
			if !l.Alone && (l.Box.Top < p.Height/2) == above {
				body = append(body, l)
			}
		}
	}
	if len(body) == 0 {
		return 12
	}
	return linePitch(body)
}

// isSentence tells a line that says something, as a running head does not.
func isSentence(l Line) bool { return len(l.Words) >= 4 && endsSentence(l) }

func (r returns) has(p Page, l Line) bool {
	if !outer(p, l, outerPart) {
		return false
	}
	times := r.times(l)
	return times >= manyReturns || times >= fewReturns && times*3 >= r.pages || times == 2 && r.pages == 2 && outer(p, l, edgePart)
}

// shape is a line without what differs from page to page.
func shape(s string) string {
	digits := false
	return strings.Map(func(r rune) rune {
		before := digits
		digits = unicode.IsDigit(r)
		switch {
		case digits && before, unicode.IsSpace(r):
			return -1
		case digits:
			return '#'
		}
		return unicode.ToLower(r)
	}, s)
}

// numbering is how far the printed numbers are ahead of the pages' own, and on
// how many pages. Printed numbers go up by one from page to page; a number in
// a table or a chart does not.
type numbering struct {
	ahead map[int]int
	pages int
}

// minLines is how many lines a page has besides its number: a slide with a
// lone figure keeps it.
const minLines = 3

func findNumbers(pages []Page) numbering {
	n := numbering{ahead: map[int]int{}, pages: len(pages)}
	for i, p := range pages {
		seen := map[int]bool{}
		for _, l := range p.Lines {
			if !outer(p, l, numberPart) {
				continue
			}
			if value, _, ok := pageNumber(l.Text()); ok && !seen[value-i] {
				seen[value-i] = true
				n.ahead[value-i]++
			}
		}
	}
	return n
}

func (n numbering) has(p Page, index int, l Line) bool {
	if !outer(p, l, numberPart) {
		return false
	}
	value, dressed, ok := pageNumber(l.Text())
	if !ok {
		return false
	}
	switch {
	case len(p.Lines) <= minLines && !dressed && n.ahead[value-index] < bookPages:
		return false
	case dressed:
		return n.ahead[value-index] >= 2 && value-index <= maxFirst || value == index+1 || named.MatchString(l.Text()) && len(p.Lines) > minLines
	case l.size() > largeNumber*typeSize(p):
		return false // a figure that is set to be seen
	case !strings.ContainsFunc(l.Text(), unicode.IsDigit):
		return n.ahead[value-index] >= 2 // nobody counts votes in small roman numbers
	}
	// Numbers that begin with the document are its own; those that begin within
	// are of a book, if they go on for some pages, and may be counts if not.
	ahead := value - index
	return n.ahead[ahead] >= 2 && (ahead <= maxFirst || n.ahead[ahead] >= bookPages)
}

const (
	largeNumber = 1.7 // of the type of the page
	maxFirst    = 3   // the number of a first page, of which the covers may be left out
	bookPages   = 4
)

// named tells a page number that calls itself so.
var named = regexp.MustCompile(`(?i)^(page|pages|p\.|página|pág\.|seite|стр|صفحة|第)|^[-–—]\s*\d+\s*[-–—]$|(/|of|de|sur|из|من|von)\s*\d+$|[页頁]$`)

// typeSize is the height of most lines of a page.
func typeSize(p Page) float32 {
	var sizes []float32
	for _, l := range p.Lines {
		for range l.Words {
			sizes = append(sizes, l.size())
		}
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

var numberForm = regexp.MustCompile(`(?i)^(page|pages|p\.|página|pág\.|seite|стр\.?|страница|صفحة|第)?\s*([-–—|/(\[]*)\s*(\d{1,4}|[ivxl]{1,7})\s*(?:(/|of|de|sur|sobre|из|من|von)\s*\d{1,4})?\s*[-–—|/)\]]*\s*(页|頁)?$`)

// pageNumber reads a line that is nothing but a page number; dressed tells one
// that says so itself: Page 3, - 3 -, 3/10.
func pageNumber(s string) (value int, dressed, ok bool) {
	m := numberForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return 0, false, false
	}
	value, err := strconv.Atoi(m[3])
	if err != nil {
		value = roman(m[3])
	}
	return value, m[1]+m[2]+m[4]+m[5] != "", value > 0
}

// roman reads a small roman number; 0 if it is none.
func roman(s string) int {
	values := map[rune]int{'i': 1, 'v': 5, 'x': 10, 'l': 50}
	total, before := 0, 0
	for _, r := range strings.ToLower(s) {
		v := values[r]
		total += v
		if before < v {
			total -= 2 * before
		}
		before = v
	}
	return total
}
