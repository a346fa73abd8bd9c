package pdf

import (
	"slices"
	"unicode"
)

// Some producers fill a short line by moving its letters apart, so far that
// PDFium takes each for a word. The gaps between words are wider still.

const (
	minTracked   = 8   // letters of a row that is looked at
	trackedShare = 0.6 // of a row's words: those of one letter
)

// tracked tells a row most of whose words are single letters.
func tracked(row []char) bool {
	words, single := 0, 0
	length := 0
	end := func(letter bool) {
		if length > 0 {
			words++
			if length == 1 && letter {
				single++
			}
		}
		length = 0
	}
	letter := false
	for _, c := range row {
		if space(c.r) {
			end(letter)
			continue
		}
		if c.r != nothing {
			length++
			letter = unicode.In(c.r, unicode.Latin, unicode.Cyrillic, unicode.Greek)
		}
	}
	end(letter)
	return words >= minTracked && float64(single) >= trackedShare*float64(words)
}

// parted tells a row of Chinese or Japanese that is set with a space after each
// sign, as titles and tables of contents are.
func parted(row []char) bool {
	words, single, length := 0, 0, 0
	sign := false
	end := func() {
		if length > 0 {
			words++
			if length == 1 && sign {
				single++
			}
		}
		length = 0
	}
	for _, c := range row {
		switch {
		case space(c.r):
			end()
		case unicode.IsLetter(c.r): // leaders and numbers say nothing
			length++
			sign = isSign(c.r)
		}
	}
	end()
	return single >= minParted && float64(single) >= trackedShare*float64(words)
}

const minParted = 4 // signs of a row that is looked at

func isSign(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

// closeUp leaves out the spaces between two signs.
func closeUp(row []char) (out []char) {
	for i, c := range row {
		if space(c.r) {
			next := i + 1
			for next < len(row) && space(row[next].r) {
				next++
			}
			if len(out) > 0 && next < len(row) && isSign(out[len(out)-1].r) && isSign(row[next].r) {
				continue
			}
		}
		out = append(out, c)
	}
	return out
}

// respace leaves out the spaces of a tracked row whose gaps are narrow: those
// below the widest step between gaps that are next to each other in size.
func respace(row []char) []char {
	var groups [][]char
	start := true
	for _, c := range row {
		switch {
		case c.r == nothing:
		case space(c.r):
			start = true
		case start:
			groups = append(groups, []char{c})
			start = false
		default:
			groups[len(groups)-1] = append(groups[len(groups)-1], c)
		}
	}
	if len(groups) < minTracked {
		return row
	}
	gaps := make([]float32, len(groups)-1)
	for i := range gaps {
		before := groups[i]
		gaps[i] = groups[i+1][0].box.Left - before[len(before)-1].box.Right
	}
	order := slices.Sorted(slices.Values(gaps))
	bound, widest := order[len(order)-1]+1, float32(0)
	for i := len(order) / 2; i < len(order); i++ {
		if step := order[i] - order[i-1]; step > widest {
			bound, widest = (order[i]+order[i-1])/2, step
		}
	}
	out := slices.Clone(groups[0])
	for i, gap := range gaps {
		if gap > bound {
			out = append(out, char{r: ' '})
		}
		out = append(out, groups[i+1]...)
	}
	return out
}
