package corpus_test

import (
	"testing"

	"rostrum/corpus"
)

// FuzzParseDate reads whatever stands where a date should: what is taken for
// one is written as it was read, and exists.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2021-12-08", "2021-12", "2021", "", "0000", "2021-02-30", "2021-13", "2024-02-29", "2023-02-29", "-021-01-01", "２０２１", "2021-1-1", "20211208", "2021-12-08T00:00:00Z", "+2021", "2021-12-8 "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := corpus.ParseDate(s)
		if err != nil {
			if d != (corpus.Date{}) {
				t.Fatalf("%q is refused, and read as %v", s, d)
			}
			return
		}
		if d.String() != s {
			t.Fatalf("%q is read as %q", s, d)
		}
		if d.Year < 0 || d.Year > 9999 || d.Month < 0 || d.Month > 12 || d.Day < 0 || d.Day > 31 || d.Day > 0 && d.Month == 0 {
			t.Fatalf("%q is read as %#v", s, d)
		}
	})
}
