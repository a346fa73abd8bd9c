package enginetest

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"rostrum/corpus"
)

// Catalog is a catalogue in memory; see search.Catalog. Its zero value is empty.
type Catalog struct {
	changes    int64
	statements map[corpus.ID]corpus.Statement
	down       []corpus.ID
	read       []corpus.ID
}

// NewCatalog makes a catalogue of some statements.
func NewCatalog(list ...corpus.Statement) *Catalog {
	c := &Catalog{}
	c.Put(list...)
	return c
}

// Put adds statements, or replaces those of the same ids.
func (c *Catalog) Put(list ...corpus.Statement) {
	if c.statements == nil {
		c.statements = map[corpus.ID]corpus.Statement{}
	}
	for _, s := range list {
		c.changes++
		s.Version = c.changes
		c.statements[s.ID] = s
	}
}

// Delete removes statements.
func (c *Catalog) Delete(ids ...corpus.ID) {
	for _, id := range ids {
		c.changes++
		delete(c.statements, id)
	}
}

// TakeDown removes statements for good.
func (c *Catalog) TakeDown(ids ...corpus.ID) {
	c.Delete(ids...)
	c.down = append(c.down, ids...)
}

// Touch changes the revision and nothing else.
func (c *Catalog) Touch() { c.changes++ }

// Get is a statement as it is now.
func (c *Catalog) Get(id corpus.ID) (s corpus.Statement, ok bool) {
	s, ok = c.statements[id]
	return s, ok
}

// List is all statements by their ids.
func (c *Catalog) List() []corpus.Statement {
	var list []corpus.Statement
	for _, id := range slices.Sorted(maps.Keys(c.statements)) {
		list = append(list, c.statements[id])
	}
	return list
}

// ReadBySome lists the ids that were read by Some since it was last called.
func (c *Catalog) ReadBySome() []corpus.ID {
	read := c.read
	c.read = nil
	return read
}

// Revision implements search.Catalog.
func (c *Catalog) Revision(context.Context) (string, error) { return fmt.Sprint("r", c.changes), nil }

// Versions implements search.Catalog.
func (c *Catalog) Versions(context.Context) (map[corpus.ID]int64, error) {
	out := map[corpus.ID]int64{}
	for id, s := range c.statements {
		out[id] = s.Version
	}
	return out, nil
}

// TakenDown implements search.Catalog.
func (c *Catalog) TakenDown(context.Context) ([]corpus.ID, error) { return c.down, nil }

// All implements search.Catalog.
func (c *Catalog) All(context.Context) iter.Seq2[corpus.Statement, error] { return each(c.List()) }

// Some implements search.Catalog.
func (c *Catalog) Some(_ context.Context, ids []corpus.ID) iter.Seq2[corpus.Statement, error] {
	c.read = append(c.read, ids...)
	var list []corpus.Statement
	for _, id := range ids {
		list = append(list, c.statements[id])
	}
	return each(list)
}

func each(list []corpus.Statement) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		for _, s := range list {
			if !yield(s, nil) {
				return
			}
		}
	}
}
