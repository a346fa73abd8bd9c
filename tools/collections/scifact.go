package main

import (
	"encoding/csv"
	"regexp"
	"strings"
)

// SciFact comes as tables: one of abstracts, and one of claims with the abstracts
// that they cite, which is given as both queries and judgments.

// listed is a string in a list as printed by Python.
var listed = regexp.MustCompile(`'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"`)

var digits = regexp.MustCompile(`\d+`)

func scifactDocuments(text string) []entry {
	var out []entry
	for row := range rows(text) {
		var sentences []string
		for _, m := range listed.FindAllStringSubmatch(row["abstract"], -1) {
			sentences = append(sentences, m[1]+m[2])
		}
		out = append(out, entry{ID: row["doc_id"], Title: row["title"], Text: strings.Join(sentences, " ")})
	}
	return out
}

// scifactQueries lists each claim once; the table has a row for each piece of
// evidence.
func scifactQueries(text string) []entry {
	var out []entry
	seen := map[string]bool{}
	for row := range rows(text) {
		if !seen[row["id"]] {
			seen[row["id"]] = true
			out = append(out, entry{ID: row["id"], Text: row["claim"]})
		}
	}
	return out
}

func scifactJudgments(text string) []judgment {
	var out []judgment
	seen := map[judgment]bool{}
	for row := range rows(text) {
		for _, document := range digits.FindAllString(row["cited_doc_ids"], -1) {
			if j := (judgment{row["id"], document}); !seen[j] {
				seen[j] = true
				out = append(out, j)
			}
		}
	}
	return out
}

// rows yields the rows of a table by column name, up to the first invalid one.
func rows(text string) func(yield func(map[string]string) bool) {
	return func(yield func(map[string]string) bool) {
		table := csv.NewReader(strings.NewReader(text))
		names, err := table.Read()
		for err == nil {
			var cells []string
			if cells, err = table.Read(); err != nil {
				return
			}
			row := map[string]string{}
			for i, cell := range cells {
				row[names[i]] = cell
			}
			if !yield(row) {
				return
			}
		}
	}
}
