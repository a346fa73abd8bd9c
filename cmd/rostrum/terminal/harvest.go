package terminal

import (
	"fmt"
	"strings"

	"rostrum/indexer"
)

// Harvest prints what to check before a catalogue is indexed. catalogue is its file, and
// report the file with the outcome for each link; "" if there is none.
func (p Printer) Harvest(harvest indexer.Harvest, catalogue, report string) {
	note := func(format string, args ...any) {
		fmt.Fprintln(p.Err, OneLine(fmt.Sprintf(format, args...)))
	}
	for i, l := range harvest.LeftOut {
		if i == MaxListed {
			where := "see them all with --report FILE"
			if report != "" {
				where = "see " + report
			}
			note("and %d more left out: %s", len(harvest.LeftOut)-i, where)
			break
		}
		text := OneLine(l.Text)
		if l.URL != "" {
			text = strings.TrimSpace(text + " <" + OneLine(l.URL) + ">")
		}
		note("left out: %s: %s", text, l.Reason)
	}
	review := harvest.Review()
	for i, name := range review.Unresolved {
		if i == MaxListed {
			note("and %d more unknown names: see the column unresolved", len(review.Unresolved)-i)
			break
		}
		note("unknown name, kept as written: %s", OneLine(name))
	}
	if review.Nowhere > 0 {
		note("%s without an address: fill in url or file, or delete the rows, before you index the catalogue", Count(review.Nowhere, "row is", "rows are"))
	}
	if review.Outside > 0 {
		note("%s outside the catalogue's folder, or relative to an unknown address: pass it with --base ADDRESS, or write the catalogue next to the files", Count(review.Outside, "row leads", "rows lead"))
	}
	note("%s of %s, %s left out", Count(len(harvest.Entries), "document", "documents"), Count(review.Works, "statement", "statements"), Count(len(harvest.LeftOut), "link or line", "links or lines"))
	if catalogue != "" && review.Nowhere+review.Outside == 0 {
		note("next: rostrum index %s", catalogue)
	}
}
