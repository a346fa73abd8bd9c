package search

import (
	"slices"
	"strings"

	"rostrum/search/query"
)

// WordForms are the forms in which the statements found contain a word of the query.
type WordForms struct {
	Word   string // as typed
	Forms  []Form // most works first
	Others int    // number of forms that are not listed
}

// Form is one form of a word of the query.
type Form struct {
	Text  string
	Plain string // without accents that do not matter for matching
	Kind  FormKind
	Works int // number of the works found that have it
}

// FormKind is the reason why a form matches.
type FormKind string

// The kinds. An inflection is a word of the text; a name is another name of the same
// thing, in any language; a bearer has the word in the name of its organization,
// session, topic or situation, and not in its text.
const (
	FormInflection FormKind = "inflection"
	FormName       FormKind = "name"
	FormBearer     FormKind = "bearer"
)

// MaxForms is the number of forms listed for a word.
const MaxForms = 12

// Without returns q with the word replaced by all listed forms except one, each
// matched as written. It returns nil if no other form is left, or if the word occurs
// only where it cannot be replaced.
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

// ListForms lists the forms of all words in one line.
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
