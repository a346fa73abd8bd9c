package query

import (
	"fmt"
	"strings"

	"rostrum/corpus"
)

// fail returns the error for the text from start to end.
func (s *scanner) fail(code Code, start, end int, text, hint string) error {
	start, end = min(start, len(s.runes)), min(end, len(s.runes))
	return &SyntaxError{
		Code: code, Pos: s.at[start], Len: s.at[end] - s.at[start],
		Text: text, Hint: hint, Msg: sentence(code, text, hint),
	}
}

func sentence(code Code, text, hint string) string {
	switch code {
	case CodeEncoding:
		return "The query is not valid UTF-8 text."
	case CodeTooLong:
		return fmt.Sprintf("The query is longer than %d bytes. Please shorten it, or use the quotation check for a long passage.", MaxBytes)
	case CodeTooManyClauses:
		return fmt.Sprintf("The query has more than %d words, phrases and dates. Please use fewer.", MaxClauses)
	case CodeTooDeep:
		return fmt.Sprintf("Brackets and NOT are nested more than %d levels deep. Please simplify the query.", MaxDepth)
	case CodeNothing:
		return "There is no letter or digit to search for. Leave the box empty to see everything."
	case CodeUnclosedQuote:
		return "A quotation mark is missing. Close the phrase or remove the mark."
	case CodeEmptyPhrase:
		return "There is no word between these quotation marks."
	case CodeUnclosedBracket:
		return "A closing bracket is missing."
	case CodeUnopenedBracket:
		return "An opening bracket ( is missing before this one."
	case CodeEmptyBrackets:
		return "There is nothing to search for between these brackets."
	case CodeNoLeft:
		return fmt.Sprintf("%s needs a term before it. To search for it as an ordinary word, write it in lower case: %s.", text, strings.ToLower(text))
	case CodeNoRight:
		if text == "-" {
			return "The - needs the word to exclude right after it."
		}
		return fmt.Sprintf("%s needs a term after it. To search for it as an ordinary word, write it in lower case: %s.", text, strings.ToLower(text))
	case CodeUnknownField:
		meant := ""
		if hint != "" {
			meant = fmt.Sprintf(" Did you mean %s: ?", hint)
		}
		return fmt.Sprintf("There is no field called %s.%s The fields are %s. To search for the words, remove the colon.",
			text, meant, strings.Join(FieldNames, ", "))
	case CodeEmptyField:
		return fmt.Sprintf("%s: needs a value right after it, such as %s.", text, fieldExample(text))
	case CodeNestedField:
		return fmt.Sprintf("%s: cannot be used inside another field. Write it next to the other field, or after its closing bracket.", text)
	case CodeFieldList:
		return fmt.Sprintf("For several values write %s:(one OR another).", text)
	case CodeRangeInField:
		return fmt.Sprintf("A range of dates cannot be used inside %s:. Write it separately, as in date:2019..2021.", text)
	case CodeDate:
		return fmt.Sprintf("%q is not a date. Write 2019, 2019-12 or 2019-12-31, or a range such as 2019..2021.", text)
	case CodeRangeOrder:
		return fmt.Sprintf("The range %s ends before it begins. Did you mean %s?", text, hint)
	case CodeStarPlace:
		return "A * can only be used at the end of a word, as in prosecut*."
	case CodePrefixShort:
		return fmt.Sprintf("There must be at least %d letters or digits right before a *.", minPrefix)
	case CodeFuzzyLength:
		return fmt.Sprintf("A word before ~ must have %d to %d letters.", minFuzzy, maxFuzzy)
	case CodeFuzzyNumber:
		return `A number after ~ applies to words in quotation marks, as in "victims reparations"~5. After a single word, write ~ without a number.`
	case CodeNearNumber:
		return fmt.Sprintf(`After a phrase, ~ needs a number from 1 to %d: how many other words may come between them, as in "victims reparations"~5.`, maxSlop)
	}
	return "We could not understand that query."
}

// fieldExample returns a field with a value, as an example.
func fieldExample(name string) string {
	for _, f := range corpus.Fields() {
		if f.Query == name {
			return name + ":" + f.Example
		}
	}
	return name
}
