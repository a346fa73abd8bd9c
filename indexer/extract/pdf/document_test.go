package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
)

// paragraphs are the paragraphs of all pages, a page's end shown by a bar.
func paragraphs(r Reading) string {
	var pages []string
	for _, p := range r.Text.Pages {
		pages = append(pages, strings.ReplaceAll(p.Text, "\n\n", "\n"))
	}
	return strings.Join(pages, "\n|\n")
}

func TestLineEnds(t *testing.T) {
	b := newBuilder()
	b.page(text(72, 700, "We recall the inter-", "national order of the self-", "determination of peoples, and re-", "affirm the o\\256ce of the \\223Prosecutor\\224."), "")
	got := paragraphs(read(t, b.bytes()))
	// \256 is a registered sign in WinAnsi: what the file says is kept.
	want := "We recall the international order of the self-determination of peoples, and reaffirm the o®ce of the “Prosecutor”."
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestParagraphs(t *testing.T) {
	b := newBuilder()
	b.page(text(72, 700, "Mr President,")+
		text(72, 670, "The first paragraph of this statement runs over two lines of the page,", "of which this is the second one.")+
		text(72, 630, "The second paragraph stands further below, after a space that is wider,", "and it ends here."), "")
	want := "Mr President,\nThe first paragraph of this statement runs over two lines of the page, of which this is the second one.\n" +
		"The second paragraph stands further below, after a space that is wider, and it ends here."
	if got := paragraphs(read(t, b.bytes())); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestRunningHeads(t *testing.T) {
	b := newBuilder()
	for i := range 4 {
		b.page(text(72, 770, "Statement of Chile", fmt.Sprintf("ICC-ASP/2%d", i))+
			text(72, 650, fmt.Sprintf("This is what page %d of the statement says, and it is found.", i+1), "Chile speaks of 2019", "and of cooperation.")+
			text(300, 40, fmt.Sprint(i+1)), "")
	}
	r := read(t, b.bytes())
	for i, p := range r.Text.Pages {
		if strings.Contains(p.Text, "Statement of Chile") || strings.Contains(p.Text, "ICC-ASP") || strings.HasSuffix(p.Text, fmt.Sprint(i+1)) ||
			!strings.Contains(p.Text, "Chile speaks of 2019") {
			t.Errorf("page %d: %q", p.Number, p.Text)
		}
	}
	if got := r.Text.Properties.Other["running_heads"]; got != "Statement of Chile\nICC-ASP/20" {
		t.Errorf("heads %q", got)
	}
}

// Two columns whose lines are drawn across the page, left, right, left, right.
func TestColumns(t *testing.T) {
	b := newBuilder()
	var content strings.Builder
	for i := range 12 {
		y := 700 - 12*float64(i)
		content.WriteString(text(72, y, fmt.Sprintf("left column number %02d of those that are", i)))
		content.WriteString(text(310, y, fmt.Sprintf("right column number %02d of those that are", i)))
	}
	b.page(content.String(), "")
	got := paragraphs(read(t, b.bytes()))
	if l, r := strings.LastIndex(got, "left column number 11"), strings.Index(got, "right column number 00"); l < 0 || r < l {
		t.Errorf("got %q", got)
	}
}

func TestWordBoxes(t *testing.T) {
	for name, entries := range map[string]string{
		"upright": "", "rotated": "/Rotate 90", "upside down": "/Rotate 180", "cropped": "/CropBox [50 100 500 750]",
	} {
		t.Run(name, func(t *testing.T) {
			b := newBuilder()
			b.page(text(100, 700, "The Assembly of States Parties"), entries)
			p := read(t, b.bytes()).Text.Pages[0]
			if len(p.Words) != 5 {
				t.Fatalf("%d words in %q", len(p.Words), p.Text)
			}
			for _, w := range p.Words {
				if w.Left < 0 || w.Top < 0 || w.Right > p.Width || w.Foot > p.Height || w.Left >= w.Right || w.Top >= w.Foot {
					t.Errorf("%q at %+v of a page of %v by %v", p.Text[w.Start:w.End], w, p.Width, p.Height)
				}
			}
			w := p.Words[0]
			// 100 points from the left and 100 from the top of the page as it lies in the file.
			want := map[string][2]float32{"upright": {100, 92}, "rotated": {692, 100}, "upside down": {482, 692}, "cropped": {50, 42}}[name]
			if near(w.Left, want[0]) > 12 || near(w.Top, want[1]) > 12 {
				t.Errorf("the first word is at %v, %v, want about %v", w.Left, w.Top, want)
			}
		})
	}
}

func near(a, b float32) float32 { return max(a-b, b-a) }

func TestForms(t *testing.T) {
	b := newBuilder()
	look := b.stream("/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >>", "BT /F1 10 Tf 2 5 Td (drawn value) Tj ET")
	drawn := b.object("<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (drawn value) /F 4 /Rect [72 500 272 520] /AP << /N %d 0 R >> >>", look)
	bare := b.object("<< /Type /Annot /Subtype /Widget /FT /Tx /T (b) /V (bare value) /F 4 /Rect [72 450 272 470] >>")
	comment := b.object("<< /Type /Annot /Subtype /Text /Contents (a comment in the margin) /F 4 /Rect [400 600 420 620] >>")
	hidden := b.object("<< /Type /Annot /Subtype /Text /Contents (nobody sees this) /F 2 /Rect [400 600 420 620] >>")
	b.root = fmt.Sprintf("/AcroForm << /Fields [ %d 0 R %d 0 R ] >>", drawn, bare)
	b.page(text(72, 700, "Registration of speakers"), fmt.Sprintf("/Annots [ %d 0 R %d 0 R %d 0 R %d 0 R ]", drawn, bare, comment, hidden))
	r := read(t, b.bytes())
	got := paragraphs(r)
	for _, want := range []string{"Registration of speakers", "drawn value", "bare value"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("%q is not once in %q", want, got)
		}
	}
	if strings.Contains(got, "nobody sees") || strings.Contains(got, "in the margin") {
		t.Errorf("a comment in %q", got)
	}
	if !slices.Contains(r.Text.Warnings, "comments of reviewers are left out: 1") {
		t.Errorf("got the warnings %q", r.Text.Warnings)
	}
}

func TestAttachments(t *testing.T) {
	inner := newBuilder()
	inner.page(text(72, 700, "The annex is a file of its own."), "")
	b := newBuilder()
	annex := b.stream("/Type /EmbeddedFile", string(inner.bytes()))
	other := b.stream("/Type /EmbeddedFile", "not a PDF")
	b.root = fmt.Sprintf("/Names << /EmbeddedFiles << /Names [ (annex.pdf) << /Type /Filespec /F (annex.pdf) /EF << /F %d 0 R >> >> "+
		"(data.bin) << /Type /Filespec /F (data.bin) /EF << /F %d 0 R >> >> ] >> >>", annex, other)
	b.page(text(72, 700, "The cover note."), "")
	file := b.bytes()
	r := read(t, file)
	if got := paragraphs(r); got != "The cover note.\n|\nThe annex is a file of its own." {
		t.Errorf("got %q", got)
	}
	if l := r.Text.Pages[1].Label; !strings.HasPrefix(l, "annex.pdf") {
		t.Errorf("label %q", l)
	}
	if !slices.ContainsFunc(r.Text.Warnings, func(w string) bool { return strings.Contains(w, "data.bin") }) {
		t.Errorf("warnings %q", r.Text.Warnings)
	}
	d, err := open(t, file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if img, err := d.Render(2, 72); err != nil || img.Rect.Dx() != 600 {
		t.Errorf("the annex cannot be drawn: %v", err)
	}
	if _, err := d.Render(3, 72); !errors.Is(err, corpus.ErrNotFound) {
		t.Errorf("page 3 of 2: %v", err)
	}
}

func TestProperties(t *testing.T) {
	b := newBuilder()
	b.page(text(72, 700, "one"), "")
	b.page(text(72, 700, "two"), "")
	mark := b.object("<< /Title (Cooperation) /Parent 9 0 R /Dest [ 1 /Fit ] >>")
	// A bookmark that is its own successor must not be followed for ever.
	b.objects[mark-1] = fmt.Sprintf("<< /Title (Cooperation) /Dest [ 1 /Fit ] /Next %d 0 R >>", mark)
	b.root = fmt.Sprintf("/Outlines << /First %d 0 R /Last %d 0 R >> /PageLabels << /Nums [ 0 << /S /r /St 4 >> ] >>", mark, mark)
	info := b.object("<< /Title (Statement of Chile) /Author (Ministry) /CreationDate (D:20211208093000+01'00') /Subject (Plenary) >>")
	b.info = fmt.Sprintf("/Info %d 0 R", info)
	text := read(t, b.bytes()).Text
	p := text.Properties
	if p.Title != "Statement of Chile" || p.Author != "Ministry" || p.Date != "2021-12-08T09:30:00+01:00" || p.Other["subject"] != "Plenary" {
		t.Errorf("%+v", p)
	}
	if want := []corpus.OutlineEntry{{Title: "Cooperation", Page: 2, Depth: 1}}; !slices.Equal(p.Outline, want) {
		t.Errorf("outline %+v", p.Outline)
	}
	if text.Pages[0].Label != "iv" || text.Pages[1].Label != "v" {
		t.Errorf("labels %q %q", text.Pages[0].Label, text.Pages[1].Label)
	}
}

// A file that is cut off has no list of its objects: its pages are found all the same.
func TestCutOff(t *testing.T) {
	b := newBuilder()
	b.page(text(72, 700, "The first page is whole."), "")
	b.page(text(72, 700, "The second page is whole."), "")
	b.page(text(72, 700, "The third page is lost."), "")
	file := b.bytes()
	cut := file[:strings.Index(string(file), "third page")-40]
	// The tree of pages stands at the begin of this file, unlike in real ones.
	cut = []byte(strings.Replace(strings.Replace(string(cut), "/Type /Catalog", "/Type /Nothing", 1), "/Type /Pages", "/Type /Nothin", 1))
	r := read(t, cut)
	if got := paragraphs(r); got != "The first page is whole.\n|\nThe second page is whole." {
		t.Errorf("got %q", got)
	}
	if r.Text.Status != corpus.StatusPartial || !strings.Contains(r.Text.Reason, "cut off") || r.Text.Pages[0].Method != corpus.MethodRescued {
		t.Errorf("%s %q %s", r.Text.Status, r.Text.Reason, r.Text.Pages[0].Method)
	}
}

// A file that has lost its first line is read all the same.
func TestHeadLost(t *testing.T) {
	b := newBuilder()
	b.page(text(72, 700, "We recall the rules of procedure."), "")
	r := read(t, bytes.TrimPrefix(b.bytes(), []byte("%PDF-1.7\n")))
	if got := paragraphs(r); got != "We recall the rules of procedure." || r.Text.Pages[0].Method != corpus.MethodRescued {
		t.Errorf("%q, %s", got, r.Text.Pages[0].Method)
	}
}

// Signs that are set apart, and a font that calls its space a mark of Arabic.
func TestWrongSpaces(t *testing.T) {
	for name, test := range map[string]struct {
		letters []string
		want    string
	}{
		"Chinese": {[]string{"国", " ", "际", " ", "刑", " ", "事", " ", "法", " ", "院"}, "国际刑事法院"},
		"a mark":  {[]string{"W", "e", "\u0650", "r", "e", "c", "a", "l", "l"}, "We recall"},
		"French":  {[]string{"à", " ", "l", "a", " ", "C", "o", "u", "r"}, "à la Cour"},
	} {
		var glyphs []placed
		for i, l := range test.letters {
			glyphs = append(glyphs, placed{l, 72 + 6*float64(i)})
		}
		b := newBuilder()
		drawn(b, glyphs)
		if got := paragraphs(read(t, b.bytes())); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, b := range map[string]string{"nothing": "", "no PDF": "hello", "only a head": "%PDF-1.7\n", "no pages": "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"} {
		if _, err := open(t, []byte(b)); !errors.Is(err, corpus.ErrNotText) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPictures(t *testing.T) {
	b := newBuilder()
	scan := b.stream("/Type /XObject /Subtype /Image /Width 1250 /Height 1667 /ColorSpace /DeviceGray /BitsPerComponent 1", strings.Repeat("\x55", 157*1667))
	b.page("q 600 0 0 800 0 0 cm /Im Do Q "+text(72, 700, "a stamp"), fmt.Sprintf("/Resources << /Font << /F1 3 0 R >> /XObject << /Im %d 0 R >> >>", scan))
	b.page("", "")
	b.page(text(72, 700, "text"), "")
	r := read(t, b.bytes())
	if want := []Picture{{Page: 1, DPI: 150}}; !slices.Equal(r.Pictures, want) {
		t.Errorf("pictures %+v", r.Pictures)
	}
	if !slices.Equal(r.Blank, []int{2}) {
		t.Errorf("blank %v", r.Blank)
	}
}

// Time that is up keeps what was read.
func TestTimeUp(t *testing.T) {
	b := newBuilder()
	for range 20 {
		b.page(text(72, 700, "a page of the statement"), "")
	}
	d, err := open(t, b.bytes())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	r, err := d.Text(func() bool { return true })
	if err != nil || len(r.Text.Pages) != 7 || r.Text.Status != corpus.StatusPartial || !strings.Contains(r.Text.Reason, "8 of 20") {
		t.Errorf("%d pages, %s %q, %v", len(r.Text.Pages), r.Text.Status, r.Text.Reason, err)
	}
}
