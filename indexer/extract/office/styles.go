package office

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"rostrum/indexer/extract/run"
)

// plainStyle is the name under which the style of paragraphs that name none is
// kept.
const plainStyle = ""

// readStyles reads the styles of a Word file, each with what it takes over
// from the one it is based on. Damage costs no more than the styles after it.
func readStyles(z *zip.Reader) sheet {
	b, err := part(z, "word/styles*.xml")
	if err != nil {
		return nil
	}
	styles := sheet{}
	id, plain := "", ""
	var current style
	_ = walk(b, func(e xml.StartElement) bool {
		switch e.Name.Local {
		case "style":
			id, current = attribute(e, "styleId"), style{}
			if isSet(e, "default") && attribute(e, "type") == "paragraph" {
				plain = id
			}
		case "basedOn":
			current.based = value(e)
		case "ilvl":
			current.list.level, _ = strconv.Atoi(value(e))
		case "numId":
			current.list.list = value(e)
		default:
			wordLook(e, &current.look)
		}
		return true
	}, func(n xml.Name) {
		if n.Local == "style" && id != "" && len(styles) < maxStyles {
			styles[id], id = current, ""
		}
	}, func(string) {})
	styles.resolve()
	if plain != "" {
		styles[plainStyle] = styles[plain]
	}
	return styles
}

// listPlace is where a paragraph stands in a numbered list.
type listPlace struct {
	list  string // number of the list; "" and "0" are none
	level int
}

// numbering counts the paragraphs of numbered lists.
type numbering struct {
	levels map[string][maxLevels]listLevel // by list
	counts map[string]*[maxLevels]int      // by the list's pattern: lists of one pattern count on
	shape  map[string]string               // pattern of each list
}

const maxLevels = 9

// listLevel is how the numbers of a level look.
type listLevel struct {
	format, text string
	start        int
}

// readNumbering reads how the lists of a Word file are numbered.
func readNumbering(z *zip.Reader) numbering {
	n := numbering{map[string][maxLevels]listLevel{}, map[string]*[maxLevels]int{}, map[string]string{}}
	b, err := part(z, "word/numbering*.xml")
	if err != nil {
		return n
	}
	patterns := map[string][maxLevels]listLevel{}
	pattern, list, level := "", "", -1
	var levels [maxLevels]listLevel
	overridden := false
	_ = walk(b, func(e xml.StartElement) bool {
		inLevel := level >= 0 && level < maxLevels
		switch e.Name.Local {
		case "abstractNum":
			pattern, list, levels = attribute(e, "abstractNumId"), "", [maxLevels]listLevel{}
		case "num":
			list, pattern, overridden = attribute(e, "numId"), "", false
		case "abstractNumId":
			pattern = value(e)
			levels = patterns[pattern]
		case "lvl", "lvlOverride":
			var err error
			if level, err = strconv.Atoi(attribute(e, "ilvl")); err != nil {
				level = -1
			}
		case "start", "startOverride":
			if inLevel {
				levels[level].start, _ = strconv.Atoi(value(e))
				overridden = overridden || e.Name.Local == "startOverride"
			}
		case "numFmt":
			if inLevel {
				levels[level].format = value(e)
			}
		case "lvlText":
			if inLevel {
				levels[level].text = value(e)
			}
		}
		return len(patterns) < maxStyles && len(n.levels) < maxStyles
	}, func(name xml.Name) {
		switch name.Local {
		case "lvl", "lvlOverride":
			level = -1
		case "abstractNum":
			patterns[pattern] = levels
		case "num":
			if list != "" {
				n.levels[list], n.shape[list] = levels, pattern
				if overridden {
					n.shape[list] = "list " + list
				}
			}
		}
	}, func(string) {})
	return n
}

// next is the number of the next paragraph at a place, as it is printed; ""
// where there is none or a bullet.
func (n numbering) next(at listPlace) string {
	levels, ok := n.levels[at.list]
	if !ok || at.level < 0 || at.level >= maxLevels {
		return ""
	}
	shape := n.shape[at.list]
	count := n.counts[shape]
	if count == nil {
		count = &[maxLevels]int{}
		n.counts[shape] = count
		for i := range count {
			count[i] = levels[i].start - 1
		}
	}
	count[at.level]++
	for i := at.level + 1; i < maxLevels; i++ {
		count[i] = levels[i].start - 1
	}
	l := levels[at.level]
	if l.format == "bullet" || l.format == "none" || l.format == "" {
		return ""
	}
	out := l.text
	for i := range maxLevels {
		if i <= at.level {
			out = strings.ReplaceAll(out, "%"+strconv.Itoa(i+1), formatNumber(max(count[i], levels[i].start), levels[i].format))
		}
	}
	return out
}

// formatNumber writes a number in one of Word's formats; those that are not
// known as digits.
func formatNumber(n int, format string) string {
	switch format {
	case "lowerRoman":
		return run.Roman(n)
	case "upperRoman":
		return strings.ToUpper(run.Roman(n))
	case "lowerLetter", "upperLetter":
		if n < 1 || n > 26*20 {
			break
		}
		first := byte('a')
		if format == "upperLetter" {
			first = 'A'
		}
		return strings.Repeat(string(first+byte((n-1)%26)), (n-1)/26+1) // z, aa, bb
	case "decimalZero":
		return fmt.Sprintf("%02d", n)
	}
	return strconv.Itoa(n)
}
