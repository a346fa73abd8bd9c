package terminal

import (
	"fmt"

	"rostrum/corpus/catalog"
	"rostrum/search"
)

// Status is the state of a data folder, as printed by `rostrum status --json`.
type Status struct {
	Data    string            `json:"data"`
	Catalog catalog.Counts    `json:"catalog"`
	Index   *search.IndexInfo `json:"index"` // null if there is none
	State   string            `json:"state"` // current, behind, degraded, missing
	Message string            `json:"message,omitempty"`
}

// Status prints what the catalogue and the index contain.
func (p Printer) Status(s Status) {
	fmt.Fprintf(p.Out, "catalogue  %s of %s, %s", Count(s.Catalog.Documents, "document", "documents"),
		Count(s.Catalog.Works, "statement", "statements"), Count(s.Catalog.Pages, "page", "pages"))
	if s.Catalog.Suspect > 0 {
		fmt.Fprintf(p.Out, ", %d suspect", s.Catalog.Suspect)
	}
	if s.Catalog.Gone > 0 {
		fmt.Fprintf(p.Out, ", %d gone at the source", s.Catalog.Gone)
	}
	if s.Catalog.Stale > 0 {
		fmt.Fprintf(p.Out, ", %d stale", s.Catalog.Stale)
	}
	fmt.Fprintln(p.Out)
	if s.Index != nil {
		fmt.Fprintf(p.Out, "index      %s, generation %s\n", Count(s.Index.Documents, "document", "documents"), s.Index.Generation)
	}
	fmt.Fprintf(p.Out, "state      %s\n", s.State)
	if s.Message != "" {
		fmt.Fprintln(p.Out, s.Message)
	}
}
