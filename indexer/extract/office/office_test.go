package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

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
		"text box after its line": {`<w:p><w:r><w:t>outer </w:t><w:txbxContent><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:txbxContent><w:t>more</w:t></w:r></w:p>`, "outer more\n\ninner"},
		"cells":                   {`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Chile</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Peru</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, "Chile\n\nPeru"},
		"moved":                   {`<w:p><w:moveFrom><w:r><w:t>here</w:t></w:r></w:moveFrom><w:r><w:t>kept </w:t></w:r><w:moveTo><w:r><w:t>there</w:t></w:r></w:moveTo></w:p>`, "kept there"},
		"alternate content":       {`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>`, "in a box"},
		"links and tags":          {`<w:p><w:hyperlink r:id="rId1"><w:r><w:t>the </w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>Court</w:t></w:r></w:smartTag><w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:r><w:t> sits</w:t></w:r></w:sdtContent></w:sdt></w:p>`, "the Court sits"},
		"fields":                  {`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>6 December</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t> 2021</w:t></w:r></w:fldSimple></w:p>`, "6 December 2021"},
		"comments":                {`<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>said</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>`, "said"},
		"hidden":                  {`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen </w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r></w:p>`, "seen"},
		"tab stops are no text":   {`<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>`, "a"},
		"page break":              {`<w:p><w:r><w:t>one</w:t><w:br w:type="page"/><w:lastRenderedPageBreak/><w:t>two</w:t></w:r></w:p>`, "one two"},
		"arabic runs":             {`<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">السيد </w:t></w:r><w:r><w:rPr><w:rtl/></w:rPr><w:t>الرئيس</w:t></w:r></w:p>`, "السيد الرئيس"},
		"ruby":                    {`<w:p><w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>`, "漢"},
		"entities of its own":     {`<w:p><w:r><w:t>a &lol; b</w:t></w:r></w:p>`, "a &lol; b"},
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
	if got, want := text.Pages[0].Text, "General debate\n\nWe thank you.\n\nSee above."; got != want {
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
		"footnote":      {`{\rtf1 Before{\super 1{\footnote {\super 1} See Article 86.\par And 87.}} after.\par Next.}`, "Before1 after.\n\nNext.\n\n1 See Article 86.\n\nAnd 87."},
		"text box":      {`{\rtf1 Outer {\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv y}}{\shptxt In a box.\par}}{\shprslt{\pard In a box.\par}}}line.\par}`, "Outer line.\n\nIn a box."},
		"deleted":       {`{\rtf1 a{\deleted gone} b\deleted gone\deleted0  c\v unseen\plain d\par}`, "a b cd"},
		"only a header": {`{\rtf1{\header Note verbale\par}\pard\par}`, "Note verbale"},
		"field":         {`{\rtf1{\field{\*\fldinst HYPERLINK "https://example.org"}{\fldrslt the site}}}`, "the site"},
		"comments":      {`{\rtf1 a{\*\atnid X}{\*\annotation{\*\atnref 1}remark}b}`, "ab"},
		"arabic":        {`{\rtf1\ansicpg1256 \rtlch\'c7\'e1\'d3\'ed\'cf}`, "السيد"},
		"page break":    {`{\rtf1 one\page two}`, "one\n\ntwo"},
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
	text, err := ReadRTF([]byte(`{\rtf1{\info{\title On peace}{\author A}{\creatim\yr2005\mo9\dy4\hr1}}Body}`))
	if err != nil || text.Properties.Date != "2005-09-04" || text.Properties.Title != "On peace" || text.Properties.Author != "A" || text.Pages[0].Text != "Body" {
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

// Headers, footers and pictures' descriptions are no text of a statement,
// unless there is none.
func TestMargins(t *testing.T) {
	header := `<w:hdr xmlns:w="w"><w:p><w:r><w:t>Note verbale</w:t></w:r></w:p></w:hdr>`
	for body, want := range map[string]string{`<w:p/>`: "Note verbale", `<w:p><w:r><w:t>Body.</w:t></w:r></w:p>`: "Body."} {
		text, err := ReadDOCX(archive(t, map[string]string{"word/document2.xml": docx(body), "word/header1.xml": header}))
		if err != nil || text.Pages[0].Text != want {
			t.Errorf("%s: %q, %v, want %q", body, text.Pages[0].Text, err, want)
		}
	}
	styles := `<s xmlns:style="s" xmlns:text="t"><style:header><text:p>Note verbale</text:p></style:header></s>`
	picture := `<draw:frame xmlns:draw="d"><svg:title xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">arms</svg:title></draw:frame>`
	for body, want := range map[string]string{`<text:p/>`: "Note verbale", `<text:p>Body.` + picture + `</text:p>`: "Body."} {
		text, err := ReadODT(archive(t, map[string]string{"content.xml": odt(body), "styles.xml": styles}))
		if err != nil || text.Pages[0].Text != want {
			t.Errorf("%s: %q, %v, want %q", body, text.Pages[0].Text, err, want)
		}
	}
}

// An XML bomb is its own few bytes: entities are not resolved.
func TestEntityBomb(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "` + strings.Repeat("lol", 100) + `"><!ENTITY b "` + strings.Repeat("&a;", 100) + `"><!ENTITY x SYSTEM "file:///etc/passwd">]>` +
		docx(`<w:p><w:r><w:t>Before &b;&x; after.</w:t></w:r></w:p>`)
	text, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": bomb}))
	if err != nil || text.Pages[0].Text != "Before &b;&x; after." {
		t.Errorf("%+v, %v", text.Pages, err)
	}
}

// sound checks what later stages rely on, of any document that could be read.
func sound(t *testing.T, in []byte, text corpus.Text, err error) {
	t.Helper()
	if err != nil {
		return
	}
	if len(text.Pages) != 1 {
		t.Fatalf("%d pages", len(text.Pages))
	}
	out := text.Pages[0].Text
	if !utf8.ValidString(out) || strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r == utf8.RuneError) }) {
		t.Errorf("%q gives %q", in, out)
	}
	if len(out) > 20*len(in)+64 {
		t.Errorf("%d bytes became %d", len(in), len(out))
	}
	if strings.HasPrefix(out, "\n") || strings.HasSuffix(out, "\n") || strings.Contains(out, "\n\n\n") {
		t.Errorf("an empty passage in %q", out)
	}
}

func FuzzRichText(f *testing.F) {
	f.Add([]byte(`{\rtf1\ansicpg1256{\fonttbl{\f0\fcharset178 A;}}\f0\u1055?\'e3\bin3 abc\par x}`))
	f.Add([]byte(`{\rtf1 a{\footnote b\par c{\shptxt d}}\par{\header e}{\info{\creatim\yr2005}}\deleted f}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		text, err := ReadRTF(b)
		sound(t, b, text, err)
	})
}

func FuzzWord(f *testing.F) {
	f.Add([]byte(docx(`<w:p><w:r><w:t>a</w:t><w:p><w:del/></w:p></w:r></w:p>`)))
	f.Add([]byte(docx(`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:txbxContent><w:p><w:r><w:t>b`)))
	f.Fuzz(func(t *testing.T, b []byte) {
		text, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": string(b), "word/footnotes.xml": string(b)}))
		sound(t, append(b, b...), text, err)
	})
}

func FuzzOpenDocument(f *testing.F) {
	f.Add([]byte(odt(`<text:p>a<text:s/><text:note><text:note-body><text:p>b</text:p></text:note-body></text:note></text:p>`)))
	f.Fuzz(func(t *testing.T, b []byte) {
		text, err := ReadODT(archive(t, map[string]string{"content.xml": string(b), "styles.xml": string(b), "meta.xml": string(b)}))
		sound(t, append(b, b...), text, err)
	})
}

// An archive whose directory is whole, and whose one part of use is not.
func TestDamagedPart(t *testing.T) {
	b := archive(t, map[string]string{"word/document.xml": docx("<w:p/>")})
	for _, place := range []string{"PK\x03\x04", "word/document.xml"} { // the head of the part, and its bytes
		damaged := bytes.Clone(b)
		at := bytes.Index(damaged, []byte(place))
		copy(damaged[at:], strings.Repeat("\xff", len(place)+8))
		if _, err := ReadDOCX(damaged); !errors.Is(err, corpus.ErrNotText) {
			t.Errorf("damaged at %d: %v", at, err)
		}
	}
}
