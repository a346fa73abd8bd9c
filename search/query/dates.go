package query

import (
	"strings"
	"time"
)

// validDate tells whether s is a year, month or day in ISO 8601.
func validDate(s string) bool {
	layout := time.DateOnly
	if len(s) < 4 || len(s) > len(layout) {
		return false
	}
	t, err := time.Parse(layout[:len(s)], s)
	return err == nil && t.Year() > 0
}

// ordered tells whether a range from one date to another can hold any day:
// 2019-12..2019 can, since 2019 ends with December.
func ordered(from, to string) bool {
	if from == "" || to == "" {
		return true
	}
	n := min(len(from), len(to))
	return from[:n] <= to[:n]
}

// splitRange takes s apart at its two dots if it is meant as a range of dates:
// digits and hyphens on each side, one side empty at most, and at least one
// beginning with a year. 3..5 and 2019... are not.
func splitRange(s string) (from, to string, ok bool) {
	from, to, ok = strings.Cut(s, "..")
	if !ok || strings.Trim(from+to, "0123456789-") != "" {
		return "", "", false
	}
	return from, to, beginsWithYear(from) || beginsWithYear(to)
}

func beginsWithYear(s string) bool {
	year, _, _ := strings.Cut(s, "-")
	return len(year) == 4
}

// asciiDigit turns the digits of Arabic and Persian keyboards into ASCII ones,
// so that dates can be typed with them.
func asciiDigit(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	}
	return r
}
