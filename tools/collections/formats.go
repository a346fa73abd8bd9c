package main

import (
	"cmp"
	"strconv"
	"strings"
)

// smartEntries reads entries that begin with .I and their number, with fields that
// begin with a line of a dot and a letter: .T is the title, .W the text.
func smartEntries(text string) []entry {
	var out []entry
	var title, body []string
	var id string
	flush := func() {
		if id == "" {
			return
		}
		out = append(out, entry{ID: id, Title: oneLine(title), Text: strings.TrimSpace(strings.Join(body, "\n"))})
	}
	field := byte(0)
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		switch number, begins := strings.CutPrefix(line, ".I "); {
		case begins:
			flush()
			id, title, body, field = strings.TrimSpace(number), nil, nil, 0
		case len(line) == 2 && line[0] == '.' && line[1] >= 'A' && line[1] <= 'Z':
			field = line[1]
		case field == 'T':
			title = append(title, line)
		case field == 'W':
			body = append(body, line)
		}
	}
	flush()
	return out
}

// smartQueries reads entries as queries; some have a title instead of a text.
func smartQueries(text string) []entry {
	out := smartEntries(text)
	for i, e := range out {
		out[i].Title, out[i].Text = "", cmp.Or(e.Text, e.Title)
	}
	return out
}

// smartJudgments reads lines of query and document, with further columns that are
// ignored, or, in TREC's layout, of query, 0, document and grade.
func smartJudgments(text string) []judgment {
	var out []judgment
	for line := range strings.Lines(text) {
		columns := strings.Fields(line)
		switch {
		case len(columns) == 4 && columns[1] == "0":
			out = append(out, judgment{number(columns[0]), number(columns[2])})
		case len(columns) >= 2:
			out = append(out, judgment{number(columns[0]), number(columns[1])})
		}
	}
	return out
}

// number removes leading zeros.
func number(s string) string { return cmp.Or(strings.TrimLeft(s, "0"), "0") }

// lisaDocuments reads "Document 12", a title up to a blank line, the text, and a line
// of asterisks.
func lisaDocuments(text string) []entry {
	var out []entry
	var title, body []string
	id, inTitle := "", false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch n, begins := strings.CutPrefix(line, "Document "); {
		case begins && id == "":
			id, title, body, inTitle = strings.TrimSpace(n), nil, nil, true
		case strings.HasPrefix(line, "****"):
			if id != "" {
				out = append(out, entry{ID: id, Title: oneLine(title), Text: strings.Join(body, "\n")})
			}
			id = ""
		case line == "":
			inTitle = false
		case inTitle:
			title = append(title, line)
		default:
			body = append(body, line)
		}
	}
	return out
}

// lisaQueries reads a line with a number, then a text that ends with #.
func lisaQueries(text string) []entry {
	var out []entry
	for part := range strings.SplitSeq(text, "#") {
		id, query, ok := strings.Cut(strings.TrimSpace(part), "\n")
		if ok {
			out = append(out, entry{ID: strings.TrimSpace(id), Text: oneLine(strings.Split(query, "\n"))})
		}
	}
	return out
}

// countedJudgments reads a query, the number of its relevant documents, and these,
// over several lines.
func countedJudgments(text string) []judgment {
	var out []judgment
	columns := strings.Fields(text)
	for len(columns) >= 2 {
		n, err := strconv.Atoi(columns[1])
		if err != nil || n > len(columns)-2 {
			break
		}
		for _, document := range columns[2 : 2+n] {
			out = append(out, judgment{columns[0], document})
		}
		columns = columns[2+n:]
	}
	return out
}

// slashEntries reads a line with a number, then a text up to a line with a slash.
func slashEntries(text string) []entry {
	var out []entry
	for part := range slashParts(text) {
		out = append(out, entry{ID: part[0], Text: oneLine(part[1:])})
	}
	return out
}

func slashJudgments(text string) []judgment {
	var out []judgment
	for part := range slashParts(text) {
		for _, document := range strings.Fields(strings.Join(part[1:], " ")) {
			out = append(out, judgment{part[0], document})
		}
	}
	return out
}

// slashParts yields the lines between lines with a slash, the number first.
func slashParts(text string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		var part []string
		for line := range strings.Lines(text) {
			switch line = strings.TrimSpace(line); {
			case line == "/":
				if len(part) > 1 && !yield(part) {
					return
				}
				part = nil
			case line != "":
				part = append(part, line)
			}
		}
	}
}

// timeDocuments reads texts after lines that begin with *TEXT. The judgments refer to
// their position, not to the number on that line.
func timeDocuments(text string) []entry {
	var out []entry
	for i, part := range strings.Split(text, "*TEXT")[1:] {
		_, body, _ := strings.Cut(part, "\n")
		body, _, _ = strings.Cut(body, "*STOP")
		out = append(out, entry{ID: strconv.Itoa(i + 1), Text: oneLine(strings.Split(body, "\n"))})
	}
	return out
}

func timeQueries(text string) []entry {
	var out []entry
	for _, part := range strings.Split(text, "*FIND")[1:] {
		id, query, _ := strings.Cut(part, "\n")
		query, _, _ = strings.Cut(query, "*STOP")
		out = append(out, entry{ID: strings.TrimSpace(id), Text: oneLine(strings.Split(query, "\n"))})
	}
	return out
}

// lineJudgments reads a query and all its relevant documents from one line.
func lineJudgments(text string) []judgment {
	var out []judgment
	for line := range strings.Lines(text) {
		columns := strings.Fields(line)
		for i := 1; i < len(columns); i++ {
			out = append(out, judgment{columns[0], columns[i]})
		}
	}
	return out
}

// oneLine joins lines.
func oneLine(lines []string) string {
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}
