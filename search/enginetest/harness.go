package enginetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/search"
)

// Config is what an engine is told beside its catalogue. Each may be nil.
type Config struct {
	Thesaurus search.Thesaurus
	// Resolve turns the name after a field in a query into an id.
	Resolve func(f corpus.Field, name string) (id string, ok bool)
	// Names lists the names of an id, by which statements are found.
	Names func(f corpus.Field, id string) []string
	// Kinds tells the kinds of organization among the authors of a statement.
	Kinds func(authors []corpus.OrgID) []corpus.KindID
}

// Subject is an engine that is held to the suite.
type Subject struct {
	// New makes an engine of which nothing is stored yet. What it stores is to be
	// gone when the test has ended.
	New func(t testing.TB, cfg Config) search.Engine
	// Powers are what it can do beyond searching. One that it has must be
	// declared, and one that is declared it must have.
	Powers    []Power
	Tolerance Tolerance
	// InSteps fills indexes by three updates between which statements come,
	// change and go, instead of by one.
	InSteps bool
	// Seed draws other corpora.
	Seed int
}

// Power is something that an engine may be able to do beyond searching.
type Power string

// The powers. PowerRelate and PowerForms are those of answering Request.Related
// and Request.Forms; the others are interfaces of package search.
const (
	PowerMark     Power = "Marker"
	PowerQuote    Power = "Quoter"
	PowerTrend    Power = "Trender"
	PowerSuggest  Power = "Suggester"
	PowerCompare  Power = "Comparer"
	PowerSpell    Power = "Speller"
	PowerSnapshot Power = "Snapshotter"
	PowerRelate   Power = "Related"
	PowerForms    Power = "Forms"
)

// AllPowers lists every power there is.
var AllPowers = []Power{PowerMark, PowerQuote, PowerTrend, PowerSuggest, PowerCompare, PowerSpell, PowerSnapshot, PowerRelate, PowerForms}

// has tells whether an engine and its index have a power; unknown where only
// an answer can show it.
func (p Power) has(engine search.Engine, index search.Index) (has, known bool) {
	switch p {
	case PowerMark:
		_, has = index.(search.Marker)
	case PowerQuote:
		_, has = index.(search.Quoter)
	case PowerTrend:
		_, has = index.(search.Trender)
	case PowerSuggest:
		_, has = index.(search.Suggester)
	case PowerCompare:
		_, has = index.(search.Comparer)
	case PowerSpell:
		_, has = index.(search.Speller)
	case PowerSnapshot:
		_, has = engine.(search.Snapshotter)
	default:
		return false, false
	}
	return has, true
}

// Harness is an engine with a catalogue in memory, and the index of it that is
// open.
type Harness struct {
	Engine  search.Engine
	Catalog *Catalog

	t     testing.TB
	index search.Index
}

// Open makes an engine, has it index the statements, and opens the index.
func (s Subject) Open(t testing.TB, cfg Config, statements ...corpus.Statement) *Harness {
	t.Helper()
	h := &Harness{Engine: s.New(t, cfg), Catalog: &Catalog{}, t: t}
	t.Cleanup(h.close)
	if s.InSteps {
		h.comeAndGo(statements)
	}
	for _, want := range statements {
		if is, ok := h.Catalog.Get(want.ID); !ok || !same(is, want) {
			h.Put(want)
		}
	}
	for _, is := range h.Catalog.List() {
		if !slices.ContainsFunc(statements, func(s corpus.Statement) bool { return s.ID == is.ID }) {
			h.Delete(is.ID)
		}
	}
	h.Reopen()
	return h
}

// same tells whether two statements differ in their version only.
func same(a, b corpus.Statement) bool {
	a.Version, b.Version = 0, 0
	return cmp.Equal(a, b)
}

// comeAndGo updates an index twice: with some of the statements, some that are
// others still, and some that will be gone.
func (h *Harness) comeAndGo(statements []corpus.Statement) {
	random := rand.New(rand.NewPCG(uint64(len(statements)), 7))
	for range 2 {
		for i, s := range statements {
			switch {
			case random.IntN(3) == 0:
				h.Put(s)
			case random.IntN(3) == 0:
				other := statements[random.IntN(len(statements))]
				other.ID, other.Title = s.ID, other.Title+" once"
				h.Put(other)
			case random.IntN(4) == 0:
				s.ID = corpus.ID(fmt.Sprint("gone", i))
				h.Put(s)
			}
		}
		h.Update()
	}
}

// Put adds or replaces statements in the catalogue.
func (h *Harness) Put(statements ...corpus.Statement) { h.Catalog.Put(statements...) }

// Delete removes statements from the catalogue.
func (h *Harness) Delete(ids ...corpus.ID) { h.Catalog.Delete(ids...) }

// Update has the engine bring its index in line with the catalogue. The index
// that is open stays as it is.
func (h *Harness) Update() search.IndexInfo {
	h.t.Helper()
	info, err := h.Engine.Update(context.Background(), h.Catalog)
	if err != nil {
		h.t.Fatal(err)
	}
	return info
}

// Reopen updates the index, closes the one that is open and opens the new one.
func (h *Harness) Reopen() search.Index {
	h.t.Helper()
	h.Update()
	h.close()
	index, err := h.Engine.Open(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	h.index = index
	if state := index.State(); state.Degraded != nil || state.Outdated {
		h.t.Fatalf("the index that was just made is degraded: %v, outdated: %v", state.Degraded, state.Outdated)
	}
	return index
}

// Index is the index that is open, until Reopen.
func (h *Harness) Index() search.Index { return h.index }

func (h *Harness) close() {
	if h.index == nil {
		return
	}
	if err := h.index.Close(); err != nil {
		h.t.Error(err)
	}
	h.index = nil
}
