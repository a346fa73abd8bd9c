// Command extract measures text extraction against the bar that is set for it,
// beside pdftotext in the same run, and prints one table. It reads collections
// that lie beside the project and are no part of it; what is not there is said
// not to be measured.
//
//	make bench-extract
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rostrum/indexer/extract"
	"rostrum/indexer/extract/sandbox"
	"rostrum/tools/internal/figures"
)

const (
	workerArgument   = "extract-worker"
	launcherArgument = "launch"
)

func main() {
	if len(os.Args) == 3 && os.Args[1] == workerArgument {
		if err := extract.Work(context.Background(), os.Stdin, os.Stdout, extract.WorkConfig{CacheDir: os.Args[2]}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) > 2 && os.Args[1] == launcherArgument {
		if err := sandbox.Launch(os.Args[2:], sandbox.NewestABI); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	shared := flag.String("shared", "../shared", "folder of the collections corpus-dev and pdf-dev")
	articles := flag.String("articles", "", "folder of an article-extraction benchmark: html/ID.html.gz and ground-truth.json")
	write := flag.String("write", "", "file whose table of figures is rewritten")
	only := flag.String("only", "", "steps to run, separated by commas; all if empty")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *shared, *articles, *write, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures in an order that matters: the most memory that a child had can
// only be read as the most of all children so far.
func run(ctx context.Context, shared, articles, write, only string) error {
	files, err := collect(shared)
	if err != nil {
		return err
	}
	b := &bench{ctx: ctx, cache: filepath.Join(os.TempDir(), "rostrum-bench"), files: files}
	steps := []struct {
		doing string
		f     func() error
	}{
		{"ordinary files", b.ordinary},
		{"hostile files", b.hostile},
		{"Arabic", b.arabic},
		{"cases", b.cases},
		{"pictures", b.pictures},
		{"scans", b.scans},
		{"pdftotext", b.tokens},
		{"speed", b.speed},
		{"web pages", func() error { return b.articles(articles) }},
	}
	for _, s := range steps {
		if only != "" && !slices.Contains(strings.Split(only, ","), s.doing) {
			continue
		}
		begin := time.Now()
		fmt.Fprintf(os.Stderr, "%s ... ", s.doing)
		if err := s.f(); err != nil {
			return fmt.Errorf("%s: %w", s.doing, err)
		}
		fmt.Fprintf(os.Stderr, "%.0f s\n", time.Since(begin).Seconds())
	}
	head := fmt.Sprintf("Measured on %s, %s.", time.Now().Format(time.DateOnly), figures.Machine())
	text := head + "\n\n" + b.table.String()
	fmt.Println(text)
	if write == "" {
		return nil
	}
	return figures.Write(write, "make bench-extract", text)
}
