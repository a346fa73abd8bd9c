// Package api defines the JSON of the API under /api/v1, as described in
// search/web/openapi.yaml: change both together. A Builder creates the values from
// search results; clients decode them into the same types.
package api

import (
	"encoding/json"
	"io"
	"net/url"
	"time"

	"rostrum/corpus"
	"rostrum/search"
)

// The paths of the API.
const (
	SearchPath  = "/api/v1/search"
	QuotePath   = "/api/v1/quote"
	SuggestPath = "/api/v1/suggest"
	TrendsPath  = "/api/v1/trends"
	ExportPath  = "/api/v1/export"
)

// StatementPath is the path of a statement.
func StatementPath(id corpus.ID) string { return "/api/v1/statements/" + url.PathEscape(string(id)) }

// Encode writes a value of this package as the API sends it: on one line, without
// escaping < and &.
func Encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// Builder creates values of this package. Label determines their language.
type Builder struct {
	// Label returns the label of an id.
	Label func(f corpus.Field, id string) string
	// Link returns the address of a statement or, if page is not 0, of a passage; if
	// nil, values have no addresses.
	Link func(id corpus.ID, page, passage int) string
	// HTML returns text with its ranges marked; if nil, values have no HTML.
	HTML func(text string, ranges []search.Range) string
}

// Named is an id with its label.
type Named struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// Named labels an id.
func (b Builder) Named(f corpus.Field, id string) Named { return Named{id, b.Label(f, id)} }

func named[ID ~string](b Builder, f corpus.Field, ids []ID) []Named {
	out := make([]Named, len(ids))
	for i, id := range ids {
		out[i] = b.Named(f, string(id))
	}
	return out
}

// namedOne returns nil for "".
func namedOne[ID ~string](b Builder, f corpus.Field, id ID) *Named {
	if id == "" {
		return nil
	}
	n := b.Named(f, string(id))
	return &n
}

func (b Builder) link(id corpus.ID, page, passage int) string {
	if b.Link == nil {
		return ""
	}
	return b.Link(id, page, passage)
}

// Milliseconds converts a duration to the unit of the API.
func Milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// moment formats t for the API, or "" if it is zero.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// parseMoment parses the format of moment; the zero time if it cannot.
func parseMoment(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text)
	return t
}

func pairs(ranges []search.Range) [][2]int {
	out := make([][2]int, len(ranges))
	for i, r := range ranges {
		out[i] = [2]int{r.Start, r.End}
	}
	return out
}
