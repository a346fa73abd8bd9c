package source

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"rostrum/corpus"
)

// IsCatalogue tells by its ending whether a file is read as a catalogue.
func IsCatalogue(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".yaml", ".yml", ".jsonl":
		return true
	}
	return false
}

// columns are the keys of a catalogue that have a meaning beside file and url.
var columns = map[string]corpus.Field{
	"id": corpus.FieldID, "work": corpus.FieldWork, "title": corpus.FieldTitle, "organization": corpus.FieldOrganization,
	"organisation": corpus.FieldOrganization, "deliverer": corpus.FieldDeliverer, "speaker": corpus.FieldDeliverer,
	"role": corpus.FieldRole, "session": corpus.FieldSession, "part": corpus.FieldPart, "topic": corpus.FieldTopic,
	"type": corpus.FieldType, "date": corpus.FieldDate, "language": corpus.FieldLanguage, "symbol": corpus.FieldSymbol,
	"situation": corpus.FieldSituation, "source_url": corpus.FieldSourceURL, "publisher": corpus.FieldPublisher,
}

// multiple are the fields that can hold several values.
var multiple = map[corpus.Field]bool{
	corpus.FieldOrganization: true, corpus.FieldDeliverer: true, corpus.FieldTopic: true, corpus.FieldSituation: true,
}

// row is one document of a catalogue: key to value, and where it stands.
type row struct {
	line   int
	values map[string]string
	err    error
}

// OpenCatalogue reads a catalogue: CSV with a header row, JSON Lines, or a YAML
// list of mappings, all with the same keys and in UTF-8. Files are relative to
// the catalogue. A catalogue that cannot be understood as a whole gives an
// error wrapping corpus.ErrInvalid; a single bad row fails alone.
func OpenCatalogue(path string) (Source, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", corpus.ErrInvalid, err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: the catalogue cannot be read: %w", corpus.ErrInvalid, err)
	}
	out, err := parseCatalogue(path, content)
	if err != nil {
		return nil, fmt.Errorf("%w: catalogue %s: %w", corpus.ErrInvalid, path, err)
	}
	return out, nil
}

func parseCatalogue(path string, content []byte) (*list, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		return nil, fmt.Errorf("line %d is not UTF-8: save the file as UTF-8", 1+bytes.Count(content[:firstInvalid(content)], []byte("\n")))
	}
	var rows []row
	var err error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		rows, err = csvRows(content)
	case ".jsonl":
		rows, err = jsonRows(content)
	default:
		rows, err = yamlRows(content)
	}
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("it lists no documents: add a row with a file or url for each")
	}
	out := &list{name: path}
	root := filepath.Dir(path)
	unknown, lines, ids := map[string]bool{}, map[string]int{}, map[string]int{}
	for _, r := range rows {
		item, err := r.item(root, unknown)
		item.Source = path
		if err == nil {
			if first, twice := lines[item.Location]; twice {
				err = fmt.Errorf("%s is listed twice, first on line %d: keep one of the two rows", item.File, first)
			} else {
				lines[item.Location] = r.line
			}
		}
		if id := item.Given.First(corpus.FieldID); err == nil && id != "" {
			if first, twice := ids[id]; twice {
				err = fmt.Errorf("the id %s is that of line %d: give one of the two another id", id, first)
			} else {
				ids[id] = r.line
			}
		}
		if err != nil {
			err = fmt.Errorf("%w: %s line %d: %w", corpus.ErrInvalid, filepath.Base(path), r.line, err)
			if item.File == "" {
				item.File = fmt.Sprintf("%s line %d", filepath.Base(path), r.line)
			}
		}
		out.items = append(out.items, entry{item, err})
	}
	if names := sortedKeys(unknown); len(names) > 0 {
		out.warnings = append(out.warnings, fmt.Sprintf("%s: kept as notes, since no such field is known: %s", filepath.Base(path), strings.Join(names, ", ")))
	}
	return out, nil
}

func (r row) item(root string, unknown map[string]bool) (corpus.Item, error) {
	var item corpus.Item
	if r.err != nil {
		return item, r.err
	}
	file, address := r.values["file"], r.values["url"]
	switch {
	case file != "" && !filepath.IsLocal(filepath.FromSlash(file)):
		return corpus.Item{File: file}, fmt.Errorf("the file %q is outside the catalogue's folder: move it there, or give the folder as a source of its own", file)
	case file != "":
		item = fileItem(root, filepath.ToSlash(filepath.Clean(filepath.FromSlash(file))))
	case address != "":
		canonical, err := canonicalAddress(address)
		if err != nil || !IsAddress(address) {
			return corpus.Item{File: address}, fmt.Errorf("%q is not an http(s) address", address)
		}
		item = corpus.Item{Key: canonical, Location: canonical, File: address}
	default:
		return item, errors.New("neither file nor url is filled in")
	}
	var err error
	item.Given, item.Notes, err = given(r.values, unknown)
	if err != nil {
		return item, err
	}
	if address != "" && item.Given.First(corpus.FieldSourceURL) == "" {
		item.Given[corpus.FieldSourceURL] = []string{address}
	}
	return item, nil
}

// given sorts the values of a row into fields and notes. Several values are
// separated by "|"; an empty cell says nothing. Names, dates and languages stay
// as they were written: to read them is the work of inference, which lists
// what it cannot read.
func given(values map[string]string, unknown map[string]bool) (corpus.Given, map[string]string, error) {
	fields, notes := corpus.Given{}, map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		value := strings.TrimSpace(values[key])
		if value == "" || key == "file" || key == "url" {
			continue
		}
		field, ok := columns[key]
		if !ok {
			if unknown != nil {
				unknown[key] = true
			}
			notes[key] = value
			continue
		}
		switch field {
		case corpus.FieldID:
			if !corpus.ValidID(value) {
				return nil, nil, fmt.Errorf("the id %q cannot stand in an address: use up to 64 letters, digits, dots, hyphens and underscores", value)
			}
		case corpus.FieldSourceURL:
			if !IsAddress(value) {
				return nil, nil, fmt.Errorf("the source_url %q is not an http(s) address", value)
			}
		}
		if !multiple[field] {
			fields[field] = []string{value}
			continue
		}
		for part := range strings.SplitSeq(value, "|") {
			if part = strings.TrimSpace(part); part != "" {
				fields[field] = append(fields[field], part)
			}
		}
	}
	return fields, notes, nil
}

func csvRows(content []byte) ([]row, error) {
	r := csv.NewReader(bytes.NewReader(content))
	r.FieldsPerRecord = -1
	r.LazyQuotes = false
	header, _, _ := bytes.Cut(content, []byte("\n"))
	if !bytes.ContainsRune(header, ',') {
		// Spreadsheets write semicolons or tabs where the comma is the decimal mark.
		for _, other := range []rune{';', '\t'} {
			if bytes.ContainsRune(header, other) {
				r.Comma = other
			}
		}
	}
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("it is empty: the first line names the columns, for example file,title,organization,session")
	}
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i, name := range names {
		names[i] = strings.ToLower(strings.TrimSpace(name))
		if names[i] != "" && seen[names[i]] {
			return nil, fmt.Errorf("the column %q stands twice in the header", names[i])
		}
		seen[names[i]] = true
	}
	if !seen["file"] && !seen["url"] {
		return nil, fmt.Errorf("the header has neither a column file nor a column url, but: %s: name the column that holds the documents file (a path relative to the catalogue) or url", strings.Join(names, ", "))
	}
	var rows []row
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			// What follows an open quotation mark cannot be told into rows.
			return nil, err
		}
		line, _ := r.FieldPos(0)
		if len(record) == 1 && strings.TrimSpace(record[0]) == "" {
			continue
		}
		one := row{line: line, values: map[string]string{}}
		if len(record) > len(names) {
			one.err = fmt.Errorf("it has %d cells, the header %d: put quotation marks around a cell that holds the separator", len(record), len(names))
		}
		for i, cell := range record[:min(len(record), len(names))] {
			if names[i] != "" {
				one.values[names[i]] = strings.TrimSpace(cell)
			}
		}
		rows = append(rows, one)
	}
}

func jsonRows(content []byte) ([]row, error) {
	var rows []row
	line := 0
	for text := range bytes.Lines(content) {
		line++
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		one := row{line: line}
		var values map[string]any
		if err := json.Unmarshal(text, &values); err != nil {
			one.err = fmt.Errorf("it is not a JSON object: %w", err)
		} else {
			one.values, one.err = cells(values)
		}
		rows = append(rows, one)
	}
	return rows, nil
}

func yamlRows(content []byte) ([]row, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 {
		return nil, nil
	}
	top := document.Content[0]
	if top.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("line %d: a YAML catalogue is a list: begin each document with \"- file: ...\"", top.Line)
	}
	var rows []row
	for _, node := range top.Content {
		one := row{line: node.Line}
		one.values, one.err = yamlCells(node)
		rows = append(rows, one)
	}
	return rows, nil
}

// yamlCells reads the scalars as they are written: 2021 and 2021-12-08 stay
// what the person typed instead of turning into numbers and times.
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
			return nil, fmt.Errorf("the value of %q is neither a text nor a list of texts", key)
		}
	}
	return out, nil
}

// cells turns the values of a JSON object into the texts a CSV would hold.
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
			return nil, fmt.Errorf("the value of %q is neither a text nor a list of texts", key)
		}
	}
	return out, nil
}

func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(b)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
