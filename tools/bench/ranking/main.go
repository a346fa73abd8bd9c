// Command ranking measures the ranking beside textbook BM25,
// and prints a table: a judged collection if one is given, and known items in
// collections of very different shapes, made of the statements of a data folder.
// Their questions are drawn from the documents that they should bring up, the
// same ones in every run.
//
//	make bench-ranking
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
)

func main() {
	data := flag.String("data", "data", "folder of a catalogue with statements")
	judged := flag.String("judged", "", "folder of a judged collection: corpus.jsonl, queries.jsonl, qrels.tsv")
	questions := flag.Int("questions", 200, "questions of each kind and shape")
	every := flag.Int("every", 1, "take every n-th statement only")
	write := flag.String("write", "", "file whose table of figures is rewritten")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	table, err := measure(ctx, *data, *judged, *questions, *every)
	if err == nil && *write != "" {
		err = into(*write, table)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measure fills the table, and prints each row as soon as it is known.
func measure(ctx context.Context, data, judged string, questions, every int) (string, error) {
	documents, err := statements(ctx, data, every)
	if err != nil {
		return "", err
	}
	var table strings.Builder
	row := func(format string, cells ...any) {
		fmt.Fprintf(io.MultiWriter(&table, os.Stdout), "|"+format+"|\n", cells...)
	}
	row(" documents | questions | nDCG@10 | textbook BM25 ")
	row("---|---|---|---")
	if judged != "" {
		report, err := evaluate(ctx, files(judged))
		if err != nil {
			return "", err
		}
		row(" %s | %d judged | %.4f | %.4f ", filepath.Base(judged), report.Queries, report.NDCG, report.TextbookNDCG)
	}
	for _, s := range shapes {
		if err := s.measure(ctx, documents, questions, row); err != nil {
			return "", fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return table.String(), nil
}

const begin, end = "<!-- figures: make bench-ranking -->\n", "<!-- end of figures -->\n"

// into writes the table into a document, between its two marks.
func into(path, table string) error {
	doc, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(doc), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return fmt.Errorf("%s has no place for the figures: it needs the lines %q and %q", path, strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return os.WriteFile(path, []byte(before+begin+"\n"+table+"\n"+end+after), 0o644)
}

// statements reads the statements of a catalogue in English that have a text of
// some length. In several languages at once the textbook, which reads a question
// in each, loses for that reason alone.
func statements(ctx context.Context, data string, every int) ([]quality.Document, error) {
	kept, err := catalog.OpenReadOnly(ctx, data)
	if err != nil {
		return nil, err
	}
	defer kept.Close()
	var out []quality.Document
	for s, err := range kept.All(ctx) {
		if err != nil {
			return nil, err
		}
		var pages []string
		for _, p := range s.Pages {
			pages = append(pages, p.Text)
		}
		if text := strings.Join(pages, "\n\n"); s.Language == corpus.English && len(text) > 500 {
			out = append(out, quality.Document{ID: s.Origin.File, Title: s.Title, Text: text})
		}
	}
	// The order of a catalogue is that of its ids, which other machines may give otherwise.
	slices.SortFunc(out, func(a, b quality.Document) int { return strings.Compare(a.ID, b.ID) })
	sampled := out[:0]
	for i := 0; i < len(out); i += every {
		sampled = append(sampled, out[i])
	}
	if len(sampled) == 0 {
		return nil, fmt.Errorf("%s holds no statements in English with a text", data)
	}
	return sampled, nil
}

// measure asks every kind of question of one shape; each is a row.
func (s shape) measure(ctx context.Context, documents []quality.Document, questions int, row func(string, ...any)) error {
	folder, err := os.MkdirTemp("", "rostrum-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := s.write(folder, s.make(documents), questions); err != nil {
		return err
	}
	report, err := evaluate(ctx, files(folder))
	if err != nil {
		return err
	}
	for _, a := range s.asks {
		n, gain, textbook := 0.0, 0.0, 0.0
		for _, r := range report.Results {
			if strings.HasPrefix(r.ID, a.id) {
				n, gain, textbook = n+1, gain+r.NDCG, textbook+r.TextbookNDCG
			}
		}
		if n > 0 {
			row(" %s | %.0f: %s | %.4f | %.4f ", s.name, n, a.name, gain/n, textbook/n)
		}
	}
	return nil
}

// write puts documents and questions into a folder, as a judged collection.
func (s shape) write(folder string, documents []quality.Document, questions int) error {
	var corpusLines, queryLines, qrels strings.Builder
	put := func(to *strings.Builder, v map[string]string) error {
		line, err := json.Marshal(v)
		fmt.Fprintf(to, "%s\n", line)
		return err
	}
	for _, d := range documents {
		if err := put(&corpusLines, map[string]string{"_id": d.ID, "title": d.Title, "text": d.Text}); err != nil {
			return err
		}
	}
	for _, a := range s.asks {
		random := rand.New(rand.NewPCG(1998, 7))
		for n, tries := 0, 0; n < questions && tries < 10*questions; tries++ {
			d := documents[random.IntN(len(documents))]
			q := a.draw(random, d)
			if q == "" {
				continue
			}
			n++
			id := fmt.Sprintf("%s-%d", a.id, n)
			if err := put(&queryLines, map[string]string{"_id": id, "text": q}); err != nil {
				return err
			}
			fmt.Fprintf(&qrels, "%s\t%s\t1\n", id, d.ID)
		}
	}
	c := files(folder)
	for path, content := range map[string]string{c.Corpus: corpusLines.String(), c.Queries: queryLines.String(), c.Qrels: qrels.String()} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func files(folder string) quality.Collection {
	return quality.Collection{
		Corpus: filepath.Join(folder, "corpus.jsonl"), Queries: filepath.Join(folder, "queries.jsonl"), Qrels: filepath.Join(folder, "qrels.tsv"),
	}
}

// evaluate measures the engine as the service has it.
func evaluate(ctx context.Context, c quality.Collection) (report quality.Report, err error) {
	folder, err := os.MkdirTemp("", "rostrum-bench-")
	if err != nil {
		return report, err
	}
	defer os.RemoveAll(folder)
	engine := bleveindex.New(bleveindex.Config{Dir: folder, MaxClauses: 1000})
	return quality.Evaluate(ctx, c, quality.Engine{
		Build: func(ctx context.Context, statements iter.Seq2[corpus.Statement, error]) (quality.Opened, error) {
			if _, err := engine.Rebuild(ctx, quality.Once{Statements: statements}); err != nil {
				return nil, err
			}
			return engine.Open(ctx)
		},
	})
}
