// Package export writes search results in formats for other programs: tables,
// reference managers and feed readers.
//
// A Writer streams hits, so exports can be arbitrarily large; All reads results of
// any size page by page. In every format the author is the organization that made the
// statement, never its publisher.
package export

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/search"
)

// Writer writes hits in one format. Close writes the end of the document and flushes
// buffers, but does not close the underlying writer. Most formats are invalid without
// their end, so that a truncated export is detected.
type Writer interface {
	Write(search.Hit) error
	Close() error
}

// Format is an export format.
type Format string

// The formats.
const (
	CSV      Format = "csv"
	NDJSON   Format = "ndjson"
	BibTeX   Format = "bibtex"
	RIS      Format = "ris"
	CSL      Format = "csl"
	Atom     Format = "atom"
	JSONFeed Format = "jsonfeed"
)

// Formats lists all formats in display order.
var Formats = []Format{CSV, NDJSON, BibTeX, RIS, CSL, Atom, JSONFeed}

var formats = map[Format]struct {
	mediaType string
	extension string // of files, without the dot
	open      func(io.Writer, Options) (Writer, error)
}{
	CSV:      {"text/csv; charset=utf-8; header=present", "csv", newCSV},
	NDJSON:   {"application/x-ndjson", "ndjson", newNDJSON},
	BibTeX:   {"application/x-bibtex; charset=utf-8", "bib", newBibTeX},
	RIS:      {"application/x-research-info-systems; charset=utf-8", "ris", newRIS},
	CSL:      {"application/vnd.citationstyles.csl+json", "csl.json", newCSL},
	Atom:     {"application/atom+xml; charset=utf-8", "atom", newAtom},
	JSONFeed: {"application/feed+json", "feed.json", newJSONFeed},
}

// ParseFormat returns the format with a name or file extension.
func ParseFormat(s string) (Format, error) {
	name := strings.ToLower(strings.TrimPrefix(s, "."))
	for _, f := range Formats {
		if name == string(f) || name == formats[f].extension {
			return f, nil
		}
	}
	return "", corpus.ErrInvalid.Errorf("there is no export format %q; there are %s", s, list(Formats))
}

func list(formats []Format) string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// MediaType is the media type of the format for HTTP.
func (f Format) MediaType() string { return formats[f].mediaType }

// Extension is the file extension of the format, without the dot.
func (f Format) Extension() string { return formats[f].extension }

// Names labels ids.
type Names interface {
	Label(f corpus.Field, id string, language corpus.Language) string
}

// Options configure a writer.
type Options struct {
	Names    Names           // if nil, ids are used as labels
	Language corpus.Language // of labels; "" means English
	// Link returns the absolute address of a statement or, if page is not 0, of a
	// passage. If nil, only addresses of the sources are written.
	Link func(id corpus.ID, page, passage int) string
	Feed Feed // for Atom and JSONFeed
	// Mark begins a table with a byte order mark, by which Excel knows UTF-8.
	Mark bool
}

// byteOrderMark is U+FEFF in UTF-8.
const byteOrderMark = "\ufeff"

// Feed describes a feed.
type Feed struct {
	ID       string // a permanent URI; required
	Title    string
	Subtitle string
	Self     string // address of this page of the feed
	Home     string // address of the corresponding page
	// First, Previous and Next are addresses of pages of the feed, or "".
	First, Previous, Next string
	Updated               time.Time // when the feed last changed
}

// New starts a document in format f.
func New(f Format, w io.Writer, o Options) (Writer, error) {
	if !slices.Contains(Formats, f) {
		return nil, corpus.ErrInvalid.Errorf("there is no export format %q; there are %s", f, list(Formats))
	}
	if o.Language == "" {
		o.Language = corpus.English
	}
	out, err := formats[f].open(w, o)
	if err != nil {
		return nil, fmt.Errorf("begin %s: %w", f, err)
	}
	return out, nil
}
