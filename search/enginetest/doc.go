// Package enginetest is the suite that every engine must pass.
//
// Run makes engines through a Subject and holds them to what package search
// promises. What an engine answers over random statements is compared with a
// model: the plainest reading of the request, word by word, without an index.
// The suite knows nothing of how an engine works, so a second engine is held to
// the same promises as the first.
//
// # What must be exact
//
// The set of statements found, totals, whether an answer is relaxed, the counts
// of facets and trends, hits page by page whether by number or by cursor, orders
// by date and by when a statement was added, statements that hold every word
// before those that hold some, equal scores in the order of their ids, the text
// of passages and what is marked in them, verdicts and differences of quotations,
// and the kinds of errors.
//
// # What may differ
//
// The scores, and with them the order by relevance among hits whose scores are
// within the Tolerance of the Subject; which passages of a statement are shown
// first; which phrases are frequent enough to be suggested; and what Explain
// says.
package enginetest

// Tolerance is how far an engine may be from exact where the package comment
// lets it differ.
type Tolerance struct {
	// Score is how much less a hit may score than one that follows it, as a share
	// of the greater score. 0 demands a strict order.
	Score float64
}

// inOrder tells whether a hit with the first score may come before one with the second.
func (t Tolerance) inOrder(first, second float64) bool { return first >= second*(1-t.Score) }
