package structure

import (
	"strings"
	"time"
)

// Date reads a PDF date (ISO 32000-1, 7.9.4), such as D:20211208093000+01'00', and
// returns it as RFC 3339; other forms are returned as written.
func Date(s string) string {
	t := strings.ReplaceAll(strings.TrimPrefix(s, "D:"), "'", "")
	for _, layout := range []string{"20060102150405-0700", "20060102150405Z", "20060102150405Z0000", "20060102150405", "20060102"} {
		if when, err := time.Parse(layout, t); err == nil {
			return when.Format(time.RFC3339)
		}
	}
	return s
}
