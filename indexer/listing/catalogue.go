package listing

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
)

// sure is the confidence from which a value is written into a catalogue. A
// filled cell always wins later, so a guess is left to the document itself.
const sure = .6

// columns of a catalogue made from a listing, after those that name the
// document. A reader who knows fewer of them keeps the rest as notes.
var columns = []corpus.Field{
	corpus.FieldWork, corpus.FieldTitle, corpus.FieldOrganization, corpus.FieldDeliverer, corpus.FieldRole, corpus.FieldSession,
	corpus.FieldPart, corpus.FieldTopic, corpus.FieldType, corpus.FieldDate, corpus.FieldLanguage, corpus.FieldSymbol, corpus.FieldSituation,
}

// Infer says what a document is by what stands around it; infer.Inferrer's
// Statement is one.
type Infer func(corpus.Item, corpus.Text) corpus.Statement

// WriteCatalogue writes a catalogue in CSV with one row for each item: what was
// recognised, how sure that is (the lowest confidence of the row), and for each
// field the rule, the confidence and the words it was read from.
func WriteCatalogue(w io.Writer, items []corpus.Item, infer Infer) error {
	out := csv.NewWriter(w)
	header := []string{"file", "url"}
	for _, f := range columns {
		header = append(header, string(f))
	}
	if err := out.Write(append(header, "source_url", "confidence", "evidence", "unresolved")); err != nil {
		return fmt.Errorf("write catalogue: %w", err)
	}
	for _, item := range items {
		if err := out.Write(row(item, infer(item, corpus.Text{}))); err != nil {
			return fmt.Errorf("write catalogue: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write catalogue: %w", err)
	}
	return nil
}

func row(item corpus.Item, s corpus.Statement) []string {
	values := map[corpus.Field][]string{corpus.FieldWork: {string(s.Work)}}
	var (
		evidence, unresolved []string
		lowest               = 1.0
	)
	for _, e := range s.Evidence {
		if e.Confidence < sure || !slices.Contains(columns, e.Field) {
			continue
		}
		values[e.Field] = e.Value
		unresolved = append(unresolved, e.Unresolved...)
		if e.Field != corpus.FieldWork {
			lowest = min(lowest, e.Confidence)
			evidence = append(evidence, fmt.Sprintf("%s: %s %s %q", e.Field, e.Rule, strconv.FormatFloat(e.Confidence, 'f', 2, 64), e.Source))
		}
	}
	if s.Part != "" && values[corpus.FieldPart] == nil {
		values[corpus.FieldPart] = []string{string(s.Part)}
	}
	// On a page that was read from a file, addresses are relative to that file.
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
	return append(cells, address, confidence, strings.Join(evidence, "; "), cell(unresolved))
}

// cell joins the values of a cell; a bar within one would part it in two.
func cell(values []string) string {
	clean := make([]string, len(values))
	for i, v := range values {
		clean[i] = strings.Join(strings.Fields(strings.ReplaceAll(v, "|", "/")), " ")
	}
	return strings.Join(clean, "|")
}
