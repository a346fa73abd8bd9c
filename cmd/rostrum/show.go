package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
)

// shownRecord is what `rostrum show --json` prints.
type shownRecord struct {
	corpus.Statement
	Pages       int                 `json:"pages"`
	OCRPages    int                 `json:"ocr_pages"`
	Corrections []corpus.Correction `json:"corrections"`
	SameWork    []sameWork          `json:"same_work"`
}

// sameWork is another document of the same work.
type sameWork struct {
	ID       corpus.ID       `json:"id"`
	Language corpus.Language `json:"language,omitempty"`
	Title    string          `json:"title"`
}

func showCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show ID", Short: "Show the details of a statement and where they come from", Args: cobra.ExactArgs(1),
		Long: `Show the details of a statement: each field with its source text and confidence,
what a correction replaced, and the other documents of the same work. A service
(--server) does not tell where a file was read from, nor who corrected it.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, id := cmd.Context(), corpus.ID(args[0])
			if service, err := remote(cmd.Flags()); err != nil {
				return err
			} else if service != nil {
				return app.showRemote(ctx, service, id, asJSON)
			}
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			records, err := catalog.OpenReadOnly(ctx, app.data)
			if err != nil {
				return err
			}
			defer records.Close()
			in := &ingest{app: app, catalog: records, names: names}
			s, err := records.Statement(ctx, id)
			if errors.Is(err, corpus.ErrNotFound) {
				return in.noStatement(ctx, id)
			}
			if err != nil {
				return err
			}
			shown := shownRecord{Statement: s, Pages: len(s.Pages), Corrections: []corpus.Correction{}, SameWork: []sameWork{}}
			for _, p := range s.Pages {
				if p.OCR() {
					shown.OCRPages++
				}
			}
			corrections, err := records.Corrections(ctx, id)
			if err != nil {
				return err
			}
			shown.Corrections = append(shown.Corrections, corrections...)
			others, err := records.OfWork(ctx, s.Work)
			if err != nil {
				return err
			}
			for _, o := range others {
				if o.ID != id {
					shown.SameWork = append(shown.SameWork, sameWork{o.ID, o.Language, o.Title})
				}
			}
			if asJSON {
				return json.NewEncoder(app.stdout).Encode(shown)
			}
			printRecord(app.stdout, shown, names)
			return nil
		},
	}
	addServerFlag(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// printRecord writes a line for each field, and under it what it rests on.
func printRecord(out io.Writer, r shownRecord, names labels) {
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(out, "%-13s %s\n", name, printable(text))
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
		line(string(f), shownValues(f, values, names))
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
	text := plural(r.Pages, "page", "pages")
	if r.OCRPages > 0 {
		text += fmt.Sprintf(", %d of them read from a picture", r.OCRPages)
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
}

func printEvidence(out io.Writer, e corpus.Evidence, prefix string, names labels) {
	fmt.Fprintf(out, "%14s%s%s", "", prefix, printable(e.Rule))
	if prefix != "" {
		fmt.Fprintf(out, " said %s", printable(shownValues(e.Field, e.Value, names)))
	}
	if e.Source != "" {
		fmt.Fprintf(out, ": %q", printable(e.Source))
	}
	fmt.Fprintf(out, " (%.0f %%)", 100*e.Confidence)
	if len(e.Unresolved) > 0 {
		fmt.Fprintf(out, ", not in the authority files: %s", printable(strings.Join(e.Unresolved, ", ")))
	}
	fmt.Fprintln(out)
	for _, over := range e.Overruled {
		printEvidence(out, over, "overruled: ", names)
	}
}
