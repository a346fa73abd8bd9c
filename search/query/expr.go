// Package query is the language people ask in: words, "phrases", AND OR NOT
// and brackets, prefix*, fuzzy~, "near words"~5, field:value and date ranges.
//
// Parse reads it into a tree; String of the tree writes it back, and Read puts
// it into tokens from which a page can say in words how it was understood. The
// package knows nothing of engines, fields of the index or languages.
//
// From tightest to loosest, NOT and - bind before words put beside each other,
// those before AND, and AND before OR: human rights AND Sudan OR Mali is
// ((human rights) AND Sudan) OR Mali. Only capitals make operators; and, or
// and not are words.
//
// What people paste is read plainly as long as it can be: hyphens, brackets and
// colons inside a word (ICC-ASP/5/S/31, 8(2)(b), 12:30) belong to the word, and
// marks that carry no letter or digit are passed over. What would have to be
// guessed is a SyntaxError that says where and what to do.
package query

import "rostrum/corpus"

// Expr is a node of the tree of a query. Parse(x.String()) equals x for every x that
// Parse returns: All, And and Or have at least two parts, none of their own kind, and
// a Field contains no Field or Range.
type Expr interface {
	String() string
	expr()
}

// Word is one word. It matches across inflection and accents in the language
// of each document, and through other names the authority has for it.
//
// Text is what stood between spaces, without punctuation at its ends. It can
// be more than one word to an analyser (ICC-ASP/5/S/31, post-conflict, 中文维基);
// those then stand one after the other. A prefix ends in three letters or
// digits at least; a fuzzy word has 4 to 32 characters.
type Word struct {
	Text   string
	Prefix bool // word*: any word with this prefix
	Fuzzy  bool // word~: also words one or two edits away
}

// Phrase is words in quotation marks: exactly these words in this order. With Slop >
// 0, written "near words"~5, it is the words in any order and inflection with at most
// Slop other words between them.
type Phrase struct {
	Text string
	Slop int
}

// Field limits its value to one field: session:ASP20, title:(a OR b).
type Field struct {
	Name  string // one of FieldNames, but not "date": that makes a Range
	Value Expr
}

// Range is a range of dates, 2019..2021 or date:2019-12..2020, inclusive; one bound
// may be "". date:2019 is the range from 2019 to 2019.
type Range struct{ From, To string } // ISO 8601: year, month or day

// All is a list of parts without an operator. Documents with all of them match; if
// there are few, documents with some of them follow. Not, Field and Range among the
// parts must always match.
type All []Expr

// And is an explicit AND: all parts must match.
type And []Expr

// Or matches what any of its parts matches.
type Or []Expr

// Not excludes what X matches; written NOT x or -x. Alone, or in an All, And or Or of
// exclusions only, it means everything except X.
type Not struct{ X Expr }

func (Word) expr()   {}
func (Phrase) expr() {}
func (Field) expr()  {}
func (Range) expr()  {}
func (All) expr()    {}
func (And) expr()    {}
func (Or) expr()     {}
func (Not) expr()    {}

// FieldNames are the names that may precede a colon.
var FieldNames = func() []string {
	var out []string
	for _, f := range corpus.Fields() {
		if f.Query != "" {
			out = append(out, f.Query)
		}
	}
	return out
}()
