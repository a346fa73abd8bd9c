package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"rostrum/corpus"
	"rostrum/indexer/extract"
)

// webContent measures how well the main content of web pages is found.
func (b *bench) webContent(articles, evaluation, python string) error {
	if err := b.articles(articles); err != nil {
		return err
	}
	return b.evaluation(evaluation, python)
}

// articles measures how well the main content of web pages is found, on a copy
// of the article extraction benchmark of scrapinghub, whose scorer compares runs
// of four words.
func (b *bench) articles(dir string) error {
	const measure, bar = "main content of web pages, F1", ".96"
	if dir == "" {
		b.web.Unknown(measure, bar, "name a copy of the benchmark with -articles")
		return nil
	}
	truth, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		return err
	}
	var pages map[string]struct {
		Body string `json:"articleBody"`
		URL  string `json:"url"`
	}
	if err := json.Unmarshal(truth, &pages); err != nil {
		return err
	}
	e, err := b.extractor(extract.OCRNever, 1)
	if err != nil {
		return err
	}
	var precision, recall spread
	for id, want := range pages {
		page, err := unpacked(filepath.Join(dir, "html", id+".html.gz"))
		if err != nil {
			return err
		}
		text, err := e.Extract(b.ctx, corpus.Document{Item: corpus.Item{File: id + ".html", Location: want.URL}, MediaType: "text/html", Bytes: page})
		if err != nil && !errors.Is(err, corpus.ErrNotText) {
			return err
		}
		precision, recall = compare(precision, recall, shingles(want.Body), shingles(fullText(text)))
	}
	p, r := precision.mean(), recall.mean()
	f1 := 2 * p * r / (p + r)
	b.web.Add(measure, bar, f1 >= .96, "%.4f (precision %.3f, recall %.3f, %d pages)", f1, p, r, len(pages))
	return e.Close()
}

func unpacked(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// compare adds a page's precision and recall, as the benchmark's scorer counts
// them: a page where there is nothing to be found or nothing was counts for
// one of the two only.
func compare(precision, recall spread, want, got map[string]int) (spread, spread) {
	var both, more, less float64
	for k, n := range got {
		both += float64(min(n, want[k]))
		more += float64(max(0, n-want[k]))
	}
	for k, n := range want {
		less += float64(max(0, n-got[k]))
	}
	if both+more > 0 {
		precision = append(precision, part(both, more, less))
	}
	if both+less > 0 {
		recall = append(recall, part(both, less, more))
	}
	return precision, recall
}

func part(both, wrong, other float64) float64 {
	switch {
	case wrong == 0 && other == 0:
		return 1
	case both == 0:
		return 0
	}
	return both / (both + wrong)
}

// shingles counts the runs of four words in a text.
func shingles(s string) map[string]int {
	const run = 4
	words := strings.FieldsFunc(s, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	out := map[string]int{}
	for i := range max(1, len(words)-run+1) {
		if part := words[i:min(len(words), i+run)]; len(part) > 0 {
			out[strings.Join(part, " ")]++
		}
	}
	return out
}
