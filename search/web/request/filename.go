package request

import (
	"strings"
	"unicode"

	"rostrum/search"
)

// maxFileName is how many letters the name of a file may have, before its extension: file systems take
// 255 bytes, and letters of some scripts have three.
const maxFileName = 60

// Slug is a text as part of a file name: its letters and digits, with hyphens for what stands between
// them. It is safe on every file system.
func Slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		if !unicode.In(r, unicode.L, unicode.M, unicode.N) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// FileName says a search as the name of a file, without an extension: rostrum, the words, the filters
// and the dates, such as rostrum-victims-ASP20-2021. A long one is cut.
func (st State) FileName() string {
	parts := []string{"rostrum", st.Q}
	for _, f := range search.FacetFields {
		parts = append(parts, st.Values[f]...)
	}
	name := []rune(Slug(strings.Join(append(parts, st.From, st.To), " ")))
	return strings.Trim(string(name[:min(len(name), maxFileName)]), "-")
}
