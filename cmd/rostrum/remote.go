package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/client"
	"rostrum/search/query"
)

// A command with --server asks a service that runs elsewhere, and prints what it
// would print of an index on this machine.

func addServerFlag(flags *pflag.FlagSet) {
	flags.String("server", "", "ask the service at this address, such as https://search.example.org, in place of the data folder")
}

// remote is the service to be asked; nil: the data folder is.
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

// remoteFilters are the filters as they were given: names are the service's to
// resolve.
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

// printRemote prints what the service answers at a path, and reads it into what
// to points to.
func (a *app) printRemote(ctx context.Context, service *client.Client, path string, params url.Values, to any) error {
	body, err := service.Get(ctx, path, params)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, to); err != nil {
		return fmt.Errorf("the service answered with what cannot be read: %w", err)
	}
	_, err = a.stdout.Write(body)
	return err
}

// explainRefusal shows where in a query the service found a fault.
func explainRefusal(queries []string, err error) error {
	var refused *client.Error
	if !errors.As(err, &refused) || len(refused.Faults) == 0 {
		return err
	}
	f := refused.Faults[0]
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

func (a *app) searchRemote(cmd *cobra.Command, service *client.Client, q client.Question, asJSON bool) (total int, err error) {
	if asJSON {
		var answer client.Answer
		err = a.printRemote(cmd.Context(), service, client.SearchPath, q.Params(), &answer)
		return answer.Total.Value, explainRefusal([]string{q.Q}, err)
	}
	answer, err := service.Search(cmd.Context(), q)
	if err != nil {
		return 0, explainRefusal([]string{q.Q}, err)
	}
	names, err := a.toldNames()
	if err != nil {
		return 0, err
	}
	results := &search.Results{Total: answer.Total.Value, Relaxed: answer.Query.Relaxed}
	for _, h := range answer.Hits {
		hit := names.hit(h)
		hit.Passages = hit.Passages[:min(searchPassages, len(hit.Passages))]
		results.Hits = append(results.Hits, hit)
	}
	var meant *search.Correction
	if s := answer.Suggestion; s != nil {
		if other, err := query.Parse(s.Q); err == nil && other != nil {
			meant = &search.Correction{Query: other, Total: s.Total}
		}
	}
	a.printHits(results, meant, names)
	return results.Total, nil
}

func (a *app) quoteRemote(ctx context.Context, service *client.Client, q client.Quotation, asJSON bool) (search.Verdict, error) {
	if asJSON {
		var answer client.QuoteAnswer
		err := a.printRemote(ctx, service, client.QuotePath, q.Params(), &answer)
		return answer.Verdict, err
	}
	answer, err := service.Quote(ctx, q)
	if err != nil {
		return "", err
	}
	names, err := a.toldNames()
	if err != nil {
		return "", err
	}
	result := &search.QuoteResult{Verdict: clean(answer.Verdict), Words: answer.Words, Total: answer.Total}
	for _, m := range answer.Matches {
		match := search.QuoteMatch{Hit: names.hit(m.Hit), Verdict: clean(m.Verdict), Differs: cleaned(m.Differs), Begins: m.Begins}
		for _, d := range m.Differences {
			match.Differences = append(match.Differences, search.QuoteDifference(d))
		}
		result.Matches = append(result.Matches, match)
	}
	if p := answer.Partial; p != nil {
		result.Partial = &search.QuotePartial{Hit: names.hit(p.Hit), Words: p.Words, Quoted: p.Quoted}
	}
	a.printQuote(result, names)
	return result.Verdict, nil
}

// printRemoteTrends prints counts in the form for programs that was asked for.
func (a *app) printRemoteTrends(ctx context.Context, service *client.Client, params url.Values, asCSV bool) error {
	if !asCSV {
		return a.printRemote(ctx, service, client.TrendsPath, params, &client.Trends{})
	}
	table, err := service.Get(ctx, client.TrendsPath, params)
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
	r := search.TrendRequest{By: answer.Query.By, Split: answer.Query.Split}
	for _, normalized := range answer.Query.Normalized {
		expr, err := query.Parse(normalized)
		if err != nil {
			return fmt.Errorf("the service reads a query as %q, which this version cannot read: %w", printable(normalized), err)
		}
		r.Queries = append(r.Queries, expr)
	}
	if len(r.Queries) == 0 {
		r.Queries = append(r.Queries, nil)
	}
	names, err := a.toldNames()
	if err != nil {
		return err
	}
	faulty := false
	counted := func(t client.Tally) search.Tally {
		out := search.Tally{Of: t.Corpus}
		for _, c := range t.Counts {
			out.Works = append(out.Works, c.Count)
		}
		faulty = faulty || len(out.Works) != len(r.Queries)
		return out
	}
	value := func(f corpus.Field, v client.Value) search.TrendValue {
		names.told(f, client.Named{ID: v.ID, Label: v.Label})
		return search.TrendValue{ID: v.ID, Tally: counted(v.Tally)}
	}
	t := &search.Trend{Total: counted(answer.Total), Left: answer.Left}
	for _, c := range answer.Columns {
		t.Columns = append(t.Columns, value(r.By, c))
	}
	for _, row := range answer.Rows {
		line := search.TrendRow{TrendValue: value(r.Split, row.Value), Cells: map[string]search.Tally{}}
		for _, c := range row.Cells {
			line.Cells[c.Column] = counted(c.Tally)
		}
		t.Rows = append(t.Rows, line)
	}
	if faulty {
		return errors.New("the service answered with other counts than were asked for")
	}
	return printTrend(a.stdout, r, t, shares, names)
}

// showRemote shows what the service tells of a statement. Where the file was
// read from, and who corrected it, stays with those who run the service.
func (a *app) showRemote(ctx context.Context, service *client.Client, id corpus.ID, asJSON bool) error {
	told, err := service.Statement(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		return corpus.ErrNotFound.Errorf("there is no statement %q; `rostrum search` prints the ids of what it finds", printable(string(id)))
	}
	if err != nil {
		return err
	}
	names, err := a.toldNames()
	if err != nil {
		return err
	}
	s := names.statement(told.About)
	s.Role, s.Status, s.Reason, s.Evidence = told.Role, told.Status, told.Reason, told.Evidence
	s.Origin.Publisher, s.Origin.SHA256, s.Origin.Bytes = told.Publisher, told.SHA256, told.Bytes
	s.Origin.RetrievedAt, s.Origin.Gone = told.RetrievedAt, told.GoneAt
	if told.Stale {
		s.Origin.Stale = "its source could not be asked of late"
	}
	shown := shownRecord{Statement: s, Pages: len(told.Pages), Corrections: []corpus.Correction{}, SameWork: []sameWork{}}
	for _, p := range told.Pages {
		if p.OCR {
			shown.OCRPages++
		}
	}
	for _, t := range told.Translations {
		shown.SameWork = append(shown.SameWork, sameWork{ID: t.ID, Language: t.Language})
	}
	if asJSON {
		return json.NewEncoder(a.stdout).Encode(shown)
	}
	printRecord(a.stdout, shown, names)
	return nil
}

// toldNames are what a service calls the ids it speaks of, and what this program
// calls those of which it does not say.
type toldNames struct {
	said map[corpus.Field]map[string]string
	own  labels
}

func (a *app) toldNames() (toldNames, error) {
	own, err := authority.Load(a.authority)
	return toldNames{map[corpus.Field]map[string]string{}, own}, err
}

func (n toldNames) told(f corpus.Field, v client.Named) {
	if n.said[f] == nil {
		n.said[f] = map[string]string{}
	}
	n.said[f][clean(v.ID)] = printable(v.Label)
}

// Label is the name the service gave, in its language, or else our own.
func (n toldNames) Label(f corpus.Field, id string, lang corpus.Language) string {
	if label := n.said[f][id]; label != "" {
		return label
	}
	return n.own.Label(f, id, lang)
}

// statement is what the service says of a statement, as this program knows it.
func (n toldNames) statement(a client.About) corpus.Statement {
	s := corpus.Statement{
		ID: clean(a.ID), Work: clean(a.Work), Title: a.Title, Deliverer: a.Deliverer, Part: clean(a.Part), Type: clean(a.Type),
		Language: clean(a.Language), Symbol: a.Symbol,
		Origin: corpus.Origin{File: clean(a.File), URL: clean(a.SourceURL), MediaType: a.MediaType},
	}
	for _, o := range a.Organizations {
		n.told(corpus.FieldOrganization, o)
		s.Authors = append(s.Authors, clean(corpus.OrgID(o.ID)))
	}
	if a.Session != nil {
		n.told(corpus.FieldSession, *a.Session)
		s.Session = clean(corpus.SessionID(a.Session.ID))
	}
	for _, t := range a.Topics {
		n.told(corpus.FieldTopic, t)
		s.Topics = append(s.Topics, clean(corpus.TopicID(t.ID)))
	}
	for _, t := range a.Situations {
		n.told(corpus.FieldSituation, t)
		s.Situations = append(s.Situations, clean(corpus.SituationID(t.ID)))
	}
	if a.Date != "" {
		s.Date, _ = corpus.ParseDate(a.Date) // one that cannot be read is shown as none
	}
	return s
}

// clean is a name that a service gave, which must not steer a terminal.
func clean[T ~string](name T) T { return T(printable(string(name))) }

func cleaned(names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, clean(name))
	}
	return out
}

func (n toldNames) hit(h client.Hit) search.Hit {
	out := search.Hit{Statement: n.statement(h.About), PageCount: h.Pages, TitleRanges: ranges(h.TitleRanges), Score: h.Score, PassagesTotal: h.PassagesTotal}
	for _, p := range h.Passages {
		out.Passages = append(out.Passages, search.Passage{Page: p.Page, Text: p.Text, Ranges: ranges(p.Ranges), OCR: p.OCR, Confidence: p.Confidence})
	}
	return out
}

func ranges(pairs [][2]int) []search.Range {
	var out []search.Range
	for _, p := range pairs {
		out = append(out, search.Range{Start: p[0], End: p[1]})
	}
	return out
}
