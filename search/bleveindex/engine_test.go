package bleveindex_test

import (
	"math/rand/v2"
	"testing"

	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/enginetest"
)

// subject is the engine, each in a folder of its own, over newly drawn corpora.
func subject() enginetest.Subject {
	return enginetest.Subject{
		New: func(t testing.TB, cfg enginetest.Config) search.Engine {
			return bleveindex.New(bleveindex.Config{Dir: t.TempDir(), Thesaurus: cfg.Thesaurus, Resolve: cfg.Resolve, Names: cfg.Names, Kinds: cfg.Kinds})
		},
		Powers: enginetest.AllPowers,
		Seed:   rand.IntN(1_000_000),
	}
}

func TestEngine(t *testing.T) { enginetest.Run(t, subject()) }

// TestEngineInSteps runs the suite on indexes with many segments.
func TestEngineInSteps(t *testing.T) {
	t.Cleanup(bleveindex.NeverMerge())
	s := subject()
	s.InSteps = true
	enginetest.Run(t, s)
}
