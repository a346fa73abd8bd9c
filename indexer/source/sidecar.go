package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"rostrum/corpus"
)

// A sidecar describes one file like a row of a catalogue, in YAML: speech.pdf.yaml
// describes speech.pdf.
const sidecarEnding = ".yaml"

func isSidecar(name string) bool {
	base, ok := strings.CutSuffix(name, sidecarEnding)
	_, known := corpus.FormatOf(base)
	return ok && known
}

// maxSidecarBytes limits a sidecar; its fields have limits of their own.
const maxSidecarBytes = 1 << 20

// readSidecar reads the sidecar of a document, if any; stat and open are given its
// name.
func readSidecar(stat func(name string) (fs.FileInfo, error), open func(name string) (*os.File, error), document string) (corpus.Given, map[string]string, error) {
	name := document + sidecarEnding
	info, err := stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, nil
	case err != nil:
		return nil, nil, corpus.ErrInvalid.Errorf("%w", err)
	case !info.Mode().IsRegular(): // reading a pipe would block
		return nil, nil, corpus.ErrInvalid.Errorf("%s is not a file", filepath.Base(name))
	}
	content, err := readUpTo(open, name, maxSidecarBytes)
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

// readUpTo reads a file, which may have at most most bytes.
func readUpTo(open func(name string) (*os.File, error), name string, most int64) ([]byte, error) {
	f, err := open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(content)) > most {
		return nil, fmt.Errorf("%s is larger than %d MB: a sidecar says in a few lines what is known of a document", filepath.Base(name), most>>20)
	}
	return content, err
}
