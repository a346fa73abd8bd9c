package terminal

import (
	"bufio"
	"fmt"
	"strings"

	"rostrum/corpus"
	"rostrum/corpus/authority"
)

// Authority prints the number of entries, and in how many interface languages they
// have labels.
func (p Printer) Authority(names *authority.Authority) error {
	w := bufio.NewWriter(p.Out)
	fmt.Fprintf(w, "%-13s %6s %6s", "", "ids", "names")
	for _, lang := range labelLanguages {
		fmt.Fprintf(w, " %5s", lang)
	}
	fmt.Fprintf(w, " %9s\n", "confirmed")
	for _, f := range authority.Fields() {
		ids := names.IDs(f)
		known, confirmed := 0, 0
		labels := map[corpus.Language]int{}
		for _, id := range ids {
			known += len(names.Names(f, id))
			d, _ := names.Describe(f, id)
			for lang := range d.Labels {
				labels[lang]++
			}
			if d.ConfirmedBy != "" && !strings.HasPrefix(d.ConfirmedBy, ownKnowledge) {
				confirmed++
			}
		}
		fmt.Fprintf(w, "%-13s %6d %6d", f, len(ids), known)
		for _, lang := range labelLanguages {
			fmt.Fprintf(w, " %5d", labels[lang])
		}
		fmt.Fprintf(w, " %9d\n", confirmed)
	}
	fmt.Fprintf(w, "No errors. Version %s.\n", names.Version())
	return w.Flush()
}

// ownKnowledge is the value of confirmed_by for rows without a source.
const ownKnowledge = "own knowledge"

// labelLanguages are the languages of the interface.
var labelLanguages = []corpus.Language{
	corpus.English, corpus.French, corpus.Spanish, corpus.Arabic, corpus.Russian, corpus.Chinese,
}

// Descriptions prints the names of ids.
func (p Printer) Descriptions(found []authority.Description) error {
	w := bufio.NewWriter(p.Out)
	line := func(what, value string) {
		if value != "" {
			fmt.Fprintf(w, "  %-13s %s\n", what, value)
		}
	}
	for i, d := range found {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s %s\n", d.Field, d.ID)
		line("kind", d.Kind)
		line("acronym", d.Acronym)
		for _, lang := range append(labelLanguages, corpus.Portuguese) {
			line(string(lang), d.Labels[lang])
		}
		line("also", strings.Join(d.Aliases, " | "))
		line("ambiguous", strings.Join(d.Ambiguous, " | "))
		line("row", fmt.Sprintf("%s:%d", d.File, d.Line))
		line("confirmed by", d.ConfirmedBy)
	}
	return w.Flush()
}
