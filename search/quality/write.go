package quality

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
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

// targets lists the relevant documents with their grade and rank, best first
// and those not found last.
func (q Result) targets() string {
	type target struct {
		id          string
		rank, grade int
	}
	var list []target
	missing := len(q.Ranking) + 1
	for id, grade := range q.Grades {
		if grade > 0 {
			rank := slices.Index(q.Ranking, id) + 1
			list = append(list, target{id, cmp.Or(rank, missing), grade})
		}
	}
	slices.SortFunc(list, func(a, b target) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.grade, a.grade), cmp.Compare(a.id, b.id))
	})
	words := make([]string, len(list))
	for i, t := range list {
		place := fmt.Sprint(t.rank)
		if t.rank == missing {
			place = "-"
		}
		words[i] = fmt.Sprintf("%s(%d)@%s", t.id, t.grade, place)
	}
	return strings.Join(words, " ")
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
