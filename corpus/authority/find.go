package authority

import "rostrum/corpus"

// Mention is a name found in a text.
type Mention struct {
	ID         string
	Name       string // the name as the authority writes it
	Start, End int    // byte offsets into the text
	Ambiguous  bool   // the files say that the name has another meaning too
}

// Find lists the names of a field that stand in a running text, in order. Of
// names that overlap the longest is meant: "Equatorial Guinea" does not name
// Guinea. Names the files mark as ambiguous (AI, ICJ, Congo) are not looked
// for, nor are country codes, and acronyms count only in capitals: "asp" is a
// snake and "us" a pronoun.
func (a *Authority) Find(f corpus.Field, text string) []Mention {
	ix := a.fields[f]
	if ix == nil {
		return nil
	}
	return ix.tree.find(text, Words(text))
}

// FindLoose is Find with the ambiguous names too. It is for a text that is
// known to name an entry of the field, as what follows "plenary on" names a topic.
func (a *Authority) FindLoose(f corpus.Field, text string) []Mention {
	ix := a.fields[f]
	if ix == nil {
		return nil
	}
	return ix.loose.find(text, Words(text))
}

func (n *node) find(text string, words []Word) []Mention {
	var out []Mention
	for i := 0; i < len(words); {
		m, size := n.longest(text, words[i:])
		if size == 0 {
			i++
			continue
		}
		out = append(out, Mention{ID: m.entry.id, Name: m.name, Start: words[i].Start, End: words[i+size-1].End, Ambiguous: m.entry.ambiguous[key(m.name)]})
		i += size
	}
	return out
}

// node is a step in the tree of names, word by word.
type node struct {
	next  map[string]*node
	entry *entry // the entry whose name ends here
	name  string
}

func (n *node) add(words []Word, e *entry, name string) {
	for _, w := range words {
		if n.next == nil {
			n.next = map[string]*node{}
		}
		child := n.next[w.Text]
		if child == nil {
			child = &node{}
			n.next[w.Text] = child
		}
		n = child
	}
	if n.entry == nil || n.entry == e && isAcronym(n.name) {
		n.entry, n.name = e, name
	}
}

// longest finds the longest name that the words begin with, and how many of
// the words it takes.
func (n *node) longest(text string, words []Word) (found *node, size int) {
	for i, w := range words {
		n = n.next[w.Text]
		if n == nil {
			break
		}
		if n.entry != nil && (!isAcronym(n.name) || isAcronym(text[words[0].Start:w.End])) {
			found, size = n, i+1
		}
	}
	return found, size
}

// isAcronym tells whether a name is written in capitals, so that it must be
// in a text too. Scripts without capitals have no acronyms.
func isAcronym(name string) bool {
	upper := false
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z':
			return false
		case r >= 'A' && r <= 'Z':
			upper = true
		}
	}
	return upper
}
