package corpus

// SpanKind is the kind of a Span.
type SpanKind string

// Kinds of spans.
const (
	SpanMark   SpanKind = "mark"   // a raised note mark: 4, *, b
	SpanStruck SpanKind = "struck" // struck-out words
)

// Span is something printed on a page that is not part of the statement. It is stored next to
// the text: only the text is searched, counted and quoted.
type Span struct {
	Kind SpanKind `json:"kind"`
	// Offset is the byte offset in Page.Text at which Text is printed. Inserting all spans in order
	// gives the page as printed: struck words include the space around them.
	Offset int    `json:"offset"`
	Text   string `json:"text"`
}
