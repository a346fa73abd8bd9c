package enginetest

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
)

// model answers requests by reading every statement from beginning to end. It
// understands what drawCorpora and drawRequest can draw.
type model struct {
	statements []corpus.Statement
	documents  []document // in the same order
	places     map[corpus.ID]int
	byPart     map[corpus.TypeID][]corpus.Statement
}

func newModel(statements []corpus.Statement) model {
	m := model{statements: statements, places: map[corpus.ID]int{}, byPart: map[corpus.TypeID][]corpus.Statement{}}
	for i, s := range statements {
		m.documents = append(m.documents, tokensOf(s))
		m.places[s.ID] = i
		m.byPart[s.Type] = append(m.byPart[s.Type], s)
	}
	return m
}

// statementsOf are the statements of a part.
func (m model) statementsOf(p part) []corpus.Statement { return m.byPart[p.kind()] }

// partOf is the part that a statement is in.
func partOf(s corpus.Statement) part {
	n, _ := strconv.Atoi(strings.TrimPrefix(string(s.Type), "kind")) // part.kind made it
	return part(n)
}

// openDrawn has the engine index the drawn corpora.
func (s *suite) openDrawn(t *testing.T) *Harness {
	statements := drawCorpora(s.Seed)
	s.drawn = newModel(statements)
	return s.Open(t, Config{}, statements...)
}

// expected is what a request must find.
type expected struct {
	full    map[corpus.ID]bool // hold everything asked for
	some    map[corpus.ID]bool // hold some of the words; only where the answer is relaxed
	relaxed bool
}

func (m model) answer(req search.Request) expected {
	asked := reading(req)
	out := expected{full: map[corpus.ID]bool{}, some: map[corpus.ID]bool{}}
	works := map[corpus.WorkID]bool{}
	all, juxtaposed := asked.(query.All)
	if juxtaposed {
		for i, s := range m.statements {
			if holds(asked, m.documents[i]) {
				works[s.Work] = true
			}
		}
	}
	for i, s := range m.statements {
		if !lets(req.Filters, s) {
			continue
		}
		switch doc := m.documents[i]; {
		case holds(asked, doc):
			out.full[s.ID] = true
		case juxtaposed && len(works) < search.RelaxBelow && holdsSome(all, doc):
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
	names     []string // what it is known by beside its text
}

func tokensOf(s corpus.Statement) document {
	d := document{statement: s, title: split(s.Title), names: split(s.Deliverer)}
	for _, p := range s.Pages {
		d.text = append(d.text, split(p.Text)...)
	}
	return d
}

func split(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" \n,.", r) })
}

// reading is the query as the request means it: where it is exact, a word is a
// phrase of one, and all of them must stand there.
func reading(req search.Request) query.Expr {
	if !req.Exact {
		return req.Query
	}
	return exactly(req.Query)
}

func exactly(q query.Expr) query.Expr {
	each := func(list []query.Expr) []query.Expr {
		out := make([]query.Expr, len(list))
		for i, x := range list {
			out[i] = exactly(x)
		}
		return out
	}
	switch q := q.(type) {
	case query.Word:
		if !q.Prefix && !q.Fuzzy {
			return query.Phrase{Text: q.Text}
		}
	case query.Field:
		if q.Name == "title" || q.Name == "speaker" {
			return query.Field{Name: q.Name, Value: exactly(q.Value)}
		}
	case query.All:
		return query.And(each(q))
	case query.And:
		return query.And(each(q))
	case query.Or:
		return query.Or(each(q))
	case query.Not:
		return query.Not{X: exactly(q.X)}
	}
	return q
}

func holds(q query.Expr, d document) bool {
	parts := func(list []query.Expr, want bool) bool { // whether all parts hold, or one, does as wanted
		return slices.ContainsFunc(list, func(x query.Expr) bool { return holds(x, d) == want })
	}
	switch q := q.(type) {
	case nil:
		return true
	case query.Word:
		return slices.ContainsFunc(slices.Concat(d.title, d.text, d.names), meets(q))
	case query.Phrase:
		return stands(q, d.title) || stands(q, d.text)
	case query.Field:
		return holdsField(q, d)
	case query.Range:
		return lets(dates(q), d.statement)
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

func holdsField(q query.Field, d document) bool {
	tokens := map[string][]string{"title": d.title, "speaker": d.names}[q.Name]
	switch v := q.Value.(type) {
	case query.Phrase:
		if q.Name == "speaker" { // names are written in either order
			names := folded(d.names)
			return !slices.ContainsFunc(folded(split(v.Text)), func(w string) bool { return !slices.Contains(names, w) })
		}
		return stands(v, tokens)
	case query.Word:
		switch q.Name {
		case "title", "speaker":
			return slices.ContainsFunc(tokens, meets(v))
		case "symbol":
			symbol, asked := bare(d.statement.Symbol), bare(v.Text)
			return symbol == asked || v.Prefix && strings.HasPrefix(symbol, asked)
		}
		return slices.ContainsFunc(values(d.statement, corpus.Field(q.Name)), func(id string) bool { return strings.EqualFold(id, v.Text) })
	}
	return false
}

// bare is a symbol without case and punctuation.
func bare(symbol string) string {
	return strings.NewReplacer("/", "", "-", "", ".", "", " ", "").Replace(strings.ToLower(symbol))
}

func dates(r query.Range) (f search.Filters) {
	f.From, _ = corpus.ParseDate(r.From)
	f.To, _ = corpus.ParseDate(r.To)
	return f
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
	asked := fold(w.Text)
	switch {
	case w.Prefix:
		return func(token string) bool { return strings.HasPrefix(fold(token), asked) }
	case w.Fuzzy:
		slips := 1
		if len([]rune(w.Text)) >= 7 {
			slips = 2
		}
		return func(token string) bool { return edits([]rune(asked), []rune(fold(token))) <= slips }
	}
	return func(token string) bool { return fold(token) == asked }
}

// fold takes the accents of the vocabulary away.
func fold(token string) string { return strings.ReplaceAll(token, "ó", "o") }

// edits is how many letters at least have to be changed, added, taken away or
// swapped with their neighbour to make b of a.
func edits(a, b []rune) int {
	switch {
	case len(a) == 0 || len(b) == 0:
		return len(a) + len(b)
	case a[0] == b[0]:
		return edits(a[1:], b[1:])
	}
	// No word of the vocabulary can be within two edits when it is three longer.
	if d := len(a) - len(b); d > 2 || d < -2 {
		return 3
	}
	best := 1 + min(edits(a[1:], b[1:]), edits(a[1:], b), edits(a, b[1:]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		best = min(best, 1+edits(a[2:], b[2:]))
	}
	return best
}

// stands tells whether the words of a phrase stand one after the other, or near
// each other with at most slop others between.
func stands(p query.Phrase, tokens []string) bool {
	if p.Slop == 0 {
		return slices.Contains(covered(p, tokens), true)
	}
	want := folded(split(p.Text))
	tokens = folded(tokens)
	for i := range tokens {
		distinct := slices.Compact(slices.Sorted(slices.Values(want)))
		stretch := tokens[i:min(len(tokens), i+len(distinct)+p.Slop)]
		if !slices.ContainsFunc(distinct, func(w string) bool { return !slices.Contains(stretch, w) }) {
			return true
		}
	}
	return false
}

// covered tells which of the tokens stand in a place of an exact phrase. Its
// accents count if it has any.
func covered(p query.Phrase, tokens []string) []bool {
	want := split(p.Text)
	if p.Text == fold(p.Text) {
		tokens = folded(tokens)
	}
	in := make([]bool, len(tokens))
	for i := 0; i+len(want) <= len(tokens); i++ {
		if slices.Equal(tokens[i:i+len(want)], want) {
			for j := range want {
				in[i+j] = true
			}
		}
	}
	return in
}

func folded(tokens []string) []string {
	out := make([]string, len(tokens))
	for i, token := range tokens {
		out[i] = fold(token)
	}
	return out
}

// lets tells whether the filters let a statement through.
func lets(f search.Filters, s corpus.Statement) bool {
	for field, wanted := range f.Values {
		if len(wanted) > 0 && !slices.ContainsFunc(values(s, field), func(v string) bool { return slices.Contains(wanted, v) }) {
			return false
		}
	}
	if s.Added.Before(f.Since) {
		return false
	}
	if f.From.IsZero() && f.To.IsZero() {
		return true
	}
	return !s.Date.IsZero() && s.Date.Last() >= f.From.First() && (f.To.IsZero() || s.Date.First() <= f.To.Last())
}

// values are what a statement counts for in a facet.
func values(s corpus.Statement, f corpus.Field) []string {
	return slices.DeleteFunc(s.Values(f), func(v string) bool { return v == "" })
}

// byID finds a statement of the model.
func (m model) byID(id corpus.ID) corpus.Statement {
	if i, ok := m.places[id]; ok {
		return m.statements[i]
	}
	return corpus.Statement{}
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
