package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
)

// statements yields n statements of about 1,000 words: paragraphs of real
// speeches in English and Spanish, taken over again from the start with other
// boundaries when they run out.
func statements(shared string, n int) iter.Seq2[corpus.Statement, error] {
	files := []struct {
		name     string
		language corpus.Language
	}{
		{"general-debate-en-2003-2024.jsonl.zst", corpus.English},
		{"speeches-es.jsonl.zst", corpus.Spanish},
	}
	return func(yield func(corpus.Statement, error) bool) {
		for made, round := 0, 0; made < n; round++ {
			for _, file := range files {
				for raw, err := range speeches(filepath.Join(shared, "corpus-scale", file.name)) {
					if err != nil {
						yield(corpus.Statement{}, err)
						return
					}
					paragraphs := raw.paragraphs()
					for _, text := range cut(paragraphs[min(round, len(paragraphs)):]) {
						if !yield(statement(raw, file.language, made, text), nil) {
							return
						}
						if made++; made == n {
							return
						}
					}
				}
			}
		}
	}
}

// list is all of n statements in memory, for measures that reading is no part of.
func list(shared string, n int) ([]corpus.Statement, error) {
	var out []corpus.Statement
	for s, err := range statements(shared, n) {
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// firstVersion is that of all statements: none changes.
const firstVersion = 1

func statementID(number int) corpus.ID { return corpus.ID(fmt.Sprintf("d%07d", number)) }

func statement(raw speech, language corpus.Language, number int, text string) corpus.Statement {
	id := statementID(number)
	return corpus.Statement{
		ID: id, Work: corpus.WorkID(id), Version: firstVersion, Title: raw.Organization + " " + raw.Session, Language: language,
		Session: corpus.SessionID(raw.Session), Authors: []corpus.OrgID{corpus.OrgID(raw.Organization)}, Type: "statement",
		Topics: []corpus.TopicID{corpus.TopicID(raw.Topic)}, Deliverer: raw.Speaker, Role: raw.Post,
		Date: corpus.Date{Year: raw.Year}, Status: corpus.StatusGood,
		Pages: []corpus.Page{{Number: 1, Text: text, Language: language, Method: corpus.MethodTextLayer}},
	}
}

// cut makes texts of 1,000 words or a little more; what is left over is dropped.
func cut(paragraphs []string) (texts []string) {
	words, from := 0, 0
	for i, p := range paragraphs {
		if words += len(strings.Fields(p)); words >= 1000 {
			texts = append(texts, strings.Join(paragraphs[from:i+1], "\n\n"))
			words, from = 0, i+1
		}
	}
	return texts
}

type speech struct {
	Organization, Session, Topic, Speaker, Post, Text string

	Year int
}

// paragraphs joins the lines of a speech: some end at the margin, some at the
// end of a paragraph. One ends here with the sentence after 60 words.
func (s speech) paragraphs() (out []string) {
	var lines []string
	words := 0
	for line := range strings.Lines(norm.NFKC.String(s.Text)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		lines = append(lines, line)
		if words += len(strings.Fields(line)); words >= 60 && strings.ContainsAny(line[len(line)-1:], ".!?") {
			out = append(out, strings.Join(lines, " "))
			lines, words = nil, 0
		}
	}
	if len(lines) > 0 {
		out = append(out, strings.Join(lines, " "))
	}
	return out
}

func speeches(path string) iter.Seq2[speech, error] {
	return func(yield func(speech, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(speech{}, err)
			return
		}
		defer f.Close()
		z, err := zstd.NewReader(f)
		if err != nil {
			yield(speech{}, err)
			return
		}
		defer z.Close()
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var s speech
			err := json.Unmarshal(lines.Bytes(), &s)
			if !yield(s, err) || err != nil {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(speech{}, fmt.Errorf("read %s: %w", path, err))
		}
	}
}
