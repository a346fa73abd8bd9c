package query

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// Note says what part of a query was interpreted differently from how it was written.
type Note struct {
	Code Code   // the reason
	Text string // the piece of the query concerned
	Read string // what was read instead; "" where the piece was left out
	Msg  string // the note as a plain English sentence
}

// CodeParagraph is the code of the Note on a text too long for a query: probably a
// pasted passage, which the quotation check finds.
const CodeParagraph Code = "paragraph"

// CodeSpelling is the code of the Note on words that were certainly misspelt.
const CodeSpelling Code = "spelling"

// Corrected returns the note on a misspelt query and its correction.
func Corrected(typed, meant Expr) Note {
	return Note{
		Code: CodeSpelling, Text: typed.String(), Read: meant.String(),
		Msg: typed.String() + " finds nothing: it was read as " + meant.String() + ". To search for it as typed, write " + AsTyped(typed, meant).String() + ".",
	}
}

// AsTyped returns a query in which the words that another query spells differently
// are in quotation marks, so that they are searched for as typed.
func AsTyped(typed, other Expr) Expr {
	list := func(typed, other []Expr) []Expr {
		out := make([]Expr, len(typed))
		for i := range typed {
			out[i] = AsTyped(typed[i], other[i])
		}
		return out
	}
	switch x := typed.(type) {
	case Word:
		if x != other {
			return Phrase{Text: x.Text}
		}
	case All:
		if y, ok := other.(All); ok && len(x) == len(y) {
			return All(list(x, y))
		}
	case And:
		if y, ok := other.(And); ok && len(x) == len(y) {
			return And(list(x, y))
		}
	}
	return typed
}

// Begun returns a query whose last word also matches as a prefix, if it is long
// enough: it is still being typed.
func Begun(x Expr) Expr {
	switch x := x.(type) {
	case Word:
		longer := Word{Text: x.Text, Prefix: true}
		if again, err := Parse(longer.String()); err != nil || again != Expr(longer) || x.Prefix || x.Fuzzy {
			return x
		}
		return Or{x, longer}
	case All:
		return append(x[:len(x)-1:len(x)-1], Begun(x[len(x)-1]))
	case And:
		return append(x[:len(x)-1:len(x)-1], Begun(x[len(x)-1]))
	}
	return x
}

// SwappedDates returns the note on a range whose bounds were in the wrong order.
func SwappedDates(from, to string) Note {
	return Note{
		Code: CodeRangeOrder, Text: from + ".." + to, Read: to + ".." + from,
		Msg: from + ".." + to + " ends before it begins: it was read as " + to + ".." + from + ".",
	}
}

// maxRepairs limits the number of repairs to a query; each fixes one error.
const maxRepairs = 40

// ParseLenient parses any text, and never fails: what Parse rejects is interpreted in
// the most sensible way. The notes say what was interpreted differently, in the order
// of the text. The expression is nil if nothing is left to search for.
func ParseLenient(s string) (Expr, []Note) {
	s = strings.ToValidUTF8(s, " ")
	var notes []Note
	if len(s) > MaxBytes {
		return firstWords(s, Note{Code: CodeParagraph, Text: s, Msg: "This is a long passage: its first words were searched for. The quotation check looks for all of it."})
	}
	seen := map[string]bool{s: true}
	for range maxRepairs {
		e, err := Parse(s)
		if err == nil {
			return e, notes
		}
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			break
		}
		if syntax.Code == CodeTooManyClauses || syntax.Code == CodeTooLong {
			return firstWords(s, Note{Code: CodeParagraph, Text: s, Msg: "This is a long passage: its first words were searched for. The quotation check looks for all of it."})
		}
		mended, note := mend(s, syntax)
		if seen[mended] {
			break
		}
		seen[mended] = true
		s, notes = mended, append(notes, note)
	}
	return firstWords(s, append(notes, Note{Code: CodeNothing, Text: s, Msg: "The marks in this query were left out."})...)
}

// firstWords returns as many words as a query may have, without operators.
func firstWords(s string, notes ...Note) (Expr, []Note) {
	all, ok := Plain(s).(All)
	if !ok {
		return Plain(s), notes
	}
	kept := All{}
	for _, w := range all {
		if len(kept) == MaxClauses || len(append(slices.Clone(kept), w).String()) > MaxBytes {
			break
		}
		kept = append(kept, w)
	}
	if len(kept) == 1 {
		return kept[0], notes
	}
	return kept, notes
}

// mend changes a query so that an error in it disappears.
func mend(s string, e *SyntaxError) (string, Note) {
	runes := []rune(s)
	from := min(e.Pos, len(runes))
	to := min(from+e.Len, len(runes))
	before, at, after := string(runes[:from]), string(runes[from:to]), string(runes[to:])
	note := Note{Code: e.Code, Text: strings.TrimSpace(at)}
	put := func(read, sentence string) (string, Note) {
		note.Read, note.Msg = strings.TrimSpace(read), sentence
		return before + read + after, note
	}
	switch e.Code {
	case CodeUnclosedQuote:
		return s + closingMark(at), Note{Code: e.Code, Text: at, Read: strings.TrimSpace(at + after + closingMark(at)), Msg: "A quotation mark is missing: all that follows the open one was read as one phrase."}
	case CodeUnclosedBracket:
		return s + ")", Note{Code: e.Code, Text: at, Read: strings.TrimSpace(at + after + ")"), Msg: "A bracket is missing: it was closed at the end."}
	case CodeUnopenedBracket:
		return put(" ", "A bracket that closes nothing was left out.")
	case CodeEmptyPhrase, CodeEmptyBrackets:
		return put(" ", at+" has nothing in it and was left out.")
	case CodeNoLeft, CodeNoRight:
		if e.Text == "-" {
			return put(" ", "A hyphen before no word was left out.")
		}
		return put(strings.ToLower(at), e.Text+" with nothing to join was read as the word "+strings.ToLower(e.Text)+".")
	case CodeUnknownField:
		name := strings.TrimSuffix(at, ":")
		if e.Hint != "" {
			return put(e.Hint+":", name+": was read as "+e.Hint+":.")
		}
		return put(name+" ", "There is no field "+name+": it was read as a word.")
	case CodeEmptyField, CodeNestedField:
		name := strings.TrimSuffix(at, ":")
		if e.Code == CodeEmptyField {
			after = strings.TrimPrefix(after, ":")
		}
		return put(name+" ", name+" was read as a word, not as a field.")
	case CodeFieldList:
		return fieldList(before, at, after, note)
	case CodeRangeInField:
		if cut, ok := strings.CutSuffix(before, e.Text+":"); ok {
			before = cut
			return put("date:"+at, e.Text+":"+at+" was read as date:"+at+".")
		}
		return put(strings.ReplaceAll(at, "..", " "), at+" was read as words.")
	case CodeDate:
		before = strings.TrimSuffix(before, "date:")
		return put(strings.ReplaceAll(at, "..", " "), at+" is no date and was read as words.")
	case CodeRangeOrder:
		return put(e.Hint, e.Text+" ends before it begins: it was read as "+e.Hint+".")
	case CodeStarPlace, CodePrefixShort:
		return put(strings.ReplaceAll(starred(&before, at, &after), "*", " "), "A * that stands for too much, or not at the end of a word, was left out.")
	case CodeFuzzyLength, CodeFuzzyNumber, CodeNearNumber:
		return put(withoutTilde(at), "A ~ that cannot be used here was left out.")
	case CodeTooDeep:
		return strings.NewReplacer("(", " ", ")", " ", "NOT ", " ").Replace(s), Note{Code: e.Code, Msg: "The brackets were left out: they stand too deep in each other."}
	case CodeNothing:
		return "", Note{Code: e.Code, Text: strings.TrimSpace(s), Msg: "There is no letter or digit to search for: everything is shown."}
	}
	return put(" ", e.Msg)
}

// closingMark returns the counterpart of an opening quotation mark.
func closingMark(open string) string {
	r, _ := utf8.DecodeRuneInString(open)
	if set := closers[r]; set != "" {
		r, _ = utf8.DecodeRuneInString(set)
		return string(r)
	}
	return `"`
}

// fieldList interprets session:ASP20,ASP21 as session:(ASP20 OR ASP21).
func fieldList(before, at, after string, note Note) (string, Note) {
	rest, list := after, []string{at}
	for strings.HasPrefix(rest, ",") {
		rest = rest[1:]
		end := strings.IndexFunc(rest, func(r rune) bool { return r == ' ' || r == ',' || r == ')' })
		if end < 0 {
			end = len(rest)
		}
		if end > 0 {
			list = append(list, rest[:end])
		}
		rest = rest[end:]
	}
	note.Read = "(" + strings.Join(list, " OR ") + ")"
	note.Text = strings.Join(list, ",")
	note.Msg = note.Text + " was read as " + strings.Join(list, " or ") + "."
	return before + note.Read + rest, note
}

// starred moves asterisks next to a piece of a query into it.
func starred(before *string, at string, after *string) string {
	for strings.HasPrefix(*after, "*") {
		*after, at = (*after)[1:], at+"*"
	}
	for strings.HasSuffix(*before, "*") {
		*before, at = (*before)[:len(*before)-1], "*"+at
	}
	return at
}

// withoutTilde removes a ~ and the number after it.
func withoutTilde(at string) string {
	i := strings.LastIndexByte(at, '~')
	if i < 0 {
		return " "
	}
	return at[:i] + strings.TrimLeft(at[i+1:], "0123456789")
}
