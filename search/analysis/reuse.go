package analysis

import (
	"unicode/utf8"

	"rostrum/search"
)

// ReuseFinder finds the runs of units that other statements share with one.
type ReuseFinder struct {
	units  []uint16
	length []int              // of the units up to each, in half words
	starts map[uint64][]int32 // by the hash of the units that begin there
}

// maxStarts limits the positions tried for one hash, since a statement that repeats
// itself would take too long.
const maxStarts = 8

// hashBase is an odd number without a pattern; see Karp and Rabin, "Efficient
// randomized pattern-matching algorithms" (1987).
const hashBase uint64 = 0x9E3779B97F4A7C15

func NewReuseFinder(units []uint16, folds []string) *ReuseFinder {
	f := &ReuseFinder{units: units, length: make([]int, len(units)+1), starts: map[uint64][]int32{}}
	half := make([]int, len(folds))
	for class, fold := range folds {
		half[class] = 2
		if r, size := utf8.DecodeRuneInString(fold); size == len(fold) && isIdeograph(r) {
			half[class] = 1
		}
	}
	for i, class := range units {
		f.length[i+1] = f.length[i] + half[class]
	}
	rolling(units, func(end int, hash uint64) {
		if at := f.starts[hash]; len(at) < maxStarts {
			f.starts[hash] = append(at, int32(end-search.MinRepeat))
		}
	})
	return f
}

// rolling calls visit with the hash of each MinRepeat consecutive units, and their
// end. Units of class 0 are in none.
func rolling(units []uint16, visit func(end int, hash uint64)) {
	oldest := uint64(1)
	for range search.MinRepeat {
		oldest *= hashBase
	}
	hash, run := uint64(0), 0
	for i, unit := range units {
		if unit == 0 {
			hash, run = 0, 0
			continue
		}
		hash = hash*hashBase + uint64(unit)
		if run++; run > search.MinRepeat {
			hash -= oldest * uint64(units[i-search.MinRepeat])
		}
		if run >= search.MinRepeat {
			visit(i+1, hash)
		}
	}
}

// SharedUnits is a run of units in both statements.
type SharedUnits struct {
	From, To int
	There    Match
}

// Shared lists the longest runs in both statements, in the order of the other text.
func (f *ReuseFinder) Shared(other []uint16) []SharedUnits {
	var out []SharedUnits
	done := 0                   // the other text is processed up to here
	patience := 32 * len(other) // units to compare: repetitive texts are not worth more
	same := func(a, b int) bool {
		patience--
		return patience > 0 && a >= 0 && b >= 0 && a < len(f.units) && b < len(other) && f.units[a] == other[b]
	}
	rolling(other, func(end int, hash uint64) {
		if end <= done {
			return
		}
		start, best := end-search.MinRepeat, SharedUnits{}
		for _, at := range f.starts[hash] {
			from, to := int(at), int(at)
			for same(to, start+to-int(at)) {
				to++
			}
			if to-from < search.MinRepeat {
				continue // the same hash of other words
			}
			for same(from-1, start+from-1-int(at)) {
				from--
			}
			if to-from > best.To-best.From {
				best = SharedUnits{from, to, Match{Start: start + from - int(at), End: start + to - int(at)}}
			}
		}
		if best.To == 0 {
			return
		}
		done = best.There.End
		if f.length[best.To]-f.length[best.From] >= 2*search.MinRepeat {
			out = append(out, best)
		}
	})
	return out
}
