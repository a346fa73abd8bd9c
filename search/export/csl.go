package export

import (
	"io"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
)

// cslItem is an item of CSL-JSON 1.0.2.
type cslItem struct {
	ID        corpus.ID       `json:"id"`
	Type      string          `json:"type"`
	Title     string          `json:"title"`
	Author    []cslName       `json:"author,omitempty"`
	Issued    *cslDate        `json:"issued,omitempty"`
	Accessed  *cslDate        `json:"accessed,omitempty"`
	Event     string          `json:"event-title,omitempty"`
	EventDate *cslDate        `json:"event-date,omitempty"`
	Genre     string          `json:"genre,omitempty"`
	Number    string          `json:"number,omitempty"`
	Page      string          `json:"page,omitempty"`
	Pages     int             `json:"number-of-pages,omitempty"`
	Language  corpus.Language `json:"language,omitempty"`
	Keyword   string          `json:"keyword,omitempty"`
	URL       string          `json:"URL,omitempty"`
	Note      string          `json:"note,omitempty"`
}

// cslName is an institution, or a person whose name is not split into parts.
type cslName struct {
	Literal string `json:"literal"`
}

type cslDate struct {
	Parts [1][]int `json:"date-parts"`
}

type cslWriter struct {
	options Options
	list    *jsonList
}

func newCSL(w io.Writer, o Options) (Writer, error) {
	return &cslWriter{options: o, list: newJSONList(w, "[", "]\n")}, nil
}

func (c *cslWriter) Write(h search.Hit) error {
	r := c.options.record(h)
	item := cslItem{
		ID: r.ID, Type: cslType(r), Title: r.heading(), Issued: cslDay(r.Date), EventDate: cslDay(r.Date), Event: r.Session.Label,
		Genre: r.Type.Label, Number: r.Symbol, Page: r.page(), Pages: r.PageCount, Language: r.Language,
		Keyword: strings.Join(append(labels(r.Topics), labels(r.Situations)...), ", "), URL: r.address(), Note: note(r),
	}
	for _, name := range r.names() {
		item.Author = append(item.Author, cslName{line(name)})
	}
	if at := r.Origin.RetrievedAt.UTC(); !r.Origin.RetrievedAt.IsZero() {
		item.Accessed = cslDay(corpus.Date{Year: at.Year(), Month: at.Month(), Day: at.Day()})
	}
	return c.list.add(item)
}

func (c *cslWriter) Close() error { return c.list.close() }

func cslType(r record) string {
	switch risType(r) {
	case "CPAPER":
		return "speech"
	case "RPRT":
		return "report"
	}
	return "document"
}

func cslDay(d corpus.Date) *cslDate {
	if d.IsZero() {
		return nil
	}
	parts := []int{d.Year}
	if d.Month > 0 {
		parts = append(parts, int(d.Month))
	}
	if d.Month > 0 && d.Day > 0 {
		parts = append(parts, d.Day)
	}
	return &cslDate{Parts: [1][]int{parts}}
}
