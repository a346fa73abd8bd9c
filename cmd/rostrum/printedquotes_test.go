package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/corpus/authority"
	"rostrum/search"
)

// setting is how a piece of a paragraph is printed.
type setting int

const (
	said setting = iota
	noted
	struckOut
	unseenWords
)

type piece struct {
	set  setting
	text string
}

// drawParagraph is a sample sentence with the mark of a note, struck words and
// words that nobody sees. Its numbers occur nowhere else.
func drawParagraph(draw *rand.Rand, number int) []piece {
	one := func(list ...string) string { return list[draw.IntN(len(list))] }
	start := one("We ask", "The sample asks", "We invite", "This text invites") + " " + one("all states", "the Assembly", "each party", "the members") + " to " +
		one("support", "follow", "read", "apply") + " " + one("resolution", "decision", "report", "paragraph") + fmt.Sprintf(" %d", 1000+7*number)
	end := " " + one("with care", "in good faith", "as agreed", "this year")
	return []piece{
		{said, start}, {noted, fmt.Sprint(1 + draw.IntN(9))}, {said, end},
		{struckOut, " " + one("but", "if", "unless") + " " + one("nothing", "little") + " " + one("comes", "follows") + fmt.Sprintf(" of %d", 20000+7*number)},
		{said, " " + one("and of one mind", "as ever before", "where they can") + "."},
		{unseenWords, fmt.Sprintf(" Draft %d is not for anybody to see.", 40000+7*number)},
	}
}

func webPage(paragraphs [][]piece) []byte {
	tags := map[setting][2]string{said: {}, noted: {"<sup>", "</sup>"}, struckOut: {"<del>", "</del>"}, unseenWords: {`<span style="display:none">`, "</span>"}}
	var b strings.Builder
	b.WriteString("<html><head><title>Sample</title></head><body><article>")
	for _, p := range paragraphs {
		b.WriteString("<p>")
		for _, x := range p {
			b.WriteString(tags[x.set][0] + x.text + tags[x.set][1])
		}
		b.WriteString("</p>")
	}
	return []byte(b.String() + "</article></body></html>")
}

func wordPage(t *testing.T, paragraphs [][]piece) []byte {
	properties := map[setting]string{said: "", noted: `<w:vertAlign w:val="superscript"/>`, struckOut: "<w:strike/>", unseenWords: "<w:vanish/>"}
	var b strings.Builder
	for _, p := range paragraphs {
		b.WriteString("<w:p>")
		for _, x := range p {
			b.WriteString("<w:r><w:rPr>" + properties[x.set] + `</w:rPr><w:t xml:space="preserve">` + x.text + "</w:t></w:r>")
		}
		b.WriteString("</w:p>")
	}
	return wordDocument(t, b.String())
}

// pdfPage sets each paragraph in lines of type whose letters are all as wide, so
// that what is drawn over them can be placed. Hidden words are set in a way that
// draws nothing.
func pdfPage(paragraphs [][]piece) []byte {
	const size, wide, lead = 8.0, 4.8, 11.0 // points; Courier's letters are .6 of its size
	var c strings.Builder
	y := 760.0
	for _, p := range paragraphs {
		x := 40.0
		for _, piece := range p {
			text, most := piece.text, 105
			if room := most - int((x-40)/wide); piece.set != noted && len(text) > room { // the next line
				x, y, text = 40, y-lead, strings.TrimPrefix(text, " ")
			}
			width := wide * float64(len(text))
			switch piece.set {
			case noted:
				width /= 2
				fmt.Fprintf(&c, "BT /F 4 Tf %.1f %.1f Td (%s) Tj ET\n", x, y+3.5, text)
			case unseenWords:
				fmt.Fprintf(&c, "BT 3 Tr /F %.0f Tf %.1f %.1f Td (%s) Tj ET\n", size, x, y, text)
			default:
				fmt.Fprintf(&c, "BT 0 Tr /F %.0f Tf %.1f %.1f Td (%s) Tj ET\n", size, x, y, text)
			}
			if piece.set == struckOut {
				fmt.Fprintf(&c, "%.1f %.1f m %.1f %.1f l 0.6 w S\n", x+wide*float64(strings.Index(text+" x", strings.TrimSpace(text))), y+2.4, x+width, y+2.4)
			}
			x += width
		}
		y -= 3 * lead
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, object := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", c.Len(), c.String()),
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

// TestQuotationsOfDrawnPages quotes pages drawn in three formats: what a reader
// sees is verbatim, with the marks of notes and without; what is struck or cannot
// be seen never is, nor is a number with a mark for its last digit.
func TestQuotationsOfDrawnPages(t *testing.T) {
	t.Parallel()
	const documents, perDocument = 30, 4
	folder, data := t.TempDir(), t.TempDir()
	seed := rand.Uint64()
	t.Logf("drawn with seed %d", seed)
	draw := rand.New(rand.NewPCG(seed, 0))
	raised := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	seen, unseen := map[string]string{}, map[string]string{} // files by quotation
	for n := range documents {
		var paragraphs [][]piece
		for i := range perDocument {
			p := drawParagraph(draw, n*perDocument+i)
			paragraphs = append(paragraphs, p)
		}
		var name string
		var document []byte
		switch n % 3 {
		case 0:
			name, document = fmt.Sprintf("%d.html", n), webPage(paragraphs)
		case 1:
			name, document = fmt.Sprintf("%d.docx", n), wordPage(t, paragraphs)
		case 2:
			name, document = fmt.Sprintf("%d.pdf", n), pdfPage(paragraphs)
		}
		if err := os.WriteFile(filepath.Join(folder, name), document, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, p := range paragraphs {
			start, mark, end, struck, rest, hidden := p[0].text, p[1].text, p[2].text, p[3].text, p[4].text, p[5].text
			seen[start+end] = name
			seen[start+"["+mark+"]"+end] = name
			seen[start+string(raised[mark[0]-'0'])+end+rest] = name
			seen[start+end+rest] = name
			unseen[start+mark+end] = name
			unseen[strings.TrimSpace(struck)] = name
			unseen[strings.TrimSpace(end+struck+rest)] = name
			unseen[strings.TrimSpace(hidden)] = name
		}
	}
	if o := outcomeOf(t, "index", folder, "--data", data, "--ocr", "never"); o.code != exitOK || !strings.Contains(o.stdout, fmt.Sprintf("%d added", documents)) || !strings.Contains(o.stderr, "hidden text") {
		t.Fatalf("index ended with %d: %s%s", o.code, o.stdout, o.stderr)
	}
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	ix, err := newEngine(filepath.Join(data, "index"), names).Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	check := func(quotations map[string]string, want bool) {
		for text, file := range quotations {
			res, err := ix.(search.Quoter).Quote(t.Context(), search.QuoteRequest{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			if got := res.Verdict == search.Verbatim; got != want || got && res.Matches[0].Statement.Origin.File != file {
				t.Errorf("%s: %q is %s", file, text, res.Verdict)
			}
		}
	}
	check(seen, true)
	check(unseen, false)
	t.Logf("%d quotations of what is seen, %d of what is not", len(seen), len(unseen))
}
