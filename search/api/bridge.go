package api

import (
	"math"

	"rostrum/corpus"
	"rostrum/search"
)

// Bridge is the statements in other languages than that of a query that use words of
// similar meaning. They are in addition to the results.
type Bridge struct {
	Total Total             `json:"total"`
	Words []BridgedWord     `json:"words"`
	Hits  []Hit             `json:"hits"`
	Links map[string]string `json:"links"`
}

// BridgedWord is a word of the query, or several that are one term, with the words of
// other languages that were searched for.
type BridgedWord struct {
	Word        string       `json:"word"`
	Equivalents []Equivalent `json:"equivalents"` // by language, the nearest first
}

// Equivalent is a word or phrase of another language.
type Equivalent struct {
	Text     string          `json:"text"`
	Language corpus.Language `json:"language"`
	Weight   float64         `json:"weight"` // 1 for the nearest in its language
	URL      string          `json:"url"`    // the search without it
}

// Bridge converts the results of a search.Bridge; hit converts a hit, and url returns the
// address of the search without an equivalent.
func (b Builder) Bridge(r *search.Results, hit func(search.Hit) Hit, url func(corpus.Name) string) *Bridge {
	out := &Bridge{Total: Total{r.Total, "eq"}, Words: make([]BridgedWord, len(r.Bridge)), Hits: make([]Hit, len(r.Hits)), Links: map[string]string{}}
	for i, w := range r.Bridge {
		out.Words[i] = BridgedWord{Word: w.Word, Equivalents: make([]Equivalent, len(w.Equivalents))}
		for j, e := range w.Equivalents {
			out.Words[i].Equivalents[j] = Equivalent{e.Name.Text, e.Name.Language, math.Round(e.Weight*1000) / 1000, url(e.Name)}
		}
	}
	for i, h := range r.Hits {
		out.Hits[i] = hit(h)
	}
	return out
}

// maxNearest is how many words Nearest returns.
const maxNearest = 6

// Nearest returns the nearest word in each language for each word of the query, a few of
// them, to say what was searched for.
func (b *Bridge) Nearest() []Equivalent {
	var out []Equivalent
	for _, w := range b.Words {
		last := corpus.Language("")
		for _, e := range w.Equivalents {
			if e.Language != last && len(out) < maxNearest {
				out = append(out, e)
			}
			last = e.Language
		}
	}
	return out
}
