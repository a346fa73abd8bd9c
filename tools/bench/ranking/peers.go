package main

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"unicode"

	_ "modernc.org/sqlite" // the "sqlite" driver

	"rostrum/search/quality"
)

// peer is another engine, searching for any of the words of a query.
type peer struct {
	name string
	// rank returns the best hundred documents for each query, as a run in TREC
	// format.
	rank func(context.Context, quality.Collection) (io.Reader, error)
}

func (p peer) measure(ctx context.Context, c quality.Collection) (quality.Report, error) {
	run, err := p.rank(ctx, c)
	if err != nil {
		return quality.Report{}, err
	}
	return c.Score(run)
}

// programs are peers given as name=command: the command gets the files of documents
// and of queries, and prints a run.
type programs []peer

func (p *programs) String() string { return "" }

func (p *programs) Set(text string) error {
	name, command, ok := strings.Cut(text, "=")
	words := strings.Fields(command)
	if !ok || name == "" || len(words) == 0 {
		return fmt.Errorf("%q is not NAME=COMMAND", text)
	}
	*p = append(*p, peer{name, func(ctx context.Context, c quality.Collection) (io.Reader, error) {
		cmd := exec.CommandContext(ctx, words[0], append(words[1:], c.Corpus, c.Queries)...)
		var run bytes.Buffer
		cmd.Stdout, cmd.Stderr = &run, os.Stderr
		return &run, cmd.Run()
	}})
	return nil
}

// fts5 is SQLite's full-text index with Porter stems.
var fts5 = peer{"FTS5", rankFTS5}

func rankFTS5(ctx context.Context, c quality.Collection) (_ io.Reader, err error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection has a database of its own
	if _, err := db.ExecContext(ctx, "CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, body, tokenize = 'porter unicode61')"); err != nil {
		return nil, err
	}
	insert, err := db.PrepareContext(ctx, "INSERT INTO texts VALUES (?, ?)")
	if err != nil {
		return nil, err
	}
	defer insert.Close()
	if err := eachLine(c.Corpus, func(l line) error {
		_, err := insert.ExecContext(ctx, l.ID, l.Title+"\n"+cmp.Or(l.Text, l.Body))
		return err
	}); err != nil {
		return nil, err
	}
	var run bytes.Buffer
	err = eachLine(c.Queries, func(l line) error {
		words := strings.FieldsFunc(l.Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if len(words) == 0 {
			return nil // it has no judgments either
		}
		for i, w := range words {
			words[i] = `"` + w + `"`
		}
		found, err := db.QueryContext(ctx, "SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 100", strings.Join(words, " OR "))
		if err != nil {
			return err
		}
		defer found.Close()
		for rank := 1; found.Next(); rank++ {
			var id string
			if err := found.Scan(&id); err != nil {
				return err
			}
			fmt.Fprintf(&run, "%s Q0 %s %d %d fts5\n", l.ID, id, rank, -rank)
		}
		return found.Err()
	})
	return &run, err
}

// line is a document or a query of a collection.
type line struct {
	ID      string `json:"_id"`
	OtherID string `json:"id"` // if there is no _id
	Title   string `json:"title"`
	Text    string `json:"text"`
	Body    string `json:"body"` // if there is no text
}

func eachLine(path string, do func(line) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for d := json.NewDecoder(f); ; {
		var l line
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		l.ID = cmp.Or(l.ID, l.OtherID)
		if err := do(l); err != nil {
			return err
		}
	}
}
