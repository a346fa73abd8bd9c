package quality

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"

	"rostrum/corpus"
)

// Collection has the three files of a judged collection in BEIR format: documents and queries as JSON Lines,
// judgments as lines of query, document and grade.
type Collection struct {
	Corpus  string // {"_id" or "id", "title", "text" or "body"}
	Queries string // {"_id" or "id", "text"}
	Qrels   string // query, document, grade; or, in TREC format, query, 0, document, grade
}

// Document is one document of a collection.
type Document struct {
	ID    string
	Title string
	Text  string
}

// Query is a judged query.
type Query struct {
	ID     string
	Text   string
	Grades map[string]int // by document; above 0 is relevant
}

// maxLine is the maximum length of a line: the longest documents of known collections are books of some megabytes.
const maxLine = 64 << 20

// line is the format of documents and queries.
type line struct {
	UnderscoreID json.RawMessage `json:"_id"`
	PlainID      json.RawMessage `json:"id"`
	Title        string          `json:"title"`
	Text         string          `json:"text"`
	Body         string          `json:"body"`
}

// id returns the id as a string: some collections use numbers.
func (l line) id() string {
	raw := l.UnderscoreID
	if len(raw) == 0 {
		raw = l.PlainID
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// documents yields the documents.
func (c Collection) documents() iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		for l, err := range readLines(c.Corpus) {
			d := Document{ID: l.id(), Title: l.Title, Text: l.Text}
			if d.Text == "" {
				d.Text = l.Body
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

// queries returns the queries with a relevant document, in file order. Others measure nothing.
func (c Collection) queries() ([]Query, error) {
	grades, err := readGrades(c.Qrels)
	if err != nil {
		return nil, err
	}
	var out []Query
	for l, err := range readLines(c.Queries) {
		if err != nil {
			return nil, err
		}
		q := Query{ID: l.id(), Text: l.Text, Grades: grades[l.id()]}
		for _, g := range q.Grades {
			if g > 0 {
				out = append(out, q)
				break
			}
		}
	}
	if len(out) == 0 {
		return nil, corpus.ErrInvalid.Errorf("no query of %s has a relevant document in %s", c.Queries, c.Qrels)
	}
	return out, nil
}

// readLines reads a file of JSON lines.
func readLines(path string) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		for n, text := range rawLines(path) {
			if n.err != nil {
				yield(line{}, n.err)
				return
			}
			var l line
			err := json.Unmarshal(text, &l)
			switch {
			case err != nil:
				err = corpus.ErrInvalid.Errorf("%s, line %d is not JSON as expected: %w", path, n.number, err)
			case l.id() == "":
				err = corpus.ErrInvalid.Errorf("%s, line %d has no _id and no id", path, n.number)
			}
			if !yield(l, err) || err != nil {
				return
			}
		}
	}
}

// readGrades reads the judgments by query. It skips a header and negative grades, which some collections use for
// spam.
func readGrades(path string) (map[string]map[string]int, error) {
	grades := map[string]map[string]int{}
	for n, text := range rawLines(path) {
		if n.err != nil {
			return nil, n.err
		}
		columns := strings.Fields(string(text))
		if len(columns) == 4 {
			columns = []string{columns[0], columns[2], columns[3]}
		}
		if len(columns) != 3 {
			return nil, corpus.ErrInvalid.Errorf("%s, line %d has %d columns; it should have query, document and grade", path, n.number, len(columns))
		}
		grade, err := strconv.Atoi(columns[2])
		if err != nil {
			if n.number == 1 {
				continue
			}
			return nil, corpus.ErrInvalid.Errorf("%s, line %d: the grade %q is not a whole number", path, n.number, columns[2])
		}
		if grades[columns[0]] == nil {
			grades[columns[0]] = map[string]int{}
		}
		grades[columns[0]][columns[1]] = max(0, grade)
	}
	return grades, nil
}

// place is a line number, or an error.
type place struct {
	number int
	err    error
}

// rawLines yields the non-blank lines of a file, without line ends.
func rawLines(path string) iter.Seq2[place, []byte] {
	return func(yield func(place, []byte) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(place{err: corpus.ErrInvalid.Errorf("%w", err)}, nil)
			return
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		lines.Buffer(make([]byte, 64<<10), maxLine)
		n := 0
		for lines.Scan() {
			n++
			text := bytes.TrimSpace(lines.Bytes())
			if n == 1 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			if len(text) > 0 && !yield(place{number: n}, text) {
				return
			}
		}
		if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
			yield(place{err: corpus.ErrOverLimit.Errorf("%s, line %d is longer than %d bytes", path, n+1, maxLine)}, nil)
		} else if err != nil && !errors.Is(err, io.EOF) {
			yield(place{err: fmt.Errorf("read %s: %w", path, err)}, nil)
		}
	}
}
