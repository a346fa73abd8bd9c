// Package gaps tells the spaces of a text from the room between its letters, for
// files that do not say themselves where a word ends.
package gaps

import "slices"

// Gap is the room between two neighbouring letters, in heights of the
// line, and whether the file has a space there.
type Gap struct {
	Width float32
	Space bool
}

const (
	minGap     = 0.05 // of the line's height: letters stand no closer to a space
	maxGap     = 0.30
	defaultGap = 0.12
	gapStep    = 0.01
	wideGap    = 0.15 // hardly ever within a word
	fewGaps    = 40   // of fewer there is no telling two kinds
)

// Bound is how wide a gap is a space at least, in heights of the line; the gaps are
// sorted. In the files seen so far letters
// are at most .06 apart and words at least .12, but for Chromium's, where it is
// .16 and .18. The bound is set where fewest gaps are near it and where it
// contradicts the file's own spaces least; a gap without one counts half, for
// many files leave some out.
func Bound(gaps []Gap) float32 {
	slices.SortFunc(gaps, func(a, b Gap) int {
		if a.Width < b.Width {
			return -1
		}
		return 1
	})
	if bound, ok := clearGap(gaps); ok {
		return bound
	}
	spaces, wide, wideSpaces := 0, 0, 0
	for _, g := range gaps {
		if g.Space && g.Width > minGap {
			spaces++
		}
		if g.Width > wideGap {
			if wide++; g.Space {
				wideSpaces++
			}
		}
	}
	if spaces > 0 && wideSpaces*2 < wide && len(gaps) > fewGaps {
		return twoKinds(gaps) // PDFium ends a line at most of them
	}
	believed := spaces*10 >= len(gaps)/5 // words have five letters or so
	cost := func(t float32) (c float32) {
		for _, g := range gaps {
			if g.Width > t-0.02 && g.Width < t+0.02 {
				c++
			}
			switch {
			case !believed:
			case g.Space && g.Width < t && g.Width > minGap/2:
				c++
			case !g.Space && g.Width >= t:
				c += 0.5
			}
		}
		return c
	}
	if len(gaps) == 0 {
		return defaultGap
	}
	// The middle of the first stretch of bounds that are all as good as the best.
	best, from, to := float32(-1), float32(0), float32(0)
	for t := float32(minGap); t <= maxGap; t += gapStep {
		switch c := cost(t); {
		case best < 0 || c < best:
			best, from, to = c, t, t
		case c == best && t-to < 1.5*gapStep:
			to = t
		}
	}
	return (from + to) / 2
}

// clearGap is the bound of gaps that fall into two kinds with nothing between
// them: letters that touch, and spaces, of which there is one to two to ten
// letters.
func clearGap(gaps []Gap) (bound float32, ok bool) {
	for i := 1; i < len(gaps) && len(gaps) > fewGaps; i++ {
		within, between := gaps[i-1].Width, gaps[i].Width
		n := len(gaps) - i
		if within < touching && between > 2*touching && n*3 < len(gaps) && n*12 > len(gaps) {
			return (within + between) / 2, true
		}
	}
	return 0, false
}

// touching is the room between letters that touch, in heights of the line.
const touching = 0.04

// twoKinds is the bound that parts gaps into two kinds, each as even as can be
// (Otsu's method): those within words and those between them.
func twoKinds(gaps []Gap) float32 {
	width := func(g Gap) float64 { return float64(min(max(g.Width, 0), 1.5*maxGap)) }
	var all float64
	for _, g := range gaps {
		all += width(g)
	}
	best, bound := -1.0, float32(defaultGap)
	var below float64
	for i := range len(gaps) - 1 {
		below += width(gaps[i])
		n, m := float64(i+1), float64(len(gaps)-i-1)
		if apart := below/n - (all-below)/m; n*m*apart*apart > best {
			best, bound = n*m*apart*apart, (gaps[i].Width+gaps[i+1].Width)/2
		}
	}
	// Near it the widest step from gap to gap is where the kinds part.
	step, at := float32(0), bound
	for i := 1; i < len(gaps); i++ {
		a, b := gaps[i-1].Width, gaps[i].Width
		if middle := (a + b) / 2; middle > bound-nearBound && middle < bound+2*nearBound && b-a > step {
			step, at = b-a, middle
		}
	}
	return min(max(at, minGap), maxGap)
}

// nearBound is how far from the bound of two kinds their wide step is looked for.
const nearBound = 0.03
