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

// Quoter is an optional interface of an Index that checks quotations.
type Quoter interface {
	// Quote searches for a passage. Its errors are those of Searcher.Search, and *QuoteError for an
	// invalid text.
	Quote(context.Context, QuoteRequest) (*QuoteResult, error)
}

// Limits of a quotation.
const (
	MaxQuote         = 2000 // in code points
	DefaultQuoteSize = 10
	MaxQuoteParts    = 16 // between ellipses
	MinPartWords     = 3  // in each part, if there are several: shorter ones occur nearly everywhere
	// QuoteTolerance is the maximum share of words that may be changed, missing or added in a close match:
	// one in QuoteTolerance.
	QuoteTolerance = 5
)

// QuoteRequest is a quotation to check, with filters.
type QuoteRequest struct {
	Text    string
	Filters Filters
	Size    int // maximum number of statements, 1 to 100; 0 means DefaultQuoteSize
}

// QuoteFault identifies what is wrong with a quotation, for localized messages.
type QuoteFault string

// Faults of quotations.
const (
	QuoteEncoding  QuoteFault = "encoding" // not UTF-8
	QuoteTooLong   QuoteFault = "too_long" // more than MaxQuote code points
	QuoteNoWords   QuoteFault = "no_words"
	QuoteManyParts QuoteFault = "many_parts" // more than MaxQuoteParts
	QuoteShortPart QuoteFault = "short_part" // one of several with fewer than MinPartWords words
)

// QuoteError is an error in a quotation, with its position.
type QuoteError struct {
	Fault    QuoteFault
	Position int    // in code points
	Message  string // in English
}

func (e *QuoteError) Error() string { return e.Message }

// Unwrap returns corpus.ErrInvalid.
func (e *QuoteError) Unwrap() error { return corpus.ErrInvalid }

// ellipsis matches marks of omission.
var ellipsis = regexp.MustCompile(`[\[(]\s*(?:\.\s?){2,}\.\s*[\])]|[\[(]\s*…\s*[\])]|\.{3,}|…`)

// QuotePart is a part of a quotation between two ellipses.
type QuotePart struct {
	Text     string
	Position int // of its beginning, in code points
}

// Parts validates the request and returns the parts between ellipses, which must occur in this order.
// Some may contain no words.
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

// Verdict is the result of a quotation check.
type Verdict string

// Verdicts.
const (
	Verbatim Verdict = "verbatim"  // the same words in the same order
	Nearly   Verdict = "nearly"    // at least four words in five
	NotFound Verdict = "not found" // in no statement that the filters allow
)

// QuoteResult is the response to a QuoteRequest.
type QuoteResult struct {
	Verdict Verdict // of the best match
	Words   int     // number of words in the text
	Total   int     // statements with a verbatim or close match
	Matches []QuoteMatch
	Partial *QuotePartial // if not found: the longest matching part; nil if no word matches
	Took    time.Duration
	Index   IndexInfo
}

// QuoteMatch is a statement that contains the quotation.
type QuoteMatch struct {
	Hit     // Score is 1 minus the share of changed, missing and added words; Passages are all matches
	Verdict Verdict
	// Differs lists what a verbatim match ignores and is different: case, accents, punctuation.
	Differs     []string
	Differences []QuoteDifference // of a close match, in order
	Begins      []int             // the pages on which it begins
}

// Op is the kind of a difference between a quotation and a statement.
type Op string

// Kinds of differences.
const (
	OpSame    Op = "same"
	OpInsert  Op = "insert"  // words only in the statement
	OpDelete  Op = "delete"  // words only in the quotation
	OpReplace Op = "replace" // different words
)

// QuoteDifference is a part of the quotation and the corresponding part of the statement.
type QuoteDifference struct {
	Op     Op
	Quoted string
	Found  string
}

// QuotePartial is the longest run of the quotation's words in a statement, among the statements with the
// most of them.
type QuotePartial struct {
	Hit
	Words  int
	Quoted string
}

// Note describes in words how a match differs, or returns "" if it does not or the differences are
// listed.
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
