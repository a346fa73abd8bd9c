package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/client"
	"rostrum/search/query"
	"rostrum/search/web/answer"
	"rostrum/search/web/request"
)

// filterFlags are the filter flags and their fields.
var filterFlags = slices.DeleteFunc(slices.Clone(corpus.Facets), func(f corpus.Field) bool {
	return f == corpus.FieldYear // --from and --to cover it
})

func addFilterFlags(flags *pflag.FlagSet) {
	for _, f := range filterFlags {
		flags.StringArray(string(f), nil, fmt.Sprintf("only this %s: an id or any name; may be repeated", f))
	}
	flags.String("from", "", "only from this date on: 2021, 2021-12 or 2021-12-06")
	flags.String("to", "", "only up to this date")
}

func readFilters(flags *pflag.FlagSet, names *authority.Authority) (search.Filters, error) {
	filters := search.Filters{Values: map[corpus.Field][]string{}}
	for _, f := range filterFlags {
		values, _ := flags.GetStringArray(string(f))
		for _, v := range values {
			id, ok := names.Resolve(f, v)
			if !ok {
				id = v // a name that is only in the catalogue
			}
			filters.Values[f] = append(filters.Values[f], id)
		}
	}
	for name, date := range map[string]*corpus.Date{"from": &filters.From, "to": &filters.To} {
		text, _ := flags.GetString(name)
		if text == "" {
			continue
		}
		parsed, err := corpus.ParseDate(text)
		if err != nil {
			return filters, usageError("--%s: %v", name, err)
		}
		*date = parsed
	}
	return filters, nil
}

func addOrderFlags(flags *pflag.FlagSet, order search.Sort) {
	flags.String("sort", string(order), "relevance, newest, oldest or added (most recently added first)")
	flags.String("since", "", "only statements added to the collection since this date or time, such as 2021-12-06T15:04:05Z")
}

// readOrder reads --sort and --since.
func readOrder(flags *pflag.FlagSet) (order search.Sort, since time.Time, err error) {
	text, _ := flags.GetString("sort")
	switch order = search.Sort(text); order {
	case search.SortRelevance, search.SortNewest, search.SortOldest, search.SortAdded:
	default:
		return order, since, usageError("--sort %q: use relevance, newest, oldest or added", text)
	}
	if text := sinceFlag(flags); text != "" {
		if since, err = search.ParseSince(text); err != nil {
			return order, since, usageError("--since: %v", err)
		}
	}
	return order, since, nil
}

func sinceFlag(flags *pflag.FlagSet) string {
	text, _ := flags.GetString("since")
	return strings.TrimSpace(text)
}

// searchPassages is the number of passages printed per statement.
const searchPassages = 2

func searchCommand(app *app) *cobra.Command {
	var size int
	var asJSON, exact, failEmpty, translate bool
	var languages string
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Search the statements",
		Long: `Search the statements. Words match in all their inflections; "quoted words" match
as typed. Combine words with AND, OR, NOT and brackets; vett* matches a prefix;
field:value searches one field: title, organization, session, topic, speaker,
language, type, kind, situation, symbol. 2019..2021 is a date range.`,
		Example: `  rostrum search vetting
  rostrum search '"arrest warrants" AND cooperation' --session ASP20
  rostrum search 'organization:HRW universality' --sort newest --json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			order, since, err := readOrder(cmd.Flags())
			if err != nil {
				return err
			}
			if size < 1 || size > 100 {
				return usageError("--size %d: use 1 to 100", size)
			}
			if languages != "" && languages != request.OtherLanguages {
				return usageError("--languages %q: use %s", languages, request.OtherLanguages)
			}
			q := strings.Join(args, " ")
			if service, err := remote(cmd.Flags()); err != nil {
				return err
			} else if service != nil {
				asked := client.Question{Q: q, Filters: remoteFilters(cmd.Flags()), Since: sinceFlag(cmd.Flags()), Sort: order, Size: size, Exact: exact, Lenient: true, Untranslated: !translate, OtherLanguages: languages != ""}
				total, err := app.searchRemote(cmd.Context(), service, asked, asJSON)
				if err == nil && failEmpty && total == 0 {
					return &exitError{code: exitNothing}
				}
				return err
			}
			request, index, names, err := app.question(cmd.Context(), cmd.Flags(), q)
			if err != nil {
				return err
			}
			defer index.Close()
			request.Exact, request.Sort, request.Size, request.Filters.Since = exact, order, size, since
			request.Untranslated = !translate
			var bridge *search.Bridge
			if languages != "" {
				if bridge, err = app.semantic().Bridge(names); err == nil && bridge == nil {
					err = usageError("no language model is installed in %s: see `rostrum model install --help`", app.data)
				}
				if err != nil {
					return err
				}
			}
			total, err := app.search(cmd.Context(), index, names, q, request, asJSON, bridge)
			if err == nil && failEmpty && total == 0 {
				return &exitError{code: exitNothing}
			}
			return err
		},
	}
	addFilterFlags(cmd.Flags())
	addServerFlag(cmd.Flags())
	addOrderFlags(cmd.Flags(), search.SortRelevance)
	cmd.Flags().IntVar(&size, "size", 10, "maximum number of results, 1 to 100")
	cmd.Flags().BoolVar(&translate, "translate", true, "include other names and translations")
	cmd.Flags().StringVar(&languages, "languages", "", "bridge: also list statements in other languages that use words of similar meaning; needs rostrum model install")
	cmd.Flags().BoolVar(&exact, "exact", false, "exact words only: no inflections, translations or other names")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, as returned by /api/v1/search")
	cmd.Flags().BoolVar(&failEmpty, "fail-empty", false, "exit with code 5 when nothing is found")
	return cmd
}

// search prints the results from an index, and returns their total. bridge may be nil.
func (a *app) search(ctx context.Context, index search.Index, names *authority.Authority, q string, r search.Request, asJSON bool, bridge *search.Bridge) (total int, err error) {
	called := englishNames(names)
	if r.Passages = searchPassages; asJSON {
		r, called = answer.Complete(r), apiSite(names).QueryNames(corpus.English)
	}
	meant, err := search.SearchMeant(ctx, index, r, called)
	if err != nil {
		return 0, err
	}
	others, err := bridge.Search(ctx, index, meant.Request, meant.Results, nil)
	switch {
	case err != nil:
		return 0, err
	case asJSON:
		state := request.Of(q, r)
		state.Lenient, state.Plain = true, r.Untranslated
		out := answer.Results(apiSite(names), state, meant)
		if bridge != nil {
			state.Bridge = true
			answer.Bridge(apiSite(names), state, meant.Request, others, &out)
		}
		err = a.printJSON(out)
	default:
		found := printed(names).Results(api.Query{Notes: api.Notes(meant.Request.Notes)}, meant.Results, nil)
		found.Suggestion = suggestion(meant.Correction)
		if others != nil {
			found.Bridge = printed(names).Bridge(others, printed(names).Hit, func(corpus.Name) string { return "" })
		}
		if err = a.terminal().Results(found); err == nil && meant.Results.Total == 0 {
			err = a.explain(ctx, index, names, meant)
		}
	}
	return meant.Results.Total, err
}

// explain prints what would find something where nothing was found.
func (a *app) explain(ctx context.Context, index search.Index, names *authority.Authority, meant *search.LikelyMeant) error {
	called := englishNames(names)
	x := search.Relaxer{Searcher: index, Thesaurus: names, Label: called}
	if suggester, ok := index.(search.Suggester); ok {
		x.Suggest = suggester.Suggest
	}
	x.Correct = func(ctx context.Context, r search.Request, results *search.Results) (*search.Correction, error) {
		return search.DidYouMean(ctx, index, r, results, called)
	}
	ways, err := x.Relax(ctx, meant.Request, meant.Results)
	if err != nil || len(ways) == 0 && meant.Correction != nil {
		return err
	}
	return a.terminal().Relaxations(ways, called)
}

// question reads the query and filters of a command, and opens the index; the caller
// closes it.
func (a *app) question(ctx context.Context, flags *pflag.FlagSet, q string) (request search.Request, index search.Index, names *authority.Authority, err error) {
	if names, err = authority.Load(a.authority); err != nil {
		return request, nil, nil, err
	}
	if request.Filters, err = readFilters(flags, names); err != nil {
		return request, nil, nil, err
	}
	if f := request.Filters; !f.From.IsZero() && !f.To.IsZero() && f.From.First() > f.To.Last() {
		request.Notes = append(request.Notes, query.SwappedDates(f.From.String(), f.To.String()))
		request.Filters.From, request.Filters.To = f.To, f.From
	}
	if strings.TrimSpace(q) != "" {
		var notes []query.Note
		request.Query, notes = query.ParseLenient(q)
		request.Notes = append(request.Notes, notes...)
	}
	index, err = a.openIndex(ctx, names)
	return request, index, names, err
}

// addFilters adds filters to the parameters of an API request.
func addFilters(params url.Values, filters search.Filters) {
	for f, values := range filters.Values {
		params[string(f)] = values
	}
	for name, date := range map[string]corpus.Date{"from": filters.From, "to": filters.To} {
		if !date.IsZero() {
			params.Set(name, date.String())
		}
	}
}

// explainSyntax shows the position of a syntax error.
func explainSyntax(q string, err error) error {
	var syntax *query.SyntaxError
	if !errors.As(err, &syntax) {
		return err
	}
	return usageError("%s\n  %s\n  %s^", syntax.Msg, q, strings.Repeat(" ", syntax.Pos))
}

// englishNames returns the labels of ids in a query.
func englishNames(names *authority.Authority) func(corpus.Field, string) string {
	return func(f corpus.Field, id string) string { return names.Label(f, id, corpus.English) }
}
