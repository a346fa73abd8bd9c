package corpus

import (
	"path"
	"slices"
	"strings"
)

// Format is a kind of file that statements come in.
type Format struct {
	MediaType  string
	Extensions []string // lower case, with the dot; the usual one first
}

// Formats are those that are read: indexer/extract has a reader for each.
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

// FormatOf is the format that the extension of a file's name or path stands for,
// which uses slashes; ok is false for one that is none of Formats. What is in the
// file may be something else.
func FormatOf(name string) (f Format, ok bool) {
	extension := strings.ToLower(path.Ext(name))
	i := slices.IndexFunc(Formats, func(f Format) bool { return slices.Contains(f.Extensions, extension) })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// Lists tells whether a file of the format can be a page that lists documents.
func (f Format) Lists() bool { return strings.HasPrefix(f.MediaType, "text/") }
