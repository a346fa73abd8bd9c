package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"rostrum/corpus"
)

// archive packs parts as a word processor does.
func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func docx(body string) string {
	return `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`
}

func odt(body string) string {
	return `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`
}

func TestWord(t *testing.T) {
	tests := map[string]struct{ body, want string }{
		"runs of one word":        {`<w:p><w:r><w:t>Stat</w:t></w:r><w:r><w:t>ement</w:t></w:r></w:p>`, "Statement"},
		"paragraphs":              {`<w:p><w:r><w:t>Mr President,</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>thank you.</w:t></w:r></w:p>`, "Mr President,\n\nthank you."},
		"tabs and breaks":         {`<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>`, "a b c"},
		"hyphens":                 {`<w:p><w:r><w:t>Asia</w:t><w:noBreakHyphen/><w:t>Paci</w:t><w:softHyphen/><w:t>fic</w:t></w:r></w:p>`, "Asia-Pacific"},
		"deleted and inserted":    {`<w:p><w:del><w:r><w:delText>war</w:delText></w:r></w:del><w:ins><w:r><w:t>peace</w:t></w:r></w:ins></w:p>`, "peace"},
		"field codes":             {`<w:p><w:r><w:instrText>PAGE \* MERGEFORMAT</w:instrText></w:r><w:r><w:t>kept</w:t></w:r></w:p>`, "kept"},
		"text box after its line": {`<w:p><w:r><w:t>outer </w:t><w:txbxContent><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:txbxContent><w:t>more</w:t></w:r></w:p>`, "inner\n\nouter more"},
		"cells":                   {`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Chile</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Peru</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, "Chile\n\nPeru"},
		"ligatures and marks":     {"<w:p><w:r><w:t>the ﬁrst\u200b of\u00a0many\ufffd</w:t></w:r></w:p>", "the first of many"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": docx(test.body)}))
			if err != nil {
				t.Fatal(err)
			}
			if got := text.Pages[0].Text; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWordNotesAndProperties(t *testing.T) {
	text, err := ReadDOCX(archive(t, map[string]string{
		"word/document.xml":  docx(`<w:p><w:r><w:t>Body.</w:t></w:r></w:p>`),
		"word/footnotes.xml": `<w:footnotes xmlns:w="w"><w:footnote><w:p><w:r><w:t>ICC-ASP/20/Res.5.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"docProps/core.xml":  `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Statement of Chile</dc:title><dc:creator>Mission</dc:creator><dcterms:created>2021-12-06T10:00:00Z</dcterms:created></cp:coreProperties>`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := text.Pages[0].Text, "Body.\n\nICC-ASP/20/Res.5."; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	p := text.Properties
	if p.Title != "Statement of Chile" || p.Author != "Mission" || p.Date != "2021-12-06T10:00:00Z" {
		t.Errorf("properties %+v", p)
	}
}

func TestOpenDocument(t *testing.T) {
	body := `<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>General debate</text:h>` +
		`<text:p>We<text:s text:c="3"/>thank<text:line-break/>you<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See above.</text:p></text:note-body></text:note>.</text:p>`
	text, err := ReadODT(archive(t, map[string]string{"content.xml": odt(body), "meta.xml": `<m xmlns:dc="d"><dc:title>Déclaration</dc:title><dc:language>fr</dc:language></m>`}))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := text.Pages[0].Text, "General debate\n\nSee above.\n\nWe thank you."; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
	if text.Properties.Title != "Déclaration" || text.Properties.Language != "fr" {
		t.Errorf("properties %+v", text.Properties)
	}
}

func TestRichText(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"paragraphs":    {`{\rtf1\ansi Mr President,\par thank you.\par}`, "Mr President,\n\nthank you."},
		"lines joined":  {"{\\rtf1 one \r\ntwo}", "one two"},
		"code page":     {`{\rtf1\ansi\ansicpg1252 d\'e9claration}`, "déclaration"},
		"unicode":       {`{\rtf1\uc1 \u1055?\u1088?}`, "Пр"},
		"surrogates":    {`{\rtf1\uc1 \u-10179?\u-8704?}`, "\U0001f600"},
		"stand-ins":     {`{\rtf1{\uc2 \u233\'c3\'a9x}}`, "éx"},
		"font charset":  {`{\rtf1{\fonttbl{\f0\fcharset204 Arial;}}\f0 \'cc\'e8\'f0}`, "Мир"},
		"destinations":  {`{\rtf1{\colortbl;\red0;}{\*\generator X}{\header head}{\pict 00ff}shown}`, "shown"},
		"signs":         {`{\rtf1 a\emdash b\~c\_d\{e\}}`, "a—b c-d{e}"},
		"binary":        {`{\rtf1 a{\pict\bin3 }}}}b}`, "ab"},
		"after the end": {`{\rtf1 a}b`, "a"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text, err := ReadRTF([]byte(test.in))
			if err != nil {
				t.Fatal(err)
			}
			if got := text.Pages[0].Text; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if text.Status != "" {
				t.Errorf("status %q", text.Status)
			}
		})
	}
	text, err := ReadRTF([]byte(`{\rtf1{\info{\title On peace}{\author A}}Body}`))
	if err != nil || text.Properties.Title != "On peace" || text.Properties.Author != "A" || text.Pages[0].Text != "Body" {
		t.Errorf("%+v, %v", text, err)
	}
}

func TestDamage(t *testing.T) {
	whole := docx(`<w:p><w:r><w:t>Before.</w:t></w:r></w:p><w:p><w:r><w:t>After.</w:t></w:r></w:p>`)
	cut := whole[:strings.Index(whole, "After")]
	text, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": cut}))
	if err != nil || text.Status != corpus.StatusPartial || !strings.HasPrefix(text.Pages[0].Text, "Before.") {
		t.Errorf("cut XML: %+v, %v", text, err)
	}
	if text, err = ReadRTF([]byte(`{\rtf1 Before.\par {\b Af`)); err != nil || text.Status != corpus.StatusPartial {
		t.Errorf("cut RTF: %+v, %v", text, err)
	}
	for name, b := range map[string][]byte{
		"no archive":   []byte("PK\x03\x04 and nothing"),
		"no document":  archive(t, map[string]string{"other.xml": "x"}),
		"only a stump": archive(t, map[string]string{"word/document.xml": "<w:document"}),
	} {
		if _, err := ReadDOCX(b); !errors.Is(err, corpus.ErrNotText) {
			t.Errorf("%s: error %v is not of kind %v", name, err, corpus.ErrNotText)
		}
	}
}

func TestBombs(t *testing.T) {
	bomb := docx(`<w:p><w:r><w:t>` + strings.Repeat("a", maxUnpacked) + `</w:t></w:r></w:p>`)
	if _, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": bomb})); !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("a part that unpacks without end: %v", err)
	}
	deep := docx(strings.Repeat("<w:p>", 10*maxDepth))
	if _, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": deep})); !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("elements without end: %v", err)
	}
	if _, err := ReadRTF(bytes.Repeat([]byte("{"), 10*maxDepth)); !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("groups without end: %v", err)
	}
}

func FuzzRichText(f *testing.F) {
	f.Add([]byte(`{\rtf1\ansicpg1256{\fonttbl{\f0\fcharset178 A;}}\f0\u1055?\'e3\bin3 abc\par x}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		text, err := ReadRTF(b)
		if err == nil && len(text.Pages) != 1 {
			t.Errorf("%d pages", len(text.Pages))
		}
	})
}

func FuzzWord(f *testing.F) {
	f.Add(docx(`<w:p><w:r><w:t>a</w:t><w:p><w:del/></w:p></w:r></w:p>`))
	f.Fuzz(func(t *testing.T, body string) {
		var c composer
		if err := readWord(&c, []byte(body)); err == nil {
			c.text()
		}
		var o composer
		if err := readOpenDocument(&o, []byte(body)); err == nil {
			o.text()
		}
	})
}
