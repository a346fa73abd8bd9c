package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search/query"
)

// Plan is the engine-neutral form of a query: what each word may match, which words are optional, and
// which other names count. All engines lower the same plan, so that they interpret queries alike.
type Plan struct {
	Root    Node // nil matches everything
	Clauses int  // number of words and phrases
	// TextOnly matches words in text and title only, not in the names of organizations, sessions and so
	// on.
	TextOnly bool
}

// Node is one condition on a statement.
type Node interface{ node() }

// Word matches a word in any inflection, in the language of the statement.
type Word struct {
	Text string
	In   corpus.Field // "" for text, title and names; or title, deliverer
}

// Phrase matches consecutive words as typed. Accents count if the phrase has any.
type Phrase struct {
	Text string
	In   corpus.Field // "" for text and title; or title, deliverer
}

// Prefix matches words that begin with it.
type Prefix struct {
	Text string
	In   corpus.Field
}

// Fuzzy matches words within an edit distance of Edits.
type Fuzzy struct {
	Text  string
	Edits int
	In    corpus.Field
}

// Near matches words in any order and inflection, with at most Slop other words between them.
type Near struct {
	Text string
	Slop int
	In   corpus.Field
}

// Keyword matches a value of one of the FacetFields, ignoring case.
type Keyword struct {
	Field corpus.Field
	ID    string
}

// Symbol matches a document symbol, ignoring punctuation and case.
type Symbol struct {
	Text   string
	Prefix bool
}

// DateRange matches dates from the first day of From to the last day of To; a zero bound is open.
type DateRange struct{ From, To corpus.Date }

// And matches if all its nodes do. With Relax, words may be missing if too few statements contain all
// of them.
type And struct {
	Nodes   []Node
	Aliases []Alias
	Relax   bool
}

// Alias is another name for the nodes from From up to, not including, To: a statement that contains
// it matches all of them.
type Alias struct {
	From, To int
	// Name is matched in texts of its language, in any inflection; one without a
	// language is matched as written, in any text.
	Name corpus.Name
}

// Or matches if any of its nodes does.
type Or struct{ Nodes []Node }

// Not excludes what its node matches.
type Not struct{ Node Node }

func (Word) node()      {}
func (Phrase) node()    {}
func (Prefix) node()    {}
func (Fuzzy) node()     {}
func (Near) node()      {}
func (Keyword) node()   {}
func (Symbol) node()    {}
func (DateRange) node() {}
func (And) node()       {}
func (Or) node()        {}
func (Not) node()       {}

// NewPlan validates the limits of a request and plans its query.
func NewPlan(req Request, with QueryContext) (Plan, error) {
	with.Untranslated = req.Untranslated
	if err := req.check(); err != nil {
		return Plan{}, err
	}
	return ReadQuery(req.Query, req.Exact, with)
}

// ReadQuery plans a query alone; see NewPlan.
func ReadQuery(q query.Expr, exact bool, with QueryContext) (Plan, error) {
	if q == nil {
		return Plan{}, nil
	}
	p := planner{QueryContext: with, exact: exact}
	if p.MaxClauses <= 0 {
		p.MaxClauses = DefaultMaxClauses
	}
	root, err := p.read(q, "")
	if err != nil {
		return Plan{}, err
	}
	switch n := root.(type) {
	case Word, Prefix, Fuzzy:
		// Treat a single word as a list of one, so that it gets other names. In scripts without spaces it may
		// be several words, some of them optional.
		w, word := n.(Word)
		root = And{Nodes: []Node{n}, Aliases: p.aliases([]query.Expr{q}, []Node{n}), Relax: word && w.In == "" && unspaced(w.Text)}
	case And:
		if _, juxtaposed := q.(query.All); juxtaposed && !exact {
			n.Relax = true
			root = n
		}
	}
	return Plan{Root: root, Clauses: p.clauses, TextOnly: p.Untranslated}, nil
}

func (r Request) check() error {
	switch {
	case r.Size < 0 || r.Size > MaxSize:
		return corpus.ErrInvalid.Errorf("size is %d; it may be 0 to %d", r.Size, MaxSize)
	case r.From < 0:
		return corpus.ErrInvalid.Errorf("from is %d; it cannot be negative", r.From)
	case r.From+r.Size > MaxWindow:
		return corpus.ErrInvalid.Errorf("from and size add up to %d; beyond %d go on by cursor", r.From+r.Size, MaxWindow)
	case r.Cursor != "" && r.From != 0:
		return corpus.ErrInvalid.Errorf("a cursor and from exclude each other; give one of them")
	case r.Passages < 0 || r.Passages > MaxPassages:
		return corpus.ErrInvalid.Errorf("passages is %d; it may be 0 to %d", r.Passages, MaxPassages)
	case r.Related < 0 || r.Related > MaxRelated:
		return corpus.ErrInvalid.Errorf("related is %d; it may be 0 to %d", r.Related, MaxRelated)
	case r.FacetSize < 0:
		return corpus.ErrInvalid.Errorf("facet size is %d; it cannot be negative", r.FacetSize)
	}
	switch r.Sort {
	case "", SortRelevance, SortNewest, SortOldest, SortAdded:
	default:
		return corpus.ErrInvalid.Errorf("sort is %q; it may be relevance, newest, oldest or added", r.Sort)
	}
	for f := range r.Filters.Values {
		if !slices.Contains(FacetFields, f) {
			return corpus.ErrInvalid.Errorf("%q is not a field to filter by", f)
		}
	}
	for _, f := range r.Facets {
		if !slices.Contains(FacetFields, f) {
			return corpus.ErrInvalid.Errorf("%q is not a field to count", f)
		}
	}
	return nil
}

type planner struct {
	QueryContext
	exact   bool
	clauses int
}

// read converts x, which is under the field name ("" at the top), to a node.
func (p *planner) read(x query.Expr, name string) (Node, error) {
	if name != "" && name != "title" && name != "speaker" {
		return p.readValue(x, name)
	}
	in := map[string]corpus.Field{"title": corpus.FieldTitle, "speaker": corpus.FieldDeliverer}[name]
	switch x := x.(type) {
	case query.Word:
		if err := p.count(); err != nil {
			return nil, err
		}
		return p.word(x, in)
	case query.Phrase:
		if err := p.count(); err != nil {
			return nil, err
		}
		if x.Slop > 0 {
			// Each word of a phrase is looked up in every text that contains them all, so each counts.
			for range len(strings.Fields(x.Text)) - 1 {
				if err := p.count(); err != nil {
					return nil, err
				}
			}
			return Near{Text: x.Text, Slop: x.Slop, In: in}, nil
		}
		return Phrase{Text: x.Text, In: in}, nil
	case query.Field:
		if name != "" {
			return nil, corpus.ErrInvalid.Errorf("%s: stands inside %s:, where only words can stand", x.Name, name)
		}
		return p.read(x.Value, x.Name)
	case query.Range:
		if name != "" {
			return nil, corpus.ErrInvalid.Errorf("a range of dates stands after %s:; write it after date: or alone", name)
		}
		return p.dates(x)
	}
	return p.group(x, name)
}

// group converts expressions with operands.
func (p *planner) group(x query.Expr, name string) (Node, error) {
	nodes := func(parts []query.Expr) ([]Node, error) {
		out := make([]Node, 0, len(parts))
		for _, part := range parts {
			n, err := p.read(part, name)
			if err != nil {
				return nil, err
			}
			out = append(out, n)
		}
		return out, nil
	}
	switch x := x.(type) {
	case query.All:
		list, err := nodes(x)
		if err != nil {
			return nil, err
		}
		all := And{Nodes: list}
		if name == "" {
			all.Aliases = p.aliases(x, list)
		}
		return all, nil
	case query.And:
		list, err := nodes(x)
		if err != nil {
			return nil, err
		}
		all := And{Nodes: list}
		if name == "" {
			all.Aliases = p.aliases(x, list)
		}
		return all, nil
	case query.Or:
		list, err := nodes(x)
		if err != nil {
			return nil, err
		}
		if name == "" {
			for i, n := range list {
				if also := p.aliases(x[i:i+1], list[i:i+1]); len(also) > 0 {
					list[i] = And{Nodes: []Node{n}, Aliases: also}
				}
			}
		}
		return Or{Nodes: list}, nil
	case query.Not:
		n, err := p.read(x.X, name)
		if err != nil {
			return nil, err
		}
		return Not{Node: n}, nil
	}
	return nil, corpus.ErrInvalid.Errorf("a %T cannot be searched for", x)
}

func (p *planner) word(w query.Word, in corpus.Field) (Node, error) {
	n := utf8.RuneCountInString(w.Text)
	switch {
	case w.Prefix && n < MinPrefix:
		return nil, corpus.ErrInvalid.Errorf("%s* is too short; write at least %d letters before the star", w.Text, MinPrefix)
	case w.Prefix:
		return Prefix{Text: w.Text, In: in}, nil
	case w.Fuzzy && (n < MinFuzzy || n > MaxFuzzy):
		return nil, corpus.ErrInvalid.Errorf("%s~ has %d letters; a word may be misspelt only if it has %d to %d", w.Text, n, MinFuzzy, MaxFuzzy)
	case w.Fuzzy:
		// One edit in short words, two in long ones; more would match unrelated words.
		edits := 1
		if n >= 7 {
			edits = 2
		}
		return Fuzzy{Text: w.Text, Edits: edits, In: in}, nil
	case p.exact:
		return Phrase{Text: w.Text, In: in}, nil
	}
	return Word{Text: w.Text, In: in}, nil
}

// readValue converts the value of session:, topic: and other fields with ids.
func (p *planner) readValue(x query.Expr, name string) (Node, error) {
	switch x := x.(type) {
	case query.Word:
		return p.value(x.Text, name, x.Prefix, x.Fuzzy)
	case query.Phrase:
		return p.value(x.Text, name, false, x.Slop > 0)
	case query.Range:
		if name == "date" {
			return p.dates(x)
		}
	case query.All:
		// organization:(human rights watch) is one name.
		words := make([]string, len(x))
		for i, part := range x {
			w, ok := part.(query.Word)
			if !ok || w.Prefix || w.Fuzzy {
				return p.group(x, name)
			}
			words[i] = w.Text
		}
		return p.value(strings.Join(words, " "), name, false, false)
	case query.And, query.Or, query.Not:
		return p.group(x, name)
	}
	return nil, corpus.ErrInvalid.Errorf("%s cannot stand after %s:; write one value or (one OR another)", x, name)
}

func (p *planner) value(text, name string, prefix, fuzzy bool) (Node, error) {
	if err := p.count(); err != nil {
		return nil, err
	}
	if name == "symbol" && !fuzzy {
		return Symbol{Text: text, Prefix: prefix}, nil
	}
	if prefix || fuzzy {
		return nil, corpus.ErrInvalid.Errorf("neither * nor ~ can stand after %s:; write the whole name", name)
	}
	if name == "date" {
		return p.dates(query.Range{From: text, To: text})
	}
	field := corpus.Field(name)
	if !slices.Contains(FacetFields, field) {
		return nil, corpus.ErrInvalid.Errorf("there is no field %s:; there are %s", name, strings.Join(query.FieldNames, ", "))
	}
	if p.Resolve != nil {
		if id, ok := p.Resolve(field, text); ok {
			return Keyword{Field: field, ID: id}, nil
		}
		if name, ok := sessionName(text); ok && field == corpus.FieldSession {
			if id, ok := p.Resolve(field, name); ok {
				return Keyword{Field: field, ID: id}, nil
			}
		}
	}
	return Keyword{Field: field, ID: text}, nil
}

func (p *planner) dates(r query.Range) (Node, error) {
	var d DateRange
	for _, bound := range []struct {
		text string
		date *corpus.Date
	}{{r.From, &d.From}, {r.To, &d.To}} {
		if bound.text == "" {
			continue
		}
		date, err := corpus.ParseDate(bound.text)
		if err != nil {
			return nil, corpus.ErrInvalid.Errorf("%w", err)
		}
		*bound.date = date
	}
	return d, nil
}

// unspaced reports whether a word is in a script without spaces, and so is probably several words.
func unspaced(text string) bool {
	n := 0
	for _, r := range text {
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			return false
		}
		n++
	}
	return n > 2
}

// sessionName converts a bare number or ordinal to the name of a session: session:2 and session:20th
// are the second and the twentieth.
func sessionName(text string) (string, bool) {
	number := strings.TrimLeft(strings.TrimPrefix(text, "#"), "0")
	for _, ordinal := range []string{"st", "nd", "rd", "th", "e", "er", "ème", "eme", "º", "ª", "a", "o", "."} {
		number = strings.TrimSuffix(number, ordinal)
	}
	if number == "" || len(number) > 3 || strings.Trim(number, "0123456789") != "" {
		return "", false
	}
	return "ASP" + number, true
}

func (p *planner) count() error {
	p.clauses++
	if p.clauses > p.MaxClauses {
		return corpus.ErrOverLimit.Errorf("the query has more than %d words and phrases; ask for fewer at once", p.MaxClauses)
	}
	return nil
}

// maxNameWords is the maximum number of words looked up as one name. "Federación Internacional por los
// Derechos Humanos" has six; a few state names have more.
const maxNameWords = 8

// aliases finds sequences of plain words in parts that the thesaurus contains. Of nested
// sequences the longest wins: "crimes against humanity" is not a mention of humanity.
func (p *planner) aliases(parts []query.Expr, nodes []Node) []Alias {
	if p.Thesaurus == nil || p.Untranslated || p.exact {
		return nil
	}
	plain := func(i int) bool {
		w, ok := nodes[i].(Word)
		_, typed := parts[i].(query.Word)
		return ok && typed && w.In == ""
	}
	var out []Alias
	covered := 0 // the end of the runs found so far
	for from := range parts {
		var (
			words []string
			names []corpus.Name
			end   int
		)
		for to := from; to < len(parts) && to-from < maxNameWords && plain(to); to++ {
			words = append(words, nodes[to].(Word).Text)
			if to < covered {
				continue // within a run that began before
			}
			if found := p.Thesaurus.Equivalents(strings.Join(words, " ")); len(found) > 0 {
				names, end = found, to+1
			}
		}
		for _, name := range names {
			out = append(out, Alias{From: from, To: end, Name: name})
		}
		covered = max(covered, end)
	}
	return out
}
