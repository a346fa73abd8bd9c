package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// placed is a sign drawn at a place: its letters as the file names them, and
// where it stands, in points.
type placed struct {
	letters string
	x       float64
}

// drawn sets glyphs of 6 points each on one line, in the order they come, in
// a font of boxes whose map names the letters.
func drawn(b *builder, glyphs []placed) {
	codes := map[string]int{}
	var mapping, content, names strings.Builder
	for _, g := range glyphs {
		if _, ok := codes[g.letters]; !ok {
			codes[g.letters] = len(codes) + 65
			fmt.Fprintf(&mapping, "<%02x> <", codes[g.letters])
			for _, r := range g.letters {
				fmt.Fprintf(&mapping, "%04x", r)
			}
			mapping.WriteString(">\n")
			names.WriteString("/box ")
		}
		fmt.Fprintf(&content, "BT /A 12 Tf 1 0 0 1 %g 600 Tm <%02x> Tj ET\n", g.x, codes[g.letters])
	}
	cmap := b.stream("", fmt.Sprintf("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"+
		"1 begincodespacerange <00> <FF> endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap end end", len(codes), mapping.String()))
	box := b.stream("", "500 0 0 0 500 700 d1 0 0 500 700 re f")
	font := b.object("<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar %d /Widths [ %s ] "+
		"/Encoding << /Type /Encoding /Differences [ 65 %s ] >> /CharProcs << /box %d 0 R >> /ToUnicode %d 0 R >>",
		64+len(codes), strings.Repeat("500 ", len(codes)), names.String(), box, cmap)
	b.page(content.String(), fmt.Sprintf("/Resources << /Font << /A %d 0 R >> >>", font))
}

// word places the letters of a word from right to left, beginning at x, and
// draws them in that order or from left to right.
func word(x float64, fromLeft bool, letters ...string) (glyphs []placed, end float64) {
	for _, l := range letters {
		x -= 6
		glyphs = append(glyphs, placed{l, x})
	}
	if fromLeft {
		for i, j := 0, len(glyphs)-1; i < j; i, j = i+1, j-1 {
			glyphs[i], glyphs[j] = glyphs[j], glyphs[i]
		}
	}
	return glyphs, x
}

func TestArabicOrder(t *testing.T) {
	words := [][]string{{"ا", "ل", "د", "و", "ل"}, {"ا", "ل", "أ", "ط", "ر", "ا", "ف"}, {"ف", "ي"}, {"ا", "ل", "م", "ح", "ك", "م", "ة"}, {"ا", "ل", "ج", "ن", "ا", "ئ", "ي", "ة"}}
	want := "الدول الأطراف في المحكمة الجنائية"
	for name, fromLeft := range map[string]func(i int) bool{
		"as it is read":           func(int) bool { return false },
		"each word from the left": func(int) bool { return true },
		"words of either kind":    func(i int) bool { return i%2 == 0 },
	} {
		t.Run(name, func(t *testing.T) {
			var all []placed
			x := 500.0
			for i, w := range words {
				g, end := word(x, fromLeft(i), w...)
				all = append(all, g...)
				x = end - 4
			}
			b := newBuilder()
			drawn(b, all)
			if got := paragraphs(read(t, b.bytes())); got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
	t.Run("the whole line from the left", func(t *testing.T) {
		var all []placed
		x := 500.0
		for _, w := range words {
			g, end := word(x, true, w...)
			all = append(g, all...)
			x = end - 4
		}
		b := newBuilder()
		drawn(b, all)
		if got := paragraphs(read(t, b.bytes())); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	})
}

// Some files name a ligature's letters in the order they would have from left
// to right, and Persian letters that look like the Arabic ones.
func TestArabicLetters(t *testing.T) {
	for name, ligature := range map[string]string{"in order": "لا", "turned": "ال"} {
		t.Run(name, func(t *testing.T) {
			first, end := word(500, false, "ا", "ل", "س", ligature, "م")
			second, end := word(end-4, false, "ف", "ی")
			third, end := word(end-4, false, "ا", "ل", "ع", "ا", "ل", "م")
			fourth, _ := word(end-4, false, "إ", "س", ligature, "م", "ی", "ة")
			b := newBuilder()
			drawn(b, append(append(append(first, second...), third...), fourth...))
			if got, want := paragraphs(read(t, b.bytes())), "السلام في العالم إسلامية"; got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

// Numbers and foreign names keep their own direction.
func TestArabicNumbers(t *testing.T) {
	first, end := word(500, false, "ا", "ل", "د", "و", "ر", "ة")
	x := end - 4 - 12
	number := []placed{{"2", x}, {"0", x + 6}}
	last, end := word(x-4, false, "ل", "ل", "ج", "م", "ع", "ي", "ة")
	name := []placed{{"I", end - 22}, {"C", end - 16}, {"C", end - 10}}
	b := newBuilder()
	drawn(b, append(append(append(first, number...), last...), name...))
	if got, want := paragraphs(read(t, b.bytes())), "الدورة 20 للجمعية ICC"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Lam and alef that a producer has turned round are told by the mark on them.
func TestArabicTanwin(t *testing.T) {
	first, end := word(500, false, "ا", "ل", "د", "و", "ل")
	second, _ := word(end-4, false, "م", "ت", "ك", "ا", "م", "ا", "ل")
	b := newBuilder()
	drawn(b, append(append(first, second...), placed{"\u064b", second[len(second)-1].x}))
	if got, want := paragraphs(read(t, b.bytes())), "الدول متكاملا\u064b"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Codes of glyphs that are taken for letters leave a page to OCR, wherever the
// letters of an alphabet do not go together.
func TestLettersOfNoAlphabet(t *testing.T) {
	for name, c := range map[string]struct {
		odd     string
		damaged bool
	}{"Arabic": {"ل", false}, "Khmer": {"ង", true}, "clicks": {"ǂ", true}, "private use": {"\ue012", true}, "none": {"\x13", true}} {
		var all []placed
		x := 500.0
		for range 4 {
			g, end := word(x, false, "ا", c.odd, "م", "ح", "ك", "م", "ة")
			all, x = append(all, g...), end-4
		}
		b := newBuilder()
		drawn(b, all)
		if got := len(read(t, b.bytes()).Damaged) > 0; got != c.damaged {
			t.Errorf("%s: damaged %v, want %v", name, got, c.damaged)
		}
	}
}

// TestArabicVowels sets the vowel of a sign of lam and alef on the lam, and keeps
// the one that comes after a stop in lines that are held from left to right.
func TestArabicVowels(t *testing.T) {
	for name, c := range map[string]struct {
		glyphs []placed
		want   string
	}{
		"after a sign of lam and alef": {[]placed{{"ب", 90}, {"لا", 84}, {"َ", 84}, {"د", 78}}, "بلَاد"},
		"after lam, then alef":         {[]placed{{"ب", 90}, {"ل", 84}, {"ا", 78}, {"ِ", 78}, {"س", 72}}, "بلاِس"},
		"after a stop":                 {[]placed{{".", 72}, {"ِ", 78}, {"ه", 78}, {"ل", 84}, {"م", 90}, {"ع", 96}}, "عمله"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder()
			drawn(b, c.glyphs)
			if got := read(t, b.bytes()).Text.Pages[0].Text; !strings.HasPrefix(got, c.want) || strings.Count(got, "ِ")+strings.Count(got, "َ") != 1 {
				t.Errorf("got %q, want %q and its vowel", got, c.want)
			}
		})
	}
}
