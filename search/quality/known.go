package quality

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// KnownItem is a query in the language people ask in, with the files that it
// should bring up.
type KnownItem struct {
	ID       string                    `json:"id"`
	Query    string                    `json:"query"`
	Filters  map[corpus.Field][]string `json:"filters,omitempty"` // names as written
	Expected []string                  `json:"expected"`          // files, as their source names them
}

// ReadKnownItems reads a CSV file with the columns query and expected_files
// and, if there are any, id and facet_filter; others do not count. Several
// files or filters (session=ASP20) are separated by semicolons.
func ReadKnownItems(r io.Reader) ([]KnownItem, error) {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = -1
	header, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("%w: the queries have no header row: %w", corpus.ErrInvalid, err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	for _, needed := range []string{"query", "expected_files"} {
		if !slices.Contains(header, needed) {
			return nil, fmt.Errorf("%w: the queries have no column %s", corpus.ErrInvalid, needed)
		}
	}
	var items []KnownItem
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return items, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: queries: %w", corpus.ErrInvalid, err)
		}
		line, _ := rows.FieldPos(0)
		item := KnownItem{ID: fmt.Sprintf("line %d", line)}
		for i, name := range header[:min(len(header), len(row))] {
			switch name {
			case "id":
				item.ID = row[i]
			case "query":
				item.Query = row[i]
			case "expected_files":
				item.Expected = list(row[i])
			case "facet_filter":
				if item.Filters, err = filters(row[i]); err != nil {
					return nil, fmt.Errorf("queries, line %d: %w", line, err)
				}
			}
		}
		if len(item.Expected) == 0 {
			return nil, fmt.Errorf("%w: queries, line %d: no file is expected", corpus.ErrInvalid, line)
		}
		items = append(items, item)
	}
}

func list(cell string) []string {
	var out []string
	for _, part := range strings.Split(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func filters(cell string) (map[corpus.Field][]string, error) {
	out := map[corpus.Field][]string{}
	for _, part := range list(cell) {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return nil, fmt.Errorf("%w: the filter %q is not of the form field=value", corpus.ErrInvalid, part)
		}
		out[corpus.Field(name)] = append(out[corpus.Field(name)], value)
	}
	return out, nil
}

// knownDepth is how far down an expected file still counts as found: one page.
const knownDepth = 10

// Known is how the known items went.
type Known struct {
	MRR    float64     `json:"mrr"`
	Recall float64     `json:"recall@10"`
	Items  []KnownRank `json:"items"`
}

// KnownRank is how one known item went. A query that cannot be answered ranks
// nothing and says why.
type KnownRank struct {
	KnownItem
	Read   string  `json:"read"`  // the query as it was understood
	Ranks  []int   `json:"ranks"` // of Expected, 1-based; 0 where not among the first ten
	Total  int     `json:"total"`
	MRR    float64 `json:"mrr"`
	Recall float64 `json:"recall@10"`
	Error  string  `json:"error,omitempty"`
}

// FindKnown asks each item and looks where its files came. Names in filters
// are resolved by resolve if it is not nil.
func FindKnown(ctx context.Context, s search.Searcher, items []KnownItem, resolve func(corpus.Field, string) (string, bool)) (Known, error) {
	var known Known
	for _, item := range items {
		rank := find(ctx, s, item, resolve)
		if err := ctx.Err(); err != nil {
			return Known{}, err
		}
		known.MRR += rank.MRR / float64(len(items))
		known.Recall += rank.Recall / float64(len(items))
		known.Items = append(known.Items, rank)
	}
	return known, nil
}

func find(ctx context.Context, s search.Searcher, item KnownItem, resolve func(corpus.Field, string) (string, bool)) KnownRank {
	rank := KnownRank{KnownItem: item, Ranks: make([]int, len(item.Expected))}
	e, err := query.Parse(item.Query)
	if err != nil {
		rank.Error = err.Error()
		return rank
	}
	if e != nil {
		rank.Read = e.String()
	}
	request := search.Request{Query: e, Size: knownDepth, Documents: true, Filters: search.Filters{Values: map[corpus.Field][]string{}}}
	for field, names := range item.Filters {
		for _, name := range names {
			id, ok := name, false
			if resolve != nil {
				id, ok = resolve(field, name)
			}
			if !ok {
				id = name
			}
			request.Filters.Values[field] = append(request.Filters.Values[field], id)
		}
	}
	results, err := s.Search(ctx, request)
	if err != nil {
		rank.Error = err.Error()
		return rank
	}
	rank.Total = results.Total
	best := 0
	for i, file := range item.Expected {
		rank.Ranks[i] = 1 + slices.IndexFunc(results.Hits, func(h search.Hit) bool { return h.Statement.Origin.File == file })
		if rank.Ranks[i] > 0 {
			rank.Recall += 1 / float64(len(item.Expected))
			if best == 0 || rank.Ranks[i] < best {
				best = rank.Ranks[i]
			}
		}
	}
	if best > 0 {
		rank.MRR = 1 / float64(best)
	}
	return rank
}

// WriteText writes a line or two for every query, fit to be kept as a golden
// file: a change of ranking shows in its diff, with the queries that gained and
// those that lost.
func (k Known) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, r := range k.Items {
		fmt.Fprintf(out, "%s  %s\n    read as %s\n", r.ID, r.Query, r.Read)
		if r.Error != "" {
			fmt.Fprintf(out, "    %s\n", r.Error)
		}
		for i, file := range r.Expected {
			place := "-"
			if r.Ranks[i] > 0 {
				place = fmt.Sprint(r.Ranks[i])
			}
			fmt.Fprintf(out, "    %3s %s\n", place, file)
		}
	}
	fmt.Fprintf(out, "mrr %.4f  recall@10 %.4f  queries %d\n", k.MRR, k.Recall, len(k.Items))
	return out.Flush()
}
