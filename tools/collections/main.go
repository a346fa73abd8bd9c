// Command collections converts the classic judged collections of the Glasgow
// information retrieval group, and SciFact, into the layout of BEIR, which rostrum
// eval reads.
// The collections themselves are not part of the project; where to find them is
// in docs/ranking.md.
//
//	go run ./collections -format smart -documents CISI.ALL -queries CISI.QRY -qrels CISI.REL -to cisi
//
// A collection in several files of documents is given as a list with commas.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// entry is a document or a query.
type entry struct {
	ID    string `json:"_id"`
	Title string `json:"title,omitempty"`
	Text  string `json:"text"`
}

// judgment says that a document is relevant to a query.
type judgment struct{ query, document string }

// format reads the three kinds of files of a collection.
type format struct {
	documents func(text string) []entry
	queries   func(text string) []entry
	judgments func(text string) []judgment
}

// formats are named after the collections that use them; SMART's is that of
// Cranfield, CACM, CISI, MED and ADI.
var formats = map[string]format{
	"smart": {smartEntries, smartQueries, smartJudgments},
	"lisa":  {lisaDocuments, lisaQueries, countedJudgments},
	"npl":   {slashEntries, slashEntries, slashJudgments},
	"time":  {timeDocuments, timeQueries, lineJudgments},

	"scifact": {scifactDocuments, scifactQueries, scifactJudgments},
}

func main() {
	name := flag.String("format", "smart", "smart, lisa, npl, time or scifact")
	documents := flag.String("documents", "", "the files of documents, with commas between")
	queries := flag.String("queries", "", "the file of queries")
	qrels := flag.String("qrels", "", "the file of judgments")
	to := flag.String("to", "", "the folder to write corpus.jsonl, queries.jsonl and qrels.tsv into")
	flag.Parse()
	if err := convert(*name, *documents, *queries, *qrels, *to); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func convert(name, documents, queries, qrels, to string) error {
	f, ok := formats[name]
	if !ok || documents == "" || queries == "" || qrels == "" || to == "" {
		return errors.New("-format, -documents, -queries, -qrels and -to are needed; -help says what they are")
	}
	var text [3]string
	for i, list := range []string{documents, queries, qrels} {
		for _, path := range strings.Split(list, ",") {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text[i] += strings.ReplaceAll(strings.ToValidUTF8(string(b), " "), "\r\n", "\n") + "\n"
		}
	}
	return write(to, f.documents(text[0]), f.queries(text[1]), f.judgments(text[2]))
}

// write writes the collection. Judgments about missing documents, which some of these
// collections have, are left out; if no document exists, the format is wrong.
func write(to string, documents, queries []entry, judgments []judgment) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	known := map[string]bool{}
	for _, d := range documents {
		known[d.ID] = true
	}
	judgments = slices.DeleteFunc(judgments, func(j judgment) bool { return !known[j.document] })
	if len(documents) == 0 || len(queries) == 0 || len(judgments) == 0 {
		return fmt.Errorf("%d documents, %d queries and %d judgments were read; is this the right format?", len(documents), len(queries), len(judgments))
	}
	for file, list := range map[string][]entry{"corpus.jsonl": documents, "queries.jsonl": queries} {
		var b strings.Builder
		e := json.NewEncoder(&b)
		for _, entry := range list {
			if err := e.Encode(entry); err != nil {
				return err
			}
		}
		if err := os.WriteFile(filepath.Join(to, file), []byte(b.String()), 0o644); err != nil {
			return err
		}
	}
	var b strings.Builder
	b.WriteString("query-id\tcorpus-id\tscore\n")
	for _, j := range judgments {
		fmt.Fprintf(&b, "%s\t%s\t1\n", j.query, j.document)
	}
	return os.WriteFile(filepath.Join(to, "qrels.tsv"), []byte(b.String()), 0o644)
}
