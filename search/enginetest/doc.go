// Package enginetest is the suite that every engine must pass.
//
// Run builds engines over random statements and compares what they answer with
// a model: the plainest reading of the request, word by word, without an index.
// It knows nothing of how an engine works, so a second engine is held to the
// same promises as the first.
package enginetest

import (
	"testing"

	"rostrum/corpus"
	"rostrum/search"
)

// Open builds an index of the statements and returns the engine over it, and
// what closes it.
type Open func(statements []corpus.Statement) (search.Searcher, func() error, error)

// Run holds an engine to all promises.
func Run(t *testing.T, open Open) {
	t.Run("Properties", func(t *testing.T) { testProperties(t, open) })
	t.Run("Relaxed", func(t *testing.T) { testRelaxed(t, open) })
	t.Run("Refused", func(t *testing.T) { testRefused(t, open) })
	t.Run("Deadline", func(t *testing.T) { testDeadline(t, open) })
	t.Run("Empty", func(t *testing.T) { testEmpty(t, open) })
	t.Run("Cursors", func(t *testing.T) { testCursors(t, open) })
	t.Run("Quotes", func(t *testing.T) { testQuotes(t, open) })
	t.Run("Trends", func(t *testing.T) { testTrends(t, open) })
	t.Run("TrendsRefused", func(t *testing.T) { testTrendsRefused(t, open) })
	t.Run("Similar", func(t *testing.T) { testSimilar(t, open) })
	t.Run("Formulas", func(t *testing.T) { testFormulas(t, open) })
	t.Run("SimilarRefused", func(t *testing.T) { testSimilarRefused(t, open) })
	t.Run("QuotesRefused", func(t *testing.T) { testQuotesRefused(t, open) })
	t.Run("Suggestions", func(t *testing.T) { testSuggestions(t, open) })
	t.Run("SuggestionsFound", func(t *testing.T) { testSuggestionsFound(t, open) })
	t.Run("Related", func(t *testing.T) { testRelated(t, open) })
	t.Run("Spelling", func(t *testing.T) { testSpelling(t, open) })
}
