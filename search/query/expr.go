// Package query is the language people ask in: words, "phrases", AND OR NOT
// and brackets, prefix*, fuzzy~, "near words"~5, field:value and date ranges.
//
// Parse reads it into a tree; String of the tree writes it back. The package
// knows nothing of engines, fields of the index or languages.
package query

// Expr is a node of a query's tree. Parse(x.String()) is x.
type Expr interface {
	String() string
	expr()
}

// Word is one word. It matches across inflection and accents in the language
// of each document, and through other names the authority has for it.
type Word struct {
	Text   string
	Prefix bool // written word*: any word that begins so
	Fuzzy  bool // written word~: also words a letter or two away
}

// Phrase is words in quotation marks: as typed, one after the other. With
// Slop > 0, written "near words"~5, the words in any order and inflection with
// at most Slop other words between them.
type Phrase struct {
	Text string
	Slop int
}

// Field narrows its value to one property: session:ASP20, title:(a OR b).
type Field struct {
	Name  string // one of FieldNames
	Value Expr
}

// Range is a range of dates, 2019..2021 or date:2019-12..2020; a bound may be "".
type Range struct{ From, To string } // ISO 8601: year, month or day

// All is words put beside each other: wanted are documents that hold all of
// them, and after those, where they are few, documents that hold some.
type All []Expr

// And is an explicit AND: nothing less will do.
type And []Expr

// Or matches what any of its parts match.
type Or []Expr

// Not excludes what X matches; written NOT x or -x.
type Not struct{ X Expr }

func (Word) expr()   {}
func (Phrase) expr() {}
func (Field) expr()  {}
func (Range) expr()  {}
func (All) expr()    {}
func (And) expr()    {}
func (Or) expr()     {}
func (Not) expr()    {}

// FieldNames are the names that may stand before a colon.
var FieldNames = []string{
	"title", "organization", "session", "topic", "speaker", "language", "type", "situation", "symbol", "date",
}
