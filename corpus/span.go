package corpus

// SpanKind says what a Span is.
type SpanKind string

// The kinds of spans.
const (
	SpanMark   SpanKind = "mark"   // the mark of a note, set above the line: 4, *, b
	SpanStruck SpanKind = "struck" // words that are struck out
)

// Span is something printed on a page that is no part of what is said there.
// It stands beside the text and not in it: what is searched, counted and quoted
// is the text alone.
type Span struct {
	Kind SpanKind `json:"kind"`
	// Offset is the place in Page.Text, in bytes, at which Text is printed. Put in
	// there, in the order of a page's spans, it gives the page as a reader sees it:
	// struck words bring the space that sets them off.
	Offset int    `json:"offset"`
	Text   string `json:"text"`
}
