package indexer

import (
	"fmt"

	"rostrum/corpus"
)

// Tally counts what became of the documents of a run.
type Tally struct {
	Added     int     `json:"added"`
	Updated   int     `json:"updated"`
	Unchanged int     `json:"unchanged"`
	Removed   int     `json:"removed"`
	Failed    int     `json:"failed"`
	Suspect   int     `json:"suspect"` // of those added, updated or unchanged
	Partial   int     `json:"partial"` // likewise
	Gone      int     `json:"gone"`    // kept, but their sources have them no more
	Stale     int     `json:"stale"`   // kept, but their sources could not be asked
	Seconds   float64 `json:"-"`
}

func (t *Tally) add(r Row) {
	switch r.Change {
	case ChangeAdded:
		t.Added++
	case ChangeUpdated:
		t.Updated++
	case ChangeUnchanged:
		t.Unchanged++
	case ChangeRemoved:
		t.Removed++
	}
	switch r.Status {
	case StatusFailed:
		t.Failed++
	case StatusGone:
		t.Gone++
	case StatusStale:
		t.Stale++
	case string(corpus.StatusSuspect):
		t.Suspect++
	case string(corpus.StatusPartial):
		t.Partial++
	}
}

// Change says what a run did to the record of a document.
type Change string

// The changes a run makes. A document that failed has none: what the
// catalogue held of it before is kept.
const (
	ChangeAdded     Change = "added"
	ChangeUpdated   Change = "updated"
	ChangeUnchanged Change = "unchanged"
	ChangeRemoved   Change = "removed"
)

// The statuses of a row beside its change and the statuses of text.
const (
	StatusFailed  = "failed"
	StatusRemoved = "removed"
	StatusGone    = "gone"
	StatusStale   = "stale"
)

// Row is the report of one document.
type Row struct {
	File     string                 `json:"file,omitempty"`
	ID       corpus.ID              `json:"id,omitempty"`
	Status   string                 `json:"status"` // added, updated, unchanged, removed, gone, stale, failed, suspect or partial
	Change   Change                 `json:"change,omitempty"`
	Reason   string                 `json:"reason,omitempty"`
	Warnings []string               `json:"warnings,omitempty"` // of what was read in this run
	First    bool                   `json:"first,omitempty"`    // it is gone or stale, and was not in the run before
	Title    string                 `json:"title,omitempty"`
	Pages    int                    `json:"pages,omitempty"`
	Language corpus.Language        `json:"language,omitempty"`
	OCRPages int                    `json:"ocr_pages,omitempty"`
	Fields   map[corpus.Field]Value `json:"fields,omitempty"`
}

// Value is a field of a row with the evidence for it.
type Value struct {
	Value      []string `json:"value"`
	Confidence float64  `json:"confidence"`
	Rule       string   `json:"rule"`
	Source     string   `json:"source,omitempty"`
	Unresolved []string `json:"unresolved,omitempty"` // names the authority lacks
}

func describe(row Row, s corpus.Statement, change Change) Row {
	row.ID, row.Change, row.Status, row.Reason = s.ID, change, rowStatus(s.Status, change), s.Reason
	row.Warnings = s.Warnings
	row.Title, row.Pages, row.Language = s.Title, len(s.Pages), s.Language
	for _, p := range s.Pages {
		if p.OCR() {
			row.OCRPages++
		}
	}
	row.Fields = Fields(s)
	return row
}

// Fields are the inferred fields of a statement as reports show them.
func Fields(s corpus.Statement) map[corpus.Field]Value {
	fields := map[corpus.Field]Value{}
	for _, e := range s.Evidence {
		fields[e.Field] = Value{Value: e.Value, Confidence: e.Confidence, Rule: e.Rule, Source: e.Source, Unresolved: e.Unresolved}
	}
	return fields
}

// rowStatus is the change, unless the text is not what it should be: that
// matters more to whoever reads the report.
func rowStatus(s corpus.Status, change Change) string {
	if s == corpus.StatusSuspect || s == corpus.StatusPartial {
		return string(s)
	}
	return string(change)
}

// DocError is what went wrong with one document.
type DocError struct {
	Item  string // as the source names it
	Stage string // source, fetch or extract
	Err   error
}

func (e *DocError) Error() string { return fmt.Sprintf("%s %s: %v", e.Stage, e.Item, e.Err) }

// Unwrap gives the cause.
func (e *DocError) Unwrap() error { return e.Err }

// Reason is the cause in a sentence for a person.
func (e *DocError) Reason() string { return e.Err.Error() }
