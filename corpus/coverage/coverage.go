// Package coverage reports what a collection contains and lacks: the number of statements
// of each session, topic, organization and language; missing and uncertain fields; and,
// compared with a list of speakers, missing statements.
package coverage

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"rostrum/corpus"
)

// Sure is the confidence from which a field needs no review.
const Sure = 0.75

// Report describes what a collection contains and lacks.
type Report struct {
	Revision   string // identifies the state of the collection and the list, for caches
	Statements int    // works
	Documents  int
	Counts     map[corpus.Field][]Count // of Counted
	Fields     []FieldReport            // of Examined, in that order
	Speakers   *SpeakersReport          // nil without a list
}

// Counted are the fields whose values are counted.
var Counted = []corpus.Field{corpus.FieldSession, corpus.FieldTopic, corpus.FieldOrganization, corpus.FieldLanguage}

// Examined are the fields that every statement should have, checked for missing and
// uncertain values.
var Examined = []corpus.Field{
	corpus.FieldOrganization, corpus.FieldSession, corpus.FieldTopic, corpus.FieldDate, corpus.FieldLanguage, corpus.FieldTitle,
}

// Count has the numbers for one value.
type Count struct {
	ID         string // "" for statements without a value
	Statements int
	Documents  int
}

// FieldReport lists the documents in which a field is missing or uncertain.
type FieldReport struct {
	Field     corpus.Field
	Missing   int
	Offered   int // of those missing
	Unsure    int
	Unknown   int
	Documents []Doubt // suggested values first, then missing ones, then by confidence
}

// Doubt is a document to review.
type Doubt struct {
	ID         corpus.ID
	Title      string
	Language   corpus.Language
	File       string
	Problem    Problem
	Values     []string
	Confidence float64
	Rule       string
	Source     string // the text that the value was read from
}

// Problem is what is wrong with a field.
type Problem string

// Problems, worst first. A field that a person set to no value is not missing.
const (
	Offered Problem = "offered" // no value, but one was inferred with too little confidence
	Missing Problem = "missing" // no value
	Unsure  Problem = "unsure"  // confidence below Sure
	Unknown Problem = "unknown" // a name that is not in the authority files
)

// Of returns the report of a collection; list may be nil.
func Of(statements iter.Seq2[corpus.Statement, error], list *Speakers) (Report, error) {
	var all []corpus.Statement
	for s, err := range statements {
		if err != nil {
			return Report{}, err
		}
		s.Pages = nil
		all = append(all, s)
	}
	r := Report{Documents: len(all), Counts: map[corpus.Field][]Count{}}
	works := map[corpus.WorkID]bool{}
	for i := range all {
		works[all[i].Work] = true
	}
	r.Statements = len(works)
	for _, f := range Counted {
		r.Counts[f] = count(all, f)
	}
	for _, f := range Examined {
		r.Fields = append(r.Fields, examine(all, f))
	}
	if list != nil {
		speakers := list.compare(all)
		r.Speakers = &speakers
	}
	return r, nil
}

// count counts works and documents by value. A work has the values of all its documents.
func count(all []corpus.Statement, f corpus.Field) []Count {
	documents := map[string]int{}
	works := map[string]map[corpus.WorkID]bool{}
	for i := range all {
		values := all[i].Values(f)
		if len(values) == 0 {
			values = []string{""}
		}
		for _, v := range values {
			documents[v]++
			if works[v] == nil {
				works[v] = map[corpus.WorkID]bool{}
			}
			works[v][all[i].Work] = true
		}
	}
	var out []Count
	for _, id := range slices.Sorted(maps.Keys(documents)) {
		out = append(out, Count{id, len(works[id]), documents[id]})
	}
	slices.SortStableFunc(out, func(a, b Count) int {
		if (a.ID == "") != (b.ID == "") {
			return cmp.Compare(len(b.ID), len(a.ID)) // statements without a value come last
		}
		return cmp.Compare(b.Statements, a.Statements)
	})
	return out
}

func examine(all []corpus.Statement, f corpus.Field) FieldReport {
	r := FieldReport{Field: f}
	for i := range all {
		s := &all[i]
		d := Doubt{ID: s.ID, Title: s.Title, Language: s.Language, File: s.Origin.File, Values: s.Values(f), Confidence: 1}
		evidence, known := s.Of(f)
		if known {
			d.Confidence, d.Rule, d.Source = evidence.Confidence, evidence.Rule, evidence.Source
		}
		offer, offered := offerOf(s, f)
		switch {
		case len(d.Values) == 0 && evidence.Rule == corpus.RuleCorrection:
			continue // set to none by a person
		case len(d.Values) == 0 && offered:
			d.Problem, d.Values, d.Confidence, d.Rule, d.Source = Offered, offer.Value, offer.Confidence, offer.Rule, offer.Source
			r.Missing++
			r.Offered++
		case len(d.Values) == 0:
			d.Problem, d.Confidence = Missing, 0
			r.Missing++
		case d.Confidence < Sure:
			d.Problem = Unsure
			r.Unsure++
		case len(evidence.Unresolved) > 0:
			d.Problem, d.Values = Unknown, evidence.Unresolved // other values may be known
			r.Unknown++
		default:
			continue
		}
		r.Documents = append(r.Documents, d)
	}
	order := map[Problem]int{Offered: 0, Missing: 1, Unsure: 2, Unknown: 3}
	slices.SortStableFunc(r.Documents, func(a, b Doubt) int {
		return cmp.Or(cmp.Compare(order[a.Problem], order[b.Problem]), cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(a.ID, b.ID))
	})
	return r
}

// offerOf returns the suggested value of a field, if any.
func offerOf(s *corpus.Statement, f corpus.Field) (corpus.Evidence, bool) {
	i := slices.IndexFunc(s.Offers, func(e corpus.Evidence) bool { return e.Field == f })
	if i < 0 {
		return corpus.Evidence{}, false
	}
	return s.Offers[i], true
}
