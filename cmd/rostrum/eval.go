package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/indexer/lang"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
)

// judgedClauses bounds the words of a judged question, which can be a paragraph.
const judgedClauses = 1000

func evalCommand(app *app) *cobra.Command {
	var collection quality.Collection
	var run string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "eval", Short: "Measure the ranking on a judged collection (BEIR layout)", Args: cobra.NoArgs,
		Long: `Index a judged collection aside with the analysis and ranking of the service, ask
it every judged question, and print nDCG@10 and recall@100 beside textbook BM25
(k1 1.2, b 0.75) on the same tokens.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for flag, path := range map[string]string{"--corpus": collection.Corpus, "--queries": collection.Queries, "--qrels": collection.Qrels} {
				if path == "" {
					return usageError("%s FILE is missing: eval needs --corpus, --queries and --qrels", flag)
				}
			}
			folder, err := os.MkdirTemp("", "rostrum-eval-")
			if err != nil {
				return fmt.Errorf("make a temporary folder: %w", err)
			}
			defer os.RemoveAll(folder)
			config := bleveindex.Config{Dir: folder, MaxClauses: judgedClauses}
			report, err := quality.Evaluate(cmd.Context(), collection, quality.Engine{
				Build: func(ctx context.Context, statements iter.Seq2[corpus.Statement, error]) (quality.Opened, error) {
					if _, err := bleveindex.Build(ctx, config, "judged", statements); err != nil {
						return nil, err
					}
					return bleveindex.Open(config)
				},
				Tokens: bleveindex.Tokens,
				Language: func(text string) corpus.Language {
					l, _ := lang.Detect(text)
					return l
				},
			})
			if err != nil {
				return err
			}
			if run != "" {
				f, err := os.Create(run)
				if err != nil {
					return usageError("--run: %v", err)
				}
				if err := errors.Join(report.WriteRun(f, "rostrum"), f.Close()); err != nil {
					return fmt.Errorf("write the ranking: %w", err)
				}
			}
			if asJSON {
				return json.NewEncoder(app.stdout).Encode(report)
			}
			return report.WriteText(app.stdout, app.verbose)
		},
	}
	cmd.Flags().StringVar(&collection.Corpus, "corpus", "", "documents, JSON Lines with _id or id, title, text")
	cmd.Flags().StringVar(&collection.Queries, "queries", "", "questions, JSON Lines with _id or id, text")
	cmd.Flags().StringVar(&collection.Qrels, "qrels", "", "judgments, tab-separated")
	cmd.Flags().StringVar(&run, "run", "", "write the ranking to this file in TREC form")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
