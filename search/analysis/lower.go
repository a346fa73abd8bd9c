package analysis

import (
	"slices"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
)

// Node is a lowered search.Node, with clauses in place of words. nil has nothing to
// search for.
type Node interface{ isNode() }

type (
	// And matches what all its parts match. With Relax, Optional parts may be
	// missing.
	And struct {
		Parts    []Node
		Optional []bool
		Aliases  []Alias
		// Extra are parts of hyphenated words: matching one counts as matching
		// something.
		Extra []*Clause
		Relax bool
	}
	Alias struct {
		From, To int
		Clause   *Clause
	}
	Or      struct{ Parts []Node }
	Not     struct{ Part Node }
	Keyword struct {
		Field corpus.Field
		Id    string
	}
	Symbol struct {
		Symbol string
		Prefix bool
	}
	DateRange struct{ From, To corpus.Date }
	nothing   struct{} // matches nothing
)

func (And) isNode()       {}
func (Or) isNode()        {}
func (Not) isNode()       {}
func (Keyword) isNode()   {}
func (Symbol) isNode()    {}
func (DateRange) isNode() {}
func (nothing) isNode()   {}
func (*Clause) isNode()   {}

// Concept is one thing that was searched for: a word in all its forms, its parts, and
// other names and translations of the words it belongs to. Its frequency in a
// statement is that of its most frequent form there, and its document frequency is
// that of all forms together, so that no statement gains by which form it uses.
type Concept struct {
	Forms  []*Clause
	Weight float64 // of its score
	Typed  string  // the word of the query; "" of phrases and parts of words
}

// Lowered is a plan ready to be matched.
type Lowered struct {
	Root     Node
	Clauses  []*Clause // clauses that matching statements can contain, unlike exclusions
	Concepts []*Concept
}

// compoundWeight is the weight of a hyphenated word as a whole, next to its parts,
// each of which is a word of the query; see docs/ranking.md.
const compoundWeight = 0.5

// lowering lowers the nodes of a plan and collects their clauses.
type lowering struct {
	Parser
	typed    int // analyzer of the query's language; -1 if unknown
	clauses  []*Clause
	concepts []*Concept
	of       map[*Clause]*Concept
	content  bool // some clause is not a stop word in any language
	// said means that the query has a word that is no stop word of its language.
	said bool
}

// Lower lowers a plan's root, nil for everything. typed is the analyzer of the
// query's language, -1 if unknown; stop words of that language are ignored next to
// other words.
func Lower(languages []*Analyzer, root search.Node, typed int) (Lowered, error) {
	if root == nil {
		return Lowered{}, nil
	}
	c := &lowering{Parser: Parser{languages}, typed: typed, of: map[*Clause]*Concept{}}
	c.said = c.says(root)
	n, err := c.node(root, true)
	if err != nil {
		return Lowered{}, err
	}
	if n == nil {
		n = nothing{} // nothing in the query can be searched for
	}
	// Stop words may be missing only next to other words.
	for _, l := range c.clauses {
		l.Lenient = l.Lenient && c.content
	}
	return Lowered{Root: n, Clauses: c.clauses, Concepts: c.concepts}, nil
}

// says reports whether a node contains more than stop words of the query's language.
func (c *lowering) says(n search.Node) bool {
	switch n := n.(type) {
	case search.Word:
		return n.In != "" || !c.isStop(n)
	case search.And:
		return slices.ContainsFunc(n.Nodes, c.says)
	case search.Or:
		return slices.ContainsFunc(n.Nodes, c.says)
	case search.Phrase, search.Prefix, search.Fuzzy, search.Near:
		return true
	}
	return false
}

// isStop reports whether a word is a stop word of the query's language.
func (c *lowering) isStop(w search.Word) bool {
	if c.typed < 0 {
		return false
	}
	text := norm.NFKC.String(w.Text)
	tokens := withoutElisions(text, TokensOf(text))
	return len(tokens) == 1 && c.Analyzers[c.typed].IsStopWord(FoldForm(ExactForm(text[tokens[0].Start:tokens[0].End])))
}

// together makes one concept of equivalent clauses.
func (c *lowering) together(clauses []*Clause, typed string) {
	if len(clauses) == 0 {
		return
	}
	concept := &Concept{Forms: clauses, Weight: clauses[0].Weight, Typed: typed}
	c.concepts = append(c.concepts, concept)
	for _, l := range clauses {
		c.of[l] = concept
	}
}

// clause registers a clause; positive reports whether statements match by it, not by
// its absence.
func (c *lowering) clause(l *Clause, positive bool) Node {
	if l == nil {
		return nothing{}
	}
	if positive {
		c.clauses = append(c.clauses, l)
		stop := false
		for _, t := range l.Terms {
			stop = stop || t.Stop
		}
		c.content = c.content || !stop
	}
	return l
}

// one registers a clause that is a concept by itself.
func (c *lowering) one(l *Clause, typed string, positive bool) Node {
	if l != nil && positive {
		c.together([]*Clause{l}, typed)
	}
	return c.clause(l, positive)
}

func (c *lowering) node(n search.Node, positive bool) (Node, error) {
	switch n := n.(type) {
	case search.Word:
		return c.word(n, positive), nil
	case search.Phrase:
		return c.phrase(n, positive), nil
	case search.Prefix:
		return c.one(c.open(TermPrefix, n.Text, 0, n.In), n.Text+"*", positive), nil
	case search.Fuzzy:
		return c.one(c.open(TermFuzzy, n.Text, n.Edits, n.In), n.Text+"~", positive), nil
	case search.Near:
		return c.one(c.nearby(n), "", positive), nil
	case search.Keyword:
		return Keyword{Field: n.Field, Id: n.ID}, nil
	case search.Symbol:
		return Symbol{Symbol: NormalSymbol(n.Text), Prefix: n.Prefix}, nil
	case search.DateRange:
		return DateRange{n.From, n.To}, nil
	case search.And:
		return c.and(n, positive)
	case search.Or:
		parts, err := c.nodes(n.Nodes, positive)
		return Or{parts}, err
	case search.Not:
		part, err := c.node(n.Node, false)
		if part == nil {
			return nil, err
		}
		return Not{part}, err
	}
	return nil, corpus.ErrInvalid.Errorf("a %T cannot be searched for", n)
}

// phrase lowers a phrase, in which acronyms may be written with or without dots.
func (c *lowering) phrase(p search.Phrase, positive bool) Node {
	var choices []*Clause
	texts := []string{p.Text}
	for _, text := range []string{dotted(p.Text), undotted(p.Text)} {
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	for _, text := range texts {
		if l := c.sequence(text, p.In); l != nil {
			choices = append(choices, l)
		}
	}
	return c.choice(choices, "", positive)
}

// choice registers equivalent clauses, one of which must match. typed is the word
// whose forms they are; "" if there is none.
func (c *lowering) choice(choices []*Clause, typed string, positive bool) Node {
	if positive {
		c.together(choices, typed)
	}
	switch len(choices) {
	case 0:
		return nothing{}
	case 1:
		return c.clause(choices[0], positive)
	}
	any := Or{}
	for _, l := range choices {
		any.Parts = append(any.Parts, c.clause(l, positive))
	}
	return any
}

func (c *lowering) nodes(list []search.Node, positive bool) ([]Node, error) {
	out := make([]Node, 0, len(list))
	for _, n := range list {
		part, err := c.node(n, positive)
		if err != nil {
			return nil, err
		}
		if part != nil {
			out = append(out, part)
		}
	}
	return out, nil
}

func (c *lowering) word(w search.Word, positive bool) Node {
	all := And{}
	parts := c.Parser.word(w.Text, w.In)
	typed := w.Text
	if len(parts) > 1 {
		typed = "" // each part is a word of its own
	}
	for _, choices := range parts {
		all.Parts = append(all.Parts, c.choice(choices, typed, positive))
	}
	switch len(all.Parts) {
	case 0:
		return nil // punctuation between words
	case 1:
		return all.Parts[0]
	}
	return all
}

// and lowers a list of conditions. Words of several parts, such as runs of
// ideographs, are spliced in, so that each part may be missing by itself.
func (c *lowering) and(n search.And, positive bool) (Node, error) {
	out := And{Relax: n.Relax}
	places := make([]int, len(n.Nodes)+1)
	for i, child := range n.Nodes {
		places[i] = len(out.Parts)
		if w, ok := child.(search.Word); ok && w.In == "" && c.said && c.isStop(w) {
			continue // it asks for nothing
		}
		part, err := c.node(child, positive)
		if err != nil {
			return nil, err
		}
		if part == nil {
			continue
		}
		optional := false // a word of a field, such as title:budget, is required
		switch child := child.(type) {
		case search.Word:
			optional = child.In == ""
			if n.Relax && optional {
				if parts := c.hyphenated(child, positive); len(parts) > 0 {
					out.Extra = append(out.Extra, parts...)
					c.lighten(part)
				}
			}
		case search.Prefix:
			optional = child.In == ""
		case search.Fuzzy:
			optional = child.In == ""
		}
		parts := []Node{part}
		if all, ok := part.(And); ok && optional {
			parts = all.Parts
		}
		for _, p := range parts {
			if l, ok := p.(*Clause); ok && n.Relax && optional && len(l.Terms) == 1 {
				l.Lenient = l.Terms[0].Stop
			}
			out.Parts = append(out.Parts, p)
			out.Optional = append(out.Optional, optional)
		}
	}
	places[len(n.Nodes)] = len(out.Parts)
	for _, alias := range n.Aliases {
		l := c.name(alias.Name)
		if l == nil || places[alias.From] == places[alias.To] {
			continue
		}
		l.Alias = true
		if positive {
			c.clauses = append(c.clauses, l)
			c.join(l, out.Parts[places[alias.From]:places[alias.To]])
		}
		out.Aliases = append(out.Aliases, Alias{From: places[alias.From], To: places[alias.To], Clause: l})
	}
	if len(out.Parts) == 0 {
		return nothing{}, nil
	}
	return out, nil
}

// join adds another name to the concepts of the words that it stands for.
func (c *lowering) join(alias *Clause, parts []Node) {
	for _, p := range parts {
		var words []*Clause
		switch p := p.(type) {
		case *Clause:
			words = []*Clause{p}
		case Or:
			for _, choice := range p.Parts {
				if l, ok := choice.(*Clause); ok {
					words = append(words, l)
				}
			}
		}
		for _, w := range words {
			if concept := c.of[w]; concept != nil && !slices.Contains(concept.Forms, alias) {
				concept.Forms = append(concept.Forms, alias)
			}
		}
	}
}

// hyphenated returns the parts of a word such as boundary-layer as clauses of their
// own. Document symbols and numbers have no such parts.
func (c *lowering) hyphenated(w search.Word, positive bool) []*Clause {
	text := norm.NFKC.String(w.Text)
	tokens := TokensOf(text)
	var out []*Clause
	for i, t := range tokens {
		if t.Class != ClassWord || i > 0 && t.Join != JoinHyphen {
			return nil
		}
		l := &Clause{Field: w.In, InNames: w.In == "", Weight: 1, Terms: []Term{c.NewTerm(TermStem, text[t.Start:t.End])}}
		if !l.Terms[0].Stop {
			out = append(out, l)
		}
	}
	if len(tokens) < 2 {
		return nil
	}
	for _, l := range out {
		c.one(l, "", positive)
	}
	return out
}

// lighten reduces the weight of a hyphenated word whose parts count by themselves.
func (c *lowering) lighten(n Node) {
	switch n := n.(type) {
	case Or:
		for _, p := range n.Parts {
			c.lighten(p)
		}
	case *Clause:
		n.Weight = compoundWeight
		if concept := c.of[n]; concept != nil {
			concept.Weight = compoundWeight
		}
	}
}
