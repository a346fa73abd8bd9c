package pdf

import (
	"regexp"
	"strings"
	"unicode"
)

// edge is how many lines at the top and at the foot of a page can be running
// heads and feet.
const edge = 4

// dropRunning takes running heads, feet and page numbers out of the pages.
// They are lines near the edge of the page that recur at the same height on
// other pages, the same but for digits; and lines that are a page number only.
func dropRunning(pages [][]line, raw []rawPage) {
	seen := map[string]int{}
	for _, ls := range pages {
		onPage := map[string]bool{}
		for i := range ls {
			if atEdge(i, len(ls)) {
				onPage[shape(ls[i].text())] = true
			}
		}
		for s := range onPage {
			seen[s]++
		}
	}
	for n, ls := range pages {
		kept := ls[:0:0]
		for i, l := range ls {
			if atEdge(i, len(ls)) && outer(l, raw[n].height) {
				t := l.text()
				if isPageNumber(t) {
					continue
				}
				if times := seen[shape(t)]; times >= 3 && times*3 >= len(pages) || times >= 2 && times == len(pages) {
					continue
				}
			}
			kept = append(kept, l)
		}
		pages[n] = kept
	}
}

func atEdge(i, n int) bool { return i < edge || i >= n-edge }

// outer tells lines in the upper or lower sixth of the page.
func outer(l line, height float32) bool {
	return height > 0 && (l.box.foot < height/6 || l.box.top > height*5/6)
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
