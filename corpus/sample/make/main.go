// Command make writes the sample corpus from its sources: the PDFs, the web
// pages and the catalogue that lists them. The same sources give the same
// bytes, so that a change of a text is a change of its document alone.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	from := flag.String("sources", "sources", "folder of the texts")
	to := flag.String("files", "files", "folder to write to; it is emptied first")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "make:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	entries, err := os.ReadDir(from) // sorted by name, which begins with the number
	if err != nil {
		return err
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	var texts []text
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(from, entry.Name()))
		if err != nil {
			return err
		}
		t, err := parse(entry.Name(), string(content))
		if err != nil {
			return fmt.Errorf("%s: %w", entry.Name(), err)
		}
		document, err := t.render()
		if err != nil {
			return fmt.Errorf("%s: %w", entry.Name(), err)
		}
		if err := os.WriteFile(filepath.Join(to, t.file()), document, 0o644); err != nil {
			return err
		}
		texts = append(texts, t)
	}
	list, err := catalogue(texts)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "catalogue.csv"), list, 0o644)
}
