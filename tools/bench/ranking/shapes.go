package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"rostrum/search/quality"
)

// shape is a way of making documents from statements, and queries for one of them.
// Shapes differ in what misleads a ranking: titles that help, are missing or mislead,
// short and book-length documents, words hyphenated by some authors only.
type shape struct {
	name string
	make func([]quality.Document) []quality.Document
	asks []ask
}

// ask makes a query from the document it should find; "" if that is impossible.
type ask struct {
	id   string // prefix of the ids of its queries
	name string
	draw func(*rand.Rand, quality.Document) string
}

var (
	askSentence  = ask{"sentence", "half of the words of a sentence", halfSentence}
	askFew       = ask{"few", "two or three words that follow on each other", fewWords}
	askTitle     = ask{"title", "four words of the title", titleWords}
	askHyphen    = ask{"hyphen", "a hyphenated word and two others", hyphenated}
	askNoHyphen  = ask{"apart", "the same, written apart or as one", rehyphenated}
	askInTheBody = []ask{askSentence, askFew, askHyphen, askNoHyphen}
)

var shapes = []shape{
	{"statements", func(d []quality.Document) []quality.Document { return d }, append([]ask{askTitle}, askInTheBody...)},
	{"without titles", untitled, askInTheBody},
	{"each under another's title", mistitled, askInTheBody},
	{"paragraphs", paragraphs, askInTheBody},
	{"books of eight statements", books, askInTheBody},
}

func untitled(documents []quality.Document) []quality.Document {
	out := slices.Clone(documents)
	for i := range out {
		out[i].Title = ""
	}
	return out
}

func mistitled(documents []quality.Document) []quality.Document {
	out := slices.Clone(documents)
	for i := range out {
		out[i].Title = documents[(i+1)%len(documents)].Title
	}
	return out
}

func paragraphs(documents []quality.Document) []quality.Document {
	var out []quality.Document
	for _, d := range documents {
		for i, text := range strings.Split(d.Text, "\n\n") {
			if len(strings.Fields(text)) > 15 {
				out = append(out, quality.Document{ID: fmt.Sprintf("%s-%d", d.ID, i), Text: text})
			}
		}
	}
	return out
}

// books joins statements, under the title of the first.
func books(documents []quality.Document) []quality.Document {
	var out []quality.Document
	for chapters := range slices.Chunk(documents, 8) {
		book := chapters[0]
		for _, c := range chapters[1:] {
			book.Text += "\n\n" + c.Text
		}
		out = append(out, book)
	}
	return out
}

// remembered returns a random sentence of a document, long enough to be remembered.
func remembered(r *rand.Rand, d quality.Document) []string {
	sentences := strings.FieldsFunc(d.Text, func(r rune) bool { return strings.ContainsRune(".!?;\n", r) })
	for range 20 {
		if words := strings.Fields(sentences[r.IntN(len(sentences))]); len(words) >= 8 {
			return words
		}
	}
	return nil
}

func halfSentence(r *rand.Rand, d quality.Document) string {
	var kept []string
	for _, w := range remembered(r, d) {
		if r.IntN(2) == 0 {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

func fewWords(r *rand.Rand, d quality.Document) string {
	words := remembered(r, d)
	if words == nil {
		return ""
	}
	n := 2 + r.IntN(2)
	at := r.IntN(len(words) - n)
	return strings.Join(words[at:at+n], " ")
}

func titleWords(r *rand.Rand, d quality.Document) string {
	words := strings.Fields(d.Title)
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return strings.Join(words[:min(4, len(words))], " ")
}

func hyphenated(r *rand.Rand, d quality.Document) string {
	for range 50 {
		words := remembered(r, d)
		at := slices.IndexFunc(words, func(w string) bool {
			first, second, ok := strings.Cut(strings.Trim(w, ",:()\"“”"), "-")
			return ok && len(first) > 2 && len(second) > 2 && !strings.Contains(second, "-")
		})
		if at >= 0 {
			return words[at] + " " + words[r.IntN(len(words))] + " " + words[r.IntN(len(words))]
		}
	}
	return ""
}

func rehyphenated(r *rand.Rand, d quality.Document) string {
	return strings.Replace(hyphenated(r, d), "-", []string{" ", ""}[r.IntN(2)], 1)
}
