package infer

import (
	"rostrum/corpus"
)

// ParseDate reads a date that somebody wrote as such, in a catalogue or a
// correction: in the ISO forms, or as it is written in a text.
func ParseDate(raw string) (corpus.Date, error) {
	if d, err := corpus.ParseDate(raw); err == nil {
		return d, nil
	}
	if found := datesIn(raw); len(found) == 1 && !found[0].noYear {
		return found[0].date, nil
	}
	return corpus.Date{}, corpus.ErrInvalid.Errorf("%q names no day, month or year", raw)
}
