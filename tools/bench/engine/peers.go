package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"rostrum/search"
	"rostrum/tools/internal/figures"
)

// passes is how often the questions of a class are asked, one after the other:
// the first time the engine is cold, the last time warm.
const passes = 3

// measured is what an engine took for the questions of a class.
type measured struct {
	Class string  `json:"class"`
	Core  bool    `json:"core"` // the ten best and an exact count alone, as against the whole answer
	Cold  float64 `json:"cold"` // processor time of an answer in ms, in the first pass
	Warm  float64 `json:"warm"` // in the last
	Found float64 `json:"found"`
}

// built is what an engine took to index the statements.
type builtIndex struct {
	CPU   float64 `json:"cpu"` // seconds
	Bytes int64   `json:"bytes"`
}

// peer is a program that indexes and asks:
//
//	PROGRAM build STATEMENTS INDEX  prints a builtIndex
//	PROGRAM ask INDEX QUESTIONS     prints a line with a measured for each class, whole and core
//
// STATEMENTS and QUESTIONS are files with a JSON value a line.
type peer struct {
	name    string
	command []string
}

// peerFlags is a flag that may be given several times, as NAME=COMMAND.
type peerFlags []peer

func (p *peerFlags) String() string { return "" }

func (p *peerFlags) Set(s string) error {
	name, command, ok := strings.Cut(s, "=")
	if !ok || command == "" {
		return errors.New("a peer is given as NAME=COMMAND")
	}
	*p = append(*p, peer{name, strings.Fields(command)})
	return nil
}

// ours, measured in this process like the peers in theirs.
var insiders = []string{"rostrum", "stock Bleve", "SQLite FTS5"}

// besides measures our engine, stock Bleve, FTS5 and the peers over the same
// statements with the same questions, each in its turn.
func (b *bench) besides(ctx context.Context, peers []peer) error {
	folder := filepath.Join(b.dir, fmt.Sprintf("peers-%d", b.documents))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	statements := filepath.Join(folder, "statements.jsonl")
	if err := made(statements, func(path string) error { return b.writeStatements(path) }); err != nil {
		return err
	}
	list, err := peerQuestions(b.shared, b.documents, b.questions)
	if err != nil {
		return err
	}
	questions := filepath.Join(folder, fmt.Sprintf("questions-%d.jsonl", b.questions))
	if err := writeLines(questions, func(write func(any) error) error {
		for _, q := range list {
			if err := write(q); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	results := map[string][]measured{}
	sizes := map[string]builtIndex{}
	for _, name := range insiders {
		if results[name], sizes[name], err = b.inside(ctx, folder, name, list); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(os.Stderr, "%s: done\n", name)
	}
	for _, p := range peers {
		if results[p.name], sizes[p.name], err = p.run(ctx, folder, statements, questions); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		fmt.Fprintf(os.Stderr, "%s: done\n", p.name)
	}
	names := insiders
	for _, p := range peers {
		names = append(names, p.name)
	}
	b.peers = peersReport(b.documents, b.questions, names, results, sizes)
	return nil
}

// inside measures an engine that is built into this program.
func (b *bench) inside(ctx context.Context, folder, name string, list []peerQuestion) ([]measured, builtIndex, error) {
	index := filepath.Join(folder, strings.ReplaceAll(strings.ToLower(name), " ", "-"))
	note := index + ".json"
	if err := made(index, func(path string) error {
		reading, err := once(func() error {
			for _, err := range statements(b.shared, b.documents) {
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		took, err := once(func() error {
			switch name {
			case "rostrum":
				return build(ctx, path, b.shared, b.documents)
			case "stock Bleve":
				return buildStock(path, b.shared, b.documents)
			default:
				return buildFTS5(ctx, path, statements(b.shared, b.documents))
			}
		})
		if err != nil {
			return err
		}
		bytes, err := bytesIn(path)
		if err != nil {
			return err
		}
		raw, err := json.Marshal(builtIndex{(took - reading).Seconds(), bytes})
		if err != nil {
			return err
		}
		return os.WriteFile(note, raw, 0o644)
	}); err != nil {
		return nil, builtIndex{}, err
	}
	size, err := readNote(note)
	if err != nil {
		return nil, size, err
	}
	ask, done, err := insider(ctx, name, index)
	if err != nil {
		return nil, size, err
	}
	out, err := inPasses(list, ask)
	return out, size, errors.Join(err, done())
}

// searchFunc asks one question and says how many statements were found; a negative
// number where the engine knows no such question.
type searchFunc func(q peerQuestion, core bool) (int, error)

func insider(ctx context.Context, name, index string) (searchFunc, func() error, error) {
	switch name {
	case "rostrum":
		engine, err := openRostrum(ctx, index)
		if err != nil {
			return nil, nil, err
		}
		return func(q peerQuestion, core bool) (int, error) {
			req, err := q.request()
			if err != nil {
				return 0, err
			}
			if core {
				req.Facets, req.Passages = nil, 0
			}
			res, err := engine.Search(ctx, req)
			if err != nil {
				return 0, err
			}
			return res.Total, nil
		}, engine.Close, nil
	case "stock Bleve":
		bleve, err := openStock(index)
		if err != nil {
			return nil, nil, err
		}
		return func(q peerQuestion, core bool) (int, error) { return bleve.askPeer(ctx, q, core) }, bleve.index.Close, nil
	default:
		sqlite, err := openFTS5(ctx, index)
		if err != nil {
			return nil, nil, err
		}
		if err := sqlite.optimize(ctx); err != nil {
			return nil, nil, err
		}
		return func(q peerQuestion, core bool) (int, error) { return sqlite.askPeer(ctx, q, core) }, sqlite.db.Close, nil
	}
}

// inPasses asks the questions class by class.
func inPasses(list []peerQuestion, ask searchFunc) ([]measured, error) {
	var out []measured
	for _, class := range peerClasses {
		for _, core := range []bool{true, false} {
			m := measured{Class: class, Core: core}
			for pass := range passes {
				n, found := 0, 0
				took, err := once(func() error {
					for _, q := range list {
						if q.Class != class {
							continue
						}
						total, err := ask(q, core)
						if err != nil {
							return fmt.Errorf("%s: %w", q.Text, err)
						}
						n, found = n+1, found+total
					}
					return nil
				})
				if err != nil {
					return nil, err
				}
				if found < 0 {
					break
				}
				each := took.Seconds() * 1000 / float64(n)
				if pass == 0 {
					m.Cold = each
				}
				m.Warm, m.Found = each, float64(found)/float64(n)
			}
			if m.Warm > 0 {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// run has the program of a peer index the statements, unless it did before, and
// answer the questions.
func (p peer) run(ctx context.Context, folder, statements, questions string) ([]measured, builtIndex, error) {
	index := filepath.Join(folder, strings.ToLower(p.name))
	note := index + ".json"
	if err := made(index, func(path string) error {
		raw, err := p.start(ctx, "build", statements, path)
		if err != nil {
			return err
		}
		return os.WriteFile(note, raw, 0o644)
	}); err != nil {
		return nil, builtIndex{}, err
	}
	size, err := readNote(note)
	if err != nil {
		return nil, size, err
	}
	raw, err := p.start(ctx, "ask", index, questions)
	if err != nil {
		return nil, size, err
	}
	var out []measured
	for line := range strings.Lines(string(raw)) {
		var m measured
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			return nil, size, fmt.Errorf("it printed %q: %w", line, err)
		}
		out = append(out, m)
	}
	return out, size, nil
}

func (p peer) start(ctx context.Context, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, p.command[0], append(p.command[1:], args...)...)
	command.Stderr = os.Stderr
	return command.Output()
}

func readNote(path string) (b builtIndex, err error) {
	raw, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(raw, &b)
	}
	return b, err
}

// made has make write what is not at a path from a run before.
func made(path string, make func(path string) error) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	unfinished := path + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	if err := make(unfinished); err != nil {
		return fmt.Errorf("make %s: %w", filepath.Base(path), err)
	}
	return os.Rename(unfinished, path)
}

// writeLines writes JSON values, one a line.
func writeLines(path string, each func(write func(any) error) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	if err := each(encoder.Encode); err != nil {
		return err
	}
	return w.Flush()
}

// peerStatement is a statement as the peers read it.
type peerStatement struct {
	ID           string `json:"id"`
	Title        string `json:"title"`
	Language     string `json:"language"`
	Session      string `json:"session"`
	Topic        string `json:"topic"`
	Organization string `json:"organization"`
	Year         string `json:"year"`
	Speaker      string `json:"speaker"`
	Text         string `json:"text"`
}

func (b *bench) writeStatements(path string) error {
	return writeLines(path, func(write func(any) error) error {
		for s, err := range statements(b.shared, b.documents) {
			if err != nil {
				return err
			}
			if err := write(peerStatement{
				string(s.ID), s.Title, string(s.Language), string(s.Session), string(s.Topics[0]), string(s.Authors[0]), s.Date.String(), s.Deliverer, s.Pages[0].Text,
			}); err != nil {
				return err
			}
		}
		return nil
	})
}

// peersReport is the tables of a run.
func peersReport(documents, questions int, names []string, results map[string][]measured, sizes map[string]builtIndex) string {
	var out strings.Builder
	fmt.Fprintf(&out, "Measured on %s, %s, %s, over %d statements.\n", time.Now().Format(time.DateOnly), figures.Machine(), versions(), documents)
	of := func(name, class string, core bool) (measured, bool) {
		for _, m := range results[name] {
			if m.Class == class && m.Core == core {
				return m, true
			}
		}
		return measured{}, false
	}
	for _, core := range []bool{false, true} {
		if core {
			fmt.Fprintf(&out, "\nThe ten best and an exact count alone, ms of processor time an answer, cold and warm:\n\n")
		} else {
			fmt.Fprintf(&out, "\nWhole answers, ms of processor time each, cold and warm; up to %d questions a class:\n\n", questions)
		}
		out.WriteString("| class | found |")
		for _, name := range names {
			out.WriteString(" " + name + " |")
		}
		out.WriteString("\n|---|---|" + strings.Repeat("---|", len(names)) + "\n")
		for _, class := range peerClasses {
			ours, _ := of("rostrum", class, core)
			fmt.Fprintf(&out, "| %s | %.0f |", class, ours.Found)
			for _, name := range names {
				if m, ok := of(name, class, core); ok {
					fmt.Fprintf(&out, " %.2f, %.2f", m.Cold, m.Warm)
					if name != "rostrum" && (m.Found < .95*ours.Found || m.Found > 1.05*ours.Found) {
						fmt.Fprintf(&out, " (%.0f)", m.Found)
					}
				}
				out.WriteString(" |")
			}
			out.WriteByte('\n')
		}
	}
	out.WriteString("\n| | ")
	for _, name := range names {
		out.WriteString(" " + name + " |")
	}
	out.WriteString("\n|---|" + strings.Repeat("---|", len(names)) + "\n| statements indexed in a second of processor time |")
	for _, name := range names {
		fmt.Fprintf(&out, " %.0f |", float64(documents)/sizes[name].CPU)
	}
	out.WriteString("\n| megabytes of the index |")
	for _, name := range names {
		fmt.Fprintf(&out, " %.0f |", float64(sizes[name].Bytes)/1e6)
	}
	out.WriteByte('\n')
	return out.String() + "\n" + peersBar(of, sizes)
}

// peersBar is what is demanded of the engine beside the others.
func peersBar(of func(name, class string, core bool) (measured, bool), sizes map[string]builtIndex) string {
	var bar figures.Table
	worst := func(measure, over string, most float64, core bool, classes ...string) {
		ratio, at := 0.0, ""
		for _, class := range classes {
			ours, _ := of("rostrum", class, core)
			theirs, ok := of(over, class, core)
			if !ok || theirs.Warm == 0 {
				continue
			}
			if r := ours.Warm / theirs.Warm; r > ratio {
				ratio, at = r, class
			}
		}
		if at == "" {
			bar.Unknown(measure, fmt.Sprintf("at most %.2f", most), over+" was not run")
			return
		}
		bar.Add(measure, fmt.Sprintf("at most %.2f", most), ratio <= most, "%.2f at most (%s)", ratio, at)
	}
	worst("whole answer over tantivy, every class", "Tantivy", .9, false, peerClasses...)
	worst("whole answer over Lucene, every class", "Lucene", .5, false, peerClasses...)
	worst("core over tantivy: common, two, three, prefix, all", "Tantivy", 2, true, classCommon, classTwo, classThree, classPrefix, classAll)
	worst("core over Lucene: phrase", "Lucene", 1, true, classPhrase)
	worst("whole answer over stock Bleve: two terms", "stock Bleve", .25, false, classTwo)
	for _, x := range []struct {
		over  string
		least float64
	}{{"Tantivy", .7}, {"SQLite FTS5", .4}} {
		if sizes[x.over].CPU > 0 {
			ratio := sizes[x.over].CPU / sizes["rostrum"].CPU
			bar.Add("statements indexed in a second of processor time, over "+x.over, fmt.Sprintf("at least %.2f", x.least), ratio >= x.least, "%.2f", ratio)
		}
	}
	return bar.String()
}

// request is a question as the service puts it.
func (q peerQuestion) request() (search.Request, error) {
	asked := question{kind: q.kind(), text: q.Text}.asked()
	if q.Class == classFuzzy {
		asked += "~"
	}
	req, err := request(asked)
	if q.Year != "" {
		req.Filters.Values = yearFilter(q.Year)
	}
	return req, err
}
