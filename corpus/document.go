package corpus

import "time"

// Item is a document listed by a source, not yet read.
type Item struct {
	// Key is the source's name for the document. It is the same on every run and every machine;
	// the statement's ID is derived from it.
	Key      string
	Location string // an absolute path, or an http(s) URL
	Folder   string // the folder of a file, which links may not leave; "" for a file named individually
	File     string // name in reports: the path as given by the source
	Source   string // the folder, catalogue or listing that lists it
	Given    Given
	Hints    []Hint
	Notes    map[string]string // unknown catalogue columns
	Withheld bool              // its bytes are stored, but not served
}

// Hint is text near a link to a document.
type Hint struct {
	Kind HintKind
	Text string
}

// HintKind is the position of a hint.
type HintKind string

// The kinds of hint, strongest first.
const (
	HintHeading  HintKind = "heading"   // the nearest heading above the link
	HintEntry    HintKind = "entry"     // the line that names the document, if it is not the link
	HintLinkText HintKind = "link-text" // the link text
	HintBlock    HintKind = "block"     // the block that contains the link
	HintPage     HintKind = "page"      // the title of the page, often that of its publisher
)

// Document is an item with its bytes.
type Document struct {
	Item
	Bytes       []byte
	SHA256      string // hex
	MediaType   string // as declared by the server, or ""; extraction checks the bytes
	Charset     string // as declared by the server, or ""
	Address     string // the final address after redirects, or Location
	RetrievedAt time.Time
}

// Text is the extracted text of a document.
type Text struct {
	MediaType  string     `json:"media_type"` // as detected
	Extractor  string     `json:"extractor"`  // name and version of the extractor
	Pages      []Page     `json:"pages"`
	Properties Properties `json:"properties"`
	Status     Status     `json:"status"`
	Reason     string     `json:"reason,omitempty"`
	Warnings   []string   `json:"warnings,omitempty"`
}

// Properties are the metadata of a file: the information dictionary of a PDF, the head of
// an HTML page. They are weak evidence, stored as found.
type Properties struct {
	Title     string            `json:"title,omitempty"`
	Author    string            `json:"author,omitempty"`
	Date      string            `json:"date,omitempty"` // as written, or RFC 3339 if the format defines it
	Language  string            `json:"language,omitempty"`
	Canonical string            `json:"canonical,omitempty"` // URL
	SiteName  string            `json:"site_name,omitempty"`
	Producer  string            `json:"producer,omitempty"`
	Outline   []OutlineEntry    `json:"outline,omitempty"`
	Other     map[string]string `json:"other,omitempty"`
}

// OutlineEntry is one bookmark of a PDF.
type OutlineEntry struct {
	Title string `json:"title"`
	Page  int    `json:"page"` // 1-based
	Depth int    `json:"depth"`
}
