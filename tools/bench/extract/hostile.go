package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/extract"
)

// hostile reads each hostile file twice, each time followed by a good one.
func (b *bench) hostile() error {
	e, err := b.extractor(extract.OCRAuto, 1)
	if err != nil {
		return err
	}
	good, err := document(b.files.speeches[0])
	if err != nil {
		return err
	}
	docs := hostilePages()
	for _, path := range b.files.hostile {
		doc, err := document(path)
		if err != nil {
			return err
		}
		docs = append(docs, doc)
	}
	slowest, which, wrong, silent, memory, most := time.Duration(0), "", 0, 0, int64(0), ""
	for _, doc := range docs {
		for range 2 {
			text, took, err := e.Timed(b.ctx, doc)
			if took.Reader > slowest {
				slowest, which = took.Reader, doc.File
			}
			if took.Memory > memory {
				memory, most = took.Memory, doc.File
			}
			if err == nil && strings.TrimSpace(fullText(text)) == "" && text.Status != corpus.StatusSuspect {
				silent++
			}
			after, err := e.Extract(b.ctx, good)
			if err != nil || after.Status != corpus.StatusGood || fullText(after) != fullText(b.texts[b.files.speeches[0]]) {
				wrong++
				fmt.Fprintf(os.Stderr, "\n  after %s: %s %s %v", doc.File, after.Status, after.Reason, err)
			}
		}
	}
	if err := errors.Join(b.ctx.Err(), e.Close()); err != nil {
		return err
	}
	b.table.Add("hostile files and pages, each twice: the good file after it is read right", "all", wrong == 0, "%d of %d", 2*len(docs)-wrong, 2*len(docs))
	b.table.Add("the same: silent empties", "0", silent == 0, "%d", silent)
	b.table.Add("the same: the longest that one took, of processor time", "10 s", slowest <= 10*time.Second, "%.1f s (%s)", slowest.Seconds(), which)
	b.table.Add("the same: most memory of a reader that lived to tell", "512 MiB", memory <= 512<<20, "%d MiB (%s)", memory>>20, most)
	return nil
}

// hostilePages are web pages and texts that are too deep, too wide or too long.
func hostilePages() (docs []corpus.Document) {
	const words = "We thank the President of the Assembly and the delegations for their work. "
	for name, content := range map[string]string{
		"deep.html":       strings.Repeat("<div>", 100_000) + words,
		"table.html":      "<table>" + strings.Repeat("<tr><td>"+words+"<td>1", 600_000) + "</table>",
		"attributes.html": "<p " + strings.Repeat("a=1 ", 1_000_000) + ">" + words,
		"entities.html":   "<p>" + strings.Repeat("&lt;&#x41;", 2_000_000) + words,
		"script.html":     "<script>" + strings.Repeat("var a = '</p>';\n", 1_500_000) + words,
		"long.html":       "<p>" + strings.Repeat(words, 1_300_000),
		"long.txt":        strings.Repeat(words, 1_300_000),
		"stars.md":        strings.Repeat("*", 20_000_000),
		"groups.rtf":      `{\rtf1 ` + strings.Repeat("{", 7_000_000) + words,
	} {
		docs = append(docs, corpus.Document{Item: corpus.Item{File: name, Location: fmt.Sprintf("https://example.org/%s", name)}, Bytes: []byte(content)})
	}
	return docs
}
