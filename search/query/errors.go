package query

import "fmt"

// SyntaxError says why a query cannot be parsed, where, and what to do about it.
type SyntaxError struct {
	Code Code
	Pos  int    // position in code points from the beginning of the query
	Len  int    // number of code points concerned; 0 at the end of the query
	Text string // the piece of the query that the message mentions, such as a field's name
	Hint string // what was probably meant, e.g. another field's name; "" if unknown
	Msg  string // a plain English sentence made of the above
}

// Error returns the message with the position, counted from 1.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("query, character %d: %s", e.Pos+1, e.Msg)
}

// Code is a permanent identifier of a kind of SyntaxError, for translations of the
// message, which may use Text and Hint.
type Code string

// The kinds of SyntaxError.
const (
	CodeEncoding        Code = "encoding"         // not UTF-8
	CodeTooLong         Code = "too_long"         // over MaxBytes
	CodeTooManyClauses  Code = "too_many_clauses" // over MaxClauses
	CodeTooDeep         Code = "too_deep"         // over MaxDepth
	CodeNothing         Code = "nothing"          // no letter and no digit
	CodeUnclosedQuote   Code = "unclosed_quote"
	CodeEmptyPhrase     Code = "empty_phrase"
	CodeUnclosedBracket Code = "unclosed_bracket"
	CodeUnopenedBracket Code = "unopened_bracket"
	CodeEmptyBrackets   Code = "empty_brackets"
	CodeNoLeft          Code = "operator_without_left"  // Text is the operator
	CodeNoRight         Code = "operator_without_right" // Text is the operator
	CodeUnknownField    Code = "unknown_field"          // Text is the name, Hint a known one
	CodeEmptyField      Code = "empty_field"            // Text is the name
	CodeNestedField     Code = "nested_field"           // Text is the inner name
	CodeFieldList       Code = "field_list"             // Text is the name
	CodeRangeInField    Code = "range_in_field"         // Text is the name
	CodeDate            Code = "date"                   // Text is the invalid date
	CodeRangeOrder      Code = "range_order"            // Text is the range
	CodeStarPlace       Code = "star_place"
	CodePrefixShort     Code = "prefix_short"
	CodeFuzzyLength     Code = "fuzzy_length"
	CodeFuzzyNumber     Code = "fuzzy_number" // Text is the word
	CodeNearNumber      Code = "near_number"
)
