package analysis

import (
	"slices"

	"rostrum/search"
)

// Match is a run of units that matches a part of a quotation.
type Match struct{ Start, End, Edits int }

// Aligner finds a part of a quotation in a statement, exactly or with a few words
// changed. It reuses its memory for the next statement.
type Aligner struct {
	Spend      func(units int) error // called with the units compared, for a search.Budget; an error stops the alignment
	need, have []int                 // by class
	cost, from []int                 // of the current column
}

// Matches lists the matches of a part with at most slack units replaced, missing or
// added, in order and without overlaps. classes is the number of classes.
func (a *Aligner) Matches(part, text []uint16, classes, slack int) ([]Match, error) {
	var out []Match
	err := a.regions(part, text, classes, slack, func(from, to int) error {
		found, err := a.within(part, text[from:to], slack)
		for _, s := range found {
			out = append(out, Match{s.Start + from, s.End + from, s.Edits})
		}
		return err
	})
	return out, err
}

// regions yields the ranges in which enough words of the part occur close together,
// in any order; all matches are within them.
func (a *Aligner) regions(part, text []uint16, classes, slack int, yield func(from, to int) error) error {
	if err := a.Spend(len(text) / 2); err != nil {
		return err
	}
	a.need, a.have = zeroed(a.need, classes), zeroed(a.have, classes)
	for _, c := range part {
		a.need[c]++
	}
	width, shared := len(part)+slack, 0
	from, to := 0, 0 // the current region; none while they are equal
	for end, c := range text {
		if a.have[c]++; a.have[c] <= a.need[c] {
			shared++
		}
		if out := end - width; out >= 0 {
			c := text[out]
			if a.have[c] <= a.need[c] {
				shared--
			}
			a.have[c]--
		}
		if shared < len(part)-slack {
			continue
		}
		start := max(0, end+1-width)
		if start > to {
			if from < to {
				if err := yield(from, to); err != nil {
					return err
				}
			}
			from = start
		} else if from == to {
			from = start
		}
		to = end + 1
	}
	if from < to {
		return yield(from, to)
	}
	return nil
}

// within is the algorithm of Sellers ("The theory and computation of evolutionary
// distances", 1980) with Ukkonen's band: only cells that can still lead to a match
// are computed.
func (a *Aligner) within(part, text []uint16, slack int) ([]Match, error) {
	n := len(part)
	a.cost, a.from = zeroed(a.cost, n+1), zeroed(a.from, n+1)
	for i := range a.cost {
		a.cost[i] = i
	}
	active := min(n, slack) // the last cell of the column within the slack
	var out []Match
	pending := Match{Edits: -1}
	for j, c := range text {
		last := min(n, active+1)
		if err := a.Spend(1 + last/2); err != nil {
			return nil, err
		}
		if last > active {
			a.cost[last] = slack + 1
		}
		diagonal, diagonalFrom := a.cost[0], a.from[0]
		a.from[0] = j + 1
		for i := 1; i <= last; i++ {
			// A replaced word is preferred to one missing and one added.
			best, from := diagonal, diagonalFrom
			if part[i-1] != c {
				best++
			}
			if added := a.cost[i] + 1; added < best {
				best, from = added, a.from[i]
			}
			if missing := a.cost[i-1] + 1; missing < best {
				best, from = missing, a.from[i-1]
			}
			diagonal, diagonalFrom = a.cost[i], a.from[i]
			a.cost[i], a.from[i] = best, from
		}
		for active = last; a.cost[active] > slack; active-- {
		}
		if active < n {
			continue
		}
		found := Match{a.from[n], j + 1, a.cost[n]}
		switch {
		case pending.Edits < 0:
			pending = found
		case found.Start >= pending.End:
			out = append(out, pending)
			pending = found
		case better(found, pending, n):
			pending = found
		}
	}
	if pending.Edits >= 0 {
		out = append(out, pending)
	}
	return out, nil
}

// better reports whether a is the better of two matches for n words: with fewer
// edits, or else closer in length.
func better(a, b Match, n int) bool {
	off := func(s Match) int { return max(s.End-s.Start-n, n-s.End+s.Start) }
	return a.Edits < b.Edits || a.Edits == b.Edits && off(a) < off(b)
}

func zeroed(s []int, n int) []int {
	if cap(s) < n {
		return make([]int, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// Chain chooses a match for each part so that they follow one another with the fewest
// edits; nil if that is impossible.
func Chain(found [][]Match) []Match {
	type link struct{ edits, before int }
	links := make([][]link, len(found))
	for p, list := range found {
		links[p] = make([]link, len(list))
		best, next := -1, 0
		for i, s := range list {
			links[p][i] = link{s.Edits, -1}
			if p == 0 {
				continue
			}
			for ; next < len(found[p-1]) && found[p-1][next].End <= s.Start; next++ {
				if l := links[p-1][next]; l.edits >= 0 && (best < 0 || l.edits <= links[p-1][best].edits) {
					best = next
				}
			}
			if best < 0 {
				links[p][i].edits = -1 // no predecessor
			} else {
				links[p][i] = link{s.Edits + links[p-1][best].edits, best}
			}
		}
	}
	last := len(found) - 1
	at := -1
	for i, l := range links[last] {
		if l.edits >= 0 && (at < 0 || l.edits < links[last][at].edits) {
			at = i
		}
	}
	if at < 0 {
		return nil
	}
	out := make([]Match, len(found))
	for p := last; p >= 0; p-- {
		out[p] = found[p][at]
		at = links[p][at].before
	}
	return out
}

// edit is a step of an alignment: a unit of the part, of the text, or of both.
type edit struct {
	op         search.Op
	part, text int
}

// align aligns a part with a whole text.
func align(part, text []uint16) []edit {
	width := len(text) + 1
	cost := make([]int, (len(part)+1)*width)
	at := func(i, j int) *int { return &cost[i*width+j] }
	other := func(i, j int) int {
		if part[i-1] == text[j-1] {
			return 0
		}
		return 1
	}
	for i := range len(part) + 1 {
		for j := range len(text) + 1 {
			switch {
			case i == 0 || j == 0:
				*at(i, j) = i + j
			default:
				*at(i, j) = min(*at(i-1, j-1)+other(i, j), *at(i-1, j)+1, *at(i, j-1)+1)
			}
		}
	}
	var out []edit
	for i, j := len(part), len(text); i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && *at(i, j) == *at(i-1, j-1)+other(i, j):
			op := search.OpSame
			if other(i, j) > 0 {
				op = search.OpReplace
			}
			i, j = i-1, j-1
			out = append(out, edit{op, i, j})
		case i > 0 && *at(i, j) == *at(i-1, j)+1:
			i--
			out = append(out, edit{search.OpDelete, i, j})
		default:
			j--
			out = append(out, edit{search.OpInsert, i, j})
		}
	}
	slices.Reverse(out)
	return out
}
