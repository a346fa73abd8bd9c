package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// growth asks the same of a small and of a large index, one after the other,
// and then adds to the large one.
func (b *bench) growth(ctx context.Context) error {
	var engines [2]rostrum
	var dir string
	for i, n := range []int{b.small, b.large} {
		var err error
		if dir, err = b.ours(ctx, n); err != nil {
			return err
		}
		if engines[i], err = openRostrum(ctx, dir); err != nil {
			return err
		}
		defer func() { _ = engines[i].Close() }() // it was only read
	}
	for _, r := range []struct {
		kind kind
		most float64
	}{{all, 10}, {twoTerms, 4}} {
		var ratios []float64
		for _, q := range questions {
			if q.kind != r.kind {
				continue
			}
			var took [2][]time.Duration
			for range answers {
				for i, e := range engines {
					t, err := once(func() error {
						_, err := e.ask(ctx, q)
						return err
					})
					if err != nil {
						return err
					}
					took[i] = append(took[i], t)
				}
			}
			ratios = append(ratios, float64(median(took[1]))/float64(median(took[0])))
		}
		ratio, text := spread(ratios)
		b.bar.Add(fmt.Sprintf("median of an answer with %d statements over that with %d: %s", b.large, b.small, r.kind), fmt.Sprintf("at most %.0f", r.most), ratio <= r.most, "%s", text)
	}
	if err := b.costs(ctx, engines[1]); err != nil {
		return err
	}
	return b.adding(ctx, dir)
}

// adding starts this program again, so that its memory is that of adding alone,
// over a copy.
func (b *bench) adding(ctx context.Context, dir string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	copied, err := os.MkdirTemp("", "rostrum-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(copied)
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, self, "-add", copied, "-shared", b.shared, "-large", strconv.Itoa(b.large))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("add statements: %w", err)
	}
	var a added
	if err := json.Unmarshal(out, &a); err != nil {
		return err
	}
	b.bar.Add(fmt.Sprintf("adding 10 statements to %d, until they are found", b.large), "5 s and 500 MB", a.Seconds <= 5 && a.MB <= 500, "%.1f s, %d MB at most", a.Seconds, a.MB)
	return nil
}
