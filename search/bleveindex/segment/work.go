package segment

import (
	"context"

	"rostrum/search"
)

// What reading costs in units of a search.Budget, by measurement: a word of a
// token stream is one.
const (
	PostingWork = 8
	LookupWork  = 100 // of a word in a dictionary
	fuzzyWork   = 5   // of a word that a misspelt one is compared with by an automaton
)

// Work counts what a request reads against its budget, and notices from time to
// time that its deadline has passed.
type Work struct {
	ctx    context.Context
	budget *search.Budget
	next   int // units spent at which the deadline is looked at
}

// betweenLooks is how many units are spent between two looks at the deadline:
// microseconds.
const betweenLooks = 1000

// NewWork begins the work on a request with the budget of its context.
func NewWork(ctx context.Context) *Work { return &Work{ctx: ctx, budget: search.BudgetOf(ctx)} }

// Spend counts units. An error from it ends the request.
func (w *Work) Spend(units int) error {
	if err := w.budget.Spend(units); err != nil {
		return err
	}
	if w.budget.Spent < w.next {
		return nil
	}
	w.next = w.budget.Spent + betweenLooks
	return w.ctx.Err()
}
