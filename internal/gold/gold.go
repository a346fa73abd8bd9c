// Package gold compares extracted values with labels given by readers: precision and recall by field with
// confidence intervals, and calibration of confidences. It contains no documents and no rules.
package gold

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fields are the label columns to compare, in display order. A title is compared if a sheet has the column.
var Fields = []string{"session", "org", "topic", "date", "speaker", "kind", "language", "title", "symbol"}

// Label has the labels of one document.
type Label struct {
	Page string // of a listing: name of the page
	Name string // of the document
	URL  string
	// Elsewhere means that the document belongs to another body than the Assembly.
	Elsewhere bool
	cells     map[string]string
}

// key identifies the document in a sheet.
func (l Label) key() string {
	if l.Page == "" {
		return l.Name
	}
	return l.Page + "/" + l.Name
}

// Cell returns the cell of a column; "" if the field is not labelled.
func (l Label) Cell(column string) string { return l.cells[column] }

// ReadLabels reads a CSV sheet of labels. An empty cell is not labelled, "-" means no value, "a or b" accepts
// either, and "a+b" is several values. The kind "negative:TYPE" is a document that is not a statement at a
// session of the Assembly.
func ReadLabels(path string) ([]Label, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var labels []Label
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return labels, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		l := Label{cells: map[string]string{}}
		for i, column := range header {
			l.cells[column] = strings.TrimSpace(record[i])
		}
		l.Page, l.URL = l.cells["page"], l.cells["url"]
		l.Name = l.cells["file"] + l.cells["document"]
		if kind, ok := strings.CutPrefix(l.cells["kind"], "negative:"); ok {
			l.cells["kind"], l.Elsewhere = kind, true
		}
		labels = append(labels, l)
	}
}

// Settle merges two independent labellings of the same documents. Where they differ, the third sheet (file,
// document, field, value) must decide; an undecided difference is an error, and so is a decision without a
// difference.
func Settle(first, second []Label, decisions string) ([]Label, int, error) {
	decided, err := readDecisions(decisions)
	if err != nil {
		return nil, 0, err
	}
	other := map[string]Label{}
	for _, l := range second {
		other[l.key()] = l
	}
	differences := 0
	for i, l := range first {
		o, ok := other[l.key()]
		if !ok {
			return nil, 0, fmt.Errorf("%s was read once only", l.key())
		}
		for _, f := range Fields {
			if l.cells[f] == o.cells[f] && (f != "kind" || l.Elsewhere == o.Elsewhere) {
				continue
			}
			differences++
			key := l.key() + " " + f
			value, ok := decided[key]
			if !ok {
				return nil, 0, fmt.Errorf("%s: %s was read as %q and as %q, and nobody decided", l.key(), f, l.cells[f], o.cells[f])
			}
			delete(decided, key)
			if f == "kind" {
				value, l.Elsewhere = strings.CutPrefix(value, "negative:")
				first[i].Elsewhere = l.Elsewhere
			}
			l.cells[f] = value
		}
	}
	for key := range decided {
		return nil, 0, fmt.Errorf("%s was decided and is no difference", key)
	}
	return first, differences, nil
}

func readDecisions(path string) (map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	decided := map[string]string{}
	for _, r := range records[1:] { // file, field, value, why
		decided[r[0]+" "+r[1]] = r[2]
	}
	return decided, nil
}

// Outcome is the result of comparing a value with a label.
type Outcome int

// Outcomes.
const (
	NotJudged Outcome = iota // the field is not labelled
	Right                    // an expected value
	Absent                   // no value, as expected
	Missing                  // no value, but one is expected
	Wrong                    // another value than expected
	Spurious                 // a value, but none is expected
)

// Judge compares the values of a field with the label. Names of persons are compared word by word, without
// titles unless strict.
func (l Label) Judge(column string, have []string, strict bool) Outcome {
	cell := l.cells[column]
	if cell == "" {
		return NotJudged
	}
	got := values(column, have, strict)
	mayBeNone, mayBeSome := false, false
	for _, want := range strings.Split(cell, " or ") {
		var wanted []string
		if strings.TrimSpace(want) != "-" {
			wanted = values(column, parts(column, want), strict)
		}
		mayBeNone = mayBeNone || len(wanted) == 0
		mayBeSome = mayBeSome || len(wanted) > 0
		if !slices.Equal(got, wanted) {
			continue
		}
		if len(got) > 0 {
			return Right
		}
	}
	switch {
	case len(got) == 0 && mayBeNone:
		return Absent
	case len(got) == 0:
		return Missing
	case mayBeSome:
		return Wrong
	}
	return Spurious
}

func parts(column, cell string) []string {
	if column == "title" || column == "symbol" {
		return []string{cell}
	}
	return strings.FieldsFunc(cell, func(r rune) bool { return r == '+' || r == '|' })
}

// values normalizes values for comparison.
func values(column string, have []string, strict bool) []string {
	var out []string
	for _, v := range have {
		v = strings.TrimSpace(v)
		if v == "" {
			continue
		}
		switch column {
		case "speaker":
			for _, name := range strings.Split(v, ";") {
				out = append(out, person(name, strict))
			}
			continue
		case "title":
			v = fold(v)
		case "session":
			switch {
			case v == "S-1":
				v = "ASP-S1"
			case v == "RC":
				v = "RC2010"
			case !strings.HasPrefix(v, "ASP") && !strings.HasPrefix(v, "RC"):
				v = "ASP" + v
			}
		}
		out = append(out, strings.ToLower(v))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// honorifics matches titles before a name that are not part of it.
var honorifics = regexp.MustCompile(`(?i)^(?:(?:by|par|por|the|le|la|el|h\.?\s?e\.?|s\.?\s?e\.?(?:\s?m\.?)?|hon(?:ou?rable)?\.?|(?:his|her) excellency|son excellence|su excelencia|excm[oa]\.?|mr|mrs|ms|miss|dr|prof|sir|amb|ambassad\w+|embajador\w*|judge|juge|m|mme|monsieur|madame|sra?|señora?|baroness|lord|minister|rt|al|السفير|د)(?:\.|$|[\s,])[\s,]*)+`)

var afterName = regexp.MustCompile(`,?\s*\b(?:MP|KC|QC|Esq)\b\.?`)

func person(name string, strict bool) string {
	if !strict {
		name = honorifics.ReplaceAllString(strings.TrimSpace(name), "")
		name = afterName.ReplaceAllString(name, "")
	}
	words := strings.Fields(fold(name))
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// fold returns a text in lower case, without accents and punctuation.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Folder reads the labels in a folder: two labellings, first.csv and second.csv, merged by settled.csv; the
// number of cells in which they differ; and the held-out documents listed in aside.txt.
func Folder(dir string) (labels []Label, differences int, aside map[string]bool, err error) {
	first, err := ReadLabels(filepath.Join(dir, "first.csv"))
	if err != nil {
		return nil, 0, nil, err
	}
	second, err := ReadLabels(filepath.Join(dir, "second.csv"))
	if err != nil {
		return nil, 0, nil, err
	}
	if labels, differences, err = Settle(first, second, filepath.Join(dir, "settled.csv")); err != nil {
		return nil, 0, nil, err
	}
	aside, err = SetAside(filepath.Join(dir, "aside.txt"))
	return labels, differences, aside, err
}

// SetAside reads the names of held-out documents, one per line. Rules must not be fitted to them.
func SetAside(path string) (map[string]bool, error) {
	content, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	aside := map[string]bool{}
	for _, name := range strings.Fields(string(content)) {
		aside[name] = true
	}
	return aside, nil
}
