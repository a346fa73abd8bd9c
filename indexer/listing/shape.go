package listing

import (
	"slices"
	"strings"
)

// shape finds what lines are from the lines around them: paragraphs that
// announce a list, and headings that are the links to what stands under them.
func shape(lines []line) []line {
	out := make([]line, 0, len(lines))
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		var next line
		if i+1 < len(lines) {
			next = lines[i+1]
		}
		switch {
		case announces(l) && next.bullet && next.onlyLanguages():
			l.bullet, l.holds = true, true
		case announces(l) && next.bullet:
			l.level = weakHeading
		case l.level > 1 && l.level <= tableHeading && len(l.links) == 1 && !l.hasDocument():
			below := lines[i+1:]
			if end := slices.IndexFunc(below, func(b line) bool { return b.level > 0 && b.level <= l.level }); end >= 0 {
				below = below[:end]
			}
			if isCard(l, below) {
				// Where the day stands above a card, the one below it is that of the next.
				dated := len(out) > 0 && out[len(out)-1].isDay()
				said := 0
				for said < len(below) && said < 2 && len(below[said].links) == 0 && len(below[said].text) < 120 && below[said].level == 0 && (!dated || !below[said].isDay()) {
					l.text += "\n" + below[said].text
					said++
				}
				if dated {
					l.text += "\n" + out[len(out)-1].text
					out = out[:len(out)-1]
				}
				l.level, l.bullet = 0, true
				i += said
			}
		}
		out = append(out, l)
	}
	return out
}

// isDay tells whether a line is a day and nothing else.
func (l line) isDay() bool { return len(l.links) == 0 && l.level == 0 && dateOnly.MatchString(l.text) }

// announces tells whether a line may be the heading of a list, or the entry
// that the languages in a list belong to.
func announces(l line) bool {
	return l.level == 0 && !l.bullet && l.cells == nil && len(l.links) == 0 && !l.prose && l.text != "" && len(l.text) < 100 &&
		!strings.HasSuffix(l.text, ",") && !byline.MatchString(l.text) && !dateAndLanguages.MatchString(l.text)
}

// isCard tells whether a heading is the link to a statement, with nothing under
// it but words about it and the same link again.
func isCard(heading line, below []line) bool {
	k := heading.links[0]
	if k.url == "" || len(k.text)*2 < len(heading.text) || !entryWords.MatchString(k.text) && !byline.MatchString(k.text) {
		return false
	}
	for _, l := range below {
		for _, other := range l.links {
			if other.url != k.url && other.url != "" && !pointer.MatchString(other.text) && !bodiless.MatchString(pathOf(other.url)) && !socialHost.MatchString(hostOf(other.url)) {
				return false
			}
		}
	}
	return true
}
