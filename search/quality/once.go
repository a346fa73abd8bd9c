package quality

import (
	"context"
	"iter"

	"rostrum/corpus"
	"rostrum/search"
)

// Once is a catalogue of statements that are read once, in their order: an engine
// can be rebuilt from it, not updated.
type Once struct {
	Statements iter.Seq2[corpus.Statement, error]
}

var _ search.Catalog = Once{}

// Revision is the same for all of them.
func (Once) Revision(context.Context) (string, error) { return "once", nil }

// Versions knows of none.
func (Once) Versions(context.Context) (map[corpus.ID]int64, error) { return nil, nil }

// TakenDown knows of none.
func (Once) TakenDown(context.Context) ([]corpus.ID, error) { return nil, nil }

// All yields the statements.
func (o Once) All(context.Context) iter.Seq2[corpus.Statement, error] { return o.Statements }

// Some yields nothing: nothing is ever asked for again.
func (Once) Some(context.Context, []corpus.ID) iter.Seq2[corpus.Statement, error] {
	return func(func(corpus.Statement, error) bool) {}
}
