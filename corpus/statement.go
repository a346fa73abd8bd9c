package corpus

import "time"

// Statement is one document of the corpus: one file or page in one language. Translations of the
// same speech are separate statements with the same Work.
type Statement struct {
	ID    ID     `json:"id"`
	Work  WorkID `json:"work"`
	Title string `json:"title"`

	Authors []OrgID `json:"organizations,omitempty"` // joint statements have many
	// Kinds are the kinds of organization among the authors. They are derived from the authority
	// when a statement is indexed or shown; the catalogue does not store them.
	Kinds     []KindID `json:"kinds,omitempty"`
	Deliverer string   `json:"deliverer,omitempty"` // the speaker, as written
	Role      string   `json:"role,omitempty"`      // of the deliverer, as written

	Session SessionID `json:"session,omitempty"`
	Part    Part      `json:"part,omitempty"`
	Topics  []TopicID `json:"topics,omitempty"`
	Type    TypeID    `json:"type,omitempty"`
	Date    Date      `json:"date,omitzero"` // of delivery, not of publication

	Language   Language      `json:"language,omitempty"` // of most of the text
	Symbol     string        `json:"symbol,omitempty"`   // e.g. ICC-ASP/5/S/31
	Situations []SituationID `json:"situations,omitempty"`

	Pages  []Page `json:"-"`
	Status Status `json:"status"`
	Reason string `json:"reason,omitempty"` // why Status is not StatusGood
	// Warnings are notes on how the text was read, for example that hidden words were left out. Like
	// Pages, they are stored with the text.
	Warnings []string `json:"-"`

	// Version identifies this state of the statement among all its states; the catalogue assigns it,
	// and indexes record it.
	Version int64 `json:"-"`
	// Added is when the statement was first added to the catalogue.
	Added time.Time `json:"-"`

	Origin   Origin     `json:"origin"`
	Evidence []Evidence `json:"evidence,omitempty"`
	// Offers are inferred values of empty fields whose confidence is too low. People can accept them
	// by a correction.
	Offers []Evidence `json:"offers,omitempty"`
	// Notes has the catalogue cells of unknown columns.
	Notes map[string]string `json:"notes,omitempty"`
}

// Page is one page of a statement. HTML and plain text have one page.
type Page struct {
	Number int    `json:"number"`          // 1-based position in the file
	Label  string `json:"label,omitempty"` // as printed or labelled in the file, e.g. "iv"
	// Text is the text of the page, with paragraphs separated by one empty line ("\n\n"). It is NFKC
	// except for characters that would become other words: ½, ², ™. It excludes running heads,
	// footers and page numbers, and note marks and struck words, which are Spans.
	Text     string     `json:"text"`
	Language Language   `json:"language,omitempty"`
	Method   TextMethod `json:"method,omitempty"`
	// Confidence of OCR from 0 to 1; 0 if the text was not read by OCR.
	Confidence float64 `json:"confidence,omitempty"`
	// Width and Height of the page in points (1/72 inch); 0 if there is no page.
	Width  float32 `json:"width,omitempty"`
	Height float32 `json:"height,omitempty"`
	// Words are the positions of the words of Text; empty if unknown.
	Words []Word `json:"words,omitempty"`
	// Spans are note marks and struck words, by offset.
	Spans []Span `json:"spans,omitempty"`
}

// OCR reports whether the text of the page was read by OCR.
func (p Page) OCR() bool { return p.Method == MethodOCR }

// Word is the position of a word on the page. Start and End are byte offsets in Page.Text; a word
// broken over two lines has two entries. The box is in points from the upper left corner of the
// page.
type Word struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Left  float32 `json:"left"`
	Top   float32 `json:"top"`
	Right float32 `json:"right"`
	Foot  float32 `json:"foot"`
}

// TextMethod is how the text of a page was obtained.
type TextMethod string

// Methods of obtaining text.
const (
	MethodTextLayer TextMethod = "text"    // the text layer of the file
	MethodRescued   TextMethod = "rescued" // the text layer of a damaged file
	MethodOCR       TextMethod = "ocr"     // OCR of a page image
)

// Status is the quality of a statement's text.
type Status string

// Status values.
const (
	StatusGood    Status = "good"
	StatusPartial Status = "partial" // some pages could not be read
	StatusSuspect Status = "suspect" // no text, or text that is not language
)

// Origin is where a statement's bytes came from.
type Origin struct {
	File        string    `json:"file,omitempty"`       // as named by its source: relative to the folder or catalogue
	URL         string    `json:"source_url,omitempty"` // address of publication
	Location    string    `json:"location"`             // what was read: an absolute path or a URL
	Source      string    `json:"source,omitempty"`     // the folder, catalogue or listing that lists it
	Publisher   string    `json:"publisher,omitempty"`
	RetrievedAt time.Time `json:"retrieved_at,omitzero"`
	MediaType   string    `json:"media_type"`
	SHA256      string    `json:"sha256"` // hex, of the original bytes
	Bytes       int64     `json:"bytes"`
	Withheld    bool      `json:"withheld,omitempty"` // the bytes must not be served
	// Gone is when the source was first found to no longer list the document; zero if it does.
	Gone time.Time `json:"gone,omitzero"`
	// Stale is why the source could not be checked, or "".
	Stale string `json:"stale,omitempty"`
}
