package layout

import (
	"sort"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
)

// Page is a page before anything is made of it.
type Page struct {
	Number        int // 1-based
	Width, Height float32
	Lines         []Line // in the order of the file
}

// Pages makes the pages of one document. They are looked at together, for a
// running head is known by its return and a broken word by its whole form elsewhere.
func Pages(raw []Page) []corpus.Page {
	raw = dropRunning(raw)
	hyphens := clean.NewHyphens()
	for _, p := range raw {
		for _, l := range p.Lines {
			hyphens.Learn(l.Text())
		}
	}
	out := make([]corpus.Page, len(raw))
	for i, p := range raw {
		out[i] = corpus.Page{Number: p.Number, Width: p.Width, Height: p.Height}
		write(&out[i], paragraphs(p.Lines), hyphens)
	}
	return out
}

// paragraphs groups lines. A paragraph ends where the gap to the next line is
// wider than between most lines, where the next line begins further in, where
// the size of the letters changes, and where the reading goes back up the page.
func paragraphs(ls []Line) [][]Line {
	if len(ls) == 0 {
		return nil
	}
	pitch := linePitch(ls)
	left, right := margins(ls)
	var out [][]Line
	current := []Line{ls[0]}
	for i := 1; i < len(ls); i++ {
		if parts(ls[i-1], ls[i], pitch, left, right) {
			out = append(out, current)
			current = nil
		}
		current = append(current, ls[i])
	}
	return append(out, current)
}

func parts(above, below Line, pitch, left, right float32) bool {
	step := below.Box.Foot - above.Box.Foot
	size := max(above.size(), below.size())
	sameLine := step < size/2 && step > -size/2
	switch {
	case sameLine:
		return false
	case step < 0:
		return true
	case step > 1.35*pitch && step > 1.2*size:
		return true
	case above.size() > 1.35*below.size() || below.size() > 1.35*above.size():
		return step > 1.1*pitch
	}
	indent := below.Box.Left - max(left, min(above.Box.Left, below.Box.Left))
	width := right - left
	short := right-above.Box.Right > width/4
	return endsSentence(above) && (short || indent > size && indent < width/3 && above.Box.Left < below.Box.Left-size/2)
}

func endsSentence(l Line) bool {
	if len(l.Words) == 0 {
		return false
	}
	t := strings.TrimRight(l.Words[len(l.Words)-1].Text, "\"'”’»)]")
	return strings.HasSuffix(t, ".") || strings.HasSuffix(t, "!") || strings.HasSuffix(t, "?") || strings.HasSuffix(t, ":") ||
		strings.HasSuffix(t, "。") || strings.HasSuffix(t, "؟") || strings.HasSuffix(t, ";") || strings.HasSuffix(t, "…")
}

// linePitch is the usual distance from line to line: the median of the steps down.
func linePitch(ls []Line) float32 {
	var steps []float32
	for i := 1; i < len(ls); i++ {
		if s := ls[i].Box.Foot - ls[i-1].Box.Foot; s > ls[i].size()/2 {
			steps = append(steps, s)
		}
	}
	if len(steps) == 0 {
		return ls[0].size() * 1.2
	}
	sort.Slice(steps, func(i, j int) bool { return steps[i] < steps[j] })
	return steps[len(steps)/3]
}

// margins are where most lines begin and end.
func margins(ls []Line) (left, right float32) {
	lefts, rights := make([]float32, len(ls)), make([]float32, len(ls))
	for i, l := range ls {
		lefts[i], rights[i] = l.Box.Left, l.Box.Right
	}
	sort.Slice(lefts, func(i, j int) bool { return lefts[i] < lefts[j] })
	sort.Slice(rights, func(i, j int) bool { return rights[i] < rights[j] })
	return lefts[len(lefts)/4], rights[len(rights)*3/4]
}

// write puts paragraphs into the page and says where each word stands.
func write(p *corpus.Page, paragraphs [][]Line, hyphens *clean.Hyphens) {
	var b strings.Builder
	for _, paragraph := range paragraphs {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		glue := ""
		words := joined(paragraph)
		for i, w := range words {
			b.WriteString(glue)
			text := w.Text
			glue = " "
			if w.ends && i+1 < len(words) {
				text, glue = hyphens.Glue(w.Text, words[i+1].Text)
			}
			text = strings.Map(clean.Rune, text)
			if text == "" {
				continue
			}
			start := b.Len()
			b.WriteString(text)
			p.Words = append(p.Words, corpus.Word{Start: start, End: b.Len(),
				Left: w.Box.Left, Top: w.Box.Top, Right: w.Box.Right, Foot: w.Box.Foot})
		}
	}
	p.Text = b.String()
}

// placed is a word that knows whether it ends its line.
type placed struct {
	Word
	ends bool
}

func joined(paragraph []Line) []placed {
	var out []placed
	for _, l := range paragraph {
		for i, w := range l.Words {
			out = append(out, placed{w, i == len(l.Words)-1})
		}
	}
	return out
}
