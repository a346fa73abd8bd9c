package bleveindex

// place is where a term stands in a stream.
type place struct{ at, term int }

// windows finds the stretches of places that hold all terms with at most slop
// other words between, none overlapping another. Each is a range of places.
func windows(places []place, terms, slop int) [][2]int {
	var out [][2]int
	have := make([]int, terms)
	distinct, from := 0, 0
	for to := range places {
		if have[places[to].term]++; have[places[to].term] == 1 {
			distinct++
		}
		for distinct == terms && have[places[from].term] > 1 {
			have[places[from].term]--
			from++
		}
		if distinct < terms || places[to].at-places[from].at+1-terms > slop {
			continue
		}
		out = append(out, [2]int{from, to + 1})
		clear(have)
		distinct, from = 0, to+1
	}
	return out
}
