package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
)

// The columns are those of a catalogue, so that a table can be corrected and imported
// again, followed by additional ones. Several values in a cell are separated by a bar.
var csvColumns = []string{
	"id", "work", "title", "organization", "deliverer", "session", "part", "topic", "type", "date", "language",
	"symbol", "situation", "source_url", "file",
	"organization_id", "session_label", "topic_id", "situation_id", "role", "publisher", "media_type", "pages", "link",
	"translations", "page", "passage", "passage_link", "passages_total", "ocr", "ocr_confidence", "added_at", "kind",
}

type csvWriter struct {
	options Options
	out     *csv.Writer
}

func newCSV(w io.Writer, o Options) (Writer, error) {
	if o.Mark {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return nil, err
		}
	}
	c := &csvWriter{options: o, out: csv.NewWriter(w)}
	return c, c.out.Write(csvColumns)
}

func (c *csvWriter) Write(h search.Hit) error {
	r := c.options.record(h)
	page, confidence := "", ""
	if len(r.Passages) > 0 {
		page = strconv.Itoa(r.Passage.Page)
	}
	ocr, sure := r.ocr()
	if ocr {
		confidence = strconv.FormatFloat(sure, 'f', 2, 64)
	}
	var translations []string
	for _, t := range r.Translations {
		translations = append(translations, string(t.Language)+":"+string(t.ID))
	}
	row := []string{
		string(r.ID), string(r.Work), r.Title, cell(labels(r.Authors)), r.Deliverer, r.Session.ID, string(r.Part),
		cell(labels(r.Topics)), r.Type.ID, r.Date.String(), string(r.Language),
		r.Symbol, cell(labels(r.Situations)), r.Origin.URL, r.Origin.File,
		cell(ids(r.Authors)), r.Session.Label, cell(ids(r.Topics)), cell(ids(r.Situations)), r.Role, r.Origin.Publisher,
		r.Origin.MediaType, strconv.Itoa(r.PageCount), r.Link,
		cell(translations), page, r.Passage.Text, r.PassageURL, strconv.Itoa(r.PassagesTotal), strconv.FormatBool(ocr), confidence, published(r), cell(r.Values(corpus.FieldKind)),
	}
	for i := range row {
		row[i] = inert(row[i])
	}
	return c.out.Write(row)
}

func (c *csvWriter) Close() error {
	c.out.Flush()
	return c.out.Error()
}

// cell joins several values, escaping bars in them.
func cell(values []string) string {
	clean := make([]string, len(values))
	for i, v := range values {
		clean[i] = strings.ReplaceAll(v, "|", "/")
	}
	return strings.Join(clean, "|")
}

// inert prevents CSV injection: a spreadsheet would evaluate a title that looks like
// a formula.
func inert(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r\n", s[0]) >= 0 {
		return "'" + s
	}
	return s
}
