package corpus

import (
	"slices"
	"strings"
	"time"
)

// RuleCorrection is the rule of evidence that comes from a correction.
const RuleCorrection = "correction"

// Correction is a person's correction of one field of a recorded statement. It is stored
// separately from the record, and takes precedence over sources and inference, now and
// later.
type Correction struct {
	Field      Field     `json:"field"`
	Values     []string  `json:"values"` // ids for names in the authority files; empty means none
	Unresolved []string  `json:"unresolved,omitempty"`
	Reason     string    `json:"reason,omitempty"`
	By         string    `json:"by,omitempty"` // for the operator only: not part of the evidence
	At         time.Time `json:"at,omitzero"`
}

// Correct applies corrections to a statement. Replaced values stay in the evidence, under
// Overruled.
func (s *Statement) Correct(corrections ...Correction) {
	// A part belongs to its session, so apply the session first.
	inOrder := slices.Clone(corrections)
	slices.SortStableFunc(inOrder, func(a, b Correction) int {
		switch {
		case a.Field == b.Field:
			return 0
		case a.Field == FieldSession:
			return -1
		case b.Field == FieldSession:
			return 1
		}
		return strings.Compare(string(a.Field), string(b.Field))
	})
	for _, c := range inOrder {
		session := s.Session
		s.overrule(Evidence{
			Field: c.Field, Value: slices.Clone(c.Values), Rule: RuleCorrection, Source: c.Reason, Confidence: 1, Unresolved: c.Unresolved,
		})
		if c.Field == FieldSession && s.Session != session && s.Part != "" {
			s.overrule(Evidence{Field: FieldPart, Value: []string{}, Rule: RuleCorrection, Source: "the session was corrected", Confidence: 1})
		}
	}
}

// overrule sets a field and replaces its evidence.
func (s *Statement) overrule(by Evidence) {
	var kept []Evidence
	for _, e := range s.Evidence {
		switch {
		case e.Field != by.Field:
			kept = append(kept, e)
		case e.Rule == RuleCorrection:
			by.Overruled = append(by.Overruled, e.Overruled...) // if a correction is corrected, keep what was read
		default:
			by.Overruled = append(by.Overruled, e)
		}
	}
	if old := s.Values(by.Field); by.Overruled == nil && len(old) > 0 && !isOwnWork(*s, by.Field) {
		by.Overruled = []Evidence{{Field: by.Field, Value: old, Rule: "origin", Confidence: 1}}
	}
	s.Evidence = append(kept, by)
	s.Offers = slices.DeleteFunc(slices.Clone(s.Offers), func(e Evidence) bool { return e.Field == by.Field })
	s.set(by.Field, by.Value)
}

// isOwnWork reports whether a field is the default work of a statement, its own id.
func isOwnWork(s Statement, f Field) bool { return f == FieldWork && s.Work == WorkID(s.ID) }

// Of returns the evidence for a field; false if there is none.
func (s *Statement) Of(f Field) (Evidence, bool) {
	for _, e := range s.Evidence {
		if e.Field == f {
			return e, true
		}
	}
	return Evidence{}, false
}

// FixedWork reports whether the work was given by a person, in a catalogue or a
// correction: then comparison does not change it.
func (s *Statement) FixedWork() bool {
	e, ok := s.Of(FieldWork)
	return ok && e.Rule != RuleSameWork && s.ListedWork() == ""
}

// ListedWork returns the work assigned by a listing page, or "". It groups documents listed
// together, but others may belong to it: a statement may be listed on two pages. Such works
// have the form of an id, unlike those given by people.
func (s *Statement) ListedWork() WorkID {
	e, ok := s.Of(FieldWork)
	if ok && e.Rule == RuleSameWork && len(e.Overruled) > 0 {
		e = e.Overruled[0]
	}
	if !ok || e.Rule == RuleCorrection || e.Rule == RuleSameWork || len(e.Value) != 1 || !IsDerivedID(e.Value[0]) {
		return ""
	}
	return WorkID(e.Value[0])
}

// FoundWork sets a work found by comparison, unless the work is fixed.
func (s *Statement) FoundWork(e Evidence) {
	if !s.FixedWork() {
		s.overrule(e)
	}
}

// RuleSameWork is the rule of evidence of works found by comparing statements.
const RuleSameWork = "same-work"
