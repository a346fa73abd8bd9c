// Package api is the JSON that programs get under /api/v1, as
// search/web/openapi.yaml describes it: change both together. A Builder makes it
// of what an engine found; clients decode it into the same types.
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

// Encode writes a value of this package as the API sends it: on one line, with <
// and & as they are.
func Encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// Builder makes values of this package. The answer's language is that of Label.
type Builder struct {
	// Label is what people call an id.
	Label func(f corpus.Field, id string) string
	// Link is the address of a statement or, if page is not 0, of a passage on
	// it; nil leaves addresses out.
	Link func(id corpus.ID, page, passage int) string
	// HTML is a text with its ranges marked; nil leaves it out.
	HTML func(text string, ranges []search.Range) string
}

// Named is an id and what it is called.
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

// namedOne is nil for "".
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

// Milliseconds is how the API says how long something took.
func Milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// moment is t as the API has it, or "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// parseMoment reads what moment wrote; what it cannot read is none.
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
