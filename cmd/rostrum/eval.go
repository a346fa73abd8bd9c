package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/indexer/lang"
	"rostrum/search/quality"
)

func evalCommand(app *app) *cobra.Command {
	var collection quality.Collection
	var run, judged, everyday, language string
	var mistaken float64
	var asJSON bool
	cmd := &cobra.Command{
		Use: "eval", Short: "Measure the ranking on judged searches", Args: cobra.NoArgs,
		Long: `Index a judged collection in a temporary folder with the analysis and ranking of
the service, run every judged search, and print nDCG@10 and recall@100, with
textbook BM25 for comparison (k1 1.2, b 0.75, Porter stems, all texts as
English). The collection is in BEIR format.

With --judged, search the index of --data instead, in the query language: a YAML
list of id, query, filters and relevant (id or file of a statement, with its
grade), or a CSV file with the columns id, query, expected_files, facet_filter.

With --everyday, search that index for the queries of a CSV file (id, language,
query) and count those whose first results are in another language.

With -v, print the rank of every relevant document for every search, so that two
runs can be compared.`,
		Example: `  rostrum eval --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv
  rostrum eval --judged questions.yaml -v`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if judged != "" {
				if collection != (quality.Collection{}) || run != "" {
					return usageError("--judged uses the existing index: leave out --corpus, --queries, --qrels and --run")
				}
				report, err := app.judge(cmd.Context(), judged)
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(app.stdout).Encode(report)
				}
				return report.WriteText(app.stdout, app.verbose)
			}
			if everyday != "" {
				report, err := app.askEveryday(cmd.Context(), everyday)
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(app.stdout).Encode(report)
				}
				return report.WriteText(app.stdout, app.verbose)
			}
			for flag, path := range map[string]string{"--corpus": collection.Corpus, "--queries": collection.Queries, "--qrels": collection.Qrels} {
				if path == "" {
					return usageError("%s FILE is missing: eval needs --corpus, --queries and --qrels, or --judged", flag)
				}
			}
			if mistaken < 0 || mistaken > 1 {
				return usageError("--mistaken %g: use a share from 0 to 1", mistaken)
			}
			folder, err := os.MkdirTemp("", "rostrum-eval-")
			if err != nil {
				return fmt.Errorf("make a temporary folder: %w", err)
			}
			defer os.RemoveAll(folder)
			engine := newJudgedEngine(folder)
			report, err := quality.Evaluate(cmd.Context(), collection, quality.Engine{
				Build: func(ctx context.Context, statements iter.Seq2[corpus.Statement, error]) (quality.Opened, error) {
					if _, err := engine.Rebuild(ctx, quality.Once{Statements: statements}); err != nil {
						return nil, err
					}
					return engine.Open(ctx)
				},
				Language: quality.Mistaken(func(text string) corpus.Language {
					if language != "" {
						return corpus.Language(language)
					}
					l, _ := lang.Detect(text)
					return l
				}, mistaken),
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
	cmd.Flags().StringVar(&collection.Queries, "queries", "", "queries, JSON Lines with _id or id, text")
	cmd.Flags().StringVar(&collection.Qrels, "qrels", "", "judgments, tab-separated")
	cmd.Flags().StringVar(&everyday, "everyday", "", "CSV file of queries and their languages, to run on the index of --data: are results in that language first?")
	cmd.Flags().StringVar(&language, "language", "", "treat all documents as being in this language instead of detecting it")
	cmd.Flags().Float64Var(&mistaken, "mistaken", 0, "misdetect the language of this share of the documents, the same ones in every run")
	cmd.Flags().StringVar(&run, "run", "", "write the ranking to this file in TREC format")
	cmd.Flags().StringVar(&judged, "judged", "", "judged searches to run on the index of --data, .yaml or .csv")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// judge runs the judged searches of a file on the index of the data folder.
func (a *app) judge(ctx context.Context, file string) (quality.Judged, error) {
	read := quality.ReadQuestions
	if strings.EqualFold(filepath.Ext(file), ".csv") {
		read = quality.ReadKnownItems
	}
	f, err := os.Open(file)
	if err != nil {
		return quality.Judged{}, usageError("--judged: %v", err)
	}
	defer f.Close()
	questions, err := read(f)
	if err != nil {
		return quality.Judged{}, fmt.Errorf("%s: %w", file, err)
	}
	names, err := authority.Load(a.authority)
	if err != nil {
		return quality.Judged{}, err
	}
	index, err := a.engine(names).Open(ctx)
	if err != nil {
		return quality.Judged{}, err
	}
	defer index.Close()
	records, err := catalog.OpenReadOnly(ctx, a.data)
	if err != nil {
		return quality.Judged{}, err
	}
	defer records.Close()
	ids := map[string]corpus.ID{}
	for s, err := range records.Records(ctx) {
		if err != nil {
			return quality.Judged{}, err
		}
		ids[s.Origin.File], ids[string(s.ID)] = s.ID, s.ID
	}
	return quality.Judge(ctx, index, questions, quality.Names{
		Statement: func(name string) (corpus.ID, bool) { id, ok := ids[name]; return id, ok },
		Value:     names.Resolve,
	})
}

// askEveryday runs the everyday searches of a file on the index of the data folder.
func (a *app) askEveryday(ctx context.Context, file string) (quality.LanguageFirst, error) {
	f, err := os.Open(file)
	if err != nil {
		return quality.LanguageFirst{}, usageError("--everyday: %v", err)
	}
	defer f.Close()
	questions, err := quality.ReadEveryday(f)
	if err != nil {
		return quality.LanguageFirst{}, fmt.Errorf("%s: %w", file, err)
	}
	names, err := authority.Load(a.authority)
	if err != nil {
		return quality.LanguageFirst{}, err
	}
	index, err := a.engine(names).Open(ctx)
	if err != nil {
		return quality.LanguageFirst{}, err
	}
	defer index.Close()
	return quality.AskEveryday(ctx, index, questions)
}
