package html

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rostrum/indexer/extract/run"
)

// The numbers of a list stand on the page and not in its text. They are written
// where the page itself gives them, or nothing can take them away: many sites
// take them away in style sheets that are files of their own.

// numberer counts the items of lists.
type numberer struct {
	counts map[*html.Node]int
	styled *bool // not all of the looks of the page is known
}

// label is the number of an item of a list as a reader sees it: "5."; "" for
// none. It is to be called for each item in turn.
func (c *numberer) label(item *html.Node) string {
	list := item.Parent
	if tag(item) != atom.Li || list == nil || tag(list) != atom.Ol {
		return ""
	}
	if c.counts == nil {
		c.counts = map[*html.Node]int{}
	}
	if _, begun := c.counts[list]; !begun {
		start, err := strconv.Atoi(attribute(list, "start"))
		if err != nil {
			start = 1
		}
		c.counts[list] = start - 1
	}
	c.counts[list]++
	if value, err := strconv.Atoi(attribute(item, "value")); err == nil {
		c.counts[list] = value
	}
	kind, plain := listKind(list, item)
	number := c.counts[list]
	if plain || number < 1 || number > maxNumber || kind == "" && attribute(list, "start") == "" && c.unknown(item) {
		return ""
	}
	switch kind {
	case "a":
		return string(rune('a'+(number-1)%26)) + "."
	case "A":
		return string(rune('A'+(number-1)%26)) + "."
	case "i":
		return run.Roman(number) + "."
	case "I":
		return strings.ToUpper(run.Roman(number)) + "."
	}
	return strconv.Itoa(number) + "."
}

// unknown tells whether style sheets may take the numbers away.
func (c *numberer) unknown(n *html.Node) bool {
	if c.styled == nil {
		is := styled(n)
		c.styled = &is
	}
	return *c.styled
}

// listKind is how the items of a list are counted: 1, a, A, i, I, or "" where the
// page does not say; plain tells a list without numbers.
func listKind(list, item *html.Node) (kind string, plain bool) {
	kind = attribute(list, "type")
	for _, n := range []*html.Node{list, item} {
		style := ownStyle(n)
		for value := range strings.FieldsSeq(style["list-style"] + " " + style["list-style-type"]) {
			switch value {
			case "none", "disc", "circle", "square":
				return "", true
			case "decimal":
				kind = "1"
			case "lower-alpha", "lower-latin":
				kind = "a"
			case "upper-alpha", "upper-latin":
				kind = "A"
			case "lower-roman":
				kind = "i"
			case "upper-roman":
				kind = "I"
			}
		}
	}
	return kind, false
}

// maxNumber bounds the numbers of lists.
const maxNumber = 3999
