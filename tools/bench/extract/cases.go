package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract"
)

// casesFolder has documents that have been read wrongly before, with a table of
// what is wanted of them and what is not.
const casesFolder = "indexer/extract/testdata/cases"

// unseenCases have words that nobody sees or that are struck, markCases marks
// of notes after numbers.
var (
	unseenCases = []string{"P18", "P21", "P22", "P26", "P48", "P49", "H09"}
	markCases   = []string{"P09", "Q01", "W05"}
)

// cases counts what is in the text of the cases and must not be.
func (b *bench) cases() error {
	table, err := os.ReadFile(filepath.Join(casesFolder, "cases.tsv"))
	if err != nil {
		return err
	}
	e, err := b.extractor(extract.OCRNever, 1)
	if err != nil {
		return err
	}
	for _, m := range []struct {
		measure string
		ids     []string
	}{
		{"words that nobody sees or that are struck, in the text of the documents made with them", unseenCases},
		{"marks of notes glued to the number before them, likewise", markCases},
	} {
		found, of := 0, 0
		for row := range strings.SplitSeq(string(table), "\n") {
			cells := strings.Split(row, "\t")
			if len(cells) < 4 || !slices.Contains(m.ids, cells[0]) {
				continue
			}
			doc, err := document(filepath.Join(casesFolder, cells[1]))
			if err != nil {
				return err
			}
			text, err := e.Extract(b.ctx, corpus.Document{Item: doc.Item, Bytes: doc.Bytes})
			if err != nil {
				return err
			}
			for not := range strings.SplitSeq(cells[3], "|") {
				if of++; strings.Contains(fullText(text), not) {
					found++
				}
			}
		}
		b.table.Add(m.measure, "0", found == 0, "%d of %d", found, of)
	}
	return e.Close()
}
