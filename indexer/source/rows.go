package source

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// row is one document of a catalogue: its values by key, and its position.
type row struct {
	line   int
	values map[string]string
	err    error
	// where returns the position of a value. It is called only to report errors, so
	// that valid rows cost nothing.
	where func(key string) (line, column int)
}

// cellError is an error in the value of one key.
type cellError struct {
	key string
	err error
}

func (e *cellError) Error() string { return e.err.Error() }
func (e *cellError) Unwrap() error { return e.err }

// placedError is an error with its position.
type placedError struct {
	line, column int
	err          error
}

func (e *placedError) Error() string { return e.err.Error() }
func (e *placedError) Unwrap() error { return e.err }

// place returns the position of an error in the row. Columns count characters, from
// 1.
func (r row) place(err error) (line, column int) {
	var placed *placedError
	if errors.As(err, &placed) {
		return placed.line, placed.column
	}
	var cell *cellError
	if errors.As(err, &cell) && r.where != nil {
		return r.where(cell.key)
	}
	return r.line, 1
}

// position converts an offset to a line and a column.
func position(content []byte, offset int) (line, column int) {
	before := content[:min(max(offset, 0), len(content))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return 1 + bytes.Count(before, []byte("\n")), 1 + utf8.RuneCount(before[start:])
}

// Limits for one CSV row. A quotation mark that is still open after that is a
// mistake: the row is invalid, and the next line begins another.
const (
	maxRowLines = 200
	maxRowBytes = 64 << 10
)

// csvRows reads CSV row by row, so that an unbalanced quotation mark costs one row
// and not all that follow.
func csvRows(content []byte) ([]row, error) {
	header, _, _ := bytes.Cut(content, []byte("\n"))
	comma := ','
	if !bytes.ContainsRune(header, ',') {
		// Spreadsheets write semicolons or tabs in locales with a decimal comma.
		for _, other := range []rune{';', '\t'} {
			if bytes.ContainsRune(header, other) {
				comma = other
			}
		}
	}
	var rows []row
	var names []string
	for line := 1; len(content) > 0; {
		text, lines := nextRow(content)
		cells, err := splitRow(text, comma)
		if err != nil {
			// What looked like one row may be several: skip only its first line.
			first, _, _ := bytes.Cut(text, []byte("\n"))
			text, lines = content[:min(len(first)+1, len(content))], 1
		}
		content = content[len(text):]
		at := line
		line += lines
		switch {
		case err == nil && len(cells) == 1 && strings.TrimSpace(cells[0]) == "":
			continue
		case names == nil && err != nil:
			return nil, fmt.Errorf("line %d: a quotation mark stands alone in the header: take it out", at)
		case names == nil:
			if names, err = columnNames(cells); err != nil {
				return nil, err
			}
			continue
		}
		rows = append(rows, csvRow(text, at, names, cells, comma, err))
	}
	if names == nil {
		return nil, errors.New("it is empty: the first line names the columns, for example file,title,organization,session")
	}
	return rows, nil
}

func columnNames(cells []string) ([]string, error) {
	seen := map[string]bool{}
	names := make([]string, len(cells))
	for i, name := range cells {
		names[i] = strings.ToLower(strings.TrimSpace(name))
		if names[i] != "" && seen[names[i]] {
			return nil, fmt.Errorf("the column %q appears twice in the header", names[i])
		}
		seen[names[i]] = true
	}
	if !seen["file"] && !seen["url"] {
		return nil, fmt.Errorf("the header has neither a column file nor a column url, but: %s: name the column that holds the documents file (a path relative to the catalogue) or url", strings.Join(names, ", "))
	}
	return names, nil
}

func csvRow(text []byte, line int, names, cells []string, comma rune, err error) row {
	one := row{line: line, values: map[string]string{}}
	one.where = func(key string) (int, int) {
		for i, name := range names {
			if name == key {
				return cellPosition(text, line, comma, i)
			}
		}
		return line, 1
	}
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse):
		_, column := position(text, parse.Column-1)
		if parse.Line > 1 { // the quotation mark was opened on the first line
			column = 1 + utf8.RuneCount(text[:max(0, bytes.LastIndexByte(text, '"'))])
		}
		one.err = &placedError{line, column, fmt.Errorf("a quotation mark stands alone here: write it twice within a cell, and the cell between two others (%w)", parse.Err)}
		return one
	case len(cells) > len(names):
		at, column := cellPosition(text, line, comma, len(names))
		one.err = &placedError{at, column, fmt.Errorf("it has %d cells, the header %d: put quotation marks around a cell that contains the separator", len(cells), len(names))}
	}
	for i, cell := range cells[:min(len(cells), len(names))] {
		if names[i] != "" {
			one.values[names[i]] = strings.TrimSpace(asWritten(strings.TrimSpace(cell)))
		}
	}
	return one
}

// asWritten removes the apostrophe that keeps spreadsheets from interpreting a cell
// as a formula.
func asWritten(cell string) string {
	if rest := strings.TrimLeft(cell, "'"); rest != cell && rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0 {
		return cell[1:]
	}
	return cell
}

// nextRow returns the next row with its line end: lines until all quotation marks are
// closed.
func nextRow(content []byte) (text []byte, lines int) {
	open := false
	for end := 0; end < len(content); {
		n := bytes.IndexByte(content[end:], '\n') + 1
		if n == 0 {
			n = len(content) - end
		}
		if bytes.Count(content[end:end+n], []byte{'"'})%2 == 1 {
			open = !open
		}
		end += n
		if lines++; !open || lines >= maxRowLines || end >= maxRowBytes {
			return content[:end], lines
		}
	}
	return content, lines
}

// splitRow splits a row into cells. Most rows have no quotation marks and need no
// parser.
func splitRow(text []byte, comma rune) ([]string, error) {
	if bytes.IndexByte(text, '"') < 0 {
		return strings.Split(strings.TrimRight(string(text), "\r\n"), string(comma)), nil
	}
	return csvReader(text, comma).Read()
}

func csvReader(text []byte, comma rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord, r.Comma = -1, comma
	return r
}

// cellPosition returns the position of a cell.
func cellPosition(text []byte, line int, comma rune, cell int) (int, int) {
	r := csvReader(text, comma)
	cells, err := r.Read()
	if err != nil || cell >= len(cells) {
		return line, 1
	}
	at, column := r.FieldPos(cell)
	for range at - 1 {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return line + at - 1, 1 + utf8.RuneCount(text[:min(column-1, len(text))])
}

func jsonRows(content []byte) ([]row, error) {
	var rows []row
	line := 0
	for text := range bytes.Lines(content) {
		line++
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		one := row{line: line}
		at := line
		one.where = func(key string) (int, int) {
			_, column := position(text, bytes.Index(bytes.ToLower(text), []byte(`"`+key+`"`)))
			return at, column
		}
		var values map[string]any
		if err := json.Unmarshal(text, &values); err != nil {
			var syntax *json.SyntaxError
			column := 1
			if errors.As(err, &syntax) {
				_, column = position(text, int(syntax.Offset)-1)
			}
			one.err = &placedError{line, column, fmt.Errorf("it is not a JSON object: %w", err)}
		} else {
			one.values, one.err = cells(values)
		}
		rows = append(rows, one)
	}
	return rows, nil
}

// yamlRows reads a YAML list. If it cannot be parsed as a whole, it is split at the
// lines that begin its items, so that invalid ones can be reported by themselves.
func yamlRows(content []byte) ([]row, error) {
	rows, err := yamlList(content, 0)
	if err == nil || !errors.As(err, new(*yamlError)) {
		return rows, err
	}
	rows = nil
	good := false
	for _, part := range yamlParts(content) {
		some, err := yamlList(part.text, part.line-1)
		if err != nil {
			line, reason := part.line, err.Error()
			if m := yamlLine.FindStringSubmatch(reason); m != nil {
				n, _ := strconv.Atoi(m[1])
				line, reason = line+n-1, reason[len(m[0]):]
			}
			some = []row{{line: part.line, err: &placedError{line, 1, fmt.Errorf("it is not YAML: %s", reason)}}}
		}
		good = good || err == nil && len(some) > 0
		rows = append(rows, some...)
	}
	if !good {
		return nil, err
	}
	return rows, nil
}

// yamlError is a YAML syntax error.
type yamlError struct{ error }

var (
	yamlLine  = regexp.MustCompile(`^yaml: line (\d+): `)
	yamlStart = regexp.MustCompile(`(?m)^( *)- `)
)

type part struct {
	line int
	text []byte
}

// yamlParts splits a list at lines that begin with the dash of its first item.
func yamlParts(content []byte) []part {
	first := yamlStart.Find(content)
	if first == nil {
		return nil
	}
	var parts []part
	line := 0
	for text := range bytes.Lines(content) {
		line++
		if bytes.HasPrefix(text, first) {
			parts = append(parts, part{line: line})
		}
		if n := len(parts); n > 0 {
			parts[n-1].text = append(parts[n-1].text, text...)
		}
	}
	return parts
}

// yamlList reads the items of a list; after is the number of lines before it.
func yamlList(content []byte, after int) ([]row, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, &yamlError{err}
	}
	if len(document.Content) == 0 {
		return nil, nil
	}
	top := document.Content[0]
	if top.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("line %d: a YAML catalogue is a list: begin each document with \"- file: ...\"", top.Line+after)
	}
	rows := make([]row, 0, len(top.Content))
	for _, node := range top.Content {
		one := row{line: node.Line + after}
		one.where = func(key string) (int, int) {
			for i := 0; i+1 < len(node.Content); i += 2 {
				if strings.ToLower(strings.TrimSpace(node.Content[i].Value)) == key {
					return node.Content[i+1].Line + after, node.Content[i+1].Column
				}
			}
			return node.Line + after, node.Column
		}
		one.values, one.err = yamlCells(node)
		rows = append(rows, one)
	}
	return rows, nil
}

// yamlCells reads scalars as written: 2021 and 2021-12-08 are not converted to
// numbers and times.
func yamlCells(node *yaml.Node) (map[string]string, error) {
	if node.Kind != yaml.MappingNode {
		return nil, errors.New("it is not a mapping of keys to values")
	}
	out := map[string]string{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := strings.ToLower(strings.TrimSpace(node.Content[i].Value)), node.Content[i+1]
		switch value.Kind {
		case yaml.ScalarNode:
			if value.Tag != "!!null" {
				out[key] = value.Value
			}
		case yaml.SequenceNode:
			var parts []string
			for _, n := range value.Content {
				parts = append(parts, n.Value)
			}
			out[key] = strings.Join(parts, "|")
		default:
			return nil, &cellError{key, fmt.Errorf("the value of %q is neither a text nor a list of texts", key)}
		}
	}
	return out, nil
}

// cells converts the values of a JSON object to the texts that CSV would hold.
func cells(values map[string]any) (map[string]string, error) {
	out := map[string]string{}
	for key, value := range values {
		name := strings.ToLower(strings.TrimSpace(key))
		switch v := value.(type) {
		case nil:
		case string:
			out[name] = v
		case float64, bool:
			out[name] = fmt.Sprint(v)
		case []any:
			var parts []string
			for _, p := range v {
				parts = append(parts, fmt.Sprint(p))
			}
			out[name] = strings.Join(parts, "|")
		default:
			return nil, &cellError{name, fmt.Errorf("the value of %q is neither a text nor a list of texts", key)}
		}
	}
	return out, nil
}
