package correct

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"rostrum/corpus"
)

// Columns of a correction table other than fields.
const (
	columnID        = "id"
	columnFile      = "file"      // for information: ignored on import
	columnCorrected = "corrected" // the corrected fields, separated by "|"
	columnReason    = "reason"
)

// Recorded is a statement with its corrections.
type Recorded struct {
	Statement   corpus.Statement
	Corrections []corpus.Correction
}

// corrected returns the correction of a field.
func (r Recorded) corrected(f corpus.Field) (corpus.Correction, bool) {
	i := slices.IndexFunc(r.Corrections, func(c corpus.Correction) bool { return c.Field == f })
	if i < 0 {
		return corpus.Correction{}, false
	}
	return r.Corrections[i], true
}

// TableWriter writes statements as a table for ReadTable.
type TableWriter struct {
	reader Reader
	out    *csv.Writer
}

// NewTableWriter writes the header.
func (r Reader) NewTableWriter(w io.Writer) (*TableWriter, error) {
	header := []string{columnID, columnFile}
	for _, f := range corpus.Correctable {
		header = append(header, string(f))
	}
	out := csv.NewWriter(w)
	return &TableWriter{r, out}, out.Write(append(header, columnCorrected, columnReason))
}

// Write writes one statement.
func (w *TableWriter) Write(r Recorded) error {
	row := []string{string(r.Statement.ID), harmless(r.Statement.Origin.File)}
	for _, f := range corpus.Correctable {
		row = append(row, w.reader.cell(f, &r.Statement))
	}
	var fields, reasons []string
	for _, c := range r.Corrections {
		fields = append(fields, string(c.Field))
		if c.Reason != "" && !slices.Contains(reasons, c.Reason) {
			reasons = append(reasons, c.Reason)
		}
	}
	return w.out.Write(append(row, strings.Join(fields, "|"), harmless(strings.Join(reasons, "; "))))
}

// Flush completes the table.
func (w *TableWriter) Flush() error {
	w.out.Flush()
	return w.out.Error()
}

// cell returns the values of a field by English name, if those resolve to the same ids.
// The work of a single statement is an empty cell.
func (r Reader) cell(f corpus.Field, s *corpus.Statement) string {
	values := slices.Clone(s.Values(f))
	if f == corpus.FieldWork && !s.FixedWork() {
		return "" // detected, not given: importing an edited row must not fix it
	}
	for i, v := range values {
		if !named(f) || f == corpus.FieldSession {
			continue
		}
		label := r.Names.Label(f, v, corpus.English)
		if id, ok := r.Names.Resolve(f, label); ok && id == v && !strings.Contains(label, "|") {
			values[i] = label
		}
	}
	return harmless(strings.Join(values, "|"))
}

// harmless prevents CSV injection.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r'", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func fromHarmless(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune("=+-@\t\r'", rune(cell[1])) {
		return cell[1:]
	}
	return cell
}

// RowError is an error in a cell or a row of a table.
type RowError struct {
	Line   int
	Column string
	Err    error
}

func (e *RowError) Error() string { return e.Place() + ": " + e.Err.Error() }

// Place is its position in the table.
func (e *RowError) Place() string {
	if e.Column == "" {
		return fmt.Sprintf("line %d", e.Line)
	}
	return fmt.Sprintf("line %d, column %s", e.Line, e.Column)
}

// Unwrap returns the cause.
func (e *RowError) Unwrap() error { return e.Err }

// Row has the corrections in one line of a table that are new.
type Row struct {
	ID  corpus.ID
	Set []corpus.Correction
}

// ReadTable reads a table with a column id and a column for each field to correct. A cell
// that differs from what recorded returns for the id is a correction, also if it is empty;
// so is a cell whose field is listed in the column corrected. recorded returns an error
// wrapping corpus.ErrNotFound for an unknown id.
//
// Rows with errors are skipped, the others are returned. If the table as a whole is
// invalid, the error wraps corpus.ErrInvalid.
func (r Reader) ReadTable(in io.Reader, recorded func(corpus.ID) (Recorded, error)) ([]Row, []*RowError, error) {
	table := csv.NewReader(in)
	table.FieldsPerRecord = -1
	header, err := table.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, corpus.ErrInvalid.Errorf("it is empty: the first line names the columns, for example id,title,organization")
	}
	if err != nil {
		return nil, nil, corpus.ErrInvalid.Errorf("%w", err)
	}
	columns, err := readHeader(header)
	if err != nil {
		return nil, nil, err
	}
	var rows []Row
	var faults []*RowError
	seen := map[corpus.ID]int{}
	for {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			return rows, faults, nil
		}
		if err != nil {
			// After an unclosed quotation mark, rows cannot be told apart.
			return nil, nil, corpus.ErrInvalid.Errorf("%w", err)
		}
		line, _ := table.FieldPos(0)
		if len(record) == 1 && strings.TrimSpace(record[0]) == "" {
			continue
		}
		row, wrong := r.row(line, record, columns, recorded)
		if first, twice := seen[row.ID]; twice && len(wrong) == 0 {
			wrong = []*RowError{{line, columnID, fmt.Errorf("the id %s is already used on line %d: keep one of the two rows", row.ID, first)}}
		}
		seen[row.ID] = line
		if len(wrong) > 0 {
			faults = append(faults, wrong...)
			continue
		}
		rows = append(rows, row)
	}
}

// readHeader returns the fields and other columns of a header.
func readHeader(header []string) ([]string, error) {
	columns := make([]string, len(header))
	for i, name := range header {
		if i == 0 {
			name = strings.TrimPrefix(name, "\ufeff")
		}
		name = strings.ToLower(strings.TrimSpace(name))
		switch name {
		case columnID, columnFile, columnCorrected, columnReason, "":
		default:
			f, err := field(name)
			if err != nil {
				return nil, corpus.ErrInvalid.Errorf("column %d: %w", i+1, err)
			}
			name = string(f)
		}
		if name != "" && slices.Contains(columns, name) {
			return nil, corpus.ErrInvalid.Errorf("the column %s appears twice in the header", name)
		}
		columns[i] = name
	}
	if !slices.Contains(columns, columnID) {
		return nil, corpus.ErrInvalid.Errorf("the header has no column id, but: %s", strings.Join(header, ", "))
	}
	return columns, nil
}

// row reads one line, and reports all its errors at once.
func (r Reader) row(line int, record, columns []string, recorded func(corpus.ID) (Recorded, error)) (Row, []*RowError) {
	if len(record) > len(columns) {
		return Row{}, []*RowError{{line, "", fmt.Errorf("it has %d cells, the header %d: put quotation marks around a cell that contains a comma", len(record), len(columns))}}
	}
	cells := map[string]string{}
	for i, cell := range record {
		if !utf8.ValidString(cell) {
			return Row{}, []*RowError{{line, columns[i], errors.New("it is not UTF-8: save the file as UTF-8")}}
		}
		cells[columns[i]] = fromHarmless(strings.TrimSpace(cell))
	}
	row := Row{ID: corpus.ID(cells[columnID])}
	known, err := recorded(row.ID)
	if errors.Is(err, corpus.ErrNotFound) {
		err = fmt.Errorf("there is no statement %q", row.ID)
	}
	if err != nil {
		return row, []*RowError{{line, columnID, err}}
	}
	named := strings.Split(strings.ToLower(cells[columnCorrected]), "|")
	var wrong []*RowError
	for _, f := range corpus.Correctable {
		cell, ok := cells[string(f)]
		if !ok {
			continue
		}
		if cell == strings.TrimSpace(fromHarmless(r.cell(f, &known.Statement))) && !slices.Contains(named, string(f)) {
			continue
		}
		read, err := r.Value(f, cell)
		if err != nil {
			wrong = append(wrong, &RowError{line, string(f), err})
			continue
		}
		for i, c := range read {
			before, corrected := known.corrected(c.Field)
			_, own := cells[string(c.Field)]
			switch {
			case corrected && slices.Equal(before.Values, c.Values):
			case !corrected && slices.Equal(known.Statement.Values(c.Field), c.Values) && !slices.Contains(named, string(c.Field)):
			case i > 0 && own: // its own cell decides
			default:
				c.Reason = cells[columnReason]
				row.Set = append(row.Set, c)
			}
		}
	}
	return row, wrong
}
