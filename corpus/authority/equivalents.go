package authority

import (
	"slices"
	"strings"

	"rostrum/corpus"
)

// thesaurus groups names that are equivalent in a search.
type thesaurus struct {
	groups map[string][][]string // key of a name to every name of its group, word by word
	// capitals maps acronyms that are a common word in lower case, such as US, to their
	// group. It contains only those that are also written with dots.
	capitals map[string][][]string
}

// newThesaurus uses names that are translations or acronyms of each other. Aliases of
// topics and situations are excluded: "ratification" belongs to the topic of
// universality but is not a synonym.
func newThesaurus(a *Authority, terms []*entry) *thesaurus {
	t := &thesaurus{groups: map[string][][]string{}, capitals: map[string][][]string{}}
	for _, e := range terms { // first: they are made for searching
		t.add(e, e.names(), false)
	}
	for _, e := range a.fields[corpus.FieldOrganization].order {
		t.add(e, e.names(), false)
	}
	for _, e := range a.fields[corpus.FieldTopic].order {
		var names []string
		for _, lang := range labelLanguages {
			names = append(names, e.labels[lang])
		}
		t.add(e, names, true)
	}
	for _, s := range a.sessions {
		e := a.fields[corpus.FieldSession].byID[string(s.ID)]
		var names []string
		for _, name := range append([]string{e.id}, e.aliases...) {
			if name[0] == '#' {
				continue
			}
			if strings.HasPrefix(key(name), "asp") || strings.HasPrefix(key(name), "aep") {
				names = append(names, name)
			}
		}
		t.add(e, names, false)
	}
	return t
}

// add adds a group of names. Ambiguous names are excluded, except translations of a
// topic, which are ambiguous only as evidence of what a statement is about.
func (t *thesaurus) add(e *entry, names []string, translations bool) {
	var (
		group [][]string
		seen  = map[string]bool{}
		keys  []string
		bare  []string // acronyms with dots, without them
	)
	for _, name := range names {
		k := key(name)
		if e.ambiguous[k] && strings.Contains(name, ".") && !strings.ContainsAny(name, " (/,") {
			// With dots it cannot be another word.
			group = append(group, []string{name})
			bare = append(bare, strings.ReplaceAll(name, ".", ""))
			continue
		}
		if k == "" || e.ambiguous[k] && !translations || strings.ContainsAny(name, "(/,") {
			continue // forms like "Bolivia (Plurinational State of)" occur in lists only
		}
		if lower := strings.ToLower(name); !seen[lower] {
			seen[lower] = true
			group = append(group, strings.Fields(name))
			keys = append(keys, k)
		}
	}
	if len(group) < 2 {
		return
	}
	for _, acronym := range bare {
		t.capitals[acronym] = group
	}
	for _, k := range keys {
		if t.groups[k] == nil {
			t.groups[k] = group
		}
	}
}

// Equivalents returns the other names equivalent to a name, each as its words: for
// "HRW" Human Rights Watch, for "cooperation" the word in other languages. Ambiguous
// names (AI, ICJ) have none, except those in capitals that are also written with dots
// (US, U.S.).
func (a *Authority) Equivalents(words string) [][]string {
	if len(words) > maxName {
		return nil
	}
	typed := strings.ToLower(strings.Join(strings.Fields(words), " "))
	var out [][]string
	group := a.terms.groups[key(words)]
	if group == nil {
		group = a.terms.capitals[words]
	}
	for _, other := range group {
		if strings.ToLower(strings.Join(other, " ")) != typed {
			out = append(out, slices.Clone(other))
		}
	}
	return out
}
