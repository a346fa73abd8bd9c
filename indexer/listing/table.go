package listing

import (
	"regexp"
	"strings"

	"rostrum/corpus"
)

// languageOfLink reads the language a link is named after, or that the column
// of a table it stands in is.
func (c *collector) languageOfLink(l line, k link) (name string, ok bool) {
	if _, ok := languageOf(k.text); ok {
		return languageName(k.text), true
	}
	if l.cells != nil && k.cell < len(c.columns) {
		if _, ok := languageOf(c.columns[k.cell]); ok {
			return c.columns[k.cell], true
		}
	}
	return "", false
}

// maxColumns is how many columns of a table are read.
const maxColumns = 24

// rowHints reads the cells of a table by the names of its columns: the speaker
// first, then the others. Of cells with links only the link's own is about it,
// and there it is the column that says something: "Cooperation".
func (c *collector) rowHints(l line, linked map[int]bool, own int) []corpus.Hint {
	var first, rest []corpus.Hint
	for i, cell := range l.cells[:min(len(l.cells), len(c.columns), maxColumns)] {
		if cell == "" {
			continue
		}
		if linked[i] && i != own {
			continue
		}
		if i == own && wordless.MatchString(cell) {
			rest = append(rest, corpus.Hint{Kind: corpus.HintBlock, Text: c.columns[i]})
			continue
		}
		if speakerColumn.MatchString(c.columns[i]) {
			for _, said := range strings.Split(cell, "\n") { // who it is of, then who spoke
				first = append(first, corpus.Hint{Kind: corpus.HintLinkText, Text: said})
			}
		} else {
			rest = append(rest, corpus.Hint{Kind: corpus.HintBlock, Text: c.columns[i] + ": " + strings.ReplaceAll(cell, "\n", " ")})
		}
	}
	return append(first, rest...)
}

var speakerColumn = regexp.MustCompile(`(?i)\b(?:speakers?|states?|countr(?:y|ies)|organi[sz]ations?|delegations?|authors?|orateurs?|[ée]tats?|pays|organisation|d[ée]l[ée]gations?|oradores|orador|estados?|pa[íi]s(?:es)?|organizaci[óo]n(?:es)?|delegaci[óo]n)\b`)
