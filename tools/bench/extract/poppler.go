package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"rostrum/indexer/extract"
)

const noPoppler = "pdftotext is not installed (poppler-utils)"

// pdftotext returns poppler's text of a file, whatever it is for damaged files.
func (b *bench) pdftotext(path string) string {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	out, _ := exec.CommandContext(ctx, "pdftotext", "-q", path, "-").Output()
	return string(out)
}

// tokens compares the words of the ordinary files with those of pdftotext.
func (b *bench) tokens() error {
	const measure = "words of ordinary PDF files against pdftotext, F1"
	if _, err := exec.LookPath("pdftotext"); err != nil {
		b.table.Unknown(measure, "median .99, macro .92, .95 or more in 80 %", noPoppler)
		return nil
	}
	var scores spread
	for _, path := range b.files.ordinary {
		want := tokens(b.pdftotext(path))
		if len(want) == 0 {
			continue
		}
		score := f1(tokens(fullText(b.texts[path])), want)
		if scores = append(scores, score); score < .9 {
			fmt.Fprintf(os.Stderr, "\n  %.3f %s", score, filepath.Base(path))
		}
	}
	median, macro, share := scores.at(.5), scores.mean(), 100*scores.share(.95)
	b.table.Add(measure+fmt.Sprintf(" (%d files): median", len(scores)), ".99", median >= .99, "%.4f", median)
	b.table.Add("the same: mean over files", ".92", macro >= .92, "%.4f", macro)
	b.table.Add("the same: share of files at .95 or more", "80 %", share >= 80, "%.1f %%", share)
	return b.ctx.Err()
}

// bookWords is the number of words from which a file counts as text-heavy.
const bookWords = 4000

// speed compares the processor time of whole runs.
func (b *bench) speed() error {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		b.table.Unknown("speed", "0.50", noPoppler)
		return nil
	}
	var books []string
	for _, path := range b.files.ordinary {
		if len(tokens(fullText(b.texts[path]))) > bookWords {
			books = append(books, path)
		}
	}
	if err := b.race("pages per second of processor time, over those of pdftotext: speeches", 0.50, b.files.speeches); err != nil {
		return err
	}
	return b.race(fmt.Sprintf("the same: the files of more than %d words", bookWords), 0.25, books)
}

// rounds is the number of alternating runs; the median ratio is reported.
const rounds = 3

func (b *bench) race(measure string, bar float64, paths []string) error {
	var ratios, ours, theirs spread
	pages := 0
	for range rounds {
		start, _ := usage()
		for _, p := range paths {
			b.pdftotext(p)
		}
		between, _ := usage()
		texts, _, err := b.read(extract.OCRNever, 1, paths)
		if err != nil {
			return err
		}
		finish, _ := usage()
		pages = 0
		for _, t := range texts {
			pages += len(t.Pages)
		}
		ratios = append(ratios, (between-start).Seconds()/(finish-between).Seconds())
		theirs = append(theirs, float64(pages)/(between-start).Seconds())
		ours = append(ours, float64(pages)/(finish-between).Seconds())
	}
	ratio := ratios.at(.5)
	b.table.Add(measure+fmt.Sprintf(" (%d pages of %d files, median of %d rounds)", pages, len(paths), rounds), fmt.Sprintf("%.2f", bar), ratio >= bar,
		"%.2f (%.2f to %.2f; %.0f a second against %.0f)", ratio, ratios.at(0), ratios.at(1), ours.at(.5), theirs.at(.5))
	return nil
}
