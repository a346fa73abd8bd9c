package dates

import (
	"rostrum/corpus"
)

// Parse reads a date that somebody wrote as such, in a catalogue or a
// correction: in the ISO forms, or as it is written in a text.
func Parse(raw string) (corpus.Date, error) {
	if d, err := corpus.ParseDate(raw); err == nil {
		return d, nil
	}
	if found := In(raw); len(found) == 1 && !found[0].NoYear {
		return found[0].Date, nil
	}
	return corpus.Date{}, corpus.ErrInvalid.Errorf("%q names no day, month or year", raw)
}
