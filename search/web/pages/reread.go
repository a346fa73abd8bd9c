package pages

import (
	"slices"
	"unicode"

	"rostrum/corpus"
	"rostrum/search/web/request"
)

// wasView says that the address of a passage led to another before the document
// was read again.
type wasView struct {
	Anchor string // the address, where no passage has it now
	Now    string // where what it led to is now, or "" where that is not in the text any more
}

// setEarlier tells of each passage whether its address led elsewhere in an earlier
// reading, and keeps the addresses that no passage has now.
func setEarlier(pages []pageText, now []corpus.Page, earlier [][]corpus.Page) {
	texts := map[string]string{} // by anchor
	byPage := map[int][]corpus.Passage{}
	for _, p := range now {
		byPage[p.Number] = p.Passages()
		for _, passage := range byPage[p.Number] {
			texts[request.PassageAnchor(p.Number, passage.Number)] = passage.Text
		}
	}
	seen := map[string]bool{}
	for _, reading := range earlier {
		for _, p := range reading {
			for _, was := range p.Passages() {
				anchor := request.PassageAnchor(p.Number, was.Number)
				text, ok := texts[anchor]
				if seen[anchor] || ok && alike(text, was.Text) {
					continue
				}
				seen[anchor] = true
				// A passage moves when one before it is read otherwise, or where the
				// break of a page is found.
				near := slices.Concat(byPage[p.Number], byPage[p.Number-1], byPage[p.Number+1])
				view := &wasView{Anchor: anchor}
				if i := slices.IndexFunc(near, func(q corpus.Passage) bool { return alike(q.Text, was.Text) }); i >= 0 {
					view.Now = "#" + request.PassageAnchor(near[i].Page, near[i].Number)
				}
				tell(pages, p.Number, view, ok)
			}
		}
	}
}

// tell puts what is known of an address on its page, at its passage if it has one;
// on the last page if its page is none any more.
func tell(pages []pageText, number int, view *wasView, held bool) {
	at := slices.IndexFunc(pages, func(p pageText) bool { return p.Number == number })
	switch {
	case len(pages) == 0:
	case !held:
		at = (at + len(pages)) % len(pages)
		pages[at].Lost = append(pages[at].Lost, view)
	default:
		for i := range pages[at].Passages {
			if p := &pages[at].Passages[i]; p.Anchor == view.Anchor {
				p.Was = view
			}
		}
	}
}

// Two passages are the same one, read again, if they share so much of their letters.
const (
	alikeShare  = 0.6
	alikeWindow = 4 // letters in a row: about a word, in scripts without spaces a phrase
)

// alike tells whether two texts are of one passage.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := windows(a), windows(b)
	total, shared := 0, 0
	for w, n := range x {
		total += n
		shared += min(n, y[w])
	}
	for _, n := range y {
		total += n
	}
	return float64(2*shared) >= alikeShare*float64(total)
}

// windows counts the runs of letters and digits of a text; of one that is shorter
// it is all there is.
func windows(s string) map[string]int {
	var letters []rune
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			letters = append(letters, unicode.ToLower(r))
		}
	}
	out := map[string]int{}
	for i := 0; i == 0 || i+alikeWindow <= len(letters); i++ {
		out[string(letters[i:min(i+alikeWindow, len(letters))])]++
	}
	return out
}
