package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"rostrum/search/quality"
)

// judged measures the collections in a folder, each in a folder of its own, and
// returns a table with textbook BM25 and the peers.
func judged(ctx context.Context, folder string, peers []peer) (string, error) {
	list, err := filepath.Glob(filepath.Join(folder, "*", "corpus.jsonl"))
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return "", fmt.Errorf("%s holds no collection: a folder with corpus.jsonl, queries.jsonl and qrels.tsv", folder)
	}
	var table strings.Builder
	row := func(cells ...string) { fmt.Fprintf(&table, "| %s |\n", strings.Join(cells, " | ")) }
	head := []string{"collection", "queries", "rostrum", "textbook"}
	for _, p := range peers {
		head = append(head, p.name)
	}
	head = append(head, "recall@100")
	for _, p := range peers {
		head = append(head, p.name)
	}
	row(head...)
	fmt.Fprintf(&table, "|%s\n", strings.Repeat("---|", len(head)))
	for _, path := range list {
		c := files(filepath.Dir(path))
		name := filepath.Base(filepath.Dir(path))
		report, err := evaluate(ctx, c)
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		gains, recalls := []string{figure(report.NDCG), figure(report.TextbookNDCG)}, []string{figure(report.Recall)}
		for _, p := range peers {
			found, err := p.measure(ctx, c)
			if err != nil {
				return "", fmt.Errorf("%s, %s: %w", name, p.name, err)
			}
			gains, recalls = append(gains, figure(found.NDCG)), append(recalls, figure(found.Recall))
		}
		row(append(append([]string{name, fmt.Sprint(report.Queries)}, gains...), recalls...)...)
		fmt.Fprintf(os.Stderr, "%s\n", name)
	}
	return table.String(), nil
}

func figure(share float64) string { return strings.TrimPrefix(fmt.Sprintf("%.3f", share), "0") }

// files returns the files of the collection in a folder.
func files(folder string) quality.Collection {
	return quality.Collection{
		Corpus: filepath.Join(folder, "corpus.jsonl"), Queries: filepath.Join(folder, "queries.jsonl"), Qrels: filepath.Join(folder, "qrels.tsv"),
	}
}
