package bleveindex

import (
	"fmt"

	"golang.org/x/text/unicode/norm"

	"rostrum/corpus"
	"rostrum/search"
)

// node is a compiled search.Node; nil is one with nothing in it to search for.
type node interface{ isNode() }

type (
	// allNode asks for all of its parts. With relax, the loose ones may be missing.
	allNode struct {
		parts []node
		loose []bool
		also  []aliasNode
		// extra are parts of hyphenated words: holding one is holding something.
		extra []*leaf
		relax bool
	}
	aliasNode struct {
		from, to int
		leaf     *leaf
	}
	anyNode  struct{ parts []node }
	noneNode struct{ part node }
	isNode   struct {
		field corpus.Field
		id    string
	}
	symbolNode struct {
		symbol string
		prefix bool
	}
	datedNode struct{ from, to corpus.Date }
	emptyNode struct{} // matches nothing
)

func (allNode) isNode()    {}
func (anyNode) isNode()    {}
func (noneNode) isNode()   {}
func (isNode) isNode()     {}
func (symbolNode) isNode() {}
func (datedNode) isNode()  {}
func (emptyNode) isNode()  {}
func (*leaf) isNode()      {}

// aliasWeight is what another name of a thing counts for beside the words that
// were typed.
const aliasWeight = 0.5

// compoundWeight is what a hyphenated word as a whole counts for beside its
// parts, each of which is a word of the question; see docs/ranking.md.
const compoundWeight = 0.5

// compiler makes nodes of a plan and collects its leaves.
type compiler struct {
	reader
	leaves  []*leaf
	content bool // some leaf is a stop word in no language
}

// compile reads a plan's root.
func compile(languages []*languageReading, root search.Node) (node, []*leaf, error) {
	c := &compiler{reader: reader{languages}}
	n, err := c.node(root, true)
	if err != nil {
		return nil, nil, err
	}
	if n == nil {
		n = emptyNode{} // nothing in the query can be searched for
	}
	// Stop words may be missing only beside words that are none.
	for _, l := range c.leaves {
		l.lenient = l.lenient && c.content
	}
	return n, c.leaves, nil
}

// leaf registers a leaf; asked tells whether the statements found hold it, as
// against those that are excluded by it.
func (c *compiler) leaf(l *leaf, asked bool) node {
	if l == nil {
		return emptyNode{}
	}
	if asked {
		c.leaves = append(c.leaves, l)
		stop := false
		for _, t := range l.terms {
			stop = stop || t.stop
		}
		c.content = c.content || !stop
	}
	return l
}

func (c *compiler) node(n search.Node, asked bool) (node, error) {
	switch n := n.(type) {
	case search.Word:
		return c.word(n, asked), nil
	case search.Exactly:
		return c.leaf(c.sequence(n.Text, n.In), asked), nil
	case search.Prefix:
		return c.leaf(c.open(termPrefix, n.Text, 0, n.In), asked), nil
	case search.Fuzzy:
		return c.leaf(c.open(termFuzzy, n.Text, n.Edits, n.In), asked), nil
	case search.Near:
		return c.leaf(c.nearby(n), asked), nil
	case search.Is:
		return isNode{field: n.Field, id: n.ID}, nil
	case search.Symbol:
		return symbolNode{symbol: normalSymbol(n.Text), prefix: n.Prefix}, nil
	case search.Dated:
		return datedNode{n.From, n.To}, nil
	case search.All:
		return c.all(n, asked)
	case search.Any:
		parts, err := c.nodes(n.Nodes, asked)
		return anyNode{parts}, err
	case search.None:
		part, err := c.node(n.Node, false)
		if part == nil {
			return nil, err
		}
		return noneNode{part}, err
	}
	return nil, fmt.Errorf("%w: a %T cannot be searched for", corpus.ErrInvalid, n)
}

func (c *compiler) nodes(list []search.Node, asked bool) ([]node, error) {
	out := make([]node, 0, len(list))
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

func (c *compiler) word(w search.Word, asked bool) node {
	all := allNode{}
	for _, choices := range c.reader.word(w.Text, w.In) {
		var part node
		if len(choices) == 1 {
			part = c.leaf(choices[0], asked)
		} else {
			any := anyNode{}
			for _, l := range choices {
				any.parts = append(any.parts, c.leaf(l, asked))
			}
			part = any
		}
		all.parts = append(all.parts, part)
	}
	switch len(all.parts) {
	case 0:
		return nil // nothing to search for: punctuation between words
	case 1:
		return all.parts[0]
	}
	return all
}

// all compiles a list of conditions. Words of several parts, such as
// ideographic runs, are spliced in, so that each part may be missing by itself.
func (c *compiler) all(n search.All, asked bool) (node, error) {
	out := allNode{relax: n.Relax}
	places := make([]int, len(n.Nodes)+1)
	for i, child := range n.Nodes {
		places[i] = len(out.parts)
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
					out.extra = append(out.extra, parts...)
					c.lighten(part)
				}
			}
		case search.Prefix:
			loose = child.In == ""
		case search.Fuzzy:
			loose = child.In == ""
		}
		parts := []node{part}
		if all, ok := part.(allNode); ok && loose {
			parts = all.parts
		}
		for _, p := range parts {
			if l, ok := p.(*leaf); ok && n.Relax && loose && len(l.terms) == 1 {
				l.lenient = l.terms[0].stop
			}
			out.parts = append(out.parts, p)
			out.loose = append(out.loose, loose)
		}
	}
	places[len(n.Nodes)] = len(out.parts)
	for _, alias := range n.Also {
		l := c.sequence(alias.Name.Text, "")
		if l == nil || places[alias.From] == places[alias.To] {
			continue
		}
		l.weight = aliasWeight
		if asked {
			c.leaves = append(c.leaves, l)
		}
		out.also = append(out.also, aliasNode{from: places[alias.From], to: places[alias.To], leaf: l})
	}
	if len(out.parts) == 0 {
		return emptyNode{}, nil
	}
	return out, nil
}

// hyphenated are the parts of a word such as boundary-layer, each for itself.
// Symbols and numbers have no such parts.
func (c *compiler) hyphenated(w search.Word, asked bool) []*leaf {
	text := norm.NFKC.String(w.Text)
	tokens := tokensOf(text)
	var out []*leaf
	for i, t := range tokens {
		if t.class != classWord || i > 0 && t.join != joinHyphen {
			return nil
		}
		l := &leaf{in: w.In, names: w.In == "", weight: 1, terms: []term{c.newTerm(termStem, text[t.start:t.end])}}
		if !l.terms[0].stop {
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
func (c *compiler) lighten(n node) {
	switch n := n.(type) {
	case anyNode:
		for _, p := range n.parts {
			c.lighten(p)
		}
	case *leaf:
		n.weight = compoundWeight
	}
}
