package terminal

import (
	"fmt"

	"rostrum/search/alert"
)

// Alerts prints what was sent for each alert, and its problems.
func (p Printer) Alerts(report alert.Report, dryRun bool) {
	for _, o := range report.Alerts {
		said := Count(o.New, "new statement", "new statements")
		if !dryRun {
			said += ", " + Count(o.Sent, "message", "messages") + " sent"
		}
		if o.Unsent > 0 {
			said += fmt.Sprintf(", %d waiting", o.Unsent)
		}
		fmt.Fprintf(p.Out, "%s: %s\n", OneLine(o.Name), said)
		for _, fault := range o.Faults {
			fmt.Fprintf(p.Err, "%s: %s\n", OneLine(o.Name), OneLine(fault))
		}
	}
}
