package search

import (
	"context"

	"rostrum/corpus"
)

// DefaultWork is how much one question may read where nobody sets another
// Budget: about a fifth of a second of a processor. Questions of a few words
// stay far below it with a million statements.
const DefaultWork = 20_000_000

// Budget bounds what one question reads: a deadline alone lets a costly question
// take the processor from cheap ones. A unit is the reading of one word of a
// token stream, some ten nanoseconds; an engine counts a posting, a look-up in
// a dictionary or a step of an alignment as the units it takes. It is for one
// goroutine.
type Budget struct {
	Max   int // units
	Spent int // units; more than Max by the last that was read
	// Slow is called once, when more than a part of Max is spent, before the
	// question goes on; an error from it ends the question. May be nil.
	Slow func() error

	slow bool // Slow was called
}

// ErrTooMuchWork ends a question that has spent its Budget.
var ErrTooMuchWork = corpus.ErrOverLimit.Errorf("this reads more of the collection than one request may: use fewer or rarer words, and more letters before *")

// slowPart is the part of its budget after which a question counts as slow: one in so many.
const slowPart = 10

// Spend counts so many units, and fails with ErrTooMuchWork where there are no
// more.
func (b *Budget) Spend(units int) error {
	if b.Spent += units; b.slow && b.Spent <= b.Max || b.Spent <= b.Max/slowPart {
		return nil
	}
	if b.Spent > b.Max {
		return ErrTooMuchWork
	}
	b.slow = true
	if b.Slow == nil {
		return nil
	}
	return b.Slow()
}

type budgetKey struct{}

// WithBudget has the questions asked with the context spend from b.
func WithBudget(ctx context.Context, b *Budget) context.Context {
	return context.WithValue(ctx, budgetKey{}, b)
}

// BudgetOf is the budget of a context; one of DefaultWork where it has none.
func BudgetOf(ctx context.Context) *Budget {
	if b, ok := ctx.Value(budgetKey{}).(*Budget); ok {
		return b
	}
	return &Budget{Max: DefaultWork}
}
