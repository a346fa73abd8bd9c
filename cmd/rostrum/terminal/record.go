package terminal

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"rostrum/corpus"
)

// Record is what is shown of a statement, also as JSON.
type Record struct {
	corpus.Statement
	Pages       int                 `json:"pages"`
	OCRPages    int                 `json:"ocr_pages"`
	Corrections []corpus.Correction `json:"corrections"`
	SameWork    []SameWork          `json:"same_work"`
}

// SameWork is another document of the same work.
type SameWork struct {
	ID       corpus.ID       `json:"id"`
	Language corpus.Language `json:"language,omitempty"`
	Title    string          `json:"title"`
}

// Record prints a line for each field, followed by its evidence.
func (p Printer) Record(r Record, names Names) error {
	out := bufio.NewWriter(p.Out)
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(out, "%-13s %s\n", name, OneLine(text))
		}
	}
	line("id", string(r.ID))
	for _, f := range corpus.Correctable {
		evidence, known := r.Of(f)
		values := r.Values(f)
		if len(values) == 0 && !known {
			line(string(f), "–")
			continue
		}
		line(string(f), Values(f, values, names))
		if known {
			printEvidence(out, evidence, "", names)
		}
	}
	line("file", r.Origin.File)
	line("read from", r.Origin.Location)
	line("named by", r.Origin.Source)
	if !r.Origin.RetrievedAt.IsZero() {
		line("retrieved", r.Origin.RetrievedAt.UTC().Format(time.RFC3339))
	}
	switch {
	case !r.Origin.Gone.IsZero():
		line("gone", "from its source, first missed on "+r.Origin.Gone.UTC().Format(time.DateOnly)+"; the copy is kept")
	case r.Origin.Stale != "":
		line("stale", r.Origin.Stale)
	}
	line("sha256", r.Origin.SHA256)
	text := Count(r.Pages, "page", "pages")
	if r.OCRPages > 0 {
		text += fmt.Sprintf(", %d of them read by OCR", r.OCRPages)
	}
	line("text", strings.TrimSpace(text+", "+string(r.Status)+" "+r.Reason))
	for _, o := range r.SameWork {
		line("same work", strings.TrimSpace(fmt.Sprintf("%s %s %s", o.ID, o.Language, o.Title)))
	}
	for _, c := range r.Corrections {
		said := fmt.Sprintf("%s on %s", c.Field, c.At.Format(time.DateOnly))
		if c.By != "" {
			said += " by " + c.By
		}
		if c.Reason != "" {
			said += ": " + c.Reason
		}
		line("corrected", said)
	}
	return out.Flush()
}

func printEvidence(out io.Writer, e corpus.Evidence, prefix string, names Names) {
	fmt.Fprintf(out, "%14s%s%s", "", prefix, OneLine(e.Rule))
	if prefix != "" {
		fmt.Fprintf(out, " said %s", OneLine(Values(e.Field, e.Value, names)))
	}
	if e.Source != "" {
		fmt.Fprintf(out, ": %q", OneLine(e.Source))
	}
	fmt.Fprintf(out, " (%.0f %%)", 100*e.Confidence)
	if len(e.Unresolved) > 0 {
		fmt.Fprintf(out, ", not in the authority files: %s", OneLine(strings.Join(e.Unresolved, ", ")))
	}
	fmt.Fprintln(out)
	for _, over := range e.Overruled {
		printEvidence(out, over, "replaced: ", names)
	}
}

// Values formats the values of a field for people.
func Values(f corpus.Field, values []string, names Names) string {
	if len(values) == 0 {
		return "none"
	}
	var out []string
	for _, v := range values {
		label := names.Label(f, v, corpus.English)
		if label != v && !strings.HasPrefix(label, v) {
			label = v + " (" + label + ")"
		}
		out = append(out, OneLine(label))
	}
	return strings.Join(out, ", ")
}
