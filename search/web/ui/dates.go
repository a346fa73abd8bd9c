package ui

import (
	"strconv"
	"strings"

	"rostrum/corpus"
)

// Date writes a date in full, as precisely as it is known: 8 December 2021.
func (l *Locale) Date(d corpus.Date) string { return l.date(d, "month", "month-alone") }

// ShortDate writes a date for a margin: 8 Dec 2021.
func (l *Locale) ShortDate(d corpus.Date) string { return l.date(d, "month-short", "month-short") }

// date fills in the pattern of the language. Month names have a form that
// stands after a day (Russian декабря) and one for a month alone (декабрь).
func (l *Locale) date(d corpus.Date, names, alone string) string {
	if d.IsZero() {
		return ""
	}
	year := strconv.Itoa(d.Year)
	if d.Month == 0 {
		return l.Text("date.year", "Year", year)
	}
	if d.Day == 0 {
		return l.Text("date.month", "Year", year, "Month", l.month(alone, d))
	}
	pattern := "date.day"
	if d.Day == 1 {
		pattern = "date.first" // French has 1er
	}
	return l.Text(pattern, "Year", year, "Month", l.month(names, d), "Day", strconv.Itoa(d.Day))
}

// month picks from a message that lists twelve names.
func (l *Locale) month(list string, d corpus.Date) string {
	names := strings.Fields(l.Text(list))
	if i := int(d.Month) - 1; i < len(names) {
		// A name of two words is written with an underscore in the list.
		return strings.ReplaceAll(names[i], "_", " ")
	}
	return strconv.Itoa(int(d.Month))
}
