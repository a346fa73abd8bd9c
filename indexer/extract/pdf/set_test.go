package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
)

// put sets text of one size at a place.
func put(x, y, size float64, s string) string {
	return fmt.Sprintf("BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n", size, x, y, s)
}

// width is that of digits and spaces in Helvetica.
func width(s string, size float64) (w float64) {
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			w += 0.556 * size
		default:
			w += 0.278 * size
		}
	}
	return w
}

// printed is a page as a reader sees it, marks in braces and struck words in tildes.
func printed(p corpus.Page) string {
	var b strings.Builder
	at := 0
	for _, s := range p.Spans {
		b.WriteString(p.Text[at:s.Offset])
		at = s.Offset
		words, sign := strings.TrimSpace(s.Text), "{}"
		if s.Kind == corpus.SpanStruck {
			sign = "~~"
		}
		b.WriteString(strings.Replace(s.Text, words, sign[:1]+words+sign[1:], 1))
	}
	return b.String() + p.Text[at:]
}

const prose = "The Assembly notes with concern that cooperation with the Court remains uneven."

// TestNoteMarks sets numbers with a mark after them in the ways producers do.
func TestNoteMarks(t *testing.T) {
	for size := 8.0; size <= 14; size += 3 {
		end := 72 + width("1593", size)
		for name, c := range map[string]struct{ content, want string }{
			"smaller and raised":       {put(72, 700, size, "1593") + put(end, 700+0.35*size, 0.6*size, "4") + put(end+0.4*size, 700, size, " refers"), "1593{4} refers"},
			"text rise":                {fmt.Sprintf("BT /F1 %g Tf 72 700 Td (1593) Tj %g Ts /F1 %g Tf (4) Tj 0 Ts /F1 %g Tf ( refers) Tj ET\n", size, 0.33*size, 0.58*size, size), "1593{4} refers"},
			"rise at full size":        {fmt.Sprintf("BT /F1 %g Tf 72 700 Td (1593) Tj %g Ts (4) Tj 0 Ts ( refers) Tj ET\n", size, 0.4*size), "1593{4} refers"},
			"a power of full size":     {put(72, 700, size, "10") + put(72+width("10", size), 700+0.4*size, size, "6") + put(72+width("106", size), 700, size, " EUR"), "10⁶ EUR"},
			"a negative power":         {put(72, 700, size, "3 \\327 10") + put(72+width("3  10", size)+0.584*size, 700+0.35*size, 0.6*size, "\\2269") + put(72+width("3  10", size)+1.4*size, 700, size, " EUR"), "3 × 10⁻⁹ EUR"},
			"a mark of full size":      {put(72, 700, size, "2010") + put(72+width("2010", size), 700+0.4*size, size, "6") + put(72+width("20106", size), 700, size, " EUR"), "2010{6} EUR"},
			"two numbers":              {put(72, 700, size, "2019") + put(end, 700+0.35*size, 0.6*size, "12, 13") + put(end+2.2*size, 700, size, " was"), "2019{12, 13} was"},
			"large numbers at the end": {put(72, 700, size, "1593 to 2019") + put(72+width("1593 2019", size)+1.112*size, 700+0.4*size, 0.9*size, "12, 13") + put(72+width("1593 2019", size)+3.65*size, 700, size, "."), "1593 to 2019{12, 13}."},
			"raised by its code":       {put(72, 700, size, "the 5 km\\262 of resolution 1593\\271 refer"), "the 5 km² of resolution 1593{1} refer"},
			"an endnote":               {put(72, 700, size, "1593") + put(end, 700+0.35*size, 0.6*size, "iii") + put(end+0.6*size, 700, size, " refers"), "1593{iii} refers"},
			"before a comma":           {put(72, 700, size, "2019") + put(end, 700+0.35*size, 0.6*size, "12") + put(end+0.7*size, 700, size, ", when"), "2019{12}, when"},
			"a sign":                   {put(72, 700, size, "2019") + put(end, 700+0.2*size, 0.6*size, "\\206") + put(end+0.4*size, 700, size, " was"), "2019{†} was"},
			"a power":                  {put(72, 700, size, "5 km") + put(72+width("5 ", size)+1.333*size, 700+0.35*size, 0.6*size, "2") + put(72+width("5 ", size)+1.8*size, 700, size, " of"), "5 km² of"},
			"chemistry":                {put(72, 700, size, "CO") + put(72+1.5*size, 700-0.15*size, 0.6*size, "2") + put(72+1.9*size, 700, size, " of"), "CO₂ of"},
			"an ordinal":               {put(72, 700, size, "15") + put(72+width("15", size), 700+0.35*size, 0.6*size, "th") + put(72+width("15", size)+0.6*size, 700, size, " session"), "15th session"},
			"smaller type":             {put(72, 700, size, "1593") + put(end, 700, 0.6*size, "4") + put(end+0.4*size, 700, size, " refers"), "15934 refers"},
		} {
			t.Run(fmt.Sprintf("%s at %g", name, size), func(t *testing.T) {
				b := newBuilder()
				b.page(c.content+put(72, 600, size, prose), "")
				got, _, _ := strings.Cut(printed(read(t, b.bytes()).Text.Pages[0]), "\n")
				if got != c.want {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		}
	}
}

// TestUnseen hides words in the ways that files do, and shows some that look
// as if they were hidden.
func TestUnseen(t *testing.T) {
	const secret = "opposes the Court in every respect"
	layered := func(off string) func(*builder) {
		return func(b *builder) {
			layer := b.object("<< /Type /OCG /Name (x) >>")
			b.root = fmt.Sprintf("/OCProperties << /OCGs [ %d 0 R ] /D << /%s [ %d 0 R ] >> >>", layer, off, layer)
			b.more = fmt.Sprintf("/Properties << /L %d 0 R >>", layer)
		}
	}
	faint := func(b *builder) { b.more = "/ExtGState << /G << /ca 0.02 >> >>" }
	picture := func(b *builder) {
		image := b.stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "\xC0")
		b.more = fmt.Sprintf("/XObject << /I %d 0 R >>", image)
	}
	words := put(72, 500, 11, secret)
	for name, c := range map[string]struct {
		content string
		setUp   func(*builder)
		entries string
		seen    bool
	}{
		"plain":                       {content: words, seen: true},
		"layer that is off":           {content: "/OC /L BDC " + words + " EMC", setUp: layered("OFF")},
		"layer that is on":            {content: "/OC /L BDC " + words + " EMC", setUp: layered("ON"), seen: true},
		"white":                       {content: "1 g " + words + " 0 g"},
		"white by another name":       {content: "0 0 0 0 k " + words + " 0 g"},
		"white on black":              {content: "0 g 60 490 400 30 re f 1 g " + words + " 0 g", seen: true},
		"black on black":              {content: "0 g 60 490 400 30 re f " + words},
		"red on red":                  {content: "1 0 0 rg 60 490 400 30 re f " + words + " 0 g"},
		"black on grey":               {content: "0.8 g 60 490 400 30 re f 0 g " + words, seen: true},
		"grey":                        {content: "0.6 g " + words + " 0 g", seen: true},
		"transparent":                 {content: "/G gs " + words, setUp: faint},
		"not drawn":                   {content: "BT 3 Tr ET " + words + " BT 0 Tr ET"},
		"covered":                     {content: words + " 1 g 60 490 400 30 re f 0 g"},
		"under a frame":               {content: words + " 60 490 400 30 re S", seen: true},
		"beside it a box":             {content: words + " 0.5 g 60 400 400 30 re f 0 g", seen: true},
		"clipped away":                {content: "q 0 0 50 50 re W n " + words + " Q"},
		"within its clip":             {content: "q 60 490 400 30 re W n " + words + " Q", seen: true},
		"cropped away":                {content: words, entries: "/CropBox [0 600 600 800]"},
		"below the sheet":             {content: put(72, -30, 11, secret)},
		"a dot":                       {content: put(72, 500, 0.5, secret)},
		"not drawn, over a scan":      {content: "q 600 0 0 800 0 0 cm /I Do Q BT 3 Tr ET " + words + " BT 0 Tr ET", setUp: picture, seen: true},
		"not drawn, beside a picture": {content: "q 600 0 0 350 0 0 cm /I Do Q BT 3 Tr ET " + words + " BT 0 Tr ET", setUp: picture},
		"under a scan of itself":      {content: words + " q 600 0 0 800 0 0 cm /I Do Q ", setUp: picture, seen: true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder()
			if c.setUp != nil {
				c.setUp(b)
			}
			shown := put(72, 700, 11, prose)
			if strings.Contains(name, "scan") {
				shown = "" // drawn over it, or it would be doubled
			}
			b.page(shown+c.content, c.entries)
			r := read(t, b.bytes())
			if got := strings.Contains(paragraphs(r), secret); got != c.seen {
				t.Errorf("got %q: %v, want %v", paragraphs(r), got, c.seen)
			}
			if shown != "" && !strings.Contains(paragraphs(r), prose) {
				t.Errorf("got %q, without what is seen", paragraphs(r))
			}
			warned := slices.ContainsFunc(r.Text.Warnings, func(w string) bool { return strings.HasPrefix(w, "hidden text: 6 words") })
			if warned == c.seen {
				t.Errorf("warnings %q", r.Text.Warnings)
			}
		})
	}
}

// TestTextLayerTwice lays a text layer over text that is seen, and over a scan
// on which some is.
func TestTextLayerTwice(t *testing.T) {
	b := newBuilder()
	image := b.stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "\xC0")
	b.more = fmt.Sprintf("/XObject << /I %d 0 R >>", image)
	layer := "BT 3 Tr ET " + put(72.4, 700.3, 10.8, prose) + put(72, 500, 11, "What the scan says.") + " BT 0 Tr ET "
	b.page("q 600 0 0 800 0 0 cm /I Do Q "+put(72, 700, 11, prose)+layer, "")
	if got, want := paragraphs(read(t, b.bytes())), prose+"\nWhat the scan says."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStruckWords(t *testing.T) {
	const size, x, y = 11.0, 72.0, 500.0
	before, struck := "2019 ", "3456"
	from, to := x+width(before, size), x+width(before+struck, size)
	words := put(x, y, size, before+struck+" 2021")
	line := func(up float64) string { return fmt.Sprintf("0.8 w %g %g m %g %g l S\n", from, y+up, to, y+up) }
	for name, c := range map[string]struct{ content, entries, want string }{
		"a line":          {words + line(0.3*size), "", "2019 ~3456~ 2021"},
		"a thin area":     {words + fmt.Sprintf("%g %g %g 0.7 re f\n", from, y+0.27*size, to-from), "", "2019 ~3456~ 2021"},
		"two lines":       {words + line(0.24*size) + line(0.36*size), "", "2019 ~3456~ 2021"},
		"red":             {words + "1 0 0 RG " + line(0.3*size), "", "2019 ~3456~ 2021"},
		"drawn before":    {line(0.3*size) + words, "", "2019 ~3456~ 2021"},
		"several lines":   {words + fmt.Sprintf("0.8 w 72 100 m 300 100 l %g %g m %g %g l S\n", from, y+0.3*size, to, y+0.3*size), "", "2019 ~3456~ 2021"},
		"in a drawing":    {words + fmt.Sprintf("q 1 0 0 1 0 %g cm 0.8 w %g 0 m %g 0 l S Q\n", y+0.3*size, from, to), "", "2019 ~3456~ 2021"},
		"by a reviewer":   {words, fmt.Sprintf("/Annots [ << /Type /Annot /Subtype /StrikeOut /F 4 /Rect [%g %g %g %g] /QuadPoints [%g %g %g %g %g %g %g %g] >> ]", from, y-2, to, y+9, from, y+9, to, y+9, from, y-2, to, y-2), "2019 ~3456~ 2021"},
		"an underline":    {words + line(-0.1*size), "", "2019 3456 2021"},
		"a close one":     {words + line(-0.02*size), "", "2019 3456 2021"},
		"a line above":    {words + line(0.8*size), "", "2019 3456 2021"},
		"a rule behind":   {fmt.Sprintf("0.8 w 20 %g m 580 %g l S 1 g %g %g 200 14 re f 0 g ", y+0.3*size, y+0.3*size, x-2, y-3) + words, "", "2019 3456 2021"},
		"a pale ornament": {"0.95 G " + line(0.3*size) + "0 G " + words, "", "2019 3456 2021"},
		"highlighted":     {fmt.Sprintf("1 1 0 rg %g %g %g %g re f 0 g ", from, y-2, to-from, size+2) + words, "", "2019 3456 2021"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder()
			b.page(put(72, 700, size, prose)+c.content, c.entries)
			_, got, _ := strings.Cut(printed(read(t, b.bytes()).Text.Pages[0]), "\n\n")
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestDoubledLetters draws each letter twice, and each word, at sizes and
// distances that make letters look bold.
func TestDoubledLetters(t *testing.T) {
	// Helvetica's widths, in thousandths of the size.
	widths := map[rune]float64{'i': 222, 'l': 222, 'f': 278, 't': 278, ' ': 278, 'r': 333, 'c': 500, 's': 500, 'v': 500, 'm': 833}
	advance := func(r rune, size float64) float64 {
		if w := widths[r]; w > 0 {
			return w * size / 1000
		}
		return 0.556 * size
	}
	const words = "collective illness of committees"
	for _, size := range []float64{8, 14, 36} {
		for _, aside := range []float64{0.01, 0.03, 0.06} {
			dx := aside * size
			var letters, whole strings.Builder
			x := 72.0
			for _, r := range words {
				letters.WriteString(put(x, 700, size, string(r)) + put(x+dx, 700, size, string(r)))
				x += advance(r, size)
			}
			whole.WriteString(put(72, 700, size, words) + put(72+dx, 700, size, words))
			for name, content := range map[string]string{"letters": letters.String(), "words": whole.String()} {
				b := newBuilder()
				b.media = "[0 0 900 800]"
				b.page(content+put(72, 600, 11, prose), "")
				if got, _, _ := strings.Cut(paragraphs(read(t, b.bytes())), "\n"); got != words {
					t.Errorf("%s of %g points, %g aside: got %q", name, size, dx, got)
				}
			}
		}
	}
}

// TestLettersApart sets words with no spaces but gaps, and letters one by one.
func TestLettersApart(t *testing.T) {
	words := strings.Fields("The Assembly notes with concern that cooperation with the Court remains uneven and invites all to act")
	for _, gap := range []int{110, 160, 250} {
		b := newBuilder()
		b.page(fmt.Sprintf("BT /F1 11 Tf 72 700 Td [(%s)] TJ ET", strings.Join(words, fmt.Sprintf(") -%d (", gap))), "")
		if got, want := paragraphs(read(t, b.bytes())), strings.Join(words, " "); got != want {
			t.Errorf("gaps of %d: got %q", gap, got)
		}
	}
	b := newBuilder() // tight setting parts no words
	b.page("BT /F1 11 Tf 72 700 Td [(Anti) -20 (constitu) -10 (tionally) -15 (established)] TJ ET", "")
	if got := paragraphs(read(t, b.bytes())); got != "Anticonstitutionallyestablished" {
		t.Errorf("got %q", got)
	}
	b = newBuilder() // a short page: PDFium takes its letters for lines
	x := 72.0
	var content strings.Builder
	for _, r := range "We met 19 of 2020" {
		if r != ' ' {
			content.WriteString(put(x, 700, 11, string(r)))
		}
		x += map[bool]float64{true: 0.556, false: 0.278}[r != ' ' && r != 't' && r != 'f'] * 11
		if r == 'W' || r == 'm' {
			x += 0.33 * 11
		}
	}
	b.page(content.String(), "")
	if got := paragraphs(read(t, b.bytes())); got != "We met 19 of 2020" {
		t.Errorf("a short page: got %q", got)
	}
}

// TestAccents draws accents by themselves over their letters.
func TestAccents(t *testing.T) {
	b := newBuilder()
	content := put(72, 700, 11, "l'") + put(72+0.222*11+0.191*11+1.8, 702, 11, "\\264") + put(72+0.413*11, 700, 11, "E") + put(72+1.08*11, 700, 11, "tat partie")
	b.page(content+put(72, 600, 11, prose), "")
	if got, _, _ := strings.Cut(paragraphs(read(t, b.bytes())), "\n"); got != "l'État partie" {
		t.Errorf("got %q", got)
	}
}
