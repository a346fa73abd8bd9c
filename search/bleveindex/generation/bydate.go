package generation

import (
	"slices"
	"sync"

	"rostrum/search/bleveindex/segment"
)

// dateOrders are the statements in the order of their dates, each laid out when it is
// first asked for: four bytes a statement for each order.
type dateOrders struct {
	newest, oldest func() []uint32
}

func (g *Generation) layOutDates() {
	g.dates.newest = sync.OnceValue(func() []uint32 { return g.byDate(func(a, b int32) int { return int(b) - int(a) }) })
	g.dates.oldest = sync.OnceValue(func() []uint32 { return g.byDate(func(a, b int32) int { return int(a) - int(b) }) })
}

// Newest is the numbers of all statements, those with tombstones included, by date
// from the newest to the oldest, then by id; those without a date come last.
func (g *Generation) Newest() []uint32 { return g.dates.newest() }

// Oldest is the same from the oldest to the newest.
func (g *Generation) Oldest() []uint32 { return g.dates.oldest() }

// byDate sorts by counting: there are far fewer days than statements.
func (g *Generation) byDate(compare func(a, b int32) int) []uint32 {
	starts := map[int32]int{}
	for _, day := range g.First {
		starts[day]++
	}
	var days []int32
	for day := range starts {
		days = append(days, day)
	}
	slices.SortFunc(days, func(a, b int32) int {
		switch {
		case a == b:
			return 0
		case a == segment.NoDay:
			return 1
		case b == segment.NoDay:
			return -1
		}
		return compare(a, b)
	})
	at := 0
	for _, day := range days {
		n := starts[day]
		starts[day] = at
		at += n
	}
	byID := make([]uint32, len(g.IDRank))
	for doc, rank := range g.IDRank {
		byID[rank] = uint32(doc)
	}
	out := make([]uint32, len(byID))
	for _, doc := range byID {
		day := g.First[doc]
		out[starts[day]] = doc
		starts[day]++
	}
	return out
}
