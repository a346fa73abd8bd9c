package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// files are the documents to measure with, by purpose.
type files struct {
	speeches []string // published PDFs of speeches
	ordinary []string // PDFs for which pdftotext is a fair reference
	hostile  []string // PDFs made to break parsers
	scans    []scan   // PDFs without a usable text layer
	arabic   []scan   // Arabic PDFs with known texts
	expected []expectation
	root     string // of the speeches
}

// scan is a file and the file with its text.
type scan struct {
	path, truth string
	exact       bool // the text is known, not the output of another OCR program
}

// expectation is a pattern expected in the text of a file.
type expectation struct{ id, path, pattern string }

func collect(shared string) (*files, error) {
	f := &files{root: filepath.Join(shared, "corpus-dev")}
	rows, err := readCSV(filepath.Join(f.root, "manifest.csv"))
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		path := filepath.Join(f.root, r["file"])
		name := strings.TrimSuffix(filepath.Base(path), ".pdf")
		switch {
		case !strings.HasSuffix(path, ".pdf"):
		case r["text_layer"] == "ok":
			f.ordinary = append(f.ordinary, path)
		default:
			f.scans = append(f.scans, scan{path: path, truth: filepath.Join(f.root, "reference_text", name+".txt")})
		}
		if r["native"] == "yes" {
			f.speeches = append(f.speeches, path)
		}
	}
	scanned, err := filepath.Glob(filepath.Join(f.root, "scanned", "*.pdf"))
	if err != nil {
		return nil, err
	}
	for _, p := range scanned {
		f.scans = append(f.scans, scan{p, strings.TrimSuffix(p, ".pdf") + ".txt", true})
	}
	others, err := filepath.Glob(filepath.Join(shared, "pdf-dev", "*.pdf"))
	if err != nil {
		return nil, err
	}
	for _, p := range others {
		if strings.HasPrefix(filepath.Base(p), "adv__") {
			f.hostile = append(f.hostile, p)
		} else {
			f.ordinary = append(f.ordinary, p)
		}
	}
	truth := filepath.Join(shared, "pdf-dev", "truth")
	f.arabic = []scan{{filepath.Join(truth, "c_ar.pdf"), filepath.Join(truth, "ar.txt"), true}, {filepath.Join(truth, "ar.pdf"), filepath.Join(truth, "ar.txt"), true}}
	return f, f.questions()
}

func (f *files) questions() error {
	rows, err := readCSV(filepath.Join(f.root, "queries.csv"))
	if err != nil {
		return err
	}
	for _, r := range rows {
		for _, file := range strings.FieldsFunc(r["expected_files"], func(c rune) bool { return strings.ContainsRune(";| ", c) }) {
			if r["verify_regex"] != "" {
				f.expected = append(f.expected, expectation{r["id"], filepath.Join(f.root, file), r["verify_regex"]})
			}
		}
	}
	return nil
}

// readCSV reads a table with column names in the first row.
func readCSV(path string) (rows []map[string]string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	all, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}
