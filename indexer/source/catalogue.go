package source

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"rostrum/corpus"
)

// IsCatalogue reports whether a file has the extension of a catalogue.
func IsCatalogue(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".yaml", ".yml", ".jsonl":
		return true
	}
	return false
}

// OpenCatalogue reads a catalogue: CSV with a header row, JSON Lines, or a YAML list
// of mappings, all with the same keys and in UTF-8. Files are relative to the
// catalogue. If the catalogue as a whole is invalid, the error wraps
// corpus.ErrInvalid; an invalid row only fails itself.
func OpenCatalogue(path string) (Source, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("the catalogue cannot be read: %w", err)
	}
	out, err := parseCatalogue(path, content)
	if err != nil {
		return nil, corpus.ErrInvalid.Errorf("catalogue %s: %w", path, err)
	}
	return out, nil
}

func parseCatalogue(path string, content []byte) (*list, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		line, column := position(content, firstInvalid(content))
		return nil, fmt.Errorf("line %d is not UTF-8 at column %d: save the file as UTF-8", line, column)
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
				err = &cellError{"id", fmt.Errorf("the id %s is that of line %d: give one of the two another id", id, first)}
			} else {
				ids[id] = r.line
			}
		}
		if err != nil {
			line, column := r.place(err)
			err = corpus.ErrInvalid.Errorf("%s line %d column %d: %w", filepath.Base(path), line, column, err)
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
		return corpus.Item{File: file}, &cellError{"file", fmt.Errorf("the file %q is outside the catalogue's folder: move it there, or give the folder as a source of its own", file)}
	case file != "" && filepath.Clean(file) == ".":
		return corpus.Item{File: file}, &cellError{"file", fmt.Errorf("%q is the catalogue's folder, not a file in it", file)}
	case file != "":
		item = fileItem(root, filepath.ToSlash(filepath.Clean(filepath.FromSlash(file))))
	case address != "":
		if !IsAddress(address) {
			return corpus.Item{File: ShownAddress(address)}, &cellError{"url", fmt.Errorf("%q is not an http(s) address", ShownAddress(address))}
		}
		canonical, err := canonicalAddress(address)
		if err != nil {
			shown := ShownAddress(address)
			return corpus.Item{File: shown}, &cellError{"url", fmt.Errorf("the address %s cannot be read: %w", shown, err)}
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

// maxFieldBytes limits the value of one field; a title of three hundred words fits.
const maxFieldBytes = 2 << 10

// forReading are columns that harvest writes for people. They are stored as notes
// without a warning.
var forReading = map[string]bool{"confidence": true, "evidence": true, "unresolved": true}

// given splits the values of a row into fields and notes. Several values are
// separated by "|"; empty cells are ignored. Names, dates and languages stay as
// written: inference interprets them and lists those it cannot.
func given(values map[string]string, unknown map[string]bool) (corpus.Given, map[string]string, error) {
	fields, notes := corpus.Given{}, map[string]string{}
	size := 0
	for _, key := range slices.Sorted(maps.Keys(values)) {
		value := strings.TrimSpace(values[key])
		if size += len(key) + len(value); size > maxRowBytes {
			return nil, nil, fmt.Errorf("it says more than %d KB about one document: shorten it", maxRowBytes>>10)
		}
		if len(value) > maxFieldBytes && !forReading[key] {
			return nil, nil, &cellError{key, fmt.Errorf("the value of %.40q has %d bytes; up to %d are read: shorten it", key, len(value), maxFieldBytes)}
		}
		if value == "" || key == "file" || key == "url" {
			continue
		}
		field, ok := corpus.ColumnField(key)
		if !ok {
			if unknown != nil && !forReading[key] {
				unknown[key] = true
			}
			notes[key] = value
			continue
		}
		switch field {
		case corpus.FieldID:
			if !corpus.ValidID(value) {
				return nil, nil, &cellError{key, fmt.Errorf("the id %q cannot stand in an address: use up to 64 letters, digits, dots, hyphens and underscores", value)}
			}
		case corpus.FieldSourceURL:
			if !IsAddress(value) {
				return nil, nil, &cellError{key, fmt.Errorf("the source_url %q is not an http(s) address", ShownAddress(value))}
			}
			if err := CheckAddress(value); err != nil {
				return nil, nil, &cellError{key, fmt.Errorf("the source_url %s cannot be read: %w", ShownAddress(value), err)}
			}
		}
		if !field.Info().Many {
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
