package authority

import (
	"slices"
	"strings"

	"rostrum/corpus"
)

// thesaurus groups names that mean the same when somebody searches for them.
type thesaurus struct {
	groups map[string][][]string // key of a name to every name of its group, word by word
	// capitals are acronyms that are a common word in small letters, such as US, to
	// their group. Only those that are also written with dots are there.
	capitals map[string][][]string
}

// newThesaurus takes the names that are translations or acronyms of each other.
// Aliases of topics and situations are left out: "ratification" belongs to the
// topic of universality but does not mean the same.
func newThesaurus(a *Authority, terms []*entry) *thesaurus {
	t := &thesaurus{groups: map[string][][]string{}, capitals: map[string][][]string{}}
	for _, e := range terms { // first, for they are the ones made for searching
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

// add makes one group of names. Names the files mark as ambiguous are left out,
// unless they are translations of a topic, which are ambiguous only as evidence
// of what a statement is about.
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
			// With its dots it is no other word.
			group = append(group, []string{name})
			bare = append(bare, strings.ReplaceAll(name, ".", ""))
			continue
		}
		if k == "" || e.ambiguous[k] && !translations || strings.ContainsAny(name, "(/,") {
			continue // "Bolivia (Plurinational State of)" is written by lists only
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

// Equivalents lists the other names that mean the same as what somebody typed,
// each as its words: for "HRW" that is Human Rights Watch, for "cooperation"
// the word in the other languages. Ambiguous names (AI, ICJ) have none, but for
// those in capitals that are written with dots too (US, U.S.).
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
