package main

import (
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/client"
	"rostrum/search/export"
	"rostrum/search/query"
	"rostrum/search/web/answer"
	"rostrum/search/web/request"
)

func trendsCommand(app *app) *cobra.Command {
	var by, split string
	var rows int
	var exact, shares, asJSON, asCSV bool
	fields := make([]string, len(search.FacetFields))
	for i, f := range search.FacetFields {
		fields[i] = string(f)
	}
	cmd := &cobra.Command{
		Use:   "trends [QUERY]...",
		Short: "Count statements by session, organization or another field",
		Long: `Count matching statements by session or another field, and split the counts by a
second one. Each QUERY is a separate search; up to four are counted side by side.
Without a QUERY, all statements are counted. Shares are of all statements with the
same values.`,
		Example: `  rostrum trends universality
  rostrum trends universality --split organization --csv >universality.csv
  rostrum trends victims '"victims fund"' --by year --topic cooperation --shares`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(fields, by) {
				return usageError("--by %q: use %s", by, strings.Join(fields, ", "))
			}
			if split != "" && split != "none" && !slices.Contains(fields, split) {
				return usageError("--split %q: use none, %s", split, strings.Join(fields, ", "))
			}
			if split == by {
				return usageError("--split %s: already counted by this field; choose another one", split)
			}
			if rows < 0 || rows > search.MaxTrendRows {
				return usageError("--limit %d: use 0 (all) to %d", rows, search.MaxTrendRows)
			}
			if asJSON && asCSV {
				return usageError("--json and --csv cannot be combined")
			}
			if len(args) > search.MaxTrendQueries {
				return usageError("%d queries; up to %d can be counted side by side", len(args), search.MaxTrendQueries)
			}
			if service, err := remote(cmd.Flags()); err != nil {
				return err
			} else if service != nil {
				asked := client.TrendQuestion{Queries: args, Filters: remoteFilters(cmd.Flags()), By: corpus.Field(by), Exact: exact}
				if split != "none" && split != "" {
					if asked.Split, asked.Limit = corpus.Field(split), rows; rows == 0 {
						asked.Limit = search.MaxTrendRows
					}
				}
				if !asJSON && !asCSV {
					return app.trendsRemote(cmd.Context(), service, asked, shares)
				}
				params := asked.Params()
				addTrendForm(params, shares, asCSV)
				return explainRefusal(args, app.printRemoteTrends(cmd.Context(), service, params, asCSV))
			}
			asked, index, names, err := app.question(cmd.Context(), cmd.Flags(), "")
			if err != nil {
				return err
			}
			defer index.Close()
			r := search.TrendRequest{Filters: asked.Filters, Exact: exact, By: corpus.Field(by)}
			if split != "none" && split != "" {
				if r.Split, r.Rows = corpus.Field(split), rows; rows == 0 {
					r.Rows = search.MaxTrendRows
				}
			}
			for _, q := range args {
				expr, err := query.Parse(q) // the same way as a service does
				if err != nil {
					return explainSyntax(q, err)
				}
				r.Queries = append(r.Queries, expr)
			}
			if len(r.Queries) == 0 {
				r.Queries = append(r.Queries, nil)
			}
			trender, err := power[search.Trender](index, "count by fields")
			if err != nil {
				return err
			}
			t, err := trender.Trend(cmd.Context(), r)
			if err != nil {
				return err
			}
			t.Arrange(r, began(names))
			switch {
			case asCSV:
				return export.Trend(app.stdout, r, t, shares, export.Options{Names: names})
			case asJSON:
				return app.printJSON(answer.Trends(apiSite(names), request.OfTrends(args, r, shares), r, t))
			}
			return app.terminal().Trends(printed(names).Trends(api.TrendQuery{By: r.By, Split: r.Split}, r, t, noAddress), shares)
		},
	}
	addFilterFlags(cmd.Flags())
	addServerFlag(cmd.Flags())
	cmd.Flags().StringVar(&by, "by", string(corpus.FieldSession), "the field to count by: "+strings.Join(fields, ", "))
	cmd.Flags().StringVar(&split, "split", "", "a second field, or none")
	cmd.Flags().IntVar(&rows, "limit", 0, "number of values of the second field, most frequent first; 0: all")
	cmd.Flags().BoolVar(&shares, "shares", false, "print shares instead of numbers")
	cmd.Flags().BoolVar(&exact, "exact", false, "exact words only: no inflections, translations or other names")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, as returned by /api/v1/trends")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "print CSV")
	for name, values := range map[string][]string{"by": fields, "split": append([]string{"none"}, fields...)} {
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)) // fails only for unknown flags
	}
	return cmd
}

// addTrendForm adds the output format to the parameters of an API request.
func addTrendForm(params url.Values, shares, asCSV bool) {
	if shares {
		params.Set("share", "true")
	}
	if asCSV {
		params.Set("format", "csv")
	}
}

// began returns the start date of a session.
func began(names *authority.Authority) func(corpus.SessionID) corpus.Date {
	starts := map[corpus.SessionID]corpus.Date{}
	for _, s := range names.Sessions() {
		starts[s.ID] = s.Parts[0].Start
	}
	return func(id corpus.SessionID) corpus.Date { return starts[id] }
}

// noAddress is used where counts have no links.
func noAddress(int, string, string) string { return "" }
