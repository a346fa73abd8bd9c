// Package export writes what was found in the formats that other programs
// read: tables, reference managers and feed readers.
//
// A Writer takes hits one at a time and keeps none, so there is no bound on how
// many are written; All pages through an answer of any size. In every format
// the author is who made the statement, never who published it.
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

// Writer writes hits in one format. Close ends the document and hands on what
// is buffered, and does not close what it writes to; a document without its end
// is not valid in most formats, so that one broken off shows.
type Writer interface {
	Write(search.Hit) error
	Close() error
}

// Format is a format that hits can be written in.
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

// Formats lists the formats in the order they are offered.
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

// ParseFormat finds a format by its name or the extension of its files.
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

// MediaType is the format's media type for HTTP.
func (f Format) MediaType() string { return formats[f].mediaType }

// Extension is how the names of the format's files end, without the dot.
func (f Format) Extension() string { return formats[f].extension }

// Names knows how ids are called.
type Names interface {
	Label(f corpus.Field, id string, language corpus.Language) string
}

// Options say how hits are written.
type Options struct {
	Names    Names           // nil: ids stand for themselves
	Language corpus.Language // of labels; "" is English
	// Link is the absolute address of a statement or, if page is not 0, of a
	// passage on it. Nil: only the addresses of the sources are written.
	Link func(id corpus.ID, page, passage int) string
	Feed Feed // for Atom and JSONFeed
}

// Feed describes a feed as a whole.
type Feed struct {
	ID       string // an address or other URI that stays the same; required
	Title    string
	Subtitle string
	Self     string // address of this page of the feed
	Home     string // address of the page that shows the same
	// The pages of the feed: the first, and those before and after this one, or "".
	First, Previous, Next string
	Updated               time.Time // when something last changed in it
}

// New begins a document in the format.
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
