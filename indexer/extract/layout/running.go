package layout

import (
	"regexp"
	"strings"
	"unicode"
)

// edge is how many lines at the top and at the foot of a page can be running
// heads and feet.
const edge = 4

// dropRunning takes running heads, feet and page numbers out of the pages.
// They are lines near the edge of the page that recur on other pages, the same
// but for digits; and lines that are a page number only.
func dropRunning(pages []Page) []Page {
	seen := map[string]int{}
	for _, p := range pages {
		onPage := map[string]bool{}
		for i, l := range p.Lines {
			if atEdge(i, len(p.Lines)) {
				onPage[shape(l.Text())] = true
			}
		}
		for s := range onPage {
			seen[s]++
		}
	}
	out := make([]Page, len(pages))
	for n, p := range pages {
		kept := make([]Line, 0, len(p.Lines))
		for i, l := range p.Lines {
			if !atEdge(i, len(p.Lines)) || !outer(l, p.Height) || !running(l.Text(), seen, len(pages)) {
				kept = append(kept, l)
			}
		}
		out[n] = p
		// A page that repeats another one whole is no running head.
		if len(kept) > 0 || len(p.Lines) < edge {
			out[n].Lines = kept
		}
	}
	return out
}

func running(text string, seen map[string]int, pages int) bool {
	times := seen[shape(text)]
	return isPageNumber(text) || times >= 3 && times*3 >= pages || times >= 2 && times == pages
}

func atEdge(i, n int) bool { return i < edge || i >= n-edge }

// outer tells lines in the upper or lower sixth of the page.
func outer(l Line, height float32) bool {
	return height > 0 && (l.Box.Foot < height/6 || l.Box.Top > height*5/6)
}

// shape is a line without what differs from page to page.
func shape(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			return '#'
		case unicode.IsSpace(r):
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

var pageNumber = regexp.MustCompile(`(?i)^(?:page|p\.|página|seite|стр\.|صفحة|第)?\s*[-–—|/(\[]?\s*(?:\d{1,4}|[ivxl]{1,7})\s*(?:(?:/|of|de|sur|sobre|из|من)\s*\d{1,4})?\s*[-–—|/)\]]?\s*页?$`)

func isPageNumber(s string) bool { return pageNumber.MatchString(s) }
