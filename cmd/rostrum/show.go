package main

import (
	"encoding/json"
	"errors"

	"github.com/spf13/cobra"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
)

func showCommand(app *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show ID", Short: "Show the details of a statement and their sources", Args: cobra.ExactArgs(1),
		Long: `Show the details of a statement: each field with its source text and confidence,
values replaced by corrections, and the other documents of the same work. With
--server, the path of the file and the names of correctors are not shown.`,
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
			shown := terminal.Record{Statement: s, Pages: len(s.Pages), Corrections: []corpus.Correction{}, SameWork: []terminal.SameWork{}}
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
					shown.SameWork = append(shown.SameWork, terminal.SameWork{ID: o.ID, Language: o.Language, Title: o.Title})
				}
			}
			if asJSON {
				return json.NewEncoder(app.stdout).Encode(shown)
			}
			return app.terminal().Record(shown, names)
		},
	}
	addServerFlag(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
