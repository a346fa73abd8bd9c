package query

import "fmt"

// SyntaxError says why a query cannot be read, where, and what to do about it.
type SyntaxError struct {
	Code Code
	Pos  int    // where it is, in code points from the beginning of the query
	Len  int    // how many code points are at fault; 0 at the end of the query
	Text string // the piece of the query that the sentence speaks of, e.g. a field's name
	Hint string // what was probably meant, e.g. another field's name; "" if unknown
	Msg  string // a plain English sentence made of the above
}

// Error is the sentence with the place, counted from 1 as people do.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("query, character %d: %s", e.Pos+1, e.Msg)
}

// Code names a kind of SyntaxError for good, so that its sentence can be
// translated: the translation may use Text and Hint.
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
	CodeDate            Code = "date"                   // Text is what is no date
	CodeRangeOrder      Code = "range_order"            // Text is the range
	CodeStarPlace       Code = "star_place"
	CodePrefixShort     Code = "prefix_short"
	CodeFuzzyLength     Code = "fuzzy_length"
	CodeFuzzyNumber     Code = "fuzzy_number" // Text is the word
	CodeNearNumber      Code = "near_number"
)
