package quality

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// WriteText writes the means and, with perQuery, a line for every query with
// the rank of each of its relevant documents. Written to a file and compared,
// it shows which queries gained by a change and which lost.
func (r Report) WriteText(w io.Writer, perQuery bool) error {
	out := bufio.NewWriter(w)
	if perQuery {
		for _, q := range r.Results {
			fmt.Fprintf(out, "%s  ndcg@10 %.3f (textbook %.3f)  %s\n    %s\n", q.ID, q.NDCG, q.TextbookNDCG, strings.Join(strings.Fields(q.Text), " "), q.targets())
		}
	}
	fmt.Fprintf(out, "ndcg@10                %.4f\ntextbook bm25 ndcg@10  %.4f\nrecall@100             %.4f\nmrr                    %.4f\nqueries                %d\n",
		r.NDCG, r.TextbookNDCG, r.Recall, r.MRR, r.Queries)
	return out.Flush()
}

// targets lists the relevant documents with their grade and rank.
func (q Result) targets() string {
	ranks := map[string]int{}
	for i, id := range q.Ranking {
		ranks[id] = i + 1
	}
	return targets(q.Grades, ranks)
}

// targets lists what is relevant as name(grade)@rank, best first and what was
// not found last.
func targets(grades, ranks map[string]int) string {
	var names []string
	for name, grade := range grades {
		if grade > 0 {
			names = append(names, name)
		}
	}
	place := func(name string) int { return cmp.Or(ranks[name], math.MaxInt) }
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(grades[b], grades[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		rank := "-"
		if ranks[name] > 0 {
			rank = fmt.Sprint(ranks[name])
		}
		names[i] = fmt.Sprintf("%s(%d)@%s", name, grades[name], rank)
	}
	return strings.Join(names, " ")
}

// WriteText writes the means and, with perQuery, two lines for every question:
// its measures, and the rank of each relevant statement.
func (j Judged) WriteText(w io.Writer, perQuery bool) error {
	out := bufio.NewWriter(w)
	if perQuery {
		for _, a := range j.Answers {
			relevant := targets(a.Relevant, a.Ranks)
			if relevant == "" {
				relevant = "nothing is"
			}
			fmt.Fprintf(out, "%s  ndcg@10 %.3f  mrr %.3f  recall@100 %.3f  %s\n    of %d found: %s\n", a.ID, a.NDCG, a.MRR, a.Recall, a.Read, a.Total, relevant)
		}
	}
	fmt.Fprintf(out, "ndcg@10     %.4f\nmrr         %.4f\nrecall@100  %.4f\nqueries     %d\n", j.NDCG, j.MRR, j.Recall, j.Queries)
	return out.Flush()
}

// WriteRun writes the rankings in the format of TREC, which trec_eval and its
// kin read. They sort by score, so the score written is the place from below:
// the engine's own says nothing across documents that hold all words and some.
func (r Report) WriteRun(w io.Writer, tag string) error {
	out := bufio.NewWriter(w)
	for _, q := range r.Results {
		for i, id := range q.Ranking {
			fmt.Fprintf(out, "%s Q0 %s %d %d %s\n", q.ID, id, i+1, len(q.Ranking)-i, tag)
		}
	}
	return out.Flush()
}
