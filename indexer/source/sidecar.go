package source

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"rostrum/corpus"
)

// A sidecar is the row of a catalogue for one file, in YAML beside it:
// speech.pdf.yaml says what is known of speech.pdf.
const sidecarEnding = ".yaml"

func isSidecar(name string) bool {
	base, ok := strings.CutSuffix(name, sidecarEnding)
	_, known := corpus.FormatOf(base)
	return ok && known
}

func readSidecar(read func(name string) ([]byte, error), document string) (corpus.Given, map[string]string, error) {
	name := document + sidecarEnding
	content, err := read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	var node yaml.Node
	err = yaml.Unmarshal(content, &node)
	var values map[string]string
	if err == nil && len(node.Content) > 0 {
		values, err = yamlCells(node.Content[0])
	}
	var fields corpus.Given
	var notes map[string]string
	if err == nil {
		fields, notes, err = given(values, nil)
	}
	if err != nil {
		return nil, nil, corpus.ErrInvalid.Errorf("%s: %w", filepath.Base(name), err)
	}
	return fields, notes, nil
}
