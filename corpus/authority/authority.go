// Package authority resolves and labels the names of sessions, plenary topics,
// organizations, states, situations and document types, in all languages.
//
// The names are in CSV files built into the program; users can extend or override
// them with files of the same names. Every name resolves to one id: a name claimed by
// two entries of a field is an error, reported on loading. How strongly a name in a
// text counts as evidence is decided by package infer.
package authority

import (
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"rostrum/corpus"
)

// Authority resolves names to ids and labels ids. It is immutable and safe for
// concurrent use.
type Authority struct {
	version  string
	fields   map[corpus.Field]*index
	sessions []Session
	ordinals ordinals
	spans    []span // of all parts of all sessions, by first day
	terms    *thesaurus
	kinds    map[string]corpus.KindID // by type of organization
	demonyms map[string]string        // states by the adjectives made of them, as keys
}

// entry is one id with all its names.
type entry struct {
	id        string
	kind      string                     // of an organization: ngo, igo, state ...; of a topic: plenary, agenda, theme
	labels    map[corpus.Language]string // one display name per language
	acronym   string
	aliases   []string
	ambiguous map[string]bool // keys of names that also mean something else
	related   []string        // ids in other files: the states of a situation
	group     string          // regional group of a state, as an acronym
	confirmed string          // where the row's names were seen
	at        place
}

// names lists all the names of the entry, best first and each once.
func (e *entry) names() []string {
	var (
		out  []string
		seen = map[string]bool{}
	)
	add := func(name string) {
		if name != "" && !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	for _, lang := range labelLanguages {
		add(e.labels[lang])
	}
	add(e.acronym)
	for _, alias := range e.aliases {
		add(alias)
	}
	return out
}

// labelLanguages are the languages with name columns, in the order of fallback for
// labels.
var labelLanguages = []corpus.Language{
	corpus.English, corpus.French, corpus.Spanish, corpus.Arabic, corpus.Russian, corpus.Chinese, corpus.Portuguese,
}

// index has the entries of one field.
type index struct {
	byID  map[string]*entry
	order []*entry
	byKey map[string]*entry  // by key of every name
	tree  *node              // the names to find in running text
	loose *node              // all names
	near  map[int][]spelling // the names to compare misspellings with, by number of words
}

// Version identifies the data: it changes whenever a name does, so that statements
// inferred with another version can be inferred again.
func (a *Authority) Version() string { return a.version }

// Has reports whether id is an id of the field.
func (a *Authority) Has(f corpus.Field, id string) bool {
	ix := a.fields[f]
	return ix != nil && ix.byID[id] != nil
}

// IDs lists the ids of a field in the order of the files.
func (a *Authority) IDs(f corpus.Field) []string {
	ix := a.fields[f]
	if ix == nil {
		return nil
	}
	out := make([]string, len(ix.order))
	for i, e := range ix.order {
		out[i] = e.id
	}
	return out
}

// Kind returns the kind of an id: for an organization "ngo", "igo",
// "regional-group", "court", "state" and so on; for a topic "plenary", "agenda" or
// "theme"; "" for an unknown id.
func (a *Authority) Kind(f corpus.Field, id string) string {
	if ix := a.fields[f]; ix != nil {
		if e := ix.byID[id]; e != nil {
			return e.kind
		}
	}
	return ""
}

// Names returns all names of an id, best first; nil for an unknown id.
func (a *Authority) Names(f corpus.Field, id string) []string {
	if ix := a.fields[f]; ix != nil {
		if e := ix.byID[id]; e != nil {
			return e.names()
		}
	}
	return nil
}

// Label returns the display name of an id in lang, or else in English. An unknown id
// is its own label ("UNGA79").
func (a *Authority) Label(f corpus.Field, id string, lang corpus.Language) string {
	if f == corpus.FieldLanguage {
		return languageLabel(id, lang)
	}
	ix := a.fields[f]
	if ix == nil {
		return id
	}
	e := ix.byID[id]
	if e == nil {
		return id
	}
	label := e.labels[lang]
	for _, other := range labelLanguages {
		if label != "" {
			break
		}
		label = e.labels[other]
	}
	if label == "" {
		return id
	}
	if f == corpus.FieldSession && label != id {
		return id + " – " + label
	}
	return label
}

// languageLabel returns the name of a language in the language of the reader.
func languageLabel(id string, lang corpus.Language) string {
	tag, err := language.Parse(id)
	if err != nil {
		return id
	}
	reader, err := language.Parse(string(lang))
	if err != nil {
		reader = language.English
	}
	if namer := display.Languages(reader); namer != nil {
		if name := namer.Name(tag); name != "" {
			return name
		}
	}
	return id
}

// place is a position in the files.
type place struct {
	file string
	line int
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }
