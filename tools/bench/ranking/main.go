// Command ranking measures the ranking beside textbook BM25,
// and prints tables: judged collections beside other engines, and known items in
// collections of very different shapes, made of the statements of a data folder.
// Their questions are drawn from the documents that they should bring up, the
// same ones in every run.
//
//	make bench-ranking
//	make bench-judged COLLECTIONS=folder
//	make bench-domain
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
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
	"rostrum/indexer/lang"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
	"rostrum/tools/internal/figures"
)

func main() {
	var b bench
	flag.StringVar(&b.data, "data", "", "folder of a catalogue with statements, for known items")
	flag.StringVar(&b.collections, "collections", "", "folder of judged collections, each a folder with corpus.jsonl, queries.jsonl and qrels.tsv")
	b.peers = programs{fts5}
	flag.Var(&b.peers, "peer", "NAME=COMMAND of an engine to compare with on the judged collections; may be given more than once")
	flag.StringVar(&b.domain.questions, "domain", "", "file of everyday questions to ask of the statements in -data instead")
	flag.StringVar(&b.domain.judgments, "judgments", "", "file of the judgments of their answers")
	flag.StringVar(&b.unjudged, "unjudged", "", "file to write the answers into that are not judged")
	flag.IntVar(&b.questions, "questions", 200, "questions of each kind and shape")
	flag.IntVar(&b.every, "every", 1, "take every n-th statement only")
	flag.StringVar(&b.write, "write", "", "file whose tables of figures are rewritten")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := b.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is one run: what to measure, and where to write the tables.
type bench struct {
	data, collections, write string
	peers                    programs
	domain                   domain
	unjudged                 string
	questions, every         int
}

func (b *bench) run(ctx context.Context) error {
	if b.collections != "" {
		table, err := judged(ctx, b.collections, b.peers)
		if err != nil {
			return err
		}
		fmt.Println(table)
		if err := b.put("make bench-judged", table); err != nil {
			return err
		}
	}
	if b.data == "" {
		return nil
	}
	if b.domain.questions != "" {
		b.domain.data, b.domain.peers = b.data, b.peers
		table, err := b.domain.measure(ctx, b.unjudged)
		if err != nil {
			return err
		}
		fmt.Print(table)
		return b.put("make bench-domain", table)
	}
	table, err := measure(ctx, b.data, b.questions, b.every)
	if err != nil {
		return err
	}
	return b.put("make bench-ranking", table)
}

// put writes the output of a command into the page.
func (b *bench) put(command, table string) error {
	if b.write == "" {
		return nil
	}
	return figures.Write(b.write, command, table)
}

// measure fills the table, and prints each row when it is known.
func measure(ctx context.Context, data string, questions, every int) (string, error) {
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
	for _, s := range shapes {
		if err := s.measure(ctx, documents, questions, row); err != nil {
			return "", fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return table.String(), nil
}

// statements reads the English statements of a catalogue with a text of some length.
// With several languages, the textbook ranking, which analyzes every query in each,
// would lose for that reason alone.
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
	// Catalogues are sorted by id, which may differ between machines.
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

// measure runs every kind of query for one shape; each is a row.
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

// write writes documents and queries to a folder, as a judged collection.
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

// evaluate measures the engine as configured in the service.
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
		Language: func(text string) corpus.Language {
			language, _ := lang.Detect(text)
			return language
		},
	})
}
