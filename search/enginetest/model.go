package enginetest

import (
	"slices"
	"strconv"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// model answers requests by reading every statement from beginning to end. It
// understands what drawStatements and drawRequest can draw.
type model struct{ statements []corpus.Statement }

// expected is what a request must find.
type expected struct {
	full    map[corpus.ID]bool // hold everything asked for
	some    map[corpus.ID]bool // hold some of the words; only where the answer is relaxed
	relaxed bool
}

// enough is how many works must hold all words for the others to stay away.
const enough = 10

func (m model) answer(req search.Request) expected {
	out := expected{full: map[corpus.ID]bool{}, some: map[corpus.ID]bool{}}
	works := map[corpus.WorkID]bool{}
	for _, s := range m.statements {
		if holds(req.Query, tokensOf(s)) {
			works[s.Work] = true
		}
	}
	all, juxtaposed := req.Query.(query.All)
	for _, s := range m.statements {
		if !lets(req.Filters, s) {
			continue
		}
		switch doc := tokensOf(s); {
		case holds(req.Query, doc):
			out.full[s.ID] = true
		case juxtaposed && len(works) < enough && holdsSome(all, doc):
			out.some[s.ID] = true
		}
	}
	out.relaxed = len(out.some) > 0
	return out
}

// document is a statement as words.
type document struct {
	statement corpus.Statement
	title     []string
	text      []string // of all pages: words run on over page breaks
}

func tokensOf(s corpus.Statement) document {
	d := document{statement: s, title: split(s.Title)}
	for _, p := range s.Pages {
		d.text = append(d.text, split(p.Text)...)
	}
	return d
}

func split(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" \n,.", r) })
}

func holds(q query.Expr, d document) bool {
	parts := func(list []query.Expr, want bool) bool { // whether all parts hold, or one, does as wanted
		return slices.ContainsFunc(list, func(x query.Expr) bool { return holds(x, d) == want })
	}
	switch q := q.(type) {
	case nil:
		return true
	case query.Word:
		return slices.ContainsFunc(slices.Concat(d.title, d.text), meets(q))
	case query.Phrase:
		return stands(q, d.title) || stands(q, d.text)
	case query.Field:
		if q.Name == "title" {
			return slices.ContainsFunc(d.title, meets(q.Value.(query.Word)))
		}
		return slices.Contains(d.statement.Topics, corpus.TopicID(q.Value.(query.Word).Text))
	case query.All:
		return !parts(q, false)
	case query.And:
		return !parts(q, false)
	case query.Or:
		return parts(q, true)
	case query.Not:
		return !holds(q.X, d)
	}
	return false
}

// holdsSome tells whether a document holds one of the words of a list, and all
// in it that is not a word.
func holdsSome(all query.All, d document) bool {
	some, words := false, false
	for _, x := range all {
		if _, ok := x.(query.Word); ok {
			words = true
			some = some || holds(x, d)
		} else if !holds(x, d) {
			return false
		}
	}
	return some && words
}

func meets(w query.Word) func(string) bool {
	if w.Prefix {
		return func(token string) bool { return strings.HasPrefix(token, w.Text) }
	}
	return func(token string) bool { return token == w.Text }
}

// stands tells whether the words of a phrase stand one after the other, or near
// each other with at most slop others between.
func stands(p query.Phrase, tokens []string) bool {
	want := split(p.Text)
	for i := range tokens {
		if p.Slop == 0 {
			if i+len(want) <= len(tokens) && slices.Equal(tokens[i:i+len(want)], want) {
				return true
			}
			continue
		}
		distinct := slices.Compact(slices.Sorted(slices.Values(want)))
		stretch := tokens[i:min(len(tokens), i+len(distinct)+p.Slop)]
		if !slices.ContainsFunc(distinct, func(w string) bool { return !slices.Contains(stretch, w) }) {
			return true
		}
	}
	return false
}

// lets tells whether the filters let a statement through.
func lets(f search.Filters, s corpus.Statement) bool {
	for field, wanted := range f.Values {
		if len(wanted) > 0 && !slices.ContainsFunc(values(s, field), func(v string) bool { return slices.Contains(wanted, v) }) {
			return false
		}
	}
	if f.From.IsZero() && f.To.IsZero() {
		return true
	}
	return !s.Date.IsZero() && s.Date.Last() >= f.From.First() && (f.To.IsZero() || s.Date.First() <= f.To.Last())
}

// values are what a statement counts for in a facet.
func values(s corpus.Statement, f corpus.Field) []string {
	var out []string
	switch f {
	case corpus.FieldSession:
		out = []string{string(s.Session)}
	case corpus.FieldTopic:
		for _, v := range s.Topics {
			out = append(out, string(v))
		}
	case corpus.FieldOrganization:
		for _, v := range s.Authors {
			out = append(out, string(v))
		}
	case corpus.FieldLanguage:
		out = []string{string(s.Language)}
	case corpus.FieldYear:
		if s.Date.Year > 0 {
			out = []string{strconv.Itoa(s.Date.Year)}
		}
	}
	return slices.DeleteFunc(out, func(v string) bool { return v == "" })
}

// byID finds a statement of the model.
func (m model) byID(id corpus.ID) corpus.Statement {
	i := slices.IndexFunc(m.statements, func(s corpus.Statement) bool { return s.ID == id })
	if i < 0 {
		return corpus.Statement{}
	}
	return m.statements[i]
}

// units counts the works among statements, or the statements themselves.
func (m model) units(ids map[corpus.ID]bool, documents bool) int {
	if documents {
		return len(ids)
	}
	works := map[corpus.WorkID]bool{}
	for id := range ids {
		works[m.byID(id).Work] = true
	}
	return len(works)
}
