package corpus

import (
	"slices"
	"strings"
	"time"
)

// RuleCorrection is the rule of evidence that comes from a correction.
const RuleCorrection = "correction"

// Correction is what a person said of one field after a statement was
// recorded. It is kept apart from the record, and wins over whatever a source
// gives or inference finds, then and later.
type Correction struct {
	Field      Field     `json:"field"`
	Values     []string  `json:"values"` // ids where the authority knows the name; none: known to have none
	Unresolved []string  `json:"unresolved,omitempty"`
	Reason     string    `json:"reason,omitempty"`
	By         string    `json:"by,omitempty"` // stays with those who run the service: it is not part of the evidence
	At         time.Time `json:"at,omitzero"`
}

// Correct puts corrections over the fields of a statement. What each replaces
// stays readable in the evidence, under Overruled.
func (s *Statement) Correct(corrections ...Correction) {
	// A part belongs to its session, so that the session is settled first.
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

// overrule sets a field and lets its evidence take the place of what was there.
func (s *Statement) overrule(by Evidence) {
	var kept []Evidence
	for _, e := range s.Evidence {
		switch {
		case e.Field != by.Field:
			kept = append(kept, e)
		case e.Rule == RuleCorrection:
			by.Overruled = append(by.Overruled, e.Overruled...) // a correction of a correction shows what was read
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

// isOwnWork tells whether a field is the work that every statement has by itself.
func isOwnWork(s Statement, f Field) bool { return f == FieldWork && s.Work == WorkID(s.ID) }

// Of is the evidence for a field; false where there is none.
func (s *Statement) Of(f Field) (Evidence, bool) {
	for _, e := range s.Evidence {
		if e.Field == f {
			return e, true
		}
	}
	return Evidence{}, false
}

// FixedWork tells whether a person said which work the statement is of, in a
// catalogue or a correction: then nothing that is found out changes it.
func (s *Statement) FixedWork() bool {
	e, ok := s.Of(FieldWork)
	return ok && e.Rule != RuleSameWork && s.ListedWork() == ""
}

// ListedWork is the work that a listing page gave the statement, or "". It says
// which documents stood together there, and not that no other belongs to them:
// the same statement may be listed on two pages. Such a work has the form of an
// id, which people do not think of.
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

// FoundWork puts a work that was found by comparing over a statement whose work
// nobody fixed.
func (s *Statement) FoundWork(e Evidence) {
	if !s.FixedWork() {
		s.overrule(e)
	}
}

// RuleSameWork is the rule of evidence of a work that was found by comparing
// statements.
const RuleSameWork = "same-work"
