package authority

import "rostrum/corpus"

// Mention is a name found in a text.
type Mention struct {
	ID         string
	Name       string // the name as in the authority files
	Start, End int    // byte offsets into the text
	Ambiguous  bool   // the name also has another meaning
}

// Find returns the names of a field in a running text, in order. Of overlapping names
// the longest wins: "Equatorial Guinea" is not a mention of Guinea. Ambiguous names
// (AI, ICJ, Congo) and country codes are ignored, and acronyms must be in capitals:
// "asp" is a snake and "us" a pronoun.
func (a *Authority) Find(f corpus.Field, text string) []Mention {
	ix := a.fields[f]
	if ix == nil {
		return nil
	}
	return ix.tree.find(text, Words(text))
}

// FindLoose is Find including ambiguous names, for text that is known to name an entry
// of the field: what follows "plenary on" is a topic.
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

// node is a node in the trie of names, keyed by word.
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

// longest returns the longest name at the beginning of words, and its number of words.
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

// isAcronym reports whether a name is in capitals, and must be in capitals in the text
// too. Scripts without case have no acronyms.
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
