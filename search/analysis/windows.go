package analysis

// Place is the position of a term in a stream.
type Place struct{ At, Term int }

// Windows returns the runs of places with all terms and at most slop other words in
// between, without overlaps, as index ranges of places.
func Windows(places []Place, terms, slop int) [][2]int {
	var out [][2]int
	have := make([]int, terms)
	distinct, from := 0, 0
	for to := range places {
		if have[places[to].Term]++; have[places[to].Term] == 1 {
			distinct++
		}
		for distinct == terms && have[places[from].Term] > 1 {
			have[places[from].Term]--
			from++
		}
		if distinct < terms || places[to].At-places[from].At+1-terms > slop {
			continue
		}
		out = append(out, [2]int{from, to + 1})
		clear(have)
		distinct, from = 0, to+1
	}
	return out
}
