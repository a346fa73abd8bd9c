package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/export"
	"rostrum/search/query"
)

func exportCommand(app *app) *cobra.Command {
	var format, sort, publicURL string
	cmd := &cobra.Command{
		Use:   "export [QUERY]",
		Short: "Write all statements that match, for other programs",
		Long: `Write all statements that match, without a bound on how many: as a table (csv),
as JSON Lines (ndjson), or for reference managers (bibtex, ris, csl). The author
is who made the statement, not who published it.`,
		Example: `  rostrum export --format csv --session ASP20 >asp20.csv
  rostrum export 'universality' --format ris --organization HRW`,
		RunE: func(cmd *cobra.Command, args []string) error {
			q := strings.Join(args, " ")
			kind, err := export.ParseFormat(format)
			if err != nil || kind == export.Atom || kind == export.JSONFeed {
				return usageError("--format %q: use csv, ndjson, bibtex, ris or csl", format)
			}
			names, err := authority.Load(app.authority)
			if err != nil {
				return err
			}
			filters, err := readFilters(cmd.Flags(), names)
			if err != nil {
				return err
			}
			tree, err := query.Parse(q)
			if err != nil {
				return explainSyntax(q, err)
			}
			index, err := bleveindex.Open(engineConfig(app.indexDir(), names))
			if err != nil {
				return err
			}
			defer index.Close()
			out := bufio.NewWriter(app.stdout)
			options := export.Options{Names: names}
			if base := strings.TrimSuffix(publicURL, "/"); base != "" {
				options.Link = func(id corpus.ID, page, passage int) string {
					link := base + "/s/" + string(id)
					if page != 0 {
						link += fmt.Sprintf("#p%d-%d", page, passage)
					}
					return link
				}
			}
			writer, err := export.New(kind, out, options)
			if err != nil {
				return err
			}
			request := search.Request{Query: tree, Filters: filters, Sort: search.Sort(sort)}
			_, err = export.Copy(writer, export.All(cmd.Context(), index, request))
			if err != nil {
				return err
			}
			return errors.Join(writer.Close(), out.Flush())
		},
	}
	addFilterFlags(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", "csv", "csv, ndjson, bibtex, ris or csl")
	cmd.Flags().StringVar(&sort, "sort", string(search.SortOldest), "relevance, newest or oldest")
	cmd.Flags().StringVar(&publicURL, "public-url", "", "where the service is reached from outside, for links to statements")
	return cmd
}
