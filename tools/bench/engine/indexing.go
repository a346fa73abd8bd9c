package main

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"time"

	"rostrum/corpus"
	"rostrum/search/quality"
)

// indexRounds is how often each engine indexes a quarter of the statements.
const indexRounds = 3

// indexing compares how many statements are indexed in a second of processor
// time. Their texts are in memory: reading them is no part of it.
func (b *bench) indexing(ctx context.Context) error {
	in, err := list(b.shared, b.documents/4)
	if err != nil {
		return err
	}
	var ratios []float64
	var ours, theirs []time.Duration
	for range indexRounds {
		dir, err := os.MkdirTemp("", "rostrum-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		engine, err := newEngine(filepath.Join(dir, "rostrum"))
		if err != nil {
			return err
		}
		x, err := once(func() error {
			_, err := engine.Rebuild(ctx, quality.Once{Statements: each(in)})
			return err
		})
		if err != nil {
			return err
		}
		y, err := once(func() error { return buildFTS5(ctx, filepath.Join(dir, "fts5.db"), each(in)) })
		if err != nil {
			return err
		}
		ours, theirs = append(ours, x), append(theirs, y)
		ratios = append(ratios, float64(y)/float64(x))
	}
	rate := func(took time.Duration) float64 { return float64(len(in)) / took.Seconds() }
	ratio, text := spread(ratios)
	b.bar.Add("statements indexed in a second of processor time, over SQLite FTS5", "at least 0.35", ratio >= .35,
		"%s; %.0f against %.0f", text, rate(median(ours)), rate(median(theirs)))
	return nil
}

func each(list []corpus.Statement) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		for _, s := range list {
			if !yield(s, nil) {
				return
			}
		}
	}
}
