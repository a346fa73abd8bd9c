package stem_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"rostrum/search/analysis"
	"rostrum/search/analysis/stem"
)

// stemmers and how many pairs of testdata they may get wrong: forms of one word with
// different stems, and different words with the same stem. When a stemmer improves,
// lower its numbers.
var stemmers = []struct {
	code           string
	stem           func(string) string
	missed, merged int
}{
	{"ar", stem.Arabic, 3, 2},
	{"en", stem.English, 0, 0},
	{"es", stem.Spanish, 10, 5},
	{"fr", stem.French, 2, 2},
	{"pt", stem.Portuguese, 1, 6},
	{"ru", stem.Russian, 2, 6},
	{"zh", func(s string) string { return s }, 0, 0}, // folding alone unifies traditional and simplified
}

// harms are the pairs of a list that a stemmer gets wrong.
type harms struct {
	meet, apart    int
	missed, merged []string
}

func harmsOf(t *testing.T, code string, stem func(string) string) harms {
	t.Helper()
	f, err := os.Open("testdata/" + code + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	of := func(word string) string { return stem(analysis.FoldForm(analysis.ExactForm(word))) }
	var h harms
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) < 3:
		case words[0] == "=":
			for _, form := range words[2:] {
				h.meet++
				if of(words[1]) != of(form) {
					h.missed = append(h.missed, words[1]+" "+form)
				}
			}
		case words[0] == "/":
			for i, word := range words[1:] {
				for _, other := range words[i+2:] {
					h.apart++
					if of(word) == of(other) {
						h.merged = append(h.merged, word+" "+other)
					}
				}
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHarms(t *testing.T) {
	for _, s := range stemmers {
		t.Run(s.code, func(t *testing.T) {
			h := harmsOf(t, s.code, s.stem)
			t.Logf("%d of %d forms missed, %d of %d words merged", len(h.missed), h.meet, len(h.merged), h.apart)
			if h.meet < 300 || h.apart < 300 {
				t.Errorf("%d and %d pairs; both lists should have 300", h.meet, h.apart)
			}
			if len(h.missed) > s.missed {
				t.Errorf("%d forms do not meet, at most %d may: %s", len(h.missed), s.missed, strings.Join(h.missed, ", "))
			}
			if len(h.merged) > s.merged {
				t.Errorf("%d words fall together, at most %d may: %s", len(h.merged), s.merged, strings.Join(h.merged, ", "))
			}
		})
	}
}

// TestStems checks what all readers of an index rely on: a stem is valid text, not
// empty, and begins like its word (except in Arabic).
func TestStems(t *testing.T) {
	var words []string
	for _, s := range stemmers {
		b, err := os.ReadFile("testdata/" + s.code + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, strings.Fields(string(b))...)
	}
	for n := range 2000 { // and strings that are no words
		words = append(words, fmt.Sprintf("%c%c%ced", 'a'+n%26, 'a'+n/26%26, 'a'+n/676), fmt.Sprintf("%cing", 'a'+n%26), strings.Repeat("s", n%9), strings.Repeat("eaux", n%5))
	}
	for _, s := range stemmers {
		for _, w := range words {
			word := analysis.FoldForm(analysis.ExactForm(w))
			if word == "" {
				continue
			}
			got := s.stem(word)
			first, _ := utf8.DecodeRuneInString(word)
			if got == "" || !utf8.ValidString(got) || s.code != "ar" && !strings.HasPrefix(got, string(first)) {
				t.Fatalf("%s: the stem of %q is %q", s.code, word, got)
			}
		}
	}
}
