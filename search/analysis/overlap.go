package analysis

// HasRun reports whether the text contains so many words of the quotation in
// succession, in any order. This is much faster than finding which.
func HasRun(text []uint16, units int) bool {
	run := 0
	for _, class := range text {
		if class == 0 {
			run = 0
		} else if run++; run >= units {
			return true
		}
	}
	return false
}

// Overlap is a run of units that a part and a text share.
type Overlap struct{ First, At, Units int } // in the part, in the text

// OverlapFinder finds the longest runs that texts share with one part of a quotation.
type OverlapFinder struct {
	where        [][]int // the positions of each class in the part
	before, here []int   // lengths of runs that end with the previous and the current unit, by their end in the part
}

func NewOverlapFinder(part []uint16, classes int) *OverlapFinder {
	o := &OverlapFinder{where: make([][]int, classes), before: make([]int, len(part)), here: make([]int, len(part))}
	for i, class := range part {
		o.where[class] = append(o.where[class], i)
	}
	return o
}

// Longest returns the longest shared run of units; of several, the first in the text.
func (o *OverlapFinder) Longest(text []uint16) Overlap {
	var best Overlap
	var set []int
	for at, class := range text {
		var places []int
		if class != 0 {
			places = o.where[class]
		}
		for _, i := range places {
			o.here[i] = 1
			if i > 0 {
				o.here[i] += o.before[i-1]
			}
			if o.here[i] > best.Units {
				best = Overlap{First: i + 1 - o.here[i], At: at + 1 - o.here[i], Units: o.here[i]}
			}
		}
		for _, i := range set {
			o.before[i] = 0
		}
		o.before, o.here, set = o.here, o.before, places
	}
	for _, i := range set {
		o.before[i] = 0
	}
	return best
}
