package layout

import (
	"fmt"
	"strings"
	"testing"
)

// line sets words of six points a letter from a place on.
func line(left, top float32, text string) Line {
	var l Line
	for _, w := range strings.Fields(text) {
		width := 6 * float32(len([]rune(w)))
		l.Add(Word{Text: w, Box: Box{left, top, left + width, top + 10}})
		left += width + 3
	}
	return l
}

func page(number int, lines ...Line) Page {
	return Page{Number: number, Width: 595, Height: 842, Lines: lines}
}

func texts(pages []Page) string {
	var out []string
	for _, p := range Pages(pages) {
		out = append(out, strings.ReplaceAll(p.Text, "\n\n", " / "))
	}
	return strings.Join(out, " | ")
}

func TestParagraphs(t *testing.T) {
	full := "these words fill the line from one margin of the page to its other one here"
	tests := map[string]struct {
		lines []Line
		want  string
	}{
		"one": {[]Line{line(72, 100, full), line(72, 112, full), line(72, 124, "and its end.")}, full + " " + full + " and its end."},
		"a gap": {[]Line{line(72, 100, full), line(72, 112, full), line(72, 124, full), line(72, 150, full), line(72, 162, full)},
			full + " " + full + " " + full + " / " + full + " " + full},
		"an indent": {[]Line{line(72, 100, full), line(72, 112, full+" end."), line(92, 124, "Another "+full), line(72, 136, full)},
			full + " " + full + " end. / Another " + full + " " + full},
		"a heading that is long": {[]Line{line(72, 100, "The cooperation of states with the Court and with each other"), line(72, 112, "All "+full), line(72, 124, full)},
			"The cooperation of states with the Court and with each other / All " + full + " " + full},
		"lines in the middle": {[]Line{line(250, 80, "General debate"), line(220, 92, "Statement of the chair"), line(72, 104, full), line(72, 116, full), line(72, 128, full)},
			"General debate / Statement of the chair / " + full + " " + full + " " + full},
		"a ragged line": {[]Line{line(72, 100, full), line(72, 112, "the cooperation of states with the Court, and each"), line(72, 124, "of us knows it "+full)},
			full + " the cooperation of states with the Court, and each of us knows it " + full},
		"a heading":       {[]Line{line(72, 100, "Cooperation"), line(72, 112, full), line(72, 124, full)}, "Cooperation / " + full + " " + full},
		"a note":          {[]Line{line(72, 100, full), {Alone: true, Words: line(300, 112, "a comment").Words}}, full + " / a comment"},
		"pieces of a row": {[]Line{line(72, 100, "Mr"), line(200, 100, "President"), line(300, 101, "of Chile")}, "Mr President of Chile"},
		"nothing":         {nil, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := texts([]Page{page(1, test.lines...)}); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// A word that is broken over two pages is found on the first.
func TestWordOverPages(t *testing.T) {
	got := texts([]Page{page(1, line(72, 700, "we recall the coop\x02")), page(2, line(72, 100, "eration of all states"))})
	if want := "we recall the cooperation | of all states"; got != want {
		t.Errorf("got %q", got)
	}
	got = texts([]Page{page(1, line(72, 700, "of the Asia-")), page(2, line(72, 100, "Pacific group"))})
	if want := "of the Asia- | Pacific group"; got != want {
		t.Errorf("got %q", got)
	}
}

// The same line above and below each page is a running head and a running foot.
func TestHeadsAboveAndBelow(t *testing.T) {
	var pages []Page
	for i, word := range []string{"one", "two", "three", "four"} {
		pages = append(pages, page(i+1, line(280, 17, "OFFICIAL"), line(280, 816, "OFFICIAL"), line(72, 300, "text of page "+word)))
	}
	if got := texts(pages); strings.Contains(got, "OFFICIAL") {
		t.Errorf("%q", got)
	}
}

func TestNumbers(t *testing.T) {
	var pages []Page
	for i, number := range []string{"iv", "v", "vi"} {
		pages = append(pages, page(i+1, line(72, 300, fmt.Sprintf("text of page %d", i)), line(72, 312, "and more"), line(72, 324, "of it"), line(290, 800, number)))
	}
	if got := texts(pages); strings.Contains(got, "vi") || strings.Contains(got, "iv") {
		t.Errorf("roman numbers in %q", got)
	}
	// A figure that stands alone on a slide, and the marks of a chart, are no page numbers.
	chart := page(1, line(40, 780, "2"), line(80, 780, "4"), line(120, 780, "6"), line(72, 300, "Contributions"))
	if got := texts([]Page{chart, page(2, line(290, 790, "123"))}); !strings.Contains(got, "2 4 6") || !strings.Contains(got, "123") {
		t.Errorf("figures are gone from %q", got)
	}
	dressed := page(1, line(72, 300, "one"), line(72, 312, "two"), line(72, 324, "three"), line(72, 336, "four"), line(280, 800, "- 7 -"))
	if got := texts([]Page{dressed}); strings.Contains(got, "7") {
		t.Errorf("a page number is in %q", got)
	}
}

func TestWordsOfText(t *testing.T) {
	raw := []Page{page(1, line(72, 100, "we re-"), line(72, 112, "affirm, and recall"), line(72, 124, "the rules."))}
	p := Pages(raw)[0]
	if p.Text != "we reaffirm, and recall the rules." {
		t.Fatalf("%q", p.Text)
	}
	var words []string
	for _, w := range p.Words {
		words = append(words, p.Text[w.Start:w.End])
	}
	if got := strings.Join(words, "|"); got != "we|re|affirm,|and|recall|the|rules." {
		t.Errorf("words %s", got)
	}
	if a, b := p.Words[1], p.Words[2]; a.Top != 100 || b.Top != 112 || b.Left != 72 {
		t.Errorf("the halves of the broken word are at %+v and %+v", a, b)
	}
}

// FuzzPages sets words anywhere and asks that every word of the text be one
// that was set, with its place.
func FuzzPages(f *testing.F) {
	f.Add("we re-\naffirm the\x02\nrules of procedure", uint16(7))
	f.Add("\u0301\n\ufffe\n- \n1\n2", uint16(0))
	f.Fuzz(func(t *testing.T, text string, spread uint16) {
		var raw []Page
		x, y := float32(spread%500), float32(10)
		for i, part := range strings.Split(text, "\n\n") {
			p := page(i + 1)
			for l := range strings.SplitSeq(part, "\n") {
				if l := line(x, y, l); len(l.Words) > 0 {
					p.Lines = append(p.Lines, l)
				}
				x, y = float32(int(x)*7%450), float32(int(y)*5%800)
			}
			raw = append(raw, p)
		}
		Heads(raw)
		for _, p := range Pages(raw) {
			end := 0
			for _, w := range p.Words {
				if w.Start < end || w.End <= w.Start || w.End > len(p.Text) || strings.ContainsAny(p.Text[w.Start:w.End], "\n\x02") {
					t.Fatalf("word %+v of %q", w, p.Text)
				}
				end = w.End
			}
		}
	})
}
