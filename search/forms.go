package search

import (
	"slices"
	"strings"

	"rostrum/search/query"
)

// WordForms are the forms in which what was found has a word of the query.
type WordForms struct {
	Word   string // as it was typed
	Forms  []Form // those in the most works first
	Others int    // forms that are not listed
}

// Form is one way in which a word that was typed stands in what was found.
type Form struct {
	Text  string
	Plain string // without the accents that do not count in finding it
	Kind  FormKind
	Works int // of those found, how many have it
}

// FormKind says why a form counts.
type FormKind string

// The kinds. An inflection is a word of a text; a name is what the same thing is
// called otherwise, in any language; a bearer has the word in the name of its
// organization, session, topic or situation, and not in its text.
const (
	FormInflection FormKind = "inflection"
	FormName       FormKind = "name"
	FormBearer     FormKind = "bearer"
)

// MaxForms is how many forms of a word are listed.
const MaxForms = 12

// Without is q with word standing only for those of its forms that are listed,
// but for one, each as it is written; nil where no other is left, or
// where q has the word in no place in which it can be replaced.
func (w WordForms) Without(q query.Expr, form Form) query.Expr {
	var left query.Or
	for _, f := range w.Forms {
		if f != form && f.Kind != FormBearer {
			left = append(left, query.Phrase{Text: f.Plain})
		}
	}
	var by query.Expr = left
	switch len(left) {
	case 0:
		return nil
	case 1:
		by = left[0]
	}
	out := query.Map(q, func(x query.Expr) query.Expr {
		if word, ok := x.(query.Word); ok && word.String() == w.Word {
			return by
		}
		return x
	})
	if again, err := query.Parse(out.String()); err != nil || again.String() == q.String() {
		return nil
	}
	return out
}

// ListForms writes forms in one line, with the words that have several.
func ListForms(words []WordForms) string {
	var out []string
	for _, w := range words {
		for _, f := range w.Forms {
			if f.Kind != FormBearer && !slices.Contains(out, f.Text) {
				out = append(out, f.Text)
			}
		}
	}
	return strings.Join(out, "; ")
}
