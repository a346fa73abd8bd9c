package authority

import (
	"slices"
	"strings"
	"unicode"

	"rostrum/corpus"
)

// thesaurus groups names that are equivalent in a search.
type thesaurus struct {
	groups map[string][]corpus.Name // key of a name to every name of its group
	// inflected maps the inflectionKey of a term to its group, to find "reparation" and
	// "warrants of arrest".
	inflected map[string][]corpus.Name
	// capitals maps acronyms that are a common word in lower case, such as US, to their
	// group. It contains only those that are also written with dots.
	capitals map[string][]corpus.Name
}

// newThesaurus uses names that are translations or acronyms of each other. Aliases of
// topics and situations are excluded: "gender parity" belongs to the topic of
// representation but is not a synonym.
func newThesaurus(a *Authority, terms []*entry) *thesaurus {
	t := &thesaurus{groups: map[string][]corpus.Name{}, inflected: map[string][]corpus.Name{}, capitals: map[string][]corpus.Name{}}
	for _, e := range terms { // first: they are made for searching
		t.add(e, e.translations(e.names()), false)
	}
	for _, e := range a.fields[corpus.FieldOrganization].order {
		t.add(e, asWritten(e.names()), false)
	}
	for _, e := range a.fields[corpus.FieldTopic].order {
		var names []string
		for _, lang := range labelLanguages {
			names = append(names, e.labels[lang])
		}
		t.add(e, e.translations(names), true)
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
		t.add(e, asWritten(names), false)
	}
	for _, e := range terms {
		for _, name := range e.names() {
			k := key(name)
			group := t.groups[k]
			if group == nil || e.ambiguous[k] || isAcronym(name) {
				continue
			}
			if k = inflectionKey(name); t.inflected[k] == nil {
				t.inflected[k] = group
			}
		}
	}
	return t
}

// asWritten returns names that are the same in texts of all languages.
func asWritten(names []string) []corpus.Name {
	out := make([]corpus.Name, len(names))
	for i, name := range names {
		out[i].Text = name
	}
	return out
}

// translations returns names with the language of their column (once for each language
// with that name) or else of their script. Acronyms have none.
func (e *entry) translations(names []string) []corpus.Name {
	var out []corpus.Name
	for _, name := range names {
		before := len(out)
		for _, lang := range labelLanguages {
			if e.labels[lang] == name && !isAcronym(name) {
				out = append(out, corpus.Name{Text: name, Language: lang})
			}
		}
		if len(out) == before {
			out = append(out, corpus.Name{Text: name, Language: scriptLanguage(name)})
		}
	}
	return out
}

// scriptLanguage returns the language of a name's script; "" for Latin script.
func scriptLanguage(name string) corpus.Language {
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Arabic, r):
			return corpus.Arabic
		case unicode.Is(unicode.Cyrillic, r):
			return corpus.Russian
		case unicode.Is(unicode.Han, r):
			return corpus.Chinese
		}
	}
	return ""
}

// add adds a group of names. Ambiguous names of a known language are searched for but
// not looked up: fiscal is a prosecutor in Spanish, not in English. Other ambiguous
// names are excluded, except translations of a topic, which are ambiguous only as
// evidence of what a statement is about.
func (t *thesaurus) add(e *entry, names []corpus.Name, translations bool) {
	var (
		group []corpus.Name
		seen  = map[corpus.Name]bool{}
		keys  []string
		bare  []string // acronyms with dots, without them
	)
	for _, name := range names {
		k := key(name.Text)
		if e.ambiguous[k] && strings.Contains(name.Text, ".") && !strings.ContainsAny(name.Text, " (/,") {
			// With dots it cannot be another word.
			group = append(group, name)
			bare = append(bare, strings.ReplaceAll(name.Text, ".", ""))
			continue
		}
		if e.ambiguous[k] && name.Language != "" && !translations {
			group = append(group, name)
			continue
		}
		if k == "" || e.ambiguous[k] && !translations || listed(name) {
			continue
		}
		if folded := (corpus.Name{Text: strings.ToLower(name.Text), Language: name.Language}); !seen[folded] {
			seen[folded] = true
			group = append(group, name)
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

// listed reports whether a name like "Bolivia (Plurinational State of)" or "Korea,
// Republic of" occurs in lists only. Terms may contain commas.
func listed(name corpus.Name) bool {
	return strings.ContainsAny(name.Text, "(/") || name.Language == "" && strings.Contains(name.Text, ",")
}

// Equivalents returns the other names equivalent to a name or to a term in any
// inflection: for "HRW" Human Rights Watch, for "cooperation" the word in other
// languages. Ambiguous names (AI, ICJ) have none, except those in capitals that are
// also written with dots (US, U.S.).
func (a *Authority) Equivalents(words string) []corpus.Name {
	if len(words) > maxName {
		return nil
	}
	group := a.terms.groups[key(words)]
	if group == nil {
		group = a.terms.capitals[words]
	}
	if group == nil {
		group = a.terms.inflected[inflectionKey(words)]
	}
	typed := strings.Join(strings.Fields(words), " ")
	return slices.DeleteFunc(slices.Clone(group), func(other corpus.Name) bool { return strings.EqualFold(other.Text, typed) })
}
