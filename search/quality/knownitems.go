package quality

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rostrum/corpus"
)

// ReadKnownItems reads questions from a CSV file with the columns query and
// expected_files and, if there are any, id and facet_filter; others do not
// count. Several files or filters (session=ASP20) are separated by semicolons.
// What is expected has the grade 1.
func ReadKnownItems(r io.Reader) ([]Question, error) {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = -1
	header, err := rows.Read()
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("the queries have no header row: %w", err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	for _, needed := range []string{"query", "expected_files"} {
		if !slices.Contains(header, needed) {
			return nil, corpus.ErrInvalid.Errorf("the queries have no column %s", needed)
		}
	}
	var items []Question
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return items, nil
		}
		if err != nil {
			return nil, corpus.ErrInvalid.Errorf("queries: %w", err)
		}
		line, _ := rows.FieldPos(0)
		item := Question{ID: fmt.Sprintf("line %d", line), Relevant: map[string]int{}}
		for i, name := range header[:min(len(header), len(row))] {
			switch name {
			case "id":
				item.ID = row[i]
			case "query":
				item.Query = row[i]
			case "expected_files":
				for _, file := range list(row[i]) {
					item.Relevant[file] = 1
				}
			case "facet_filter":
				if item.Filters, err = filters(row[i]); err != nil {
					return nil, fmt.Errorf("queries, line %d: %w", line, err)
				}
			}
		}
		if len(item.Relevant) == 0 {
			return nil, corpus.ErrInvalid.Errorf("queries, line %d: no file is expected", line)
		}
		items = append(items, item)
	}
}

func list(cell string) []string {
	var out []string
	for _, part := range strings.Split(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func filters(cell string) (map[corpus.Field][]string, error) {
	out := map[corpus.Field][]string{}
	for _, part := range list(cell) {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return nil, corpus.ErrInvalid.Errorf("the filter %q is not of the form field=value", part)
		}
		out[corpus.Field(name)] = append(out[corpus.Field(name)], value)
	}
	return out, nil
}
