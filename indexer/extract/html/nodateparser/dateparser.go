// Package dateparser stands in for github.com/markusmobius/go-dateparser, which
// go-trafilatura brings in through go-htmldate to look for dates in prose. That
// module compiles tables of all the world's calendars whenever a program starts:
// 0.3 seconds of processor time and 78 MB of allocations, for each command and
// for each reader of documents. Dates in prose are the business of package
// infer, which keeps where it read them; here nothing is found.
//
// go.mod puts this package in its place with a replace directive. It has what
// go-htmldate v1.9 uses.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a way of looking for a date.
type ParserType int

// The ways that go-htmldate asks for.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// DateSource says which date is meant where the year is missing.
type DateSource int

// Past is a date that has been.
const Past DateSource = iota

// Configuration is how to look for a date.
type Configuration struct {
	PreferredDateSource DateSource
	StrictParsing       bool
}

// Parser looks for dates.
type Parser struct{ ParserTypes []ParserType }

// Date is what would have been found.
type Date struct{ Time time.Time }

// Parse finds no date in any text.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errors.New("dates in prose are not looked for here")
}
