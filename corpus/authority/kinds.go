package authority

import (
	"slices"

	"rostrum/corpus"
)

// kindOther is the kind of an organization whose type no kind names.
const kindOther corpus.KindID = "other"

// kinds reads which types of organization, as organizations.csv and states.csv
// have them, make up each kind.
func (l *loader) kinds(rows []row) map[string]corpus.KindID {
	of := map[string]corpus.KindID{}
	for _, r := range rows {
		for _, t := range r.list("types") {
			if other, ok := of[t]; ok {
				l.fault(r.at, "the type %q already belongs to the kind %s", t, other)
			}
			of[t] = corpus.KindID(r.cells["id"])
		}
	}
	return of
}

// Kinds tells what kinds of organization the authors of a statement are, each
// once, in the order of the authors. An author that the files do not have has
// no kind.
func (a *Authority) Kinds(authors []corpus.OrgID) []corpus.KindID {
	var out []corpus.KindID
	for _, id := range authors {
		kind, ok := a.kinds[a.Kind(corpus.FieldOrganization, string(id))]
		if !ok {
			if !a.Has(corpus.FieldOrganization, string(id)) {
				continue
			}
			kind = kindOther
		}
		if !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	return out
}
