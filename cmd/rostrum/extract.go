package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rostrum/corpus"
	"rostrum/indexer/extract"
	"rostrum/indexer/extract/pdf"
	"rostrum/indexer/fetch"
	"rostrum/indexer/lang"
	"rostrum/search/terminal"
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
					fmt.Fprintf(app.stderr, "rostrum: %s: %s\n", name, strings.TrimPrefix(sentence(err), "extract: "))
					continue
				case asJSON:
					if !words {
						x.withoutWords()
					}
					err = json.NewEncoder(out).Encode(x)
				default:
					x.print(out, len(args) > 1)
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
	cmd.Flags().BoolVar(&words, "words", false, "with --json: also where each word stands on its page")
	return cmd
}

// extraction is what `rostrum extract --json` prints of one file.
type extraction struct {
	File   string `json:"file"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
	corpus.Text
	Language corpus.Language `json:"language,omitempty"` // of most of the text
	PDF      *pdf.Inspection `json:"pdf,omitempty"`      // how the file is made
	Seconds  secondsTaken    `json:"seconds"`
}

// secondsTaken is how long reading took: by the clock, of that by OCR, and in
// processor time of the reader, OCR not counted.
type secondsTaken struct {
	Total  float64 `json:"total"`
	OCR    float64 `json:"ocr"`
	Reader float64 `json:"reader_cpu"`
}

func (a *app) extract(ctx context.Context, extractor *extract.Extractor, name string) (*extraction, error) {
	doc, err := a.readDocument(ctx, name)
	if err != nil {
		return nil, err
	}
	text, took, err := extractor.Timed(ctx, doc)
	if err != nil {
		return nil, err
	}
	x := &extraction{File: name, Bytes: len(doc.Bytes), SHA256: doc.SHA256, Text: text}
	x.Seconds = secondsTaken{rounded(took.Total), rounded(took.OCR), rounded(took.Reader)}
	var all strings.Builder
	for i := range x.Pages {
		page := &x.Pages[i]
		page.Language, _ = lang.Detect(page.Text)
		all.WriteString(page.Text + "\n\n")
	}
	x.Language, _ = lang.Detect(all.String())
	if x.MediaType == string(extract.KindPDF) {
		in, err := extractor.Inspect(ctx, doc)
		if err != nil {
			in.Complaint = strings.TrimPrefix(sentence(err), "inspect: ")
		}
		x.PDF = &in
	}
	return x, nil
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

func rounded(d time.Duration) float64 { return d.Round(time.Millisecond).Seconds() }

func (x *extraction) withoutWords() {
	for i := range x.Pages {
		x.Pages[i].Words = nil
	}
}

// made says how a PDF file is made.
func made(in *pdf.Inspection) string {
	s := strings.TrimSpace("PDF " + in.Version)
	switch {
	case in.Encrypted && !in.Valid:
		return s + ", encrypted: " + in.Complaint
	case in.Encrypted:
		s += ", encrypted"
	}
	if in.Tagged {
		s += ", tagged"
	}
	if !in.Valid {
		s += ", not as the format wants it: " + in.Complaint
	}
	return s
}

var methodNames = map[corpus.TextMethod]string{
	corpus.MethodTextLayer: "text", corpus.MethodRescued: "rescued from a damaged file", corpus.MethodOCR: "OCR",
}

// print writes the text for people: what is known of the file, then its pages.
func (x *extraction) print(w io.Writer, named bool) {
	if named {
		fmt.Fprintf(w, "==> %s <==\n", x.File)
	}
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "%-10s %s\n", name+":", value)
		}
	}
	status := string(x.Status)
	if x.Reason != "" {
		status += ": " + x.Reason
	}
	line("status", status)
	line("kind", x.MediaType+", "+terminal.Count(len(x.Pages), "page", "pages")+", "+terminal.Count(x.Bytes, "byte", "bytes"))
	line("language", string(x.Language))
	p := x.Properties
	for _, property := range [][2]string{{"title", p.Title}, {"author", p.Author}, {"date", p.Date}, {"site", p.SiteName}, {"address", p.Canonical}, {"producer", p.Producer}} {
		line(property[0], property[1])
	}
	if x.PDF != nil {
		line("made as", made(x.PDF))
	}
	for _, warning := range x.Warnings {
		line("note", warning)
	}
	took := fmt.Sprintf("%.2f s, %.2f s of processor time in the reader", x.Seconds.Total, x.Seconds.Reader)
	if x.Seconds.OCR > 0 {
		took += fmt.Sprintf(", %.2f s of OCR", x.Seconds.OCR)
	}
	line("took", took)
	line("read by", x.Extractor)
	for _, page := range x.Pages {
		label := ""
		if page.Label != "" && page.Label != fmt.Sprint(page.Number) {
			label = ", numbered " + page.Label
		}
		how := methodNames[page.Method]
		if page.OCR() {
			how += fmt.Sprintf(", confidence %.2f", page.Confidence)
		}
		if how != "" {
			how = " (" + how + ")"
		}
		fmt.Fprintf(w, "\n--- page %d%s%s ---\n\n%s\n", page.Number, label, how, page.Text)
	}
}
