package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/corpus/coverage"
	"rostrum/indexer/infer/dates"
	"rostrum/search/web/answer"
)

// readSpeakers reads a list of speakers, if path is not empty. Invalid lines are
// returned as messages; the others are used.
func readSpeakers(path string, names *authority.Authority) (*coverage.Speakers, []string, error) {
	if path == "" {
		return nil, nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, usageError("--speakers: %v", err)
	}
	defer f.Close()
	list, faults, err := coverage.ReadSpeakers(f, names, dates.Parse)
	if err != nil {
		return nil, nil, usageError("--speakers %s: %s", path, err.Error())
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
			report, err := (&coverage.Survey{Catalog: records, Speakers: list}).Report(ctx)
			if err != nil {
				return err
			}
			if asJSON {
				err = app.printJSON(answer.Coverage(apiSite(names), report, ""))
			} else {
				err = app.terminal().Coverage(report, names)
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
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, as returned by /api/v1/coverage")
	addSpeakersFlag(cmd.Flags())
	return cmd
}
