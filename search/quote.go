package search

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"rostrum/corpus"
)

// Quoter is the power to say whether words stand in a statement as they are
// quoted. Engines that have it are found by type assertion.
type Quoter interface {
	// Quote looks for a passage; its errors are those of Searcher.Search, and a
	// *QuoteError where the text cannot be looked for.
	Quote(context.Context, QuoteRequest) (*QuoteResult, error)
}

// Bounds on a quotation.
const (
	MaxQuote         = 2000 // code points of the text
	DefaultQuoteSize = 10
	MaxQuoteParts    = 16 // between ellipses
	MinPartWords     = 3  // in each part, where there are several: fewer stand nearly everywhere
	// QuoteTolerance is the share of a passage's words that may be other, left
	// out or put in for the passage still to be nearly there: one in so many.
	QuoteTolerance = 5
)

// QuoteRequest is a passage and where to look for it.
type QuoteRequest struct {
	Text    string
	Filters Filters
	Size    int // maximum number of statements, 1 to 100; 0 means DefaultQuoteSize
}

// QuoteFault names what may be wrong with a quotation, for those who say it in
// their own words.
type QuoteFault string

// The faults.
const (
	QuoteEncoding  QuoteFault = "encoding" // not UTF-8
	QuoteTooLong   QuoteFault = "too_long" // more than MaxQuote code points
	QuoteNoWords   QuoteFault = "no_words"
	QuoteManyParts QuoteFault = "many_parts" // more than MaxQuoteParts
	QuoteShortPart QuoteFault = "short_part" // one of several with fewer than MinPartWords words
)

// QuoteError says what is wrong with a quotation, and where.
type QuoteError struct {
	Fault    QuoteFault
	Position int    // in code points
	Message  string // in English
}

func (e *QuoteError) Error() string { return e.Message }

// Unwrap makes it a fault of the request.
func (e *QuoteError) Unwrap() error { return corpus.ErrInvalid }

// ellipsis is what people write where they left words out.
var ellipsis = regexp.MustCompile(`[\[(]\s*(?:\.\s?){2,}\.\s*[\])]|[\[(]\s*…\s*[\])]|\.{3,}|…`)

// QuotePart is what stands between two ellipses.
type QuotePart struct {
	Text     string
	Position int // of its beginning, in code points
}

// Parts checks the request and gives the stretches between ellipses, which
// must follow on each other. Some may hold no words.
func (r QuoteRequest) Parts() ([]QuotePart, error) {
	runes := 0
	for at, c := range r.Text {
		if _, size := utf8.DecodeRuneInString(r.Text[at:]); c == utf8.RuneError && size == 1 {
			return nil, &QuoteError{QuoteEncoding, runes, "the text is not valid UTF-8; send it in that encoding"}
		}
		runes++
	}
	if runes > MaxQuote {
		return nil, &QuoteError{QuoteTooLong, MaxQuote, fmt.Sprintf("the text has %d characters; up to %d can be checked at once: leave out the rest", runes, MaxQuote)}
	}
	if r.Size < 0 || r.Size > MaxSize {
		return nil, corpus.ErrInvalid.Errorf("size is %d; it may be 0 to %d", r.Size, MaxSize)
	}
	if err := (Request{Filters: r.Filters}).check(); err != nil {
		return nil, err
	}
	var parts []QuotePart
	from, position := 0, 0
	for _, gap := range append(ellipsis.FindAllStringIndex(r.Text, -1), []int{len(r.Text), len(r.Text)}) {
		text := r.Text[from:gap[0]]
		parts = append(parts, QuotePart{text, position})
		position += utf8.RuneCountInString(r.Text[from:gap[1]])
		from = gap[1]
	}
	return parts, nil
}

// Verdict is how well a quotation stands.
type Verdict string

// The verdicts.
const (
	Verbatim Verdict = "verbatim"  // the same words in the same order
	Nearly   Verdict = "nearly"    // at least four words in five
	NotFound Verdict = "not found" // in no statement within the filters
)

// QuoteResult is the answer to a QuoteRequest.
type QuoteResult struct {
	Verdict Verdict // of the best match
	Words   int     // in the text
	Total   int     // statements that hold it verbatim or nearly
	Matches []QuoteMatch
	Partial *QuotePartial // where it was not found: what is real of it; nil if no word is
	Took    time.Duration
	Index   IndexInfo
}

// QuoteMatch is a statement that holds the passage.
type QuoteMatch struct {
	Hit     // Score is 1 less the share of words that are other, missing or added; Passages are all it stands in
	Verdict Verdict
	// Differs says in what a verbatim match is not as quoted all the same: case,
	// accents, punctuation.
	Differs     []string
	Differences []QuoteDifference // of a match that is nearly so, from beginning to end
	Begins      []int             // the pages on which it begins
}

// Op is what became of words between a passage and a statement.
type Op string

// The ops.
const (
	OpSame    Op = "same"
	OpInsert  Op = "insert"  // the statement has more
	OpDelete  Op = "delete"  // the statement has it not
	OpReplace Op = "replace" // the statement has others
)

// QuoteDifference is a stretch of the passage beside what the statement has.
type QuoteDifference struct {
	Op     Op
	Quoted string
	Found  string
}

// QuotePartial is the longest run of a passage's words that stands in a
// statement, of those that hold most of them.
type QuotePartial struct {
	Hit
	Words  int
	Quoted string
}

// Note says in words how a match differs, or "" where it does not or the
// differences are listed.
func (m QuoteMatch) Note() string {
	n := len(m.Differs)
	switch n {
	case 0:
		return ""
	case 1:
		return "words as quoted, other " + m.Differs[0]
	}
	return "words as quoted, other " + strings.Join(m.Differs[:n-1], ", ") + " and " + m.Differs[n-1]
}
