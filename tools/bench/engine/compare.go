package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// asked holds the time of one answer by question, engine and round.
type asked map[question]map[string][]time.Duration

// compare has the engines take turns at every question, round by round.
func (b *bench) compare(ctx context.Context) error {
	dir, err := b.ours(ctx, b.documents)
	if err != nil {
		return err
	}
	if err := b.size(dir); err != nil {
		return err
	}
	engine, err := openRostrum(ctx, dir)
	if err != nil {
		return err
	}
	defer engine.Close()
	if dir, err = b.built(fmt.Sprintf("bleve-%d", b.documents), func(dir string) error { return buildStock(dir, b.shared, b.documents) }); err != nil {
		return err
	}
	bleve, err := openStock(dir)
	if err != nil {
		return err
	}
	defer bleve.index.Close()
	if dir, err = b.built(fmt.Sprintf("fts5-%d.db", b.documents), func(path string) error {
		return buildFTS5(ctx, path, statements(b.shared, b.documents))
	}); err != nil {
		return err
	}
	sqlite, err := openFTS5(ctx, dir)
	if err != nil {
		return err
	}
	defer sqlite.db.Close()
	if err := sqlite.optimize(ctx); err != nil {
		return err
	}
	names := []string{"rostrum", "bleve", "fts5"}
	contenders := []contender{engine, bleve, sqlite}
	times := asked{}
	totals := map[question][3]int{}
	for range b.rounds {
		for _, q := range questions {
			if times[q] == nil {
				times[q] = map[string][]time.Duration{}
			}
			for i, c := range contenders {
				took, err := turn(func() error {
					total, err := c.ask(ctx, q)
					found := totals[q]
					found[i] = total
					totals[q] = found
					return err
				})
				if err != nil {
					return fmt.Errorf("%s, %s: %w", names[i], q.asked(), err)
				}
				times[q][names[i]] = append(times[q][names[i]], took)
			}
		}
	}
	for _, r := range []struct {
		kind  kind
		over  string
		most  float64
		words string
	}{
		{oneTerm, "bleve", .35, "one term, over stock Bleve"},
		{twoTerms, "bleve", .35, "two terms, over stock Bleve"},
		{prefix, "bleve", .35, "prefix, over stock Bleve"},
		{all, "bleve", .12, "everything, over stock Bleve"},
		{phrase, "bleve", .6, "phrase, over stock Bleve"},
		{phrase, "fts5", 1, "phrase, over SQLite FTS5"},
		{oneTerm, "fts5", .3, "one term, over SQLite FTS5"},
	} {
		ratio, text := spread(times.ratios(r.kind, "rostrum", r.over, b.rounds))
		b.bar.Add("processor time of an answer: "+r.words, fmt.Sprintf("at most %.2f", r.most), ratio <= r.most, "%s", text)
	}
	for _, q := range questions {
		row := "| " + q.asked() + " |"
		if q.kind == all {
			row = "| (everything) |"
		}
		for i, name := range names {
			row += fmt.Sprintf(" %.2f | %d |", milliseconds(median(times[q][name])), totals[q][i])
		}
		b.kinds = append(b.kinds, row)
	}
	return b.served(ctx, engine)
}

// ratios is, for each round, the time that one engine took for all questions of
// a kind over that of another.
func (a asked) ratios(k kind, of, over string, rounds int) (out []float64) {
	for round := range rounds {
		var x, y time.Duration
		for q, times := range a {
			if q.kind == k {
				x += times[of][round]
				y += times[over][round]
			}
		}
		out = append(out, float64(x)/float64(y))
	}
	return out
}

// size measures the index in a folder, with all that answers need.
func (b *bench) size(dir string) error {
	index, err := bytesIn(dir)
	if err != nil {
		return err
	}
	text := 0
	for s, err := range statements(b.shared, b.documents) {
		if err != nil {
			return err
		}
		text += len(s.Title) + len(s.Pages[0].Text)
	}
	ratio := float64(index) / float64(text)
	b.bar.Add("size of the index, with all that answers need, over that of the text", "at most 2.2", ratio <= 2.2, "%.2f (%d MB of text)", ratio, text/1e6)
	return nil
}

func bytesIn(dir string) (total int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}
