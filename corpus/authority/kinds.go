package authority

import (
	"slices"

	"rostrum/corpus"
)

// kindOther is the kind of organizations whose type has no kind.
const kindOther corpus.KindID = "other"

// kinds reads which types of organization, as in organizations.csv and states.csv,
// belong to each kind.
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

// Kinds returns the kinds of organization of a statement's authors, without
// duplicates, in the order of the authors. Unknown authors have no kind.
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
