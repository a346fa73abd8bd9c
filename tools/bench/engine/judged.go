package main

import (
	"context"
	"iter"
	"os"
	"path/filepath"

	"rostrum/corpus"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
)

// judged measures the ranking as `rostrum eval` does.
func (b *bench) judged(ctx context.Context) error {
	const measure = "nDCG@10 on the judged questions of Cranfield"
	const bar = "at least .380, and no less than textbook BM25"
	dir := filepath.Join(b.shared, "qrels-dev", "cranfield")
	if _, err := os.Stat(dir); err != nil {
		b.bar.Unknown(measure, bar, "the collection is not there")
		return nil
	}
	engine := bleveindex.New(bleveindex.Config{Dir: filepath.Join(b.dir, "judged"), MaxClauses: 1000})
	report, err := quality.Evaluate(ctx, quality.Collection{
		Corpus: filepath.Join(dir, "corpus.jsonl"), Queries: filepath.Join(dir, "queries.jsonl"), Qrels: filepath.Join(dir, "qrels.tsv"),
	}, quality.Engine{
		Build: func(ctx context.Context, statements iter.Seq2[corpus.Statement, error]) (quality.Opened, error) {
			if _, err := engine.Rebuild(ctx, quality.Once{Statements: statements}); err != nil {
				return nil, err
			}
			return engine.Open(ctx)
		},
	})
	if err != nil {
		return err
	}
	b.bar.Add(measure, bar, report.NDCG >= .380 && report.NDCG >= report.TextbookNDCG, "%.4f (textbook BM25: %.4f)", report.NDCG, report.TextbookNDCG)
	return nil
}
