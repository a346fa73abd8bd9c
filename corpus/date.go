package corpus

import (
	"fmt"
	"time"
)

// Date is a calendar date known to the day, the month or the year. The zero
// Date is unknown. Its JSON and String form is ISO 8601: 2021-12-08, 2021-12 or 2021.
type Date struct {
	Year  int
	Month time.Month // 0 where only the year is known
	Day   int        // 0 where only the month is known
}

// ParseDate reads the ISO 8601 forms that Date.String writes.
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

// IsZero tells whether the date is unknown.
func (d Date) IsZero() bool { return d.Year == 0 }

// String is the date in ISO 8601, as precise as it is known; "" if unknown.
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

// First and Last are the first and the last day that the date can mean.
// Both are "" for an unknown date.
func (d Date) First() string {
	if d.Year == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, max(1, int(d.Month)), max(1, d.Day))
}

// Last is the last day that the date can mean; see First.
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

// MarshalText writes the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; the empty text is the unknown date.
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
