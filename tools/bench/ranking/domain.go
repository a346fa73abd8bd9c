package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
	"rostrum/search/query"
)

// domain is a comparison on questions of the domain: what people ask of statements,
// judged by reading what all engines together brought up. It is measured on the
// index of a data folder, with the names and details of the statements, where the
// judged collections have texts alone. Translations of one statement are one
// answer, of every engine.
type domain struct {
	data      string // folder with the catalogue and the index
	questions string // CSV: id, language, query, half
	judgments string // CSV: question, file, grade from 0 to 3
	peers     []peer
}

// domainQuestion is one question; half tells those that were set aside by lot
// before anybody looked at an answer.
type domainQuestion struct{ id, language, text, half string }

// english is the part of the questions that is in English: the other engines stem
// all texts so.
const english = "english"

// pooled is how many answers of each engine are judged.
const pooled = 10

// measure returns the table, and writes the answers that nobody has judged to a
// file, if one is named: in random order, without the engine and the rank.
func (d domain) measure(ctx context.Context, unjudged string) (string, error) {
	questions, err := d.readQuestions()
	if err != nil {
		return "", err
	}
	grades, err := d.readJudgments()
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "rostrum-bench-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	works, err := d.writeDocuments(ctx, files(folder).Corpus)
	if err != nil {
		return "", err
	}
	engines := append([]peer{{"rostrum", d.rank(questions)}, {"textbook", rankTextbook}}, d.peers...)
	halves := []string{"open", "apart", english, ""}
	cells := map[string][]string{}
	counts := map[string]int{}
	pool := map[string]map[string]bool{}
	for _, engine := range engines {
		c, err := writeQuestions(folder, questions, grades, works, "")
		if err != nil {
			return "", err
		}
		run, err := engine.rank(ctx, c)
		if err != nil {
			return "", fmt.Errorf("%s: %w", engine.name, err)
		}
		answers, err := readAnswers(run, works)
		if err != nil {
			return "", fmt.Errorf("%s: %w", engine.name, err)
		}
		for id, list := range answers {
			if pool[id] == nil {
				pool[id] = map[string]bool{}
			}
			for _, work := range list[:min(pooled, len(list))] {
				pool[id][work] = true
			}
		}
		if len(grades) == 0 {
			continue
		}
		for _, half := range halves {
			c, err := writeQuestions(folder, questions, grades, works, half)
			if err != nil {
				return "", err
			}
			report, err := c.Score(writeRun(answers))
			if err != nil {
				return "", err
			}
			cells[half] = append(cells[half], figure(report.NDCG))
			counts[half] = report.Queries
		}
	}
	if unjudged != "" {
		if err := writeUnjudged(unjudged, questions, pool, grades, works); err != nil {
			return "", err
		}
	}
	var table strings.Builder
	table.WriteString("| questions | with an answer |")
	for _, e := range engines {
		fmt.Fprintf(&table, " %s |", e.name)
	}
	fmt.Fprintf(&table, "\n|%s\n", strings.Repeat("---|", len(engines)+2))
	for _, half := range halves {
		name := map[string]string{"open": "looked at", "apart": "set aside", english: "in English, of both", "": "all"}[half]
		fmt.Fprintf(&table, "| %s | %d | %s |\n", name, counts[half], strings.Join(cells[half], " | "))
	}
	return table.String(), nil
}

func (d domain) readQuestions() ([]domainQuestion, error) {
	rows, err := readCSV(d.questions, "id", "language", "query", "half")
	if err != nil {
		return nil, err
	}
	out := make([]domainQuestion, 0, len(rows))
	for _, r := range rows {
		out = append(out, domainQuestion{r[0], r[1], r[2], r[3]})
	}
	return out, nil
}

// readJudgments reads grades by question and file; none if there is no file yet.
func (d domain) readJudgments() (map[string]map[string]int, error) {
	rows, err := readCSV(d.judgments, "question", "file", "grade")
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := map[string]map[string]int{}
	for _, r := range rows {
		grade, err := strconv.Atoi(r[2])
		if err != nil || grade < 0 || grade > 3 {
			return nil, fmt.Errorf("%s: the grade of %s for %s is %q; it may be 0 to 3", d.judgments, r[1], r[0], r[2])
		}
		if out[r[0]] == nil {
			out[r[0]] = map[string]int{}
		}
		out[r[0]][r[1]] = grade
	}
	return out, nil
}

// readCSV reads the rows below a header.
func readCSV(path string, header ...string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], header) {
		return nil, fmt.Errorf("%s has no header row %s", path, strings.Join(header, ","))
	}
	return rows[1:], nil
}

// writeDocuments writes the texts of the catalogue as a collection, named by their
// files, and returns the work of each: the first file of those that are one.
func (d domain) writeDocuments(ctx context.Context, path string) (works map[string]string, err error) {
	kept, err := catalog.OpenReadOnly(ctx, d.data)
	if err != nil {
		return nil, err
	}
	defer kept.Close()
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := json.NewEncoder(f)
	works = map[string]string{}
	first := map[corpus.WorkID]string{}
	for s, err := range kept.All(ctx) {
		if err != nil {
			return nil, err
		}
		file := filepath.ToSlash(s.Origin.File)
		if old, ok := first[s.Work]; s.Work == "" || !ok || file < old {
			first[s.Work] = file
		}
		var pages []string
		for _, p := range s.Pages {
			pages = append(pages, p.Text)
		}
		if err := out.Encode(line{ID: file, Title: s.Title, Text: strings.Join(pages, "\n\n")}); err != nil {
			return nil, err
		}
		works[file] = string(s.Work)
	}
	for file, work := range works {
		works[file] = first[corpus.WorkID(work)]
		if work == "" {
			works[file] = file
		}
	}
	return works, nil
}

// writeQuestions writes the questions of a half, "" for all, and their judgments
// by work.
func writeQuestions(folder string, questions []domainQuestion, grades map[string]map[string]int, works map[string]string, half string) (quality.Collection, error) {
	c := files(folder)
	var asked, judged bytes.Buffer
	out := json.NewEncoder(&asked)
	for _, q := range questions {
		if half != "" && q.half != half && (half != english || q.language != string(corpus.English)) {
			continue
		}
		if err := out.Encode(line{ID: q.id, Text: q.text}); err != nil {
			return c, err
		}
		best := map[string]int{}
		for file, grade := range grades[q.id] {
			work, ok := works[file]
			if !ok {
				return c, fmt.Errorf("%s is judged for %s, and is not in the catalogue", file, q.id)
			}
			best[work] = max(best[work], grade)
		}
		for work, grade := range best {
			fmt.Fprintf(&judged, "%s\t%s\t%d\n", q.id, work, grade)
		}
	}
	return c, errors.Join(os.WriteFile(c.Queries, asked.Bytes(), 0o600), os.WriteFile(c.Qrels, judged.Bytes(), 0o600))
}

// readAnswers reads a run, with each work once, where its first version stands.
func readAnswers(run io.Reader, works map[string]string) (map[string][]string, error) {
	out := map[string][]string{}
	for s := bufio.NewScanner(run); ; {
		if !s.Scan() {
			return out, s.Err()
		}
		columns := strings.Fields(s.Text())
		if len(columns) != 6 {
			return nil, fmt.Errorf("%q is no line of a run", s.Text())
		}
		work, ok := works[columns[2]]
		if !ok {
			return nil, fmt.Errorf("%s is not in the catalogue", columns[2])
		}
		if id := columns[0]; !slices.Contains(out[id], work) {
			out[id] = append(out[id], work)
		}
	}
}

func writeRun(answers map[string][]string) io.Reader {
	var run bytes.Buffer
	for id, list := range answers {
		for i, document := range list {
			writeAnswer(&run, id, document, i+1, "engine")
		}
	}
	return &run
}

func writeAnswer(run *bytes.Buffer, question, document string, rank int, engine string) {
	fmt.Fprintf(run, "%s Q0 %s %d %d %s\n", question, document, rank, -rank, engine)
}

// writeUnjudged lists what is to be judged, by question.
func writeUnjudged(path string, questions []domainQuestion, pool map[string]map[string]bool, grades map[string]map[string]int, works map[string]string) error {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	if err := out.Write([]string{"question", "file"}); err != nil {
		return err
	}
	for _, q := range questions {
		judged := map[string]bool{}
		for file := range grades[q.id] {
			judged[works[file]] = true
		}
		var list []string
		for work := range pool[q.id] {
			if !judged[work] {
				list = append(list, work)
			}
		}
		slices.Sort(list)
		rand.New(rand.NewPCG(2026, uint64(len(list)))).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, work := range list {
			if err := out.Write([]string{q.id, work}); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return errors.Join(out.Error(), os.WriteFile(path, b.Bytes(), 0o600))
}

// rank asks rostrum as its pages do, in the language of the question.
func (d domain) rank(questions []domainQuestion) func(context.Context, quality.Collection) (io.Reader, error) {
	return func(ctx context.Context, _ quality.Collection) (io.Reader, error) {
		names, err := authority.Load("")
		if err != nil {
			return nil, err
		}
		ix, err := bleveindex.New(bleveindex.Config{
			Dir: filepath.Join(d.data, "index"), Thesaurus: names, Resolve: names.Resolve, Names: names.Names, Kinds: names.Kinds,
		}).Open(ctx)
		if err != nil {
			return nil, err
		}
		defer ix.Close()
		var run bytes.Buffer
		for _, q := range questions {
			x, err := query.Parse(q.text)
			if err != nil {
				return nil, fmt.Errorf("question %s: %w", q.id, err)
			}
			res, err := ix.Search(ctx, search.Request{Query: x, Language: corpus.Language(q.language), Size: search.MaxSize})
			if err != nil {
				return nil, fmt.Errorf("question %s: %w", q.id, err)
			}
			for i, h := range res.Hits {
				writeAnswer(&run, q.id, filepath.ToSlash(h.Statement.Origin.File), i+1, "rostrum")
			}
		}
		return &run, nil
	}
}

// rankTextbook is plain BM25 as a peer.
func rankTextbook(_ context.Context, c quality.Collection) (io.Reader, error) {
	var run bytes.Buffer
	err := c.Textbook(func(question string, ranking []string) {
		for i, document := range ranking {
			writeAnswer(&run, question, document, i+1, "textbook")
		}
	})
	return &run, err
}
