package quality

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
)

// Score measures a ranking that another engine made, a run in the format of TREC:
// lines of query, Q0, document, rank, score and a tag. The textbook is left out.
// A query that the run does not have found nothing.
func (c Collection) Score(run io.Reader) (Report, error) {
	queries, err := c.queries()
	if err != nil {
		return Report{}, err
	}
	rankings, err := readRun(run)
	if err != nil {
		return Report{}, err
	}
	var report Report
	for _, q := range queries {
		ranking := rankings[q.ID]
		report.Results = append(report.Results, Result{
			Query: q, Ranking: ranking,
			NDCG:   ndcg(ranking, q.Grades, gainDepth),
			Recall: recall(ranking, q.Grades, recallDepth),
			MRR:    reciprocalRank(ranking, q.Grades),
		})
	}
	report.sum()
	return report, nil
}

// readRun reads the documents of each query, best first.
func readRun(run io.Reader) (map[string][]string, error) {
	text, err := io.ReadAll(run)
	if err != nil {
		return nil, err
	}
	type ranked struct {
		document string
		rank     int
	}
	found := map[string][]ranked{}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		columns := strings.Fields(line)
		if len(columns) == 0 {
			continue
		}
		if len(columns) != 6 {
			return nil, corpus.ErrInvalid.Errorf("line %d of a run has %d columns; it should have query, Q0, document, rank, score and tag", number, len(columns))
		}
		rank, err := strconv.Atoi(columns[3])
		if err != nil {
			return nil, corpus.ErrInvalid.Errorf("line %d of a run: the rank %q is not a whole number", number, columns[3])
		}
		found[columns[0]] = append(found[columns[0]], ranked{columns[2], rank})
	}
	out := map[string][]string{}
	for query, list := range found {
		slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
		for _, r := range list {
			out[query] = append(out[query], r.document)
		}
	}
	return out, nil
}
