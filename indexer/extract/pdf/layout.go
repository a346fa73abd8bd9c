package pdf

import (
	"sort"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
)

// layout makes pages as a reader sees them out of raw ones: running heads and
// feet are left out, lines are joined into paragraphs.
func layout(raw []rawPage) []corpus.Page {
	pages := make([][]line, len(raw))
	hyphens := clean.NewHyphens()
	for i, p := range raw {
		pages[i] = lines(p)
	}
	dropRunning(pages, raw)
	for _, ls := range pages {
		for _, l := range ls {
			hyphens.Learn(l.text())
		}
	}
	out := make([]corpus.Page, len(raw))
	for i, p := range raw {
		out[i] = corpus.Page{Number: p.number, Width: p.width, Height: p.height, Method: corpus.MethodTextLayer}
		write(&out[i], paragraphs(pages[i]), hyphens)
	}
	return out
}

// paragraphs groups lines. A paragraph ends where the gap to the next line is
// wider than between most lines, where the next line begins further in, where
// the size of the letters changes, and where the reading goes back up the page.
func paragraphs(ls []line) [][]line {
	if len(ls) == 0 {
		return nil
	}
	pitch := linePitch(ls)
	left, right := margins(ls)
	var out [][]line
	current := []line{ls[0]}
	for i := 1; i < len(ls); i++ {
		if parts(ls[i-1], ls[i], pitch, left, right) {
			out = append(out, current)
			current = nil
		}
		current = append(current, ls[i])
	}
	return append(out, current)
}

func parts(above, below line, pitch, left, right float32) bool {
	step := below.box.foot - above.box.foot
	size := max(above.size, below.size)
	sameLine := step < size/2 && step > -size/2
	switch {
	case sameLine:
		return false
	case step < 0:
		return true
	case step > 1.35*pitch && step > 1.2*size:
		return true
	case above.size > 1.35*below.size || below.size > 1.35*above.size:
		return step > 1.1*pitch
	}
	indent := below.box.left - max(left, min(above.box.left, below.box.left))
	width := right - left
	short := right-above.box.right > width/4
	return endsSentence(above) && (short || indent > size && indent < width/3 && above.box.left < below.box.left-size/2)
}

func endsSentence(l line) bool {
	if len(l.words) == 0 {
		return false
	}
	t := strings.TrimRight(l.words[len(l.words)-1].text, "\"'”’»)]")
	return strings.HasSuffix(t, ".") || strings.HasSuffix(t, "!") || strings.HasSuffix(t, "?") || strings.HasSuffix(t, ":") ||
		strings.HasSuffix(t, "。") || strings.HasSuffix(t, "؟") || strings.HasSuffix(t, ";") || strings.HasSuffix(t, "…")
}

// linePitch is the usual distance from line to line: the median of the steps down.
func linePitch(ls []line) float32 {
	var steps []float32
	for i := 1; i < len(ls); i++ {
		if s := ls[i].box.foot - ls[i-1].box.foot; s > ls[i].size/2 {
			steps = append(steps, s)
		}
	}
	if len(steps) == 0 {
		return ls[0].size * 1.2
	}
	sort.Slice(steps, func(i, j int) bool { return steps[i] < steps[j] })
	return steps[len(steps)/3]
}

// margins are where most lines begin and end.
func margins(ls []line) (left, right float32) {
	lefts, rights := make([]float32, len(ls)), make([]float32, len(ls))
	for i, l := range ls {
		lefts[i], rights[i] = l.box.left, l.box.right
	}
	sort.Slice(lefts, func(i, j int) bool { return lefts[i] < lefts[j] })
	sort.Slice(rights, func(i, j int) bool { return rights[i] < rights[j] })
	return lefts[len(lefts)/4], rights[len(rights)*3/4]
}

// write puts paragraphs into the page and says where each word stands.
func write(p *corpus.Page, paragraphs [][]line, hyphens *clean.Hyphens) {
	var b strings.Builder
	for _, paragraph := range paragraphs {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		glue := ""
		words := joined(paragraph)
		for i, w := range words {
			b.WriteString(glue)
			text := w.text
			glue = " "
			if w.ends && i+1 < len(words) {
				text, glue = hyphens.Glue(w.text, words[i+1].text)
			}
			text = strings.Map(clean.Rune, text)
			if text == "" {
				continue
			}
			start := b.Len()
			b.WriteString(text)
			p.Words = append(p.Words, corpus.Word{Start: start, End: b.Len(),
				Left: w.box.left, Top: w.box.top, Right: w.box.right, Foot: w.box.foot})
		}
	}
	p.Text = b.String()
}

// placed is a word that knows whether it ends its line.
type placed struct {
	word
	ends bool
}

func joined(paragraph []line) []placed {
	var out []placed
	for _, l := range paragraph {
		for i, w := range l.words {
			out = append(out, placed{w, i == len(l.words)-1})
		}
	}
	return out
}
