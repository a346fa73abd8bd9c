package pdf

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/run"
)

// PDFium puts words and lines together by rules that fail where a page is short
// or a producer draws each letter by itself. Where letters stand is certain: the
// functions here mend what it has parted, joined or given twice.

// The room between two letters, in heights of the line.
const (
	minSpace = 0.12 // at least so wide is a space, where the row says nothing else
	oneWord  = 0.6  // no wider is one between words of a sentence
	overlap  = 0.3  // letters lean over the one before by less
)

// unbreak takes out the line ends that PDFium puts between letters that stand
// beside each other.
func unbreak(chars []char) []char {
	var out []char
	done := 0 // what of chars is in out
	for i := 0; i < len(chars); i++ {
		if chars[i].r != '\r' && chars[i].r != '\n' {
			continue
		}
		before, end := i-1, i
		for before >= done && space(chars[before].r) {
			before--
		}
		for end < len(chars) && space(chars[end].r) {
			end++
		}
		if before >= done && end < len(chars) && goesOn(chars[done:before+1], chars[end].box) {
			out = append(out, chars[done:before+1]...)
			if chars[end].box.Left-chars[before].box.Right >= minSpace*max(chars[before].box.Height(), chars[end].box.Height()) {
				out = append(out, char{r: ' '})
			}
			done = end
		}
		i = end - 1
	}
	if out == nil {
		return chars
	}
	return append(out, chars[done:]...)
}

// goesOn tells whether a character stands beside those before it: the last of
// them, or the last but a few that are raised.
func goesOn(before []char, box layout.Box) bool {
	last := before[len(before)-1].box
	for i := len(before) - 1; i >= max(0, len(before)-1-maxUp); i-- {
		b := before[i].box
		if space(before[i].r) || b.Empty() {
			continue
		}
		b.Left, b.Right = last.Left, last.Right
		if beside(b, box) {
			return true
		}
	}
	return false
}

// maxUp is how many raised characters stand between two that are not: 10⁻¹², or
// the marks 12, 13.
const maxUp = 6

// beside tells whether b follows a on one line, with no more than a space between.
func beside(a, b layout.Box) bool {
	if a.Empty() || b.Empty() {
		return false
	}
	size := max(a.Height(), b.Height())
	up, foot, gap := (a.Top+a.Foot-b.Top-b.Foot)/2, a.Foot-b.Foot, b.Left-a.Right
	level := up < 0.35*size && up > -0.35*size || foot < 0.1*size && foot > -0.1*size // a stop is low
	return level && gap > -overlap*size && gap < oneWord*size
}

// undouble takes out letters that are drawn a second time a little aside, to
// look bold or to throw a shadow. The letters of a ligature have one box and
// are two. Where letters overlap those beside them that
// are others, the file says wrongly how wide they are, and nothing is known.
func undouble(chars []char) {
	var doubles []int
	last, pairs, tight := -1, 0, 0
	for i := range chars {
		c := &chars[i]
		if c.object == 0 || space(c.r) || c.r > unicode.MaxLatin1 && (isRTL(c.r) || unicode.IsMark(c.r)) {
			last = -1
			continue
		}
		if last >= 0 && chars[last].r != c.r {
			pairs++
			if samePlace(chars[last].box, c.box) {
				tight++
			}
		}
		last = i
		for k := i - 1; k >= max(0, i-doubleBack); k-- {
			if o := chars[k]; o.r == c.r && o.object != 0 && o.object != c.object && o.box != c.box && samePlace(o.box, c.box) {
				doubles = append(doubles, i)
				break
			}
		}
	}
	if tight*4 > pairs {
		return
	}
	for _, i := range doubles {
		chars[i] = char{r: nothing}
	}
}

// doubleBack is how many characters back a letter that is drawn twice is
// looked for.
const doubleBack = 3

// samePlace tells whether two letters stand too near each other to be two.
func samePlace(a, b layout.Box) bool {
	aside, up := a.Left-b.Left, a.Top-b.Top
	width, height := 0.4*min(a.Width(), b.Width()), 0.25*min(a.Height(), b.Height())
	return width > 0 && aside < width && aside > -width && up < height && up > -height
}

// undoubleRows takes out rows that are drawn a second time over another.
func undoubleRows(rows [][]char) [][]char {
	boxes := make([]layout.Box, len(rows))
	for i, r := range rows {
		boxes[i], _ = bodyOf(r)
	}
	out := rows[:0:0]
	for i, row := range rows {
		again := false
		for k := range i {
			again = again || min(boxes[k].Right, boxes[i].Right)-max(boxes[k].Left, boxes[i].Left) > 0.5*boxes[i].Width() &&
				min(boxes[k].Foot, boxes[i].Foot)-max(boxes[k].Top, boxes[i].Top) > 0.6*boxes[i].Height() && repeats(rows[k], row)
		}
		if !again {
			out = append(out, row)
		}
	}
	return out
}

// repeats tells whether most letters of a row stand where the same ones stand in
// another.
func repeats(of, row []char) bool {
	same, letters := 0, 0
	for _, c := range row {
		if space(c.r) || c.r == nothing {
			continue
		}
		letters++
		if slices.ContainsFunc(of, func(o char) bool { return o.r == c.r && samePlace(o.box, c.box) }) {
			same++
		}
	}
	return letters > 0 && same*10 >= letters*7
}

// accents are those that some producers draw by themselves, over their letter.
var accents = map[rune]rune{
	'´': 0x301, '`': 0x300, '¨': 0x308, 'ˆ': 0x302, '˜': 0x303, '¸': 0x327, 'ˇ': 0x30C, '˚': 0x30A, '¯': 0x304,
	'˙': 0x307, '˝': 0x30B, '˛': 0x328, '˘': 0x306,
}

// setAccents puts accents that are drawn by themselves onto the letter that
// they stand on.
func setAccents(row []char) []char {
	if !slices.ContainsFunc(row, func(c char) bool { return c.r >= '`' && (c.r < 'a' || c.r > 'z') && accents[c.r] != 0 }) {
		return row
	}
	out := slices.Clone(row)
	for i := range out {
		mark := accents[out[i].r]
		if mark == 0 || out[i].box.Empty() {
			continue
		}
		for _, step := range []int{1, -1} {
			k := i + step
			for k >= 0 && k < len(out) && (space(out[k].r) || out[k].r == nothing) {
				k += step
			}
			if k < 0 || k >= len(out) || !unicode.IsLetter(out[k].r) {
				continue
			}
			middle, width := (out[i].box.Left+out[i].box.Right)/2, out[k].box.Width()
			if middle < out[k].box.Left+width/5 || middle > out[k].box.Right-width/5 {
				continue
			}
			whole := []rune(norm.NFC.String(string([]rune{out[k].r, mark})))
			if len(whole) != 1 {
				continue
			}
			out[k].r = whole[0]
			out[i] = char{r: nothing}
			for n := min(i, k) + 1; n < max(i, k); n++ {
				out[n] = char{r: nothing}
			}
			out = closeGaps(out, k)
			break
		}
	}
	return out
}

// closeGaps takes out the spaces that PDFium has put beside a letter because of
// the accent over it.
func closeGaps(row []char, at int) []char {
	for _, step := range []int{1, -1} {
		k := at + step
		for k >= 0 && k < len(row) && (row[k].r == nothing || space(row[k].r)) {
			k += step
		}
		if k < 0 || k >= len(row) || row[k].box.Empty() {
			continue
		}
		gap := row[max(at, k)].box.Left - row[min(at, k)].box.Right
		if gap < minSpace/2*row[at].box.Height() {
			for n := min(at, k) + 1; n < max(at, k); n++ {
				row[n] = char{r: nothing}
			}
		}
	}
	return row
}

const (
	longWord  = 24   // letters: of longer ones the gaps are looked at
	wordSize  = 9    // letters of the words that one is cut into, on average at most
	minStep   = 0.03 // between the gaps within words and those between them, in heights of the line
	maxWithin = 0.06 // likewise: the widest gap within a word
)

// spaceOut puts spaces into the words of a row that are too long to be any,
// where the gaps between their letters fall into two kinds.
func spaceOut(row []char) []char {
	var out []char
	done := 0
	for start := 0; start < len(row); {
		end := start
		for end < len(row) && !space(row[end].r) {
			end++
		}
		if end-start > longWord && lettersIn(row[start:end]) > longWord {
			if at := cutsOf(row[start:end]); len(at) > 0 {
				for _, k := range at {
					out = append(append(out, row[done:start+k]...), char{r: ' '})
					done = start + k
				}
			}
		}
		start = end + 1
	}
	if out == nil {
		return row
	}
	return append(out, row[done:]...)
}

// lettersIn counts the letters of scripts that part words.
func lettersIn(word []char) (n int) {
	for _, c := range word {
		if unicode.In(c.r, unicode.Latin, unicode.Cyrillic, unicode.Greek) {
			n++
		}
	}
	return n
}

// cutsOf says before which letters of a long word another word begins. Of the
// bounds that part its gaps in two the one with the widest step is taken that
// leaves no letter alone which is no word.
func cutsOf(word []char) []int {
	type gap struct {
		width float32
		at    int
	}
	var gaps []gap
	last := -1
	for i, c := range word {
		if c.r == nothing || c.box.Empty() {
			continue
		}
		if last >= 0 && word[last].box != c.box {
			gaps = append(gaps, gap{(c.box.Left - word[last].box.Right) / max(c.box.Height(), word[last].box.Height(), 1), i})
		}
		last = i
	}
	order := slices.Clone(gaps)
	slices.SortFunc(order, func(a, b gap) int { return cmp.Compare(a.width, b.width) })
	type bound struct{ at, step float32 }
	var bounds []bound
	for i := 1; i < len(order); i++ {
		wide := len(order) - i
		if wide*5 > len(order)*2 || order[i-1].width > maxWithin {
			continue
		}
		if step := order[i].width - order[i-1].width; step > minStep {
			bounds = append(bounds, bound{(order[i].width + order[i-1].width) / 2, step})
		}
	}
	slices.SortFunc(bounds, func(a, b bound) int { return cmp.Compare(b.step, a.step) })
	for _, b := range bounds {
		var at []int
		for _, g := range gaps {
			if g.width > b.at {
				at = append(at, g.at)
			}
		}
		if areWords(word, at) {
			return at
		}
	}
	return nil
}

// areWords tells whether the pieces of a word that is cut may be words: those of
// one letter are vowels, as a, I, y, à, é, и are, or stand for a name.
func areWords(word []char, cuts []int) bool {
	if len(word) > wordSize*(len(cuts)+1) {
		return false
	}
	start := 0
	for _, end := range append(cuts, len(word)) {
		var letters []rune
		for _, c := range word[start:end] {
			if unicode.IsLetter(c.r) {
				letters = append(letters, c.r)
			}
		}
		if len(letters) == 1 && !strings.ContainsRune("aAàÀeEéèêiIoOóòuUyYаАвВиИкКоОсСуУяЯ", letters[0]) {
			return false
		}
		start = end
	}
	return true
}

const (
	smallType  = 0.85 // of the height of the row's type: smaller are marks of notes
	minRise    = 0.12 // of that height: raised characters stand above the line
	minFullUp  = 0.2  // likewise, for characters of full size
	maxFullUp  = 0.7
	maxRaised  = 12   // characters that are raised together
	minLowered = 0.02 // of that height
	levelFeet  = 0.15 // likewise: letters on one line stand no farther apart
	levelShare = 0.5  // of the letters of a row: they stand on its line
)

// setRaised finds the characters of a row that stand above or below its line.
func setRaised(row []char) {
	for i := range row { // those that are raised by their code
		if plain, ok := run.Superscript(row[i].r); ok {
			row[i].r = plain
			row[i].set |= run.Raised
		}
	}
	if isLevel(row) {
		return
	}
	size, foot, ok := lineOf(row)
	if !ok {
		return
	}
	set := func(c char) run.Set {
		if c.r == nothing || space(c.r) || c.box.Empty() || isRTL(c.r) || unicode.IsMark(c.r) {
			return 0
		}
		rise, small := (foot-c.box.Foot)/size, c.box.Height() < smallType*size
		switch {
		case small && rise > minRise && rise < 1:
			return run.Raised
		case small && -rise > minLowered && -rise < minFullUp*2 && (unicode.IsDigit(c.r) || unicode.IsLetter(c.r)):
			return run.Lowered
		case !small && c.box.Height() < size*1.1 && rise > minFullUp && rise < maxFullUp && (unicode.IsDigit(c.r) || strings.ContainsRune("*†,", c.r)):
			return run.Raised
		}
		return 0
	}
	for i := 0; i < len(row); {
		s := set(row[i])
		end := i + 1
		for k := end; s != 0 && k < len(row); k++ { // 12, 13: a space between them is raised with them
			if set(row[k]) == s {
				end = k + 1
			} else if !space(row[k].r) && row[k].r != nothing {
				break
			}
		}
		if s != 0 && end-i <= maxRaised {
			for k := i; k < end; k++ {
				row[k].set |= s
			}
		}
		i = end
	}
}

// isLevel tells a row of one type on one line, as most are.
func isLevel(row []char) bool {
	var size, foot, up, down float32
	for _, c := range row {
		if c.r == nothing || space(c.r) || c.box.Empty() {
			continue
		}
		if size == 0 {
			size, foot = c.box.Height(), c.box.Foot
		}
		h := c.box.Height()
		if h < smallType*size || size < smallType*h {
			return false
		}
		up, down = max(up, foot-c.box.Foot), max(down, c.box.Foot-foot)
	}
	return up+down < minFullUp*size
}

// lineOf is the height of a row's type and the line it stands on: those of most
// of its letters. A row that does not run level has none.
func lineOf(row []char) (size, foot float32, ok bool) {
	heights := make([]float32, 0, len(row))
	for _, c := range row {
		if c.r != nothing && !space(c.r) && !c.box.Empty() {
			heights = append(heights, c.box.Height())
		}
	}
	if len(heights) < 2 {
		return 0, 0, false
	}
	slices.Sort(heights)
	size = heights[len(heights)/2]
	if most := heights[len(heights)-1]; len(heights) < 6 {
		size = most // a few characters and their mark
	}
	feet := make([]float32, 0, len(heights))
	for _, c := range row {
		if h := c.box.Height(); c.r != nothing && !space(c.r) && h > smallType*size && h < size/smallType {
			feet = append(feet, c.box.Foot)
		}
	}
	slices.Sort(feet)
	first, most := 0, 0 // of the feet that are level with each other
	for start, end := 0, 0; start < len(feet); start++ {
		for end < len(feet) && feet[end]-feet[start] <= levelFeet*size {
			end++
		}
		if end-start >= most { // of two, the lower: marks are raised
			first, most = start, end-start
		}
	}
	if most == 0 || float64(most) < levelShare*float64(len(feet)) {
		return 0, 0, false
	}
	return size, feet[first+most/2], true
}
