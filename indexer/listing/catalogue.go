package listing

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rostrum/corpus"
)

// sure is the confidence from which a value is written into a catalogue. A
// filled cell always wins later, so a guess is left to the document itself.
const sure = .6

// columns of a catalogue made from a listing, after those that name the
// document. A reader who knows fewer of them keeps the rest as notes.
var columns = func() []corpus.Field {
	out := []corpus.Field{corpus.FieldWork}
	for _, f := range corpus.Correctable {
		if !slices.Contains([]corpus.Field{corpus.FieldWork, corpus.FieldSourceURL, corpus.FieldPublisher}, f) {
			out = append(out, f)
		}
	}
	return out
}()

// Entry is a document of a listing with what is known of it before it is read.
type Entry struct {
	Item      corpus.Item
	Statement corpus.Statement // inferred from what stands around the link
}

// WriteCatalogue writes a catalogue in CSV with one row for each entry: what was
// recognised, how sure that is (the lowest confidence of the row), and for each
// field the rule, the confidence and the words it was read from. A location that
// is no address is a path from the folder of the catalogue.
//
// The cells are harmless in a spreadsheet: one that would be taken for a formula
// has an apostrophe in front, which the reader of catalogues takes off again.
func WriteCatalogue(w io.Writer, entries []Entry) error {
	out := csv.NewWriter(w)
	header := []string{"file", "url"}
	for _, f := range columns {
		header = append(header, string(f))
	}
	if err := out.Write(append(header, "source_url", "confidence", "evidence", "unresolved")); err != nil {
		return fmt.Errorf("write catalogue: %w", err)
	}
	for _, e := range entries {
		cells := row(e.Item, e.Statement)
		for i := range cells {
			cells[i] = inert(cells[i])
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write catalogue: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write catalogue: %w", err)
	}
	return nil
}

// Unresolved lists the names of a statement that go into the catalogue as they
// were written, since no authority file knows them.
func Unresolved(s corpus.Statement) []string {
	var names []string
	for _, e := range s.Evidence {
		if e.Confidence >= sure && slices.Contains(columns, e.Field) {
			names = append(names, e.Unresolved...)
		}
	}
	return names
}

func row(item corpus.Item, s corpus.Statement) []string {
	values := map[corpus.Field][]string{corpus.FieldWork: {string(s.Work)}}
	var (
		evidence []string
		lowest   = 1.0
	)
	for _, e := range s.Evidence {
		if e.Confidence < sure || !slices.Contains(columns, e.Field) {
			continue
		}
		values[e.Field] = e.Value
		if e.Field != corpus.FieldWork {
			lowest = min(lowest, e.Confidence)
			evidence = append(evidence, fmt.Sprintf("%s: %s %s %q", e.Field, e.Rule, strconv.FormatFloat(e.Confidence, 'f', 2, 64), e.Source))
		}
	}
	if s.Part != "" && values[corpus.FieldPart] == nil {
		values[corpus.FieldPart] = []string{string(s.Part)}
	}
	file, address := item.Location, ""
	if strings.Contains(item.Location, "://") {
		file, address = "", item.Location
	}
	cells := []string{file, address}
	for _, f := range columns {
		cells = append(cells, cell(values[f]))
	}
	confidence := ""
	if len(evidence) > 0 {
		confidence = strconv.FormatFloat(lowest, 'f', 2, 64)
	}
	return append(cells, address, confidence, strings.Join(evidence, "; "), cell(Unresolved(s)))
}

// cell joins the values of a cell; a bar within one would part it in two.
func cell(values []string) string {
	clean := make([]string, len(values))
	for i, v := range values {
		v = strings.Map(func(r rune) rune {
			if r == '|' {
				return '/'
			}
			if unicode.IsControl(r) { // terminals obey some of them
				return ' '
			}
			return r
		}, v)
		clean[i] = strings.Join(strings.Fields(v), " ")
	}
	return strings.Join(clean, "|")
}

// inert keeps a spreadsheet from taking a cell for a formula: it would run what
// somebody wrote into a page. Apostrophes that were there before are told apart
// by one more.
func inert(cell string) string {
	if rest := strings.TrimLeft(cell, "'"); rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0 {
		return "'" + cell
	}
	return cell
}
