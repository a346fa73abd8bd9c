package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/corpus/coverage"
	"rostrum/indexer/infer"
	"rostrum/search/web/answer"
)

// readSpeakers reads a list of speakers, if one is named. Lines with a fault
// are returned as sentences; the others count.
func readSpeakers(path string, names *authority.Authority) (*coverage.Speakers, []string, error) {
	if path == "" {
		return nil, nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, usageError("--speakers: %v", err)
	}
	defer f.Close()
	list, faults, err := coverage.ReadSpeakers(f, names, infer.ParseDate)
	if err != nil {
		return nil, nil, usageError("--speakers %s: %s", path, sentence(err))
	}
	var sentences []string
	for _, fault := range faults {
		sentences = append(sentences, fmt.Sprintf("%s %v", path, fault))
	}
	return list, sentences, nil
}

func coverageCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "coverage", Short: "Show what the collection contains, and what is missing or uncertain", Args: cobra.NoArgs,
		Long: `Count the statements of each session, topic, organization and language, and list
the documents with a missing or uncertain field, with their ids, so that they can
be corrected. With a list of speakers, a CSV file with the columns session and
organization and optionally topic and date, list who spoke and is missing, and who
is in the collection but not on the list.`,
		Example: `  rostrum coverage
  rostrum coverage --speakers asp20-speakers.csv
  rostrum coverage --json`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			path, _ := cmd.Flags().GetString("speakers")
			list, faults, err := readSpeakers(path, names)
			if err != nil {
				return err
			}
			records, err := catalog.OpenReadOnly(ctx, app.data)
			if err != nil {
				return err
			}
			defer records.Close()
			survey := &coverage.Survey{Catalog: records, Speakers: list}
			if asJSON {
				err = app.printCoverageJSON(ctx, survey, names)
			} else {
				err = app.printCoverage(ctx, survey, names)
			}
			if err != nil {
				return err
			}
			for _, fault := range faults {
				fmt.Fprintln(app.stderr, fault)
			}
			if len(faults) > 0 {
				return &exitError{code: exitSomeFailed}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, as /api/v1/coverage")
	addSpeakersFlag(cmd.Flags())
	return cmd
}

func (a *app) printCoverageJSON(ctx context.Context, survey *coverage.Survey, names *authority.Authority) error {
	report, err := survey.Report(ctx)
	if err != nil {
		return err
	}
	return a.printJSON(answer.Coverage(apiSite(names), report, ""))
}

func (a *app) printCoverage(ctx context.Context, survey *coverage.Survey, names *authority.Authority) error {
	report, err := survey.Report(ctx)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(a.stdout)
	fmt.Fprintf(w, "%s in %s\n", plural(report.Statements, "statement", "statements"), plural(report.Documents, "document", "documents"))
	label := func(f corpus.Field, id string) string {
		if id == "" {
			return "–"
		}
		return printable(names.Label(f, id, corpus.English))
	}
	for _, f := range coverage.Counted {
		t := table(w)
		fmt.Fprintf(t, "\n%s\tstatements\tdocuments\n", strings.ToUpper(string(f)))
		for _, n := range report.Counts[f] {
			fmt.Fprintf(t, "%s\t%s\t%s\n", label(f, n.ID), grouped(n.Statements), grouped(n.Documents))
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	t := table(w)
	fmt.Fprintf(t, "\nTO LOOK AT\tmissing\tless sure than %.0f %%\tunknown name\toffered\n", 100*coverage.Sure)
	for _, f := range report.Fields {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", f.Field, grouped(f.Missing), grouped(f.Unsure), grouped(f.Unknown), grouped(f.Offered))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, f := range report.Fields {
		printDoubts(w, f)
	}
	if report.Speakers != nil {
		printSpeakers(w, *report.Speakers, label)
	}
	return w.Flush()
}

func table(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

// printDoubts names the documents to look at, with the ids to correct them by.
func printDoubts(w io.Writer, f coverage.FieldReport) {
	if len(f.Documents) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", f.Field)
	for i, d := range f.Documents {
		if i == namedAtMost {
			fmt.Fprintf(w, "  and %d more: see --json\n", len(f.Documents)-i)
			return
		}
		why := string(d.Problem)
		switch values := printable(strings.Join(d.Values, ", ")); d.Problem {
		case coverage.Offered:
			why = fmt.Sprintf("missing; %s is offered, %.0f %% sure%s", values, 100*d.Confidence, readFrom(d))
		case coverage.Unsure:
			why = fmt.Sprintf("%.0f %% sure: %s%s", 100*d.Confidence, values, readFrom(d))
		case coverage.Unknown:
			why = "unknown name: " + values
		}
		fmt.Fprintf(w, "  %s  %s  %s\n", d.ID, printable(d.File), why)
	}
}

// readFrom is the words that a doubtful value was read from.
func readFrom(d coverage.Doubt) string {
	if d.Source == "" {
		return ""
	}
	return fmt.Sprintf(", from %q", printable(strings.Join(strings.Fields(d.Source), " ")))
}

func printSpeakers(w io.Writer, r coverage.SpeakersReport, label func(corpus.Field, string) string) {
	fmt.Fprintf(w, "\nSPEAKERS\n%d of %d on the list are held.\n", r.Held, r.Listed)
	for _, list := range []struct {
		title    string
		speakers []coverage.Speaker
	}{{"spoke, and missing here", r.Missing}, {"perhaps held, as the topic or day is not known", r.Perhaps}} {
		if len(list.speakers) > 0 {
			fmt.Fprintf(w, "\n%s\n", list.title)
		}
		for _, s := range list.speakers {
			facts := []string{label(corpus.FieldOrganization, string(s.Organization)), string(s.Session)}
			if s.Topic != "" {
				facts = append(facts, label(corpus.FieldTopic, string(s.Topic)))
			}
			if !s.Date.IsZero() {
				facts = append(facts, s.Date.String())
			}
			fmt.Fprintf(w, "  %s (line %d)\n", printable(strings.Join(facts, ", ")), s.Line)
		}
	}
	if len(r.Unlisted) > 0 {
		fmt.Fprintln(w, "\nheld, and not on the list")
	}
	for _, u := range r.Unlisted {
		var authors []string
		for _, a := range u.Authors {
			authors = append(authors, label(corpus.FieldOrganization, string(a)))
		}
		fmt.Fprintf(w, "  %s  %s, %s: %s\n", u.ID, strings.Join(authors, ", "), u.Session, printable(u.Title))
	}
}
