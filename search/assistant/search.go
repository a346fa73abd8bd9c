package assistant

import (
	"context"
	"errors"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// filterInput has the filters shared by the tools.
type filterInput struct {
	Session      []string `json:"session,omitempty" jsonschema:"ids such as ASP20, or names; values of one filter are alternatives"`
	Topic        []string `json:"topic,omitempty" jsonschema:"of the plenary meeting: ids or names in any language"`
	Organization []string `json:"organization,omitempty" jsonschema:"organizations or states that made the statement: ids, acronyms or names in any language"`
	Kind         []string `json:"kind,omitempty" jsonschema:"kinds of organization: state, ngo, igo, group, court or other"`
	Language     []string `json:"language,omitempty" jsonschema:"of the document: codes such as fr, or names"`
	Type         []string `json:"type,omitempty" jsonschema:"document types"`
	Situation    []string `json:"situation,omitempty" jsonschema:"situations named, such as Darfur"`
	From         string   `json:"from,omitempty" jsonschema:"from this date on: 2021, 2021-12 or 2021-12-06"`
	To           string   `json:"to,omitempty" jsonschema:"up to this date"`
}

func (t *tools) filters(n filterInput) (search.Filters, error) {
	filters := search.Filters{Values: map[corpus.Field][]string{}}
	for f, names := range map[corpus.Field][]string{
		corpus.FieldSession: n.Session, corpus.FieldTopic: n.Topic, corpus.FieldOrganization: n.Organization,
		corpus.FieldLanguage: n.Language, corpus.FieldType: n.Type, corpus.FieldSituation: n.Situation, corpus.FieldKind: n.Kind,
	} {
		for _, name := range names {
			id, ok := t.config.Names.Resolve(f, name)
			if !ok {
				id = name // a name that is only in the catalogue
			}
			filters.Values[f] = append(filters.Values[f], id)
		}
	}
	for _, bound := range []struct {
		name, text string
		date       *corpus.Date
	}{{"from", n.From, &filters.From}, {"to", n.To, &filters.To}} {
		if bound.text == "" {
			continue
		}
		date, err := corpus.ParseDate(bound.text)
		if err != nil {
			return filters, corpus.ErrInvalid.Errorf("%s: %w", bound.name, err)
		}
		*bound.date = date
	}
	return filters, nil
}

// Limits on the size of results, since an assistant reads all of them.
const (
	defaultHits = 5
	maxHits     = 20
	hitPassages = 3
)

func inRange(name string, given, otherwise, most int) (int, error) {
	switch {
	case given == 0:
		return otherwise, nil
	case given < 0 || given > most:
		return 0, corpus.ErrInvalid.Errorf("%s is %d; use 1 to %d", name, given, most)
	}
	return given, nil
}

type searchInput struct {
	Query string `json:"query,omitempty" jsonschema:"the query; if empty, everything matches, newest first"`
	filterInput
	Exact bool   `json:"exact,omitempty" jsonschema:"exact words only, without inflections and other names"`
	Sort  string `json:"sort,omitempty" jsonschema:"relevance, newest, oldest, or added (most recently added first)"`
	Size  int    `json:"size,omitempty" jsonschema:"maximum number of statements, 1 to 20; default 5"`
	Page  int    `json:"page,omitempty" jsonschema:"page of results, from 1"`
	Other bool   `json:"other_languages,omitempty" jsonschema:"also list statements in other languages that use words of similar meaning, if the service has a language model"`
}

type searchOutput struct {
	Total      int          `json:"total" jsonschema:"statements that match; translations count once"`
	Relaxed    bool         `json:"relaxed,omitempty" jsonschema:"few statements contain all words, so statements with some of them follow"`
	Notes      []string     `json:"notes,omitempty" jsonschema:"parts of the query that were interpreted differently from how they were written"`
	Statements []foundEntry `json:"statements"`
	Other      *otherOutput `json:"other_languages,omitempty" jsonschema:"statements in other languages that use words of similar meaning; they are not in total"`
}

type otherOutput struct {
	Total      int          `json:"total"`
	Words      []string     `json:"words" jsonschema:"words of other languages that were searched for"`
	Statements []foundEntry `json:"statements"`
}

type foundEntry struct {
	record
	Passages []passage `json:"passages"`
	Matching int       `json:"passages_total"`
}

func (t *tools) search(ctx context.Context, in searchInput) (searchOutput, error) {
	out := searchOutput{Statements: []foundEntry{}}
	filters, err := t.filters(in.filterInput)
	if err != nil {
		return out, err
	}
	r := search.Request{Filters: filters, Exact: in.Exact, Passages: hitPassages}
	if strings.TrimSpace(in.Query) != "" {
		r.Query, r.Notes = query.ParseLenient(in.Query)
	}
	switch r.Sort = search.Sort(in.Sort); r.Sort {
	case search.SortRelevance, search.SortNewest, search.SortOldest, search.SortAdded:
	case "":
		if r.Sort = search.SortRelevance; r.Query == nil {
			r.Sort = search.SortNewest
		}
	default:
		return out, corpus.ErrInvalid.Errorf("sort is %q; use relevance, newest, oldest or added", in.Sort)
	}
	if r.Size, err = inRange("size", in.Size, defaultHits, maxHits); err != nil {
		return out, err
	}
	page, err := inRange("page", in.Page, 1, search.MaxWindow/r.Size)
	if err != nil {
		return out, err
	}
	r.From = (page - 1) * r.Size
	meant, err := search.SearchMeant(ctx, t.config.Engine, r, nil)
	if err != nil {
		return out, err
	}
	for _, n := range meant.Request.Notes {
		out.Notes = append(out.Notes, n.Msg)
	}
	results := meant.Results
	out.Total, out.Relaxed = results.Total, results.Relaxed
	out.Statements = append(out.Statements, t.entries(results.Hits)...)
	if !in.Other {
		return out, nil
	}
	others, err := t.config.Bridge.Search(ctx, t.config.Engine, meant.Request, results, nil)
	if err != nil || others == nil {
		return out, err
	}
	out.Other = &otherOutput{Total: others.Total, Words: []string{}, Statements: append([]foundEntry{}, t.entries(others.Hits)...)}
	for _, w := range others.Bridge {
		for _, e := range w.Equivalents {
			out.Other.Words = append(out.Other.Words, e.Name.Text)
		}
	}
	return out, nil
}

func (t *tools) entries(hits []search.Hit) []foundEntry {
	var out []foundEntry
	for _, h := range hits {
		r, passages := t.hit(h)
		out = append(out, foundEntry{r, passages, h.PassagesTotal})
	}
	return out
}

// parse parses a query; an empty one matches everything.
func parse(q string) (query.Expr, error) {
	if strings.TrimSpace(q) == "" {
		return nil, nil
	}
	expr, err := query.Parse(q)
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		return nil, corpus.ErrInvalid.Errorf("%w", syntax)
	}
	return expr, err
}
