package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/extract"
	"rostrum/tools/internal/figures"
)

// bench has the results that one step leaves for the next.
type bench struct {
	ctx   context.Context
	cache string // compiled engines and OCR texts, kept between runs
	files *files
	table figures.Table          // of documents
	web   figures.Table          // of web pages
	texts map[string]corpus.Text // of the ordinary files, without OCR
	fails map[string]error
}

// extractor starts this program as a worker.
func (b *bench) extractor(mode extract.Mode, workers int) (*extract.Extractor, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return extract.New(extract.Config{Launcher: []string{self, launcherArgument}, Command: []string{self, workerArgument, b.cache}, CacheDir: b.cache, EngineDir: b.cache, OCR: mode, Workers: workers})
}

func document(path string) (corpus.Document, error) {
	bytes, err := os.ReadFile(path)
	return corpus.Document{Item: corpus.Item{File: filepath.Base(path), Location: path}, Bytes: bytes}, err
}

// read reads files with a number of workers.
func (b *bench) read(mode extract.Mode, workers int, paths []string) (map[string]corpus.Text, map[string]error, error) {
	e, err := b.extractor(mode, workers)
	if err != nil {
		return nil, nil, err
	}
	texts, fails := map[string]corpus.Text{}, map[string]error{}
	var mu sync.Mutex
	var group sync.WaitGroup
	next := make(chan string)
	for range workers {
		group.Go(func() {
			for path := range next {
				doc, err := document(path)
				var text corpus.Text
				if err == nil {
					text, err = e.Extract(b.ctx, doc)
				}
				mu.Lock()
				if err != nil {
					fails[path] = err
				} else {
					texts[path] = text
				}
				mu.Unlock()
			}
		})
	}
	for _, p := range paths {
		next <- p
	}
	close(next)
	group.Wait()
	return texts, fails, errors.Join(b.ctx.Err(), e.Close())
}

// usage returns the processor time of all ended child processes, and the peak memory
// of one, in MiB.
func usage() (time.Duration, int64) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		return 0, 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), u.Maxrss >> 10
}

// ordinary reads the ordinary files; no other child may have run before.
func (b *bench) ordinary() error {
	var err error
	all := append(append([]string{}, b.files.ordinary...), b.files.speeches...)
	if b.texts, b.fails, err = b.read(extract.OCRNever, 1, all); err != nil {
		return err
	}
	_, memory := usage()
	b.table.Add("peak memory of a reader, ordinary files", "400 MB", memory <= 400, "%d MB", memory)
	silent := 0
	for _, text := range b.texts {
		if strings.TrimSpace(fullText(text)) == "" && (text.Status != corpus.StatusSuspect || text.Reason == "") {
			silent++
		}
	}
	b.table.Add("documents without text that are not called suspect, with the reason", "0", silent == 0, "%d of %d files (%d could not be opened and said so)", silent, len(all), len(b.fails))
	return nil
}

// arabicFolder has two texts, plain and vocalized, as PDFs of five producers.
const arabicFolder = "tools/bench/extract/testdata/arabic"

func (b *bench) arabic() error {
	files := slices.Clone(b.files.arabic)
	for _, producer := range []string{"chromium", "libreoffice", "mupdf", "weasyprint", "reportlab"} {
		for _, text := range []string{"plain", "vocalised"} {
			files = append(files, scan{path: filepath.Join(arabicFolder, producer+"-"+text+".pdf"), truth: filepath.Join(arabicFolder, text+".txt"), exact: true})
		}
	}
	for i, s := range files {
		bar, least := ".90", .90
		if i >= len(b.files.arabic) {
			bar, least = ".95", .95
		}
		got, _, err := b.accuracyOf([]scan{s}, extract.OCRNever)
		if err != nil {
			return err
		}
		b.table.Add("Arabic, words right in order: "+filepath.Base(s.path), bar, got.mean() >= least, "%.3f", got.mean())
	}
	return nil
}

// accuracyOf reads files and compares them with their known texts.
func (b *bench) accuracyOf(scans []scan, mode extract.Mode) (got spread, texts map[string]corpus.Text, err error) {
	var paths []string
	for _, s := range scans {
		paths = append(paths, s.path)
	}
	texts, fails, err := b.read(mode, 2, paths)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range scans {
		if fails[s.path] != nil {
			return nil, nil, fmt.Errorf("%s: %w", s.path, fails[s.path])
		}
		truth, err := os.ReadFile(s.truth)
		if err != nil {
			return nil, nil, err
		}
		a := accuracy(tokens(fullText(texts[s.path])), tokens(string(truth)))
		got = append(got, a)
		fmt.Fprintf(os.Stderr, "\n  %.3f %s", a, filepath.Base(s.path))
	}
	return got, texts, nil
}

// scans reads files without a usable text layer by OCR.
func (b *bench) scans() error {
	if _, err := exec.LookPath("tesseract"); err != nil {
		b.table.Unknown("scans", "all found, .95", "tesseract is not installed")
		return nil
	}
	var exact []scan
	for _, s := range b.files.scans {
		if s.exact {
			exact = append(exact, s)
		}
	}
	got, _, err := b.accuracyOf(exact, extract.OCRAuto)
	if err != nil {
		return err
	}
	b.table.Add("scans with known texts: words right in order", ".95", got.mean() >= .95, "%.3f (the worst of %d files %.3f)", got.mean(), len(got), got.at(0))
	_, texts, err := b.accuracyOf(b.files.scans, extract.OCRAuto)
	if err != nil {
		return err
	}
	unread, pages := 0, 0
	for _, t := range texts {
		if t.Status != corpus.StatusGood {
			unread++
			fmt.Fprintf(os.Stderr, "\n  %s", t.Reason)
		}
		for _, p := range t.Pages {
			if p.OCR() {
				pages++
			}
		}
	}
	b.table.Add("files without a text layer, or one of nonsense: read", "all", unread == 0, "%d of %d files, %d pages by OCR", len(texts)-unread, len(texts), pages)
	found := 0
	for _, x := range b.files.expected {
		text, ok := b.texts[x.path]
		if t, scanned := texts[x.path]; scanned {
			text, ok = t, true
		}
		if ok && holds(x.pattern, strings.ReplaceAll(fullText(text), "\n\n", " ")+" "+text.Properties.Title) || !strings.HasSuffix(x.path, ".pdf") {
			found++
		} else {
			fmt.Fprintf(os.Stderr, "\n  question %s: not %q in %s", x.id, x.pattern, filepath.Base(x.path))
		}
	}
	b.table.Add("passages that known questions look for: in the text of their PDF files", "all", found == len(b.files.expected), "%d of %d", found, len(b.files.expected))
	return nil
}

// holds matches patterns joined by AND; a pattern after ! must not occur.
func holds(patterns, text string) bool {
	for _, p := range strings.Split(patterns, " AND ") {
		p, not := strings.CutPrefix(p, "!")
		pattern, err := regexp.Compile("(?is)" + p)
		if err != nil || pattern.MatchString(text) == not {
			return false
		}
	}
	return true
}
