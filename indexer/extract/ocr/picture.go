package ocr

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/layout"
)

// Picture is the text of a picture.
type Picture struct {
	Lines      []layout.Line // in reading order, boxes in pixels of the upright picture
	Confidence float64       // mean of the letters, 0 to 1
	Languages  []string      // tesseract's names
}

// Specks, stamps and edges of scans are recognized as words, too, mostly short ones
// with low confidence, and logos as whole lines of them. Long words with low
// confidence are at worst misread.
const (
	minWord     = 15 // confidence of a word with fewer than longWord letters
	longWord    = 4
	minLine     = 40 // mean confidence of a line
	shortLine   = 12 // letters; longer lines are not checked
	minFewWords = 60
)

// The columns of tesseract's TSV output.
const (
	columnLevel = iota
	columnPage
	columnBlock
	columnParagraph
	columnLine
	columnWord
	columnLeft
	columnTop
	columnWidth
	columnHeight
	columnConfidence
	columnText
	columns

	levelWord = "5"
)

var errTable = errors.New("tesseract's table cannot be read")

// parse reads tesseract's TSV output: one row for each word, with its box and
// confidence.
func parse(table []byte) (Picture, error) {
	var p Picture
	var current layout.Line
	var at [3]string // block, paragraph, line
	head := true
	letters, sum := 0, 0.0
	lineLetters, lineSum := 0, 0.0
	flush := func() {
		if mean := lineSum / float64(max(1, lineLetters)); mean >= minFewWords || mean >= minLine && lineLetters > shortLine {
			p.Lines = append(p.Lines, current)
			letters += lineLetters
			sum += lineSum
		}
		current, lineLetters, lineSum = layout.Line{}, 0, 0
	}
	for row := range bytes.Lines(table) {
		fields := strings.SplitN(strings.TrimRight(string(row), "\r\n"), "\t", columns)
		if head {
			head = false
			if fields[0] != "level" {
				return Picture{}, fmt.Errorf("%w: it begins with %q", errTable, fields[0])
			}
			continue
		}
		if len(fields) < columns || fields[columnLevel] != levelWord {
			continue
		}
		here := [3]string{fields[columnBlock], fields[columnParagraph], fields[columnLine]}
		if here != at {
			flush()
			at = here
			if n, err := strconv.Atoi(here[0]); err == nil {
				current.Column = n
			}
		}
		confidence, err := strconv.ParseFloat(fields[columnConfidence], 64)
		if err != nil || math.IsNaN(confidence) || math.IsInf(confidence, 0) {
			return Picture{}, fmt.Errorf("%w: confidence %q", errTable, fields[columnConfidence])
		}
		text := clean.Line(fields[columnText])
		n := letterCount(text)
		if text == "" || confidence < minWord && n < longWord {
			continue
		}
		box, err := wordBox(fields)
		if err != nil {
			return Picture{}, err
		}
		n = max(1, n)
		lineLetters += n
		lineSum += min(100, confidence) * float64(n)
		current.Add(layout.Word{Text: text, Box: box})
	}
	flush()
	if letters > 0 {
		p.Confidence = sum / float64(letters) / 100
	}
	return p, nil
}

func wordBox(fields []string) (layout.Box, error) {
	var v [4]float32
	for i, column := range []int{columnLeft, columnTop, columnWidth, columnHeight} {
		n, err := strconv.ParseUint(fields[column], 10, 24)
		if err != nil {
			return layout.Box{}, fmt.Errorf("%w: a place of %q", errTable, fields[column])
		}
		v[i] = float32(n)
	}
	return layout.Box{Left: v[0], Top: v[1], Right: v[0] + v[2], Foot: v[1] + v[3]}, nil
}

func letterCount(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// Letters counts letters and digits.
func (p Picture) Letters() int {
	n := 0
	for _, l := range p.Lines {
		for _, w := range l.Words {
			n += letterCount(w.Text)
		}
	}
	return n
}

// Text returns the lines of the picture, separated by newlines.
func (p Picture) Text() string {
	var b strings.Builder
	for _, l := range p.Lines {
		b.WriteString(l.Text())
		b.WriteByte('\n')
	}
	return b.String()
}

// Page converts the result to a page, for a picture at the given resolution.
func (p Picture) Page(number int, width, height float32, dpi int) layout.Page {
	scale := 72 / float32(dpi)
	out := layout.Page{Number: number, Width: width, Height: height, Arranged: true}
	for _, l := range p.Lines {
		line := layout.Line{Column: l.Column}
		for _, w := range l.Words {
			b := w.Box
			line.Add(layout.Word{Text: w.Text, Box: layout.Box{Left: b.Left * scale, Top: b.Top * scale, Right: b.Right * scale, Foot: b.Foot * scale}})
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}
