package main

import (
	"bufio"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
)

func exportCommand(app *app) *cobra.Command {
	var format, publicURL string
	var mark bool
	cmd := &cobra.Command{
		Use:   "export [QUERY]",
		Short: "Write all matching statements for other programs",
		Long: `Write all matching statements, however many: as a table (csv), as JSON Lines
(ndjson), or for reference managers (bibtex, ris, csl). The author is the
organization that made the statement, not its publisher.`,
		Example: `  rostrum export --format csv --session ASP20 >asp20.csv
  rostrum export 'universality' --format ris --organization HRW`,
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, err := export.ParseFormat(format)
			if err != nil || kind == export.Atom || kind == export.JSONFeed {
				return usageError("--format %q: use csv, ndjson, bibtex, ris or csl", format)
			}
			if mark && kind != export.CSV {
				return usageError("--bom is for csv, not for %s", format)
			}
			order, since, err := readOrder(cmd.Flags())
			if err != nil {
				return err
			}
			request, index, names, err := app.question(cmd.Context(), cmd.Flags(), strings.Join(args, " "))
			if err != nil {
				return err
			}
			defer index.Close()
			out := bufio.NewWriter(app.stdout)
			options := export.Options{Names: names, Mark: mark}
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
			request.Sort, request.Filters.Since = order, since
			if request.Query != nil {
				request.Passages = 1 // the best match, with its page
			}
			_, err = export.Copy(writer, export.All(cmd.Context(), index, request))
			if err != nil {
				return err
			}
			return errors.Join(writer.Close(), out.Flush())
		},
	}
	addFilterFlags(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", "csv", "csv, ndjson, bibtex, ris or csl")
	cmd.Flags().BoolVar(&mark, "bom", false, "begin the csv with a byte order mark, as Excel needs it to read UTF-8")
	addOrderFlags(cmd.Flags(), search.SortOldest)
	cmd.Flags().StringVar(&publicURL, "public-url", "", "public address of the service, for links to statements")
	return cmd
}
