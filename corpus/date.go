package corpus

import (
	"fmt"
	"time"
)

// Date is a calendar date with a precision of day, month or year. The zero Date is unknown.
// Its JSON and String form is ISO 8601: 2021-12-08, 2021-12 or 2021.
type Date struct {
	Year  int
	Month time.Month // 0 if only the year is known
	Day   int        // 0 if only the month is known
}

// ParseDate parses the forms that Date.String returns.
func ParseDate(s string) (Date, error) {
	for _, form := range []struct{ layout string }{{"2006-01-02"}, {"2006-01"}, {"2006"}} {
		if len(s) != len(form.layout) {
			continue
		}
		t, err := time.Parse(form.layout, s)
		if err != nil || t.Year() == 0 {
			break
		}
		d := Date{Year: t.Year()}
		if len(s) >= 7 {
			d.Month = t.Month()
		}
		if len(s) == 10 {
			d.Day = t.Day()
		}
		return d, nil
	}
	return Date{}, fmt.Errorf("date %q is not of the form 2021, 2021-12 or 2021-12-08", s)
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d.Year == 0 }

// String returns the date in ISO 8601 with its precision; "" if unknown.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, int(d.Month))
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// First returns the earliest day that the date can mean; "" if unknown.
func (d Date) First() string {
	if d.Year == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, max(1, int(d.Month)), max(1, d.Day))
}

// Last returns the latest day that the date can mean; "" if unknown.
func (d Date) Last() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d-12-31", d.Year)
	case d.Day == 0:
		return time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	return d.String()
}

// MarshalText returns String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText parses the form of MarshalText; empty text is the unknown date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
