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
	evaluation := flag.String("evaluation", "", "folder tests of github.com/adbar/trafilatura: evaldata.json and the pages")
	python := flag.String("python", "python3", "Python that has the packages trafilatura, readability-lxml and jusText")
	write := flag.String("write", "", "file whose table of figures is rewritten")
	only := flag.String("only", "", "steps to run, separated by commas; all if empty")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := &bench{ctx: ctx, cache: filepath.Join(os.TempDir(), "rostrum-bench")}
	web := func() error { return b.webContent(*articles, *evaluation, *python) }
	if err := b.run(*shared, *write, *only, web); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures in a fixed order: the peak memory of children can only be read as the
// maximum of all children so far.
func (b *bench) run(shared, write, only string, web func() error) error {
	var err error
	if b.files, err = collect(shared); err != nil {
		return err
	}
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
		{webStep, web},
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
	if only != webStep {
		if err := report(&b.table, write, "make bench-extract"); err != nil {
			return err
		}
	}
	if only == "" || only == webStep {
		return report(&b.web, write, "make bench-extract ONLY='web pages'")
	}
	return nil
}

// webStep measures web pages, which have a table of their own.
const webStep = "web pages"

// report prints a table, and writes it into its page.
func report(table *figures.Table, page, command string) error {
	text := fmt.Sprintf("Measured on %s, %s.\n\n%s", time.Now().Format(time.DateOnly), figures.Machine(), table)
	fmt.Println(text)
	if page == "" {
		return nil
	}
	return figures.Write(page, command, text)
}
