// Command forms measures what the stemmers do to words that they were not made
// with, beside the analyzers of Bleve: how many forms of a word they miss, and how
// many words they wrongly merge. The words come from the tables of a shared task
// on inflection, which are no part of the project; docs/ranking.md says where they
// are.
//
//	make bench-forms INFLECTIONS=folder
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	bleve "github.com/blevesearch/bleve/v2/analysis"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ar"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/es"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/fr"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/pt"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/registry"

	"rostrum/search/analysis"
	"rostrum/tools/internal/figures"
)

// languages, with the names of their tables. Neighbours in a dictionary are compared
// if they share at least this many letters: Arabic roots have three. The forms of a
// Chinese word are its simplified and traditional writing.
var languages = []struct {
	code, table string
	alike       int
}{
	{"ar", "arabic", 3}, {"en", "english", 5}, {"es", "spanish", 5}, {"fr", "french", 5}, {"pt", "portuguese", 5}, {"ru", "russian", 5}, {"zh", "chinese", 2},
}

func main() {
	folder := flag.String("inflections", "", "folder of tables: LANGUAGE-dev, -test and -train-high, with lines of lemma, form and features")
	write := flag.String("write", "", "file whose table of figures is rewritten")
	verbose := flag.String("v", "", "print what goes wrong in a language, in the part that is not measured")
	flag.Parse()
	table, err := measure(*folder, *verbose)
	if err == nil {
		fmt.Print(table)
		if *write != "" {
			err = figures.Write(*write, "make bench-forms", table)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func measure(folder, verbose string) (string, error) {
	var b strings.Builder
	b.WriteString("| language | forms of nouns and adjectives missed | by Bleve | forms of verbs missed | by Bleve | words merged | by Bleve |\n|---|---|---|---|---|---|---|\n")
	analyzers := analysis.NewAnalyzers()
	cache := registry.NewCache()
	for _, l := range languages {
		ours := analyzers[slices.IndexFunc(analyzers, func(a *analysis.Analyzer) bool { return a.Code == l.code })]
		stock, err := cache.AnalyzerNamed(strings.Replace(l.code, "zh", "cjk", 1))
		if err != nil {
			return "", err
		}
		stems := []func(string) string{
			func(word string) string { return ours.Stem(analysis.FoldForm(analysis.ExactForm(word))) },
			func(word string) string { return stockForm(stock, word) },
		}
		dev, err := read(filepath.Join(folder, l.table+"-dev"))
		if err != nil {
			return "", err
		}
		test, err := read(filepath.Join(folder, l.table+"-test"))
		if err != nil {
			return "", err
		}
		dictionary, err := readAll(filepath.Join(folder, l.table+"-train-high"))
		if err != nil {
			return "", err
		}
		if verbose == l.code {
			for _, f := range dev {
				if a, b := stems[0](f.lemma), stems[0](f.word); a != b {
					fmt.Println(f.lemma, f.word, f.features, a, b)
				}
			}
		}
		names := func(f form) bool { return !f.isVerb() }
		cells := []string{l.code}
		for _, kind := range []func(form) bool{names, form.isVerb} {
			for _, stem := range stems {
				missed, of := 0, 0
				for _, f := range test {
					if !kind(f) || f.lemma == f.word {
						continue
					}
					if of++; stem(f.lemma) != stem(f.word) {
						missed++
					}
				}
				cells = append(cells, share(missed, of))
			}
		}
		looked, apart := halves(neighbours(dictionary, l.alike))
		if verbose == l.code {
			for _, pair := range looked {
				if a := stems[0](pair[0]); a == stems[0](pair[1]) {
					fmt.Println(pair[0], pair[1], a)
				}
			}
		}
		for _, stem := range stems {
			merged := 0
			for _, pair := range apart {
				if stem(pair[0]) == stem(pair[1]) {
					merged++
				}
			}
			cells = append(cells, share(merged, len(apart)))
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	return b.String(), nil
}

// halves splits pairs into those that may be looked at, and the held-out ones that
// are measured.
func halves(pairs [][2]string) (looked, measured [][2]string) {
	for i, pair := range pairs {
		if i%2 == 0 {
			looked = append(looked, pair)
		} else {
			measured = append(measured, pair)
		}
	}
	return looked, measured
}

func share(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %% of %d", 100*float64(n)/float64(of), of)
}

// stockForm is the result of Bleve's analyzer of a language.
func stockForm(a bleve.Analyzer, word string) string {
	var forms []string
	for _, t := range a.Analyze([]byte(word)) {
		forms = append(forms, string(t.Term))
	}
	return strings.Join(forms, " ")
}

// form is an inflected form of a word.
type form struct{ lemma, word, features string }

func (f form) isVerb() bool { return strings.HasPrefix(f.features, "V") }

// isFormal reports whether a form occurs in statements: no first person singular,
// second person or imperative.
func (f form) isFormal() bool {
	if !f.isVerb() {
		return true
	}
	features := strings.Split(f.features, ";")
	first := slices.Contains(features, "1") && !slices.Contains(features, "PL")
	return !first && !slices.Contains(features, "2") && !slices.Contains(features, "IMP")
}

// read reads the forms of a table that occur in statements.
func read(path string) ([]form, error) {
	all, err := readAll(path)
	return slices.DeleteFunc(all, func(f form) bool { return !f.isFormal() }), err
}

// readAll reads a table without forms of several words, and without Arabic vowel
// signs, which statements do not have.
func readAll(path string) ([]form, error) {
	text, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	var out []form
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(columns) != 3 {
			return nil, fmt.Errorf("%s: %q has %d columns; it should have lemma, form and features", path, line, len(columns))
		}
		f := form{unvowelled(columns[0]), unvowelled(columns[1]), columns[2]}
		if !strings.ContainsAny(f.lemma+f.word, " -'’") {
			out = append(out, f)
		}
	}
	return out, nil
}

// unvowelled removes Arabic vowel signs.
func unvowelled(word string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x064B && r <= 0x0652 || r == 0x0670 {
			return -1
		}
		return r
	}, word)
}

// neighbours are different words of one part of speech that are adjacent in a
// dictionary, share at least alike initial letters, and differ in more than accents.
func neighbours(list []form, alike int) (pairs [][2]string) {
	parts := map[string][]string{}
	for _, f := range list {
		part, _, _ := strings.Cut(f.features, ";")
		part, _, _ = strings.Cut(part, ".")
		parts[part] = append(parts[part], f.lemma)
	}
	forms := map[[2]string]bool{}
	for _, f := range list {
		forms[[2]string{f.lemma, f.word}] = true
	}
	names := make([]string, 0, len(parts))
	for part := range parts {
		names = append(names, part)
	}
	slices.Sort(names)
	for _, part := range names {
		lemmas := parts[part]
		slices.Sort(lemmas)
		lemmas = slices.Compact(lemmas)
		for i := 1; i < len(lemmas); i++ {
			a, b := lemmas[i-1], lemmas[i]
			if forms[[2]string{a, b}] || forms[[2]string{b, a}] || analysis.FoldForm(analysis.ExactForm(a)) == analysis.FoldForm(analysis.ExactForm(b)) {
				continue
			}
			if commonLetters(a, b) >= alike {
				pairs = append(pairs, [2]string{a, b})
			}
		}
	}
	return pairs
}

// commonLetters is the length of the common prefix.
func commonLetters(a, b string) (n int) {
	for a != "" && b != "" {
		x, size := utf8.DecodeRuneInString(a)
		y, other := utf8.DecodeRuneInString(b)
		if x != y {
			return n
		}
		a, b, n = a[size:], b[other:], n+1
	}
	return n
}
