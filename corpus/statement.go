package corpus

import "time"

// Statement is one document of the corpus: one file or page in one language.
// Translations of the same speech are separate statements with the same Work.
type Statement struct {
	ID    ID     `json:"id"`
	Work  WorkID `json:"work"`
	Title string `json:"title"`

	Authors []OrgID `json:"organizations,omitempty"` // joint statements have many
	// Kinds are the kinds of organization among the authors. Whoever indexes or
	// shows a statement asks the authority for them; the catalogue has none.
	Kinds     []KindID `json:"kinds,omitempty"`
	Deliverer string   `json:"deliverer,omitempty"` // who spoke, as written
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
	// Warnings are what whoever reads the text should know of how it was read, such
	// as that words nobody sees were left out. Like Pages they are kept with the
	// text, and the catalogue gives them.
	Warnings []string `json:"-"`

	// Version names this state of the statement among all it has been in; the
	// catalogue gives it, and what is made from a statement remembers it.
	Version int64 `json:"-"`
	// Added is when the catalogue first held the statement; the catalogue gives
	// it. What is new to a reader is told by it.
	Added time.Time `json:"-"`

	Origin   Origin     `json:"origin"`
	Evidence []Evidence `json:"evidence,omitempty"`
	// Offers are values that were read and are not sure enough to be set, each of
	// a field without value. Somebody who looks at them may correct the field.
	Offers []Evidence `json:"offers,omitempty"`
	// Notes keeps what a catalogue said under columns we do not know.
	Notes map[string]string `json:"notes,omitempty"`
}

// Page is one page of a statement as a reader sees it. HTML and plain text are
// one page.
type Page struct {
	Number int    `json:"number"`          // 1-based position in the file
	Label  string `json:"label,omitempty"` // as printed or labelled in the file, e.g. "iv"
	// Text is what is said on the page, its paragraphs separated by one empty line
	// ("\n\n"). It is NFKC but for signs that would become other words: ½, ², ™.
	// Running heads, feet and page numbers are not part of it, nor are the marks
	// of notes and struck words, which are Spans.
	Text     string     `json:"text"`
	Language Language   `json:"language,omitempty"`
	Method   TextMethod `json:"method,omitempty"`
	// Confidence of OCR from 0 to 1; 0 where the text was not read by OCR.
	Confidence float64 `json:"confidence,omitempty"`
	// Width and Height of the page in points (1/72 inch); 0 where there is no page.
	Width  float32 `json:"width,omitempty"`
	Height float32 `json:"height,omitempty"`
	// Words places the words of Text on the page; empty where unknown.
	Words []Word `json:"words,omitempty"`
	// Spans are what is printed beside Text, by their offsets.
	Spans []Span `json:"spans,omitempty"`
}

// OCR tells whether the text of the page was read from its picture.
func (p Page) OCR() bool { return p.Method == MethodOCR }

// Word is where a word of a page's text stands on the page. Start and End are
// byte offsets into Page.Text; a word broken over two lines has two entries.
// The box is in points from the upper left corner of the page.
type Word struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Left  float32 `json:"left"`
	Top   float32 `json:"top"`
	Right float32 `json:"right"`
	Foot  float32 `json:"foot"`
}

// TextMethod says how the text of a page was obtained.
type TextMethod string

// The ways text is obtained.
const (
	MethodTextLayer TextMethod = "text"    // the file's own text
	MethodRescued   TextMethod = "rescued" // the file's own text, out of a damaged file
	MethodOCR       TextMethod = "ocr"     // read from a picture of the page
)

// Status says whether a statement can be found by its text.
type Status string

// The states of a statement's text.
const (
	StatusGood    Status = "good"
	StatusPartial Status = "partial" // some pages could not be read
	StatusSuspect Status = "suspect" // no text, or text that is not language
)

// Origin says where a statement's bytes came from.
type Origin struct {
	File        string    `json:"file,omitempty"`       // as named in its source: relative to the folder or catalogue
	URL         string    `json:"source_url,omitempty"` // where it was published
	Location    string    `json:"location"`             // what was read: an absolute path or an address
	Source      string    `json:"source,omitempty"`     // the folder, catalogue or listing that named it
	Publisher   string    `json:"publisher,omitempty"`
	RetrievedAt time.Time `json:"retrieved_at,omitzero"`
	MediaType   string    `json:"media_type"`
	SHA256      string    `json:"sha256"` // hex, of the original bytes
	Bytes       int64     `json:"bytes"`
	Withheld    bool      `json:"withheld,omitempty"` // the bytes are not to be handed on
	// Gone is when the source was first seen to have the document no more; zero while it has it.
	Gone time.Time `json:"gone,omitzero"`
	// Stale is why the source could not be asked whether the document has
	// changed, "" where it could.
	Stale string `json:"stale,omitempty"`
}
