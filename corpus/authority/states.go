package authority

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"rostrum/corpus"
)

// kindState is the kind of organization that a state is.
const kindState = "state"

// states reads the states; their regional groups are organizations.
func (l *loader) states(rows, organizations []row) []*entry {
	groups := map[string]bool{"": true}
	for _, r := range organizations {
		groups[r.cells["acronym"]] = true
	}
	// The files have no columns for these; the Unicode locale data know them.
	namers := map[corpus.Language]display.Namer{}
	for _, lang := range []corpus.Language{corpus.Arabic, corpus.Russian, corpus.Chinese, corpus.Portuguese} {
		namers[lang] = display.Regions(language.MustParse(string(lang)))
	}
	out := make([]*entry, 0, len(rows))
	for _, r := range rows {
		e := newEntry(r, r.cells["iso3"])
		e.kind = kindState
		e.group = r.cells["regional_group"]
		for lang, namer := range namers {
			if region, err := language.ParseRegion(e.id); err == nil && e.labels[lang] == "" {
				e.labels[lang] = namer.Name(region)
			}
		}
		e.aliases = append(e.aliases, shortWritten(e.labels[corpus.English])...)
		e.aliases = append(e.aliases, russianGenitive(e.labels[corpus.Russian])...)
		if len(e.id) != 3 || strings.ToUpper(e.id) != e.id {
			l.fault(r.at, "%q is not a code of three capital letters as in ISO 3166", e.id)
		}
		if !groups[e.group] {
			l.fault(r.at, "the regional group %q is not an acronym in %s", e.group, fileOrganizations)
		}
		for _, column := range []string{"in_force_from", "in_force_until"} {
			if _, err := corpus.ParseDate(r.cells[column]); r.cells[column] != "" && err != nil {
				l.fault(r.at, "%s: %v", column, err)
			}
		}
		out = append(out, e)
	}
	return out
}

// demonyms reads the adjectives that are made of the names of states.
func (l *loader) demonyms(rows []row) map[string]string {
	of := map[string]string{}
	for _, r := range rows {
		for _, word := range r.list("demonyms") {
			k := key(word)
			if other, ok := of[k]; ok && other != r.cells["iso3"] {
				l.fault(r.at, "the demonym %q already belongs to %s", word, other)
			}
			of[k] = r.cells["iso3"]
		}
	}
	return of
}

// OfDemonym finds the state that an adjective is made of: "Austrian",
// "sénégalaise", "argentina" in "la delegación argentina". Many of them are
// names of languages too, so they say something only beside a word for those
// who speak for a state.
func (a *Authority) OfDemonym(word string) (id string, ok bool) {
	id, ok = a.demonyms[key(word)]
	return id, ok
}

// shortWritten is the name of a state as lists and file names cut it: "St Vincent
// Grenadines".
func shortWritten(name string) []string {
	short := strings.NewReplacer(" and the ", " ", " and ", " ").Replace(name)
	var out []string
	if short != name {
		out = append(out, short)
	}
	if rest, ok := strings.CutPrefix(name, "Saint "); ok {
		out = append(out, "St "+rest)
		if rest, ok := strings.CutPrefix(short, "Saint "); ok && short != name {
			out = append(out, "St "+rest)
		}
	}
	return out
}

// russianGenitive is the name of a state as it stands behind "statement of" in
// Russian, which has no word for "of": Россия, заявление России. Names of more
// than two words, and those that have no cases, are left alone. Where the
// ending does not tell the gender there are two forms.
func russianGenitive(name string) []string {
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > 2 {
		return nil
	}
	forms := []string{""}
	for _, w := range words {
		var longer []string
		for _, form := range forms {
			for _, g := range genitives(w) {
				longer = append(longer, strings.TrimSpace(form+" "+g))
			}
		}
		forms = longer
	}
	if forms[0] == name {
		return nil
	}
	return forms
}

func genitives(word string) []string {
	for _, e := range russianEndings {
		if stem, ok := strings.CutSuffix(word, e.nominative); ok {
			var out []string
			for _, g := range strings.Fields(e.genitive) {
				out = append(out, stem+g)
			}
			return out
		}
	}
	if strings.ContainsAny(word, "-") {
		return []string{word}
	}
	if last := []rune(word); strings.ContainsRune("бвгджзклмнпрстфхцчшщ", last[len(last)-1]) {
		return []string{word + "а"}
	}
	return []string{word}
}

// russianEndings are the endings of the first case and those of the second,
// longer ones first.
var russianEndings = []struct{ nominative, genitive string }{
	{"ская", "ской"}, {"ная", "ной"}, {"ия", "ии"}, {"ея", "еи"}, {"га", "ги"}, {"ка", "ки"}, {"ха", "хи"}, {"ша", "ши"},
	{"а", "ы"}, {"я", "и"}, {"ай", "ая"}, {"ей", "ея"}, {"ь", "и я"},
}
