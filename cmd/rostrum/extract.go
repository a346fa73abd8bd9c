package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/indexer"
	"rostrum/indexer/extract"
	"rostrum/indexer/fetch"
)

func extractCommand(app *app) *cobra.Command {
	var asJSON, words bool
	cmd := &cobra.Command{
		Use:   "extract FILE...",
		Short: "Show the text read from a document, page by page",
		Long: `Read documents as index does, and show the result: the text by page, how each page
was read (from its text layer, recovered from a damaged file, or by OCR), the
properties of the file, and how long it took. Nothing is stored. Use - as FILE for
standard input.`,
		Example: `  rostrum extract statement.pdf
  rostrum extract scan.pdf --ocr never
  rostrum extract statement.html --json | jq -r .pages[0].text`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			mode, err := ocrMode(cmd)
			if err != nil {
				return err
			}
			extractor, err := app.newExtractor(extract.Config{OCR: mode})
			if err != nil {
				return err
			}
			defer extractor.Close()
			out := bufio.NewWriter(app.stdout)
			failed := 0
			for _, name := range args {
				x, err := app.extract(cmd.Context(), extractor, name)
				switch {
				case cmd.Context().Err() != nil:
					return cmd.Context().Err()
				case err != nil:
					failed++
					fmt.Fprintf(app.stderr, "rostrum: %s: %s\n", name, strings.TrimPrefix(err.Error(), "extract: "))
					continue
				case asJSON:
					if !words {
						x.WithoutWords()
					}
					err = json.NewEncoder(out).Encode(x)
				default:
					x.WriteText(out, len(args) > 1)
				}
				if err = errors.Join(err, out.Flush()); err != nil {
					return err
				}
			}
			switch {
			case failed == len(args):
				return &exitError{code: exitFailure}
			case failed > 0:
				return &exitError{code: exitSomeFailed}
			}
			return nil
		},
	}
	addOCRFlag(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON object for each file")
	cmd.Flags().BoolVar(&words, "words", false, "with --json: include the position of each word on its page")
	return cmd
}

func (a *app) extract(ctx context.Context, extractor *extract.Extractor, name string) (*indexer.Extraction, error) {
	doc, err := a.readDocument(ctx, name)
	if err != nil {
		return nil, err
	}
	return indexer.Extract(ctx, extractor, doc, name)
}

func (a *app) readDocument(ctx context.Context, name string) (corpus.Document, error) {
	if name == "-" {
		return fetch.Stream(corpus.Item{File: "standard input"}, a.stdin, fetch.DefaultMaxBytes)
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return corpus.Document{}, err
	}
	return fetch.File(ctx, corpus.Item{Location: path, File: name}, fetch.DefaultMaxBytes)
}
