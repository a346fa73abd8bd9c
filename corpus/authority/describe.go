package authority

import (
	"maps"

	"rostrum/corpus"
)

// Description is everything in the files about an id.
type Description struct {
	Field       corpus.Field               `json:"field"`
	ID          string                     `json:"id"`
	Kind        string                     `json:"kind,omitempty"`
	Labels      map[corpus.Language]string `json:"labels"`
	Acronym     string                     `json:"acronym,omitempty"`
	Aliases     []string                   `json:"aliases,omitempty"`   // all other names that resolve to it
	Ambiguous   []string                   `json:"ambiguous,omitempty"` // names that also mean something else
	File        string                     `json:"file"`
	Line        int                        `json:"line"`
	ConfirmedBy string                     `json:"confirmed_by,omitempty"`
}

// Fields lists the fields with an authority file, the most used first.
func Fields() []corpus.Field {
	return []corpus.Field{corpus.FieldOrganization, corpus.FieldSession, corpus.FieldTopic, corpus.FieldType, corpus.FieldSituation, corpus.FieldKind}
}

// Describe returns the description of an id; false if it is unknown.
func (a *Authority) Describe(f corpus.Field, id string) (Description, bool) {
	if !a.Has(f, id) {
		return Description{}, false
	}
	e := a.fields[f].byID[id]
	d := Description{
		Field: f, ID: id, Kind: e.kind, Labels: maps.Clone(e.labels), Acronym: e.acronym,
		File: e.at.file, Line: e.at.line, ConfirmedBy: e.confirmed,
	}
	shown := map[string]bool{e.acronym: true}
	for _, label := range e.labels {
		shown[label] = true
	}
	for _, name := range e.names() {
		if !shown[name] {
			d.Aliases = append(d.Aliases, name)
		}
		if e.ambiguous[key(name)] {
			d.Ambiguous = append(d.Ambiguous, name)
		}
	}
	return d, true
}
