// Command sample writes the sample corpus from its sources: PDF files, web pages and
// their catalogue. The output is reproducible, so that changing a text changes only
// its document.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	from := flag.String("sources", "../corpus/sample/sources", "folder of the texts")
	to := flag.String("files", "../corpus/sample/files", "folder to write to; it is emptied first")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "sample:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	entries, err := os.ReadDir(from) // sorted by name, which begins with the number
	if err != nil {
		return err
	}
	var texts []text
	files := map[string][]byte{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(from, entry.Name()))
		if err != nil {
			return err
		}
		t, err := parse(entry.Name(), string(content))
		if err == nil {
			files[t.file()], err = t.render()
		}
		if err != nil {
			return fmt.Errorf("%s: %w", entry.Name(), err)
		}
		texts = append(texts, t)
	}
	if files["catalogue.csv"], err = catalogue(texts); err != nil {
		return err
	}
	return write(to, files)
}

// write replaces the files in a folder.
func write(folder string, files map[string][]byte) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
