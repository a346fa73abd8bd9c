package analysis

import (
	"fmt"

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

// aliasWeight is what another name of a thing counts for beside the words that
// were typed.
const aliasWeight = 0.5

// compoundWeight is what a hyphenated word as a whole counts for beside its
// parts, each of which is a word of the question; see docs/ranking.md.
const compoundWeight = 0.5

// compiler makes nodes of a plan and collects its leaves.
type compiler struct {
	Reader
	leaves  []*Leaf
	content bool // some leaf is a stop word in no language
}

// Compile reads a plan's root.
func Compile(languages []*LanguageReading, root search.Node) (Node, []*Leaf, error) {
	c := &compiler{Reader: Reader{languages}}
	n, err := c.node(root, true)
	if err != nil {
		return nil, nil, err
	}
	if n == nil {
		n = emptyNode{} // nothing in the query can be searched for
	}
	// Stop words may be missing only beside words that are none.
	for _, l := range c.leaves {
		l.Lenient = l.Lenient && c.content
	}
	return n, c.leaves, nil
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

func (c *compiler) node(n search.Node, asked bool) (Node, error) {
	switch n := n.(type) {
	case search.Word:
		return c.word(n, asked), nil
	case search.Exactly:
		return c.leaf(c.sequence(n.Text, n.In), asked), nil
	case search.Prefix:
		return c.leaf(c.open(TermPrefix, n.Text, 0, n.In), asked), nil
	case search.Fuzzy:
		return c.leaf(c.open(TermFuzzy, n.Text, n.Edits, n.In), asked), nil
	case search.Near:
		return c.leaf(c.nearby(n), asked), nil
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
		l.Weight = aliasWeight
		if asked {
			c.leaves = append(c.leaves, l)
		}
		out.Also = append(out.Also, aliasNode{From: places[alias.From], To: places[alias.To], Leaf: l})
	}
	if len(out.Parts) == 0 {
		return emptyNode{}, nil
	}
	return out, nil
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
		c.leaf(l, asked)
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
	}
}
