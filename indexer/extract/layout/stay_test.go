package layout

import (
	"fmt"
	"strings"
	"testing"
)

const fullLine = "these words fill the line from one margin of the page to its other one here"

// body sets lines of a page from a height on.
func body(top float32, n int, of string) (lines []Line) {
	for i := range n {
		lines = append(lines, line(72, top+12*float32(i), fmt.Sprintf("%s %s %d", of, fullLine, i)))
	}
	return lines
}

// TestWhatReturns keeps what returns on pages but is said there, and leaves out
// what is set apart from it.
func TestWhatReturns(t *testing.T) {
	for name, c := range map[string]struct {
		line  func(page int) (Line, bool)
		first float32 // where the text begins
		stays bool
	}{
		"a refrain in the text": {func(p int) (Line, bool) { return line(72, 60, "We call on all States Parties to act now."), p%3 != 0 }, 72, true},
		"a refrain with a gap":  {func(p int) (Line, bool) { return line(72, 60, "We call on all States Parties to act now."), p%3 != 0 }, 78, true},
		"a head with a gap":     {func(p int) (Line, bool) { return line(72, 50, "Statement of the delegation"), p%3 != 0 }, 90, false},
		"a head on every page":  {func(p int) (Line, bool) { return line(72, 60, "Statement of the delegation"), true }, 72, false},
		"a sentence on every page": {func(p int) (Line, bool) {
			return line(72, 40, "Please check against delivery, ladies and gentlemen."), true
		}, 90, false},
		"counts":                     {func(p int) (Line, bool) { return line(72, 60, fmt.Sprint(8+p)), p < 3 }, 84, true},
		"figures of a vote":          {func(p int) (Line, bool) { return line(72, 60, fmt.Sprint([]int{120, 7, 21, 4, 9, 2}[p])), p < 3 }, 84, true},
		"page numbers":               {func(p int) (Line, bool) { return line(300, 60, fmt.Sprint(1+p)), true }, 84, false},
		"page numbers of a book":     {func(p int) (Line, bool) { return line(300, 60, fmt.Sprint(117+p)), true }, 84, false},
		"page numbers after a cover": {func(p int) (Line, bool) { return line(300, 800, fmt.Sprint(1+p)), p > 0 }, 84, false},
		"numbers of sections":        {func(p int) (Line, bool) { return line(72, 60, fmt.Sprintf("(%d)", 14+p)), p < 2 }, 84, true},
	} {
		t.Run(name, func(t *testing.T) {
			var pages []Page
			want := 0
			for p := range 6 {
				lines := body(c.first, 40, fmt.Sprintf("page%c", 'a'+p))
				if l, has := c.line(p); has {
					lines = append([]Line{l}, lines...)
					want++
				}
				pages = append(pages, page(p+1, lines...))
			}
			got := 0
			for p, laid := range Pages(pages) {
				if l, has := c.line(p); has && strings.HasPrefix(laid.Text, l.Text()) {
					got++
				}
			}
			if !c.stays {
				want = 0
			}
			if got != want {
				t.Errorf("it is on %d pages, want %d", got, want)
			}
		})
	}
}

func TestLineNumbers(t *testing.T) {
	numberedLines := func(apart bool) (lines []Line) {
		for i := range 9 {
			top := 100 + 24*float32(i)
			text := line(100, top, fmt.Sprintf("the registrar will please call case %c of them", 'a'+i))
			number := line(72, top, fmt.Sprint(i+1))
			if apart {
				lines = append(lines, number, text)
				continue
			}
			for _, w := range text.Words {
				number.Add(w)
			}
			lines = append(lines, number)
		}
		return lines
	}
	for _, apart := range []bool{false, true} {
		got := texts([]Page{page(1, numberedLines(apart)...)})
		if strings.Contains(got, "2 the registrar") || !strings.Contains(got, "case h of") {
			t.Errorf("apart %v: got %q", apart, got)
		}
	}
	// Every fifth line, or numbers on the right.
	for name, c := range map[string]struct {
		step int
		left float32
	}{"each on the right": {1, 400}, "every fifth": {5, 72}, "every fifth on the right": {5, 400}, "every tenth": {10, 72}} {
		var lines []Line
		for i := range 40 {
			top := 100 + 14*float32(i)
			l := line(100, top, fmt.Sprintf("the registrar will please call case 7%c of them", 'a'+i%26))
			if number := line(c.left, top, fmt.Sprint(i+1)); (i+1)%c.step == 0 && c.left < 100 {
				l.Words = append(number.Words, l.Words...)
				l.Box = l.Box.Join(number.Box)
			} else if (i+1)%c.step == 0 {
				l.Add(number.Words[0])
			}
			lines = append(lines, l)
		}
		if got := texts([]Page{page(1, lines...)}); strings.Contains(got, " 10 ") || strings.Contains(got, " 30 ") || !strings.Contains(got, "them the registrar will please call case 7j of them") {
			t.Errorf("%s: got %q", name, got)
		}
	}
	// A number that comes every fifth line is none where it stands in the text.
	var inText []Line
	for i := range 20 {
		words := "the registrar will please call case %s of them and say when"
		if (i+1)%5 == 0 {
			inText = append(inText, line(100, 100+14*float32(i), fmt.Sprintf("%d   "+words, i+1, "x")))
			continue
		}
		inText = append(inText, line(100, 100+14*float32(i), fmt.Sprintf(words, "y")))
	}
	if got := texts([]Page{page(1, inText...)}); !strings.Contains(got, "10 the registrar") {
		t.Errorf("got %q", got)
	}
	// Paragraphs of several lines that are numbered keep their numbers.
	var lines []Line
	for i := range 6 {
		lines = append(lines, line(72, 100+36*float32(i), fmt.Sprint(i+1)), line(100, 100+36*float32(i), "Decides "+fullLine), line(100, 112+36*float32(i), "and "+fullLine+"."))
	}
	if got := texts([]Page{page(1, lines...)}); !strings.Contains(got, "3 Decides") {
		t.Errorf("got %q", got)
	}
}

func TestShortColumns(t *testing.T) {
	left := strings.Split("The first column tells/of cooperation and of/the arrest warrants that/wait for execution.", "/")
	right := strings.Split("The second one tells/of the budget and of/the liquidity crisis that/keeps the Court poor.", "/")
	var lines []Line
	for i := range left {
		l := line(72, 100+14*float32(i), left[i])
		for _, w := range line(260, 100+14*float32(i), right[i]).Words {
			l.Add(w)
		}
		lines = append(lines, l)
	}
	want := strings.Join(left, " ") + " / " + strings.Join(right, " ")
	if got := texts([]Page{page(1, lines...)}); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// A table is read across.
	lines = nil
	for i, state := range strings.Fields("Chile Ghana Japan Kenya Norway Peru") {
		l := line(72, 100+14*float32(i), state+" said")
		for _, w := range line(260, 100+14*float32(i), []string{"voted in favour", "was away", "abstained"}[i%3]).Words {
			l.Add(w)
		}
		lines = append(lines, l)
	}
	if got := texts([]Page{page(1, lines...)}); !strings.Contains(got, "Ghana said was away Japan said abstained") {
		t.Errorf("got %q", got)
	}
}

// TestDropCaps begins a paragraph with a letter that is two lines high.
func TestDropCaps(t *testing.T) {
	for _, c := range []struct {
		letter string
		gap    float32
		line   string
		want   string
	}{
		{"M", 2, "y delegation thanks the Court", "My delegation thanks the Court"},
		{"A", 1, "lthough the Court is young", "Although the Court is young"},
		{"A", 4, "delegation of ours took the floor when a delegation asked", "A delegation of ours took the floor"},
		{"É", 1, "tant donné que la Cour", "Étant donné que la Cour"},
		{"T", 60, "he stands far away", "T "},
	} {
		large := Word{Text: c.letter, Box: Box{72, 100, 90, 124}}
		rest := line(90+c.gap, 102, c.line)
		below := line(90+c.gap, 114, "and goes on in a second line of the same.")
		inOne := Line{}
		for _, w := range append([]Word{large}, rest.Words...) {
			inOne.Add(w)
		}
		if got := texts([]Page{page(1, inOne, below)}); !strings.HasPrefix(got, c.want) {
			t.Errorf("in one line: got %q, want %q", got, c.want)
		}
		alone := Line{}
		alone.Add(large)
		if got := texts([]Page{page(1, alone, rest, below)}); !strings.HasPrefix(got, c.want) {
			t.Errorf("in a line of its own: got %q, want %q", got, c.want)
		}
	}
}
