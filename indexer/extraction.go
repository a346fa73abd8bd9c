package indexer

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/extract"
	"rostrum/indexer/extract/pdf/structure"
	"rostrum/indexer/lang"
)

// Extraction is the result of reading one document, as printed by `rostrum extract`
// and encoded as JSON.
type Extraction struct {
	File   string `json:"file"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
	corpus.Text
	Language corpus.Language       `json:"language,omitempty"` // of most of the text
	PDF      *structure.Inspection `json:"pdf,omitempty"`      // how the file is made
	Seconds  Durations             `json:"seconds"`
}

// Durations are times in seconds: Total is elapsed time, OCR the part of it spent on
// OCR, and Reader the processor time of the reader without OCR.
type Durations struct {
	Total  float64 `json:"total"`
	OCR    float64 `json:"ocr"`
	Reader float64 `json:"reader_cpu"`
}

// Extract reads a document as the pipeline does and stores nothing. name is the
// document's name in the result.
func Extract(ctx context.Context, extractor *extract.Extractor, doc corpus.Document, name string) (*Extraction, error) {
	text, took, err := extractor.Timed(ctx, doc)
	if err != nil {
		return nil, err
	}
	x := &Extraction{File: name, Bytes: len(doc.Bytes), SHA256: doc.SHA256, Text: text}
	x.Seconds = Durations{rounded(took.Total), rounded(took.OCR), rounded(took.Reader)}
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
			in.Complaint = strings.TrimPrefix(err.Error(), "inspect: ")
		}
		x.PDF = &in
	}
	return x, nil
}

func rounded(d time.Duration) float64 { return d.Round(time.Millisecond).Seconds() }

// WithoutWords drops the positions of words.
func (x *Extraction) WithoutWords() {
	for i := range x.Pages {
		x.Pages[i].Words = nil
	}
}

// made describes how a PDF file was made.
func made(in *structure.Inspection) string {
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

// WriteText writes the properties of the file, then the text of each page. With
// named, it begins with the name of the file.
func (x *Extraction) WriteText(w io.Writer, named bool) {
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
	line("kind", x.MediaType+", "+count(len(x.Pages), "page", "pages")+", "+count(x.Bytes, "byte", "bytes"))
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

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
