package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract"
)

//go:embed readers.py
var readers string

// evaluated is a page of the evaluation of trafilatura: passages that belong to
// its text, and passages of the page that do not.
type evaluated struct {
	File    string   `json:"file"`
	With    []string `json:"with"`
	Without []string `json:"without"`
}

// setAside tells the half of the pages that nobody looked at while our reader
// was made.
func (e evaluated) setAside() bool { return crc32.ChecksumIEEE([]byte(e.File))&1 == 1 }

// evaluation measures how well the main content of web pages is found, on a
// copy of the folder tests of trafilatura's repository, by its own way of
// counting, beside three other readers in the same run.
func (b *bench) evaluation(dir, python string) error {
	const measure, bar = "trafilatura's evaluation, F1", "ahead of the three others"
	if dir == "" {
		b.web.Unknown(measure, bar, "name a copy of the folder tests of github.com/adbar/trafilatura with -evaluation")
		return nil
	}
	truth, err := os.ReadFile(filepath.Join(dir, "evaldata.json"))
	if err != nil {
		return err
	}
	var pages map[string]evaluated
	if err := json.Unmarshal(truth, &pages); err != nil {
		return err
	}
	paths := map[string]string{}
	for address, p := range pages {
		paths[address] = filepath.Join(dir, "cache", p.File)
		if _, err := os.Stat(paths[address]); err != nil {
			paths[address] = filepath.Join(dir, "eval", p.File)
		}
	}
	ours, err := b.webPages(paths)
	if err != nil {
		return err
	}
	others, err := readByOthers(python, paths)
	if err != nil {
		return err
	}
	b.compareReaders(measure, bar, pages, ours, others, func(evaluated) bool { return true })
	b.compareReaders("the same, the half of the pages that was set aside", bar, pages, ours, others, evaluated.setAside)
	return nil
}

// webPages reads pages as if they had been fetched from their addresses.
func (b *bench) webPages(paths map[string]string) (map[string]string, error) {
	e, err := b.extractor(extract.OCRNever, 1)
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for address, path := range paths {
		page, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		text, err := e.Extract(b.ctx, corpus.Document{Item: corpus.Item{File: filepath.Base(path), Location: address}, MediaType: "text/html", Bytes: page})
		if err != nil && !errors.Is(err, corpus.ErrNotText) {
			return nil, err
		}
		texts[address] = fullText(text)
	}
	return texts, e.Close()
}

// reading is what another reader made of the pages.
type reading struct {
	Version string            `json:"version"`
	Texts   map[string]string `json:"texts"`
}

func readByOthers(python string, paths map[string]string) (map[string]reading, error) {
	in, err := json.Marshal(paths)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(python, "-c", readers)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s, which needs the packages trafilatura, readability-lxml and jusText (name another with -python): %w", python, err)
	}
	var others map[string]reading
	return others, json.Unmarshal(out, &others)
}

func (b *bench) compareReaders(measure, bar string, pages map[string]evaluated, ours map[string]string, others map[string]reading, in func(evaluated) bool) {
	count := func(texts map[string]string) (m marks) {
		for address, p := range pages {
			if in(p) {
				m.add(p, texts[address])
			}
		}
		return m
	}
	n := 0
	for _, p := range pages {
		if in(p) {
			n++
		}
	}
	own, best := count(ours), 0.0
	var beside []string
	for name, r := range others {
		m := count(r.Texts)
		best = max(best, m.f1())
		beside = append(beside, fmt.Sprintf("%s %s %s", name, r.Version, m))
	}
	slices.Sort(beside)
	b.web.Add(measure, bar, own.f1() > best, "%s on %d pages; %s", own, n, strings.Join(beside, "; "))
}

// marks counts passages: of the text and found, not of it and found, of it and
// not found.
type marks struct{ right, wrong, missed int }

func (m *marks) add(p evaluated, text string) {
	text = spaced(text)
	for _, s := range p.With {
		if strings.Contains(text, spaced(s)) {
			m.right++
		} else {
			m.missed++
		}
	}
	for _, s := range p.Without {
		if strings.Contains(text, spaced(s)) {
			m.wrong++
		}
	}
}

func (m marks) f1() float64 {
	return 2 * float64(m.right) / float64(2*m.right+m.wrong+m.missed)
}

func (m marks) String() string {
	return fmt.Sprintf("%.3f (precision %.3f, recall %.3f)", m.f1(), float64(m.right)/float64(m.right+m.wrong), float64(m.right)/float64(m.right+m.missed))
}

// spaced has one space between words.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }
