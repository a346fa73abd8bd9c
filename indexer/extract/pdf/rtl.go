package pdf

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rostrum/indexer/extract/layout"
	"rostrum/indexer/extract/pdf/gaps"
	"rostrum/indexer/extract/quality"
)

// PDF files hold characters in the order they were drawn in. For scripts that
// run from right to left that is the order of reading with one producer and
// the reverse with the next, word by word even; PDFium tries to mend that and
// gets half of the words wrong. Where the characters stand on the page is
// certain, so a line is reordered by that. What came from PDFium is
// kept where the words make more sense in it: some files say wrongly how wide
// their letters are.

// rightToLeft tells a row most letters of which run from right to left.
func rightToLeft(row []char) bool {
	n := 0
	for _, c := range row {
		switch {
		case isRTL(c.r):
			n++
		case unicode.IsLetter(c.r):
			n--
		}
	}
	return n > 0
}

func isRTL(r rune) bool {
	return r >= 0x590 && unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana) && !unicode.IsDigit(r)
}

// script is how a file sets text that runs from right to left.
type script struct {
	gap       float32 // between letters that is a space, in heights of the line
	ligatures bool    // the letters of a ligature come in the wrong order
	brackets  bool    // brackets are named by their looks
	plain     bool    // letters of Persian stand for their likes of Arabic
}

// scriptOf looks at all rows of a file.
func scriptOf(rows [][]char) script {
	var s script
	var between []gaps.Gap
	wrong, shut, letters, persian := 0, 0, 0, 0
	for _, row := range rows {
		if !rightToLeft(row) {
			continue
		}
		clusters := gather(row, s)
		sortFromRight(clusters)
		between = append(between, gapsIn(clusters, spacesOf(row))...)
		wrong += ligatureOrder(clusters)
		shut += bracketOrder(clusters)
		for _, c := range row {
			if unicode.Is(unicode.Arabic, c.r) {
				letters++
			}
			if strings.ContainsRune("پچژگٹڈڑے", c.r) {
				persian++
			}
		}
	}
	s.gap, s.ligatures, s.brackets, s.plain = gaps.Bound(between), wrong > 0, shut > 0, persian*200 < letters
	return s
}

// readable is the row in the order of reading.
func (s script) readable(row []char) []char {
	placed := s.reorder(row)
	if quality.ArabicScore(spelled(placed)) >= quality.ArabicScore(spelled(row)) {
		return placed
	}
	return row
}

// setTanwin puts lam before alef where a mark of fathatan at the end of a word
// shows that they were turned round: an alef bears it, never a lam, and nothing
// comes after it.
func setTanwin(row []char) {
	const alef, lam, fathatan = 'ا', 'ل', 'ً'
	for i := 2; i < len(row); i++ {
		if i+1 < len(row) && (unicode.IsLetter(row[i+1].r) || unicode.IsMark(row[i+1].r)) {
			continue
		}
		switch [3]rune{row[i-2].r, row[i-1].r, row[i].r} {
		case [3]rune{alef, lam, fathatan}, [3]rune{alef, fathatan, lam}:
			row[i-2].r, row[i-1].r, row[i].r = lam, alef, fathatan
		}
	}
}

// setVowels puts the vowel of a sign of lam and alef on its lam: the alef of such a
// sign bears none, but the sign comes before its marks in files that have one
// character for it.
func setVowels(row []char) {
	for i := 1; i < len(row); i++ {
		if row[i-1].r != 'ل' || row[i].r != 'ا' || row[i-1].box != row[i].box {
			continue
		}
		for end := i + 1; end < len(row) && row[end].r >= 'َ' && row[end].r <= 'ْ'; end++ {
			row[end-1], row[end] = row[end], row[end-1]
		}
	}
}

func spelled(row []char) []string {
	var b strings.Builder
	line, _ := words(row)
	for _, w := range line.Words {
		b.WriteString(w.Text)
		b.WriteByte(' ')
	}
	return strings.Fields(b.String())
}

// cluster is a letter, or several in one sign, with the marks that stand on it.
type cluster struct {
	chars []char
	marks []char
	box   layout.Box
}

func (c cluster) first() rune { return c.chars[0].r }

// said tells a sign whose letters the file says, in the order of reading.
func (c cluster) said() bool { return c.chars[0].said }

// reorder puts a row in order by where its characters stand: from right to
// left, what is written from left to right turned back, a space wherever the
// gap between letters is wide.
func (s script) reorder(row []char) []char {
	clusters := gather(row, s)
	if len(clusters) == 0 {
		return row
	}
	sortFromRight(clusters)
	size, spaces := rowSize(clusters), spacesOf(row)
	var out []cluster
	for i, c := range clusters {
		if i > 0 {
			width, space := clusters[i-1].box.Left-c.box.Right, hasSpace(clusters[i-1], c, size, spaces)
			if width > s.gap*size || space && width > s.gap*size*3/4 {
				out = append(out, cluster{chars: []char{{r: ' '}}})
			}
		}
		out = append(out, c)
	}
	turnBack(out)
	if s.brackets {
		mirror(out)
	}
	var chars []char
	for _, c := range out {
		chars = append(append(chars, c.chars...), c.marks...)
	}
	return chars
}

// gather makes clusters of a row. The letters of a ligature have one box.
// Marks go to the letter they stand on.
func gather(row []char, s script) []cluster {
	var clusters []cluster
	var marks []char
	for _, c := range row {
		last := len(clusters) - 1
		switch {
		case c.r == nothing || space(c.r) || isLineHyphen(c.r) || c.box.Empty() && !unicode.IsMark(c.r):
		case c.said && last >= 0 && clusters[last].said() && clusters[last].chars[0].object == c.object:
			clusters[last].chars = append(clusters[last].chars, c)
		case c.said:
			clusters = append(clusters, cluster{chars: []char{c}, box: c.box})
		case unicode.IsMark(c.r):
			marks = append(marks, c)
		case last >= 0 && clusters[last].box == c.box:
			clusters[last].chars = append(clusters[last].chars, c)
		default:
			clusters = append(clusters, cluster{chars: []char{c}, box: c.box})
		}
	}
	for i := range clusters {
		visual := i > 0 && clusters[i-1].box.Left < clusters[i].box.Left || i+1 < len(clusters) && clusters[i+1].box.Left > clusters[i].box.Left
		if len(clusters[i].chars) > 1 && isRTL(clusters[i].first()) && !clusters[i].said() && visual != s.ligatures {
			slices.Reverse(clusters[i].chars)
		}
	}
	// The marks of one sign stand beside each other: those next to the letter
	// come first.
	letters := map[uint32]int{} // by the object that draws them
	for _, c := range clusters {
		letters[c.chars[0].object]++
	}
	for again := true; again; {
		again = false
		marks = slices.DeleteFunc(marks, func(m char) bool {
			if letters[m.object] != 1 {
				return false
			}
			at := oneSign(clusters, m)
			if at >= 0 {
				clusters[at].marks = append(clusters[at].marks, m)
				clusters[at].box = clusters[at].box.Join(m.box)
				again = true
			}
			return at >= 0
		})
	}
	for _, m := range marks {
		if at := nearest(clusters, m.box); at >= 0 {
			clusters[at].marks = append(clusters[at].marks, m)
		}
	}
	return clusters
}

// ligatureOrder counts the ligatures of lam and alef that are in the wrong
// order, less those in the right one: alef and lam are never one sign.
func ligatureOrder(clusters []cluster) int {
	n := 0
	for _, c := range clusters {
		if len(c.chars) < 2 || c.said() {
			continue
		}
		first, last := c.first(), c.chars[len(c.chars)-1].r
		switch {
		case strings.ContainsRune("اأإآ", first) && last == 'ل', first == 'ه' && last == 'ا':
			n++
		case strings.ContainsRune("اأإآ", last) && first == 'ل', first == 'ا' && last == 'ه':
			n--
		}
	}
	return n
}

func sortFromRight(clusters []cluster) {
	slices.SortStableFunc(clusters, func(a, b cluster) int {
		return cmp.Compare(b.box.Left+b.box.Right, a.box.Left+a.box.Right)
	})
}

// oneSign is the letter that is drawn with a mark as one sign: PDFium gives
// each a part of its box.
func oneSign(clusters []cluster, m char) int {
	return slices.IndexFunc(clusters, func(c cluster) bool {
		o := c.chars[0]
		return o.object == m.object && o.object != 0 && o.box.Top == m.box.Top && o.box.Foot == m.box.Foot &&
			(touch(c.box.Left, m.box.Right) || touch(m.box.Left, c.box.Right)) && isRTL(o.r)
	})
}

// touch tells two edges in one place.
func touch(a, b float32) bool { return a-b < 0.1 && b-a < 0.1 }

// nearest is the letter whose middle is nearest to a mark's.
func nearest(clusters []cluster, b layout.Box) int {
	at, least := -1, float32(0)
	for i, c := range clusters {
		d := (c.box.Left + c.box.Right - b.Left - b.Right) / 2
		if d < 0 {
			d = -d
		}
		if isRTL(c.first()) && (at < 0 || d < least) {
			at, least = i, d
		}
	}
	return at
}

// rowSize is the height of the row's type: that of its higher letters, for
// some files give the letters' own heights.
func rowSize(clusters []cluster) float32 {
	heights := make([]float32, len(clusters))
	for i, c := range clusters {
		heights[i] = c.box.Height()
	}
	slices.Sort(heights)
	return max(1, heights[len(heights)*9/10])
}

// turnBack reverses the runs that are written from left to right: numbers, and
// words in other letters with the spaces between them.
func turnBack(row []cluster) {
	for i := 0; i < len(row); {
		if !isLTR(row[i]) {
			i++
			continue
		}
		end := i + 1
		for j := end; j < len(row) && !isRTL(row[j].first()); j++ {
			if isLTR(row[j]) && joins(row[end:j]) {
				end = j + 1
			}
		}
		if i > 0 && end == len(row) && isDash(row[i-1]) && (i == 1 || row[i-2].first() == ' ' || isRTL(row[i-2].first())) {
			i-- // the hyphen of a word that goes on in the next line
		}
		slices.Reverse(row[i:end])
		turnRanges(row[i:end])
		i = end
	}
}

func isDash(c cluster) bool { return strings.ContainsRune("-‐‑–", c.first()) }

// turnRanges puts the numbers of a range, 2020-2021, in the order in which it
// goes up. Among words that run from right to left its numbers may stand in
// either, as a program takes the dash for a part of the number or for a sign
// between two.
func turnRanges(row []cluster) {
	digits := func(at int) (end int) {
		for at < len(row) && unicode.IsDigit(row[at].first()) {
			at++
		}
		return at
	}
	for i := 0; i < len(row); i++ {
		end := digits(i)
		if end == i || i > 0 && (isLTR(row[i-1]) || isDash(row[i-1]) || strings.ContainsRune(numberSigns, row[i-1].first())) {
			continue
		}
		if end+1 < len(row) && isDash(row[end]) {
			last := digits(end + 1)
			first, second := spelling(row[i:end]), spelling(row[end+1:last])
			whole := last == len(row) || !isLTR(row[last]) && !isDash(row[last]) && !strings.ContainsRune(numberSigns, row[last].first())
			if whole && len(first) == len(second) && second < first {
				turned := slices.Concat(row[end+1:last], row[end:end+1], row[i:end])
				copy(row[i:last], turned)
			}
			end = last
		}
		i = end
	}
}

// numberSigns join digits to a number, a date or the name of a document.
const numberSigns = "./,:"

func spelling(row []cluster) string {
	var b strings.Builder
	for _, c := range row {
		b.WriteRune(c.first())
	}
	return b.String()
}

func isLTR(c cluster) bool {
	r := c.first()
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !isRTL(r)
}

// joins tells whether what stands between two numbers or foreign words leaves
// them one run: 19/20, 12.5, Rome Statute.
func joins(between []cluster) bool {
	if len(between) > 3 {
		return false
	}
	for _, c := range between {
		if !strings.ContainsRune(" .,:/-–'’&@_%+", c.first()) {
			return false
		}
	}
	return true
}

const opening, closing = "([{«", ")]}»"

// bracketOrder tells how the brackets of a row come: 1 for a closing one
// first, -1 for an opening one, 0 for none or for one alone, which says nothing.
func bracketOrder(row []cluster) (order int) {
	n := 0
	for _, c := range row {
		opens, shuts := strings.ContainsRune(opening, c.first()), strings.ContainsRune(closing, c.first())
		switch {
		case !opens && !shuts:
			continue
		case n == 0 && shuts:
			order = 1
		case n == 0:
			order = -1
		}
		n++
	}
	if n < 2 {
		return 0
	}
	return order
}

// mirror turns brackets round: in text from right to left a bracket is drawn
// as its counterpart, and some files name it by its looks.
func mirror(row []cluster) {
	for _, c := range row {
		if at := strings.IndexRune(opening, c.first()); at >= 0 {
			c.chars[0].r = counterpart(closing, opening[:at])
		} else if at := strings.IndexRune(closing, c.first()); at >= 0 {
			c.chars[0].r = counterpart(opening, closing[:at])
		}
	}
}

// counterpart is the bracket that stands in one list where another list has
// gone through before.
func counterpart(list, before string) rune {
	return []rune(list)[utf8.RuneCountInString(before)]
}

// plainLetter is the Arabic letter that is drawn like a Persian one within a
// word: fonts that share the drawing name it by either.
func plainLetter(r rune) rune {
	switch r {
	case 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'ھ', 'ہ':
		return 'ه'
	}
	return r
}
