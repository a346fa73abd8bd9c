package corpus

import (
	"path"
	"slices"
	"strings"
)

// Format is a file format of statements.
type Format struct {
	MediaType  string
	Extensions []string // lower case, with the dot; the most common first
}

// Formats are the supported formats: indexer/extract has a reader for each.
var Formats = []Format{
	{"application/pdf", []string{".pdf"}},
	{"text/html", []string{".html", ".htm", ".xhtml", ".mhtml", ".mht"}},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{".docx"}},
	{"application/msword", []string{".doc"}},
	{"application/vnd.oasis.opendocument.text", []string{".odt"}},
	{"application/rtf", []string{".rtf"}},
	{"application/vnd.wordperfect", []string{".wpd"}},
	{"application/vnd.apple.pages", []string{".pages"}},
	{"text/plain", []string{".txt"}},
	{"text/markdown", []string{".md", ".markdown"}},
}

// FormatOf returns the format for the extension of a file name or slash-separated path; ok is
// false if it is not one of Formats. The content may be of another format.
func FormatOf(name string) (f Format, ok bool) {
	extension := strings.ToLower(path.Ext(name))
	i := slices.IndexFunc(Formats, func(f Format) bool { return slices.Contains(f.Extensions, extension) })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// Lists reports whether a file of the format can be a listing page.
func (f Format) Lists() bool { return strings.HasPrefix(f.MediaType, "text/") }
