package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/spf13/pflag"

	"rostrum/cmd/rostrum/terminal"
	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/client"
	"rostrum/search/query"
	"rostrum/search/web"
	"rostrum/search/web/request"
	"rostrum/search/web/site"
)

// With --server, a command queries a remote service and prints the same as for a
// local index.

func addServerFlag(flags *pflag.FlagSet) {
	flags.String("server", "", "query the service at this address, such as https://search.example.org, instead of the data folder")
}

// remote returns the client for --server, or nil to use the data folder.
func remote(flags *pflag.FlagSet) (*client.Client, error) {
	address, _ := flags.GetString("server")
	if address == "" {
		return nil, nil
	}
	service, err := client.New(address)
	if err != nil {
		return nil, fmt.Errorf("--server: %w", err)
	}
	return service, nil
}

// remoteFilters returns the filters as given: the service resolves names.
func remoteFilters(flags *pflag.FlagSet) client.Filters {
	filters := client.Filters{Values: map[corpus.Field][]string{}}
	for _, f := range filterFlags {
		if values, _ := flags.GetStringArray(string(f)); len(values) > 0 {
			filters.Values[f] = values
		}
	}
	filters.From, _ = flags.GetString("from")
	filters.To, _ = flags.GetString("to")
	return filters
}

// printRemote prints the response of the service at a path, and decodes it into to.
func (a *app) printRemote(ctx context.Context, service *client.Client, path string, params url.Values, to any) error {
	body, err := service.Get(ctx, path, params)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, to); err != nil {
		return fmt.Errorf("invalid response from the service: %w", err)
	}
	_, err = a.stdout.Write(body)
	return err
}

// explainRefusal shows the position of an error in a query that the service rejected.
func explainRefusal(queries []string, err error) error {
	var refused *client.Error
	if !errors.As(err, &refused) || len(refused.Errors) == 0 {
		return err
	}
	f := refused.Errors[0]
	nth := 0
	if f.Position == nil || f.Parameter() != "q" {
		return err
	}
	_, _ = fmt.Sscanf(f.Location, "query.q[%d]", &nth) // without a number it is the first
	if nth < 0 || nth >= len(queries) {
		return err
	}
	return explainSyntax(queries[nth], &query.SyntaxError{Pos: min(max(*f.Position, 0), len(queries[nth])), Msg: f.Message})
}

func (a *app) searchRemote(ctx context.Context, service *client.Client, q client.Question, asJSON bool) (total int, err error) {
	var found api.Results
	if asJSON {
		err = a.printRemote(ctx, service, api.SearchPath, q.Params(), &found)
		return found.Total.Value, explainRefusal([]string{q.Q}, err)
	}
	answer, err := service.Search(ctx, q)
	if err != nil {
		return 0, explainRefusal([]string{q.Q}, err)
	}
	for i, hit := range answer.Hits {
		answer.Hits[i].Passages = hit.Passages[:min(searchPassages, len(hit.Passages))]
	}
	return answer.Total.Value, a.terminal().Results(*answer)
}

func (a *app) quoteRemote(ctx context.Context, service *client.Client, q client.Quotation, asJSON bool) (search.Verdict, error) {
	if asJSON {
		var answer api.Quote
		err := a.printRemote(ctx, service, api.QuotePath, q.Params(), &answer)
		return answer.Verdict, err
	}
	answer, err := service.Quote(ctx, q)
	if err != nil {
		return "", err
	}
	return answer.Verdict, a.terminal().Quote(*answer)
}

// printRemoteTrends prints counts in the requested machine-readable format.
func (a *app) printRemoteTrends(ctx context.Context, service *client.Client, params url.Values, asCSV bool) error {
	if !asCSV {
		return a.printRemote(ctx, service, api.TrendsPath, params, &api.Trends{})
	}
	table, err := service.Get(ctx, api.TrendsPath, params)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(table)
	return err
}

func (a *app) trendsRemote(ctx context.Context, service *client.Client, q client.TrendQuestion, shares bool) error {
	answer, err := service.Trends(ctx, q)
	if err != nil {
		return explainRefusal(q.Queries, err)
	}
	return a.terminal().Trends(*answer, shares)
}

// showRemote prints what the service publishes about a statement: not the path of
// its file, nor who corrected it.
func (a *app) showRemote(ctx context.Context, service *client.Client, id corpus.ID, asJSON bool) error {
	told, err := service.Statement(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		return corpus.ErrNotFound.Errorf("there is no statement %q; `rostrum search` prints the ids of what it finds", terminal.OneLine(string(id)))
	}
	if err != nil {
		return err
	}
	own, err := authority.Load(a.authority)
	if err != nil {
		return err
	}
	record := told.Record()
	if told.Stale {
		record.Origin.Stale = "its source could not be checked recently"
	}
	shown := terminal.Record{Statement: record, Pages: len(told.Pages), Corrections: []corpus.Correction{}, SameWork: []terminal.SameWork{}}
	for _, p := range told.Pages {
		if p.OCR {
			shown.OCRPages++
		}
	}
	for _, t := range told.Translations {
		shown.SameWork = append(shown.SameWork, terminal.SameWork{ID: t.ID, Language: t.Language})
	}
	if asJSON {
		return json.NewEncoder(a.stdout).Encode(shown)
	}
	return a.terminal().Record(shown, told.Names(own))
}

// apiSite builds API values, so that --json prints the same JSON as the API returns.
func apiSite(names *authority.Authority) *site.Site {
	return &site.Site{Names: names, Parser: request.Parser{Names: names, MaxBytes: request.DefaultMaxBytes}}
}

// printJSON prints a value encoded as in the API.
func (a *app) printJSON(v any) error { return api.Encode(a.stdout, v) }

// printed returns a builder of API values with English labels, for printing.
func printed(names terminal.Names) api.Builder {
	return api.Builder{Label: func(f corpus.Field, id string) string { return names.Label(f, id, corpus.English) }}
}

// suggestion converts a correction to an API value; nil for none.
func suggestion(meant *search.Correction) *api.Suggestion {
	if meant == nil {
		return nil
	}
	return &api.Suggestion{Q: meant.Query.String(), Total: meant.Total}
}

// meetings returns the times and places of a session.
func meetings(names *authority.Authority) func(corpus.SessionID) []site.SessionPart {
	parts := map[corpus.SessionID][]site.SessionPart{}
	for _, s := range names.Sessions() {
		for _, p := range s.Parts {
			parts[s.ID] = append(parts[s.ID], site.SessionPart(p))
		}
	}
	return func(id corpus.SessionID) []web.SessionPart { return parts[id] }
}
