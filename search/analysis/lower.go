package analysis

import (
	"fmt"
	"slices"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
)

// Node is a compiled search.Node; nil is one with nothing in it to search for.
type Node interface{ isNode() }

type (
	// AllNode asks for all of its parts. With relax, the loose ones may be missing.
	AllNode struct {
		Parts []Node
		Loose []bool
		Also  []aliasNode
		// Extra are parts of hyphenated words: holding one is holding something.
		Extra []*Leaf
		Relax bool
	}
	aliasNode struct {
		From, To int
		Leaf     *Leaf
	}
	AnyNode  struct{ Parts []Node }
	NoneNode struct{ Part Node }
	IsNode   struct {
		Field corpus.Field
		Id    string
	}
	SymbolNode struct {
		Symbol string
		Prefix bool
	}
	DatedNode struct{ From, To corpus.Date }
	emptyNode struct{} // matches nothing
)

func (AllNode) isNode()    {}
func (AnyNode) isNode()    {}
func (NoneNode) isNode()   {}
func (IsNode) isNode()     {}
func (SymbolNode) isNode() {}
func (DatedNode) isNode()  {}
func (emptyNode) isNode()  {}
func (*Leaf) isNode()      {}

// Concept is one thing that was asked for: a word in all its forms, or as parts
// written together, or another name or translation of the words that it stands
// among. A statement holds it as often as it holds the form that it has most of,
// and its rarity is that of all forms together: no statement gains by which of
// them it happens to use.
type Concept struct {
	Forms  []*Leaf
	Weight float64 // of its score
}

// Compiled is a plan ready to be matched.
type Compiled struct {
	Root     Node
	Leaves   []*Leaf // all that statements found can hold, as against what excludes them
	Concepts []*Concept
}

// compoundWeight is what a hyphenated word as a whole counts for beside its
// parts, each of which is a word of the question; see docs/ranking.md.
const compoundWeight = 0.5

// compiler makes nodes of a plan and collects its leaves.
type compiler struct {
	Reader
	typed    int // reading of the language typed; -1 if that is not known
	leaves   []*Leaf
	concepts []*Concept
	of       map[*Leaf]*Concept
	content  bool // some leaf is a stop word in no language
	// said: something is asked for that is no stop word of the language typed.
	said bool
}

// Compile reads a plan's root, nil for everything, that was typed in the
// language of a reading, -1 if that is not known. Stop words of that language
// are not asked for beside words that are none.
func Compile(languages []*LanguageReading, root search.Node, typed int) (Compiled, error) {
	if root == nil {
		return Compiled{}, nil
	}
	c := &compiler{Reader: Reader{languages}, typed: typed, of: map[*Leaf]*Concept{}}
	c.said = c.says(root)
	n, err := c.node(root, true)
	if err != nil {
		return Compiled{}, err
	}
	if n == nil {
		n = emptyNode{} // nothing in the query can be searched for
	}
	// Stop words may be missing only beside words that are none.
	for _, l := range c.leaves {
		l.Lenient = l.Lenient && c.content
	}
	return Compiled{Root: n, Leaves: c.leaves, Concepts: c.concepts}, nil
}

// says tells whether a node asks for more than stop words of the language typed.
func (c *compiler) says(n search.Node) bool {
	switch n := n.(type) {
	case search.Word:
		return n.In != "" || !c.isStop(n)
	case search.All:
		return slices.ContainsFunc(n.Nodes, c.says)
	case search.Any:
		return slices.ContainsFunc(n.Nodes, c.says)
	case search.Exactly, search.Prefix, search.Fuzzy, search.Near:
		return true
	}
	return false
}

// isStop tells whether a word is a stop word of the language typed.
func (c *compiler) isStop(w search.Word) bool {
	if c.typed < 0 {
		return false
	}
	text := norm.NFKC.String(w.Text)
	tokens := withoutElisions(text, TokensOf(text))
	return len(tokens) == 1 && c.Languages[c.typed].IsStop(FoldForm(ExactForm(text[tokens[0].Start:tokens[0].End])))
}

// together makes one concept of leaves that stand for the same.
func (c *compiler) together(leaves []*Leaf) {
	if len(leaves) == 0 {
		return
	}
	concept := &Concept{Forms: leaves, Weight: leaves[0].Weight}
	c.concepts = append(c.concepts, concept)
	for _, l := range leaves {
		c.of[l] = concept
	}
}

// leaf registers a leaf; asked tells whether the statements found hold it, as
// against those that are excluded by it.
func (c *compiler) leaf(l *Leaf, asked bool) Node {
	if l == nil {
		return emptyNode{}
	}
	if asked {
		c.leaves = append(c.leaves, l)
		stop := false
		for _, t := range l.Terms {
			stop = stop || t.Stop
		}
		c.content = c.content || !stop
	}
	return l
}

// one registers a leaf that is a concept by itself.
func (c *compiler) one(l *Leaf, asked bool) Node {
	if l != nil && asked {
		c.together([]*Leaf{l})
	}
	return c.leaf(l, asked)
}

func (c *compiler) node(n search.Node, asked bool) (Node, error) {
	switch n := n.(type) {
	case search.Word:
		return c.word(n, asked), nil
	case search.Exactly:
		return c.one(c.sequence(n.Text, n.In), asked), nil
	case search.Prefix:
		return c.one(c.open(TermPrefix, n.Text, 0, n.In), asked), nil
	case search.Fuzzy:
		return c.one(c.open(TermFuzzy, n.Text, n.Edits, n.In), asked), nil
	case search.Near:
		return c.one(c.nearby(n), asked), nil
	case search.Is:
		return IsNode{Field: n.Field, Id: n.ID}, nil
	case search.Symbol:
		return SymbolNode{Symbol: NormalSymbol(n.Text), Prefix: n.Prefix}, nil
	case search.Dated:
		return DatedNode{n.From, n.To}, nil
	case search.All:
		return c.all(n, asked)
	case search.Any:
		parts, err := c.nodes(n.Nodes, asked)
		return AnyNode{parts}, err
	case search.None:
		part, err := c.node(n.Node, false)
		if part == nil {
			return nil, err
		}
		return NoneNode{part}, err
	}
	return nil, fmt.Errorf("%w: a %T cannot be searched for", corpus.ErrInvalid, n)
}

func (c *compiler) nodes(list []search.Node, asked bool) ([]Node, error) {
	out := make([]Node, 0, len(list))
	for _, n := range list {
		part, err := c.node(n, asked)
		if err != nil {
			return nil, err
		}
		if part != nil {
			out = append(out, part)
		}
	}
	return out, nil
}

func (c *compiler) word(w search.Word, asked bool) Node {
	all := AllNode{}
	for _, choices := range c.Reader.word(w.Text, w.In) {
		if asked {
			c.together(choices)
		}
		var part Node
		if len(choices) == 1 {
			part = c.leaf(choices[0], asked)
		} else {
			any := AnyNode{}
			for _, l := range choices {
				any.Parts = append(any.Parts, c.leaf(l, asked))
			}
			part = any
		}
		all.Parts = append(all.Parts, part)
	}
	switch len(all.Parts) {
	case 0:
		return nil // nothing to search for: punctuation between words
	case 1:
		return all.Parts[0]
	}
	return all
}

// all compiles a list of conditions. Words of several parts, such as
// ideographic runs, are spliced in, so that each part may be missing by itself.
func (c *compiler) all(n search.All, asked bool) (Node, error) {
	out := AllNode{Relax: n.Relax}
	places := make([]int, len(n.Nodes)+1)
	for i, child := range n.Nodes {
		places[i] = len(out.Parts)
		if w, ok := child.(search.Word); ok && w.In == "" && c.said && c.isStop(w) {
			continue // it asks for nothing
		}
		part, err := c.node(child, asked)
		if err != nil {
			return nil, err
		}
		if part == nil {
			continue
		}
		loose := false // a word of a field, such as title:budget, has to hold
		switch child := child.(type) {
		case search.Word:
			loose = child.In == ""
			if n.Relax && loose {
				if parts := c.hyphenated(child, asked); len(parts) > 0 {
					out.Extra = append(out.Extra, parts...)
					c.lighten(part)
				}
			}
		case search.Prefix:
			loose = child.In == ""
		case search.Fuzzy:
			loose = child.In == ""
		}
		parts := []Node{part}
		if all, ok := part.(AllNode); ok && loose {
			parts = all.Parts
		}
		for _, p := range parts {
			if l, ok := p.(*Leaf); ok && n.Relax && loose && len(l.Terms) == 1 {
				l.Lenient = l.Terms[0].Stop
			}
			out.Parts = append(out.Parts, p)
			out.Loose = append(out.Loose, loose)
		}
	}
	places[len(n.Nodes)] = len(out.Parts)
	for _, alias := range n.Also {
		l := c.sequence(alias.Name.Text, "")
		if l == nil || places[alias.From] == places[alias.To] {
			continue
		}
		l.Alias = true
		if asked {
			c.leaves = append(c.leaves, l)
			c.join(l, out.Parts[places[alias.From]:places[alias.To]])
		}
		out.Also = append(out.Also, aliasNode{From: places[alias.From], To: places[alias.To], Leaf: l})
	}
	if len(out.Parts) == 0 {
		return emptyNode{}, nil
	}
	return out, nil
}

// join adds another name to the concepts of the words that it stands for.
func (c *compiler) join(alias *Leaf, parts []Node) {
	for _, p := range parts {
		var words []*Leaf
		switch p := p.(type) {
		case *Leaf:
			words = []*Leaf{p}
		case AnyNode:
			for _, choice := range p.Parts {
				if l, ok := choice.(*Leaf); ok {
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

// hyphenated are the parts of a word such as boundary-layer, each for itself.
// Symbols and numbers have no such parts.
func (c *compiler) hyphenated(w search.Word, asked bool) []*Leaf {
	text := norm.NFKC.String(w.Text)
	tokens := TokensOf(text)
	var out []*Leaf
	for i, t := range tokens {
		if t.Class != ClassWord || i > 0 && t.Join != JoinHyphen {
			return nil
		}
		l := &Leaf{In: w.In, Names: w.In == "", Weight: 1, Terms: []Term{c.NewTerm(TermStem, text[t.Start:t.End])}}
		if !l.Terms[0].Stop {
			out = append(out, l)
		}
	}
	if len(tokens) < 2 {
		return nil
	}
	for _, l := range out {
		c.one(l, asked)
	}
	return out
}

// lighten takes weight from a hyphenated word whose parts count for themselves.
func (c *compiler) lighten(n Node) {
	switch n := n.(type) {
	case AnyNode:
		for _, p := range n.Parts {
			c.lighten(p)
		}
	case *Leaf:
		n.Weight = compoundWeight
		if concept := c.of[n]; concept != nil {
			concept.Weight = compoundWeight
		}
	}
}
