// Command engine measures the engine against the bar that is set for it, beside
// Bleve as it comes and SQLite's FTS5 over the same statements in the same run,
// and prints the figures. The speeches it reads lie beside the project and are
// no part of it.
//
//	make bench-engine
//	make bench-peers
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"time"

	"rostrum/tools/internal/figures"
)

func main() {
	var b bench
	shared := flag.String("shared", "../shared", "folder of the collections corpus-scale and qrels-dev")
	write := flag.String("write", "", "file whose figures are rewritten")
	profile := flag.String("profile", "", "file for a profile of the processor time of all that is measured")
	add := flag.String("add", "", "only add statements to the index in this folder (the command starts itself with it)")
	flag.StringVar(&b.dir, "keep", "", "folder in which the indexes are kept for another run; without it they are rebuilt")
	flag.IntVar(&b.documents, "documents", 20_000, "statements that the engines are compared over")
	flag.IntVar(&b.small, "small", 10_000, "statements that growth is measured from")
	flag.IntVar(&b.large, "large", 100_000, "statements that growth is measured to")
	flag.IntVar(&b.rounds, "rounds", 7, "rounds in which the engines take turns")
	flag.IntVar(&b.questions, "questions", 200, "questions of each class for the peers")
	var peers peerFlags
	flag.Var(&peers, "peer", "only compare with other engines: NAME=COMMAND, several times")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b.shared = *shared
	run := b.run
	if *add != "" {
		run = func(ctx context.Context) error {
			a, err := addTen(ctx, *add, b.shared, b.large)
			if err != nil {
				return err
			}
			return json.NewEncoder(os.Stdout).Encode(a)
		}
	}
	if len(peers) > 0 {
		run = func(ctx context.Context) error {
			return b.inFolder(func() error { return b.besides(ctx, peers) })
		}
	}
	err := profiled(*profile, func() error { return run(ctx) })
	if err == nil && *add == "" {
		err = b.report(*write)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is one run: how much of everything, and what it found.
type bench struct {
	shared                  string
	documents, small, large int
	rounds                  int
	questions               int    // of each class for the peers
	dir                     string // removed at the end
	bar                     figures.Table
	kinds, costly           []string // rows of the other tables, in Markdown
	peers                   string   // tables of the comparison with other engines
}

// inFolder has do work in the folder of the indexes, or in one for this run alone.
func (b *bench) inFolder(do func() error) (err error) {
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "rostrum-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(b.dir)
	}
	return do()
}

func (b *bench) run(ctx context.Context) error {
	return b.inFolder(func() error { return b.stages(ctx) })
}

func (b *bench) stages(ctx context.Context) error {
	for _, s := range []struct {
		doing string
		f     func(context.Context) error
	}{
		{"answers beside Bleve and FTS5", b.compare},
		{"indexing beside FTS5", b.indexing},
		{"growth", b.growth},
		{"judged questions", b.judged},
	} {
		begin := time.Now()
		fmt.Fprintf(os.Stderr, "%s ... ", s.doing)
		if err := s.f(ctx); err != nil {
			return fmt.Errorf("%s: %w", s.doing, err)
		}
		fmt.Fprintf(os.Stderr, "%.0f s\n", time.Since(begin).Seconds())
	}
	return nil
}

// built is the path of an index of this name, which make makes if it is not
// there from a run before.
func (b *bench) built(name string, make func(path string) error) (string, error) {
	path := filepath.Join(b.dir, name)
	return path, made(path, make)
}

// profiled writes a profile of what f does, if path is not "".
func profiled(path string, f func() error) error {
	if path == "" {
		return f()
	}
	out, err := os.Create(filepath.Clean(path))
	if err != nil {
		return err
	}
	defer out.Close()
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return f()
}
