package authority

import (
	"strings"

	"rostrum/corpus"
)

// Resolve finds the id that a whole name, acronym, alias or id means, in any
// language, whatever its case, accents, punctuation, apostrophes, hyphens and
// spaces. It is for names that somebody gave as such, in a catalogue or a
// filter: there "AI" is Amnesty International and "FRA" is France. To look for
// names in running text use Find.
func (a *Authority) Resolve(f corpus.Field, name string) (id string, ok bool) {
	switch f {
	case corpus.FieldLanguage:
		lang, ok := corpus.ParseLanguage(name)
		return string(lang), ok
	case corpus.FieldSession:
		session, _, ok := a.ResolveSession(name)
		return string(session), ok
	}
	ix := a.fields[f]
	if ix == nil {
		return "", false
	}
	if e := ix.whole(name); e != nil {
		return e.id, true
	}
	if f == corpus.FieldOrganization {
		if e := ix.state(name); e != nil {
			return e.id, true
		}
	}
	return "", false
}

// whole looks a name up, and then the name without an acronym in brackets
// after it, "Human Rights Watch (HRW)", unless the brackets name another entry.
func (ix *index) whole(name string) *entry {
	if len(name) > maxName {
		return nil
	}
	if e := ix.byKey[key(name)]; e != nil {
		return e
	}
	name = strings.TrimSpace(name)
	open := strings.LastIndexByte(name, '(')
	if open <= 0 || !strings.HasSuffix(name, ")") {
		return nil
	}
	outside := ix.byKey[key(name[:open])]
	inside := ix.byKey[key(name[open:])]
	if outside == nil || inside != nil && inside != outside {
		return nil
	}
	if inside == nil && len(Words(name[open:])) > 1 {
		return nil // not an acronym: it says more than we know
	}
	return outside
}

// maxName is the length of the longest name that is looked up, in bytes.
// Anything longer is a text, not a name.
const maxName = 400

// state reads the formal names of states: "Republic of Austria", "the Kingdom
// of Spain", "République du Mali". Names in which the form of state tells two
// states apart stand in the file itself and are not taken apart here.
func (ix *index) state(name string) *entry {
	if len(name) > maxName {
		return nil
	}
	words := Words(name)
	for i := len(words) - 1; i > 0; i-- {
		if !isFormOfState(words[:i]) {
			continue
		}
		e := ix.byKey[key(name[words[i].Start:])]
		if e == nil || e.kind != kindState || dividedNames[e.id] && i > 1 {
			continue
		}
		return e
	}
	return nil
}

// dividedNames are states whose short name another state or territory uses
// with another form of state: "Republic of China" is not the People's Republic.
var dividedNames = map[string]bool{"CHN": true, "KOR": true, "PRK": true, "COG": true, "COD": true, "VNM": true}

// isFormOfState tells whether words are the part of a formal name before the
// short name: only forms of state, their adjectives, and particles.
func isFormOfState(words []Word) bool {
	for _, w := range words {
		if !formWords[w.Text] {
			return false
		}
	}
	return true
}

var formWords = setOf(`
	the of and
	republic kingdom state states principality commonwealth union federation confederation
	sultanate duchy grand emirate independent federal federated federative democratic
	islamic plurinational bolivarian oriental eastern hashemite cooperative socialist arab s people
	la le les l el los de du des d del y et da do dos das e
	republique royaume etat principaute federation union grand duche federale democratique islamique
	دوله جمهوريه الجمهوريه مملكه المملكه سلطنه
	republica reino estado principado federacion gran ducado federal democratica islamica
`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// Named finds the id of a whole name written in running text or on a page.
// Unlike Resolve it knows no ids, no country codes, and no acronyms that the
// files mark as ambiguous: there "AI" may be anything.
func (a *Authority) Named(f corpus.Field, name string) (id string, ok bool) {
	id, ok = a.Resolve(f, name)
	if !ok || f == corpus.FieldSession || f == corpus.FieldLanguage {
		return id, ok
	}
	k := key(name)
	ix := a.fields[f]
	e := ix.byID[id]
	if ix.byKey[k] == e {
		written, label := false, false
		for _, known := range e.names() {
			written = written || key(known) == k
		}
		for _, known := range e.labels {
			label = label || key(known) == k // REDRESS is its name, not an acronym of it
		}
		if !written && e.kind == kindState && len(k) == 3 || e.ambiguous[k] && isAcronym(name) && !label {
			return "", false
		}
	}
	return id, true
}
