package indexer

import (
	"fmt"

	"rostrum/corpus"
)

// Tally counts the outcomes of a run.
type Tally struct {
	Added     int     `json:"added"`
	Updated   int     `json:"updated"`
	Unchanged int     `json:"unchanged"`
	Removed   int     `json:"removed"`
	Failed    int     `json:"failed"`
	Suspect   int     `json:"suspect"` // of those added, updated or unchanged
	Partial   int     `json:"partial"` // likewise
	Gone      int     `json:"gone"`    // kept, but no longer at their sources
	Stale     int     `json:"stale"`   // kept, but their sources could not be checked
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

// Change is what a run did to the record of a document.
type Change string

// The changes a run makes. A document that failed has none: its previous record is
// kept.
const (
	ChangeAdded     Change = "added"
	ChangeUpdated   Change = "updated"
	ChangeUnchanged Change = "unchanged"
	ChangeRemoved   Change = "removed"
)

// The statuses of a row, in addition to the changes and to the statuses of texts.
const (
	StatusFailed  = "failed"
	StatusRemoved = "removed"
	StatusGone    = "gone"
	StatusStale   = "stale"
)

// Row reports on one document.
type Row struct {
	File     string                 `json:"file,omitempty"`
	ID       corpus.ID              `json:"id,omitempty"`
	Status   string                 `json:"status"` // added, updated, unchanged, removed, gone, stale, failed, suspect or partial
	Change   Change                 `json:"change,omitempty"`
	Reason   string                 `json:"reason,omitempty"`
	Warnings []string               `json:"warnings,omitempty"` // of what was read in this run
	First    bool                   `json:"first,omitempty"`    // gone or stale for the first time
	Title    string                 `json:"title,omitempty"`
	Pages    int                    `json:"pages,omitempty"`
	Language corpus.Language        `json:"language,omitempty"`
	OCRPages int                    `json:"ocr_pages,omitempty"`
	Fields   map[corpus.Field]Value `json:"fields,omitempty"`
}

// Value is a field of a row with its evidence.
type Value struct {
	Value      []string `json:"value"`
	Confidence float64  `json:"confidence"`
	Rule       string   `json:"rule"`
	Source     string   `json:"source,omitempty"`
	Unresolved []string `json:"unresolved,omitempty"` // names that are not in the authority files
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

// Fields returns the inferred fields of a statement for reports.
func Fields(s corpus.Statement) map[corpus.Field]Value {
	fields := map[corpus.Field]Value{}
	for _, e := range s.Evidence {
		fields[e.Field] = Value{Value: e.Value, Confidence: e.Confidence, Rule: e.Rule, Source: e.Source, Unresolved: e.Unresolved}
	}
	return fields
}

// rowStatus returns the change, or the status of the text if that is not good, since
// it matters more.
func rowStatus(s corpus.Status, change Change) string {
	if s == corpus.StatusSuspect || s == corpus.StatusPartial {
		return string(s)
	}
	return string(change)
}

// DocError is an error concerning one document.
type DocError struct {
	Item  string // as its source names it
	Stage string // source, fetch or extract
	Err   error
}

func (e *DocError) Error() string { return fmt.Sprintf("%s %s: %v", e.Stage, e.Item, e.Err) }

// Unwrap returns the cause.
func (e *DocError) Unwrap() error { return e.Err }

// Reason returns the cause as a sentence for people.
func (e *DocError) Reason() string { return e.Err.Error() }
