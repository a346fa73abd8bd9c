package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// columns are those of the catalogue, in order. The front matter of a text fills
// them, except for file, which is derived from the name of the text.
var columns = []string{
	"file", "id", "work", "title", "organization", "deliverer", "role", "session", "part",
	"topic", "type", "date", "language", "symbol", "situation",
}

// notices are at the beginning of every document.
var notices = map[string]string{
	"en": "Sample text written for trying out rostrum; these are not the words of the body it names.",
	"fr": "Texte d’exemple écrit pour essayer rostrum ; ce ne sont pas les mots de l’organisme nommé.",
	"es": "Texto de muestra escrito para probar rostrum; no son las palabras del organismo que nombra.",
}

// A text is one source: front matter between two lines "---", then paragraphs
// and "## " headings separated by empty lines.
//
// Beside the columns of the catalogue, the front matter holds the format (pdf
// or html) and may hold a layout: columns (two columns), ligatures (fi and fl
// set as one letter) or contents (a bookmark for each heading) for a PDF, site
// (with the boilerplate of a web site around the article) for HTML.
type text struct {
	name   string // of the source, without number and extension
	values map[string]string
	format string
	layout string
	blocks []block
}

type block struct {
	heading bool
	words   string
}

// file returns the name of the document.
func (t text) file() string { return t.name + "." + t.format }

func (t text) language() string { return t.values["language"] }
func (t text) title() string    { return t.values["title"] }
func (t text) notice() string   { return notices[t.language()] }

// parse reads the source with a name such as 07-vetting.md.
func parse(name, content string) (text, error) {
	t := text{values: map[string]string{}}
	_, t.name, _ = strings.Cut(strings.TrimSuffix(name, ".md"), "-")
	head, body, ok := strings.Cut(strings.TrimPrefix(content, "---\n"), "\n---\n")
	if !ok || !strings.HasPrefix(content, "---\n") || t.name == "" {
		return text{}, errors.New("a text is called NUMBER-NAME.md and begins with front matter between two lines ---")
	}
	for line := range strings.Lines(head) {
		key, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch {
		case !ok || value == "":
			return text{}, fmt.Errorf("front matter %q is not of the form key: value", strings.TrimSpace(line))
		case key == "format":
			t.format = value
		case key == "layout":
			t.layout = value
		case slices.Contains(columns[1:], key) && t.values[key] == "":
			t.values[key] = value
		default:
			return text{}, fmt.Errorf("front matter %q is unknown or stands twice", strings.TrimSpace(line))
		}
	}
	t.values["file"] = t.file()
	if t.values["id"] == "" {
		t.values["id"] = t.name
	}
	if t.title() == "" || t.notice() == "" {
		return text{}, errors.New("the front matter needs a title, and a language that is en, fr or es")
	}
	for paragraph := range strings.SplitSeq(body, "\n\n") {
		words := strings.Join(strings.Fields(paragraph), " ")
		heading, isHeading := strings.CutPrefix(words, "## ")
		if words != "" {
			t.blocks = append(t.blocks, block{heading: isHeading, words: heading})
		}
	}
	return t, nil
}

func (t text) render() ([]byte, error) {
	switch t.format {
	case "pdf":
		return t.pdf()
	case "html":
		return t.html()
	}
	return nil, fmt.Errorf("the format %q is neither pdf nor html", t.format)
}

// catalogue returns the CSV catalogue of the texts.
func catalogue(texts []text) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{columns}
	for _, t := range texts {
		var row []string
		for _, column := range columns {
			row = append(row, t.values[column])
		}
		rows = append(rows, row)
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write the catalogue: %w", err)
	}
	return out.Bytes(), nil
}
