package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/indexer/extract/run"
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

// noWeb is for files that take in no web page.
func noWeb([]byte) []run.Paragraph { return nil }

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
			text, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": docx(test.body)}), noWeb)
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
	}), noWeb)
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
		"footnote":      {`{\rtf1 Before{\super 1{\footnote {\super 1} See Article 86.\par And 87.}} after.\par Next.}`, "Before after.\n\nNext.\n\n1 See Article 86.\n\nAnd 87."},
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
	text, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": cut}), noWeb)
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
		if _, err := ReadDOCX(b, noWeb); !errors.Is(err, corpus.ErrNotText) {
			t.Errorf("%s: error %v is not of kind %v", name, err, corpus.ErrNotText)
		}
	}
}

func TestBombs(t *testing.T) {
	bomb := docx(`<w:p><w:r><w:t>` + strings.Repeat("a", maxUnpacked) + `</w:t></w:r></w:p>`)
	if _, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": bomb}), noWeb); !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("a part that unpacks without end: %v", err)
	}
	deep := docx(strings.Repeat("<w:p>", 10*maxDepth))
	if _, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": deep}), noWeb); !errors.Is(err, corpus.ErrOverLimit) {
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
		text, err := ReadDOCX(archive(t, map[string]string{"word/document2.xml": docx(body), "word/header1.xml": header}), noWeb)
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
	text, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": bomb}), noWeb)
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
		text, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": string(b), "word/footnotes.xml": string(b)}), noWeb)
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
		if _, err := ReadDOCX(damaged, noWeb); !errors.Is(err, corpus.ErrNotText) {
			t.Errorf("damaged at %d: %v", at, err)
		}
	}
}

// TestWordSets reads characters by how they are set: marks of notes and struck
// words stand beside the text, powers and ordinals in it.
func TestWordSets(t *testing.T) {
	set := func(property, text string) string {
		return `<w:r><w:rPr>` + property + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
	}
	const raised, strike = `<w:vertAlign w:val="superscript"/>`, `<w:strike/>`
	mark := func(at int, s string) corpus.Span { return corpus.Span{Kind: corpus.SpanMark, Offset: at, Text: s} }
	struck := func(at int, s string) corpus.Span {
		return corpus.Span{Kind: corpus.SpanStruck, Offset: at, Text: s}
	}
	for name, c := range map[string]struct {
		body, want string
		spans      []corpus.Span
	}{
		"typed mark":      {set("", "since 2002") + set(raised, "4") + set("", " and"), "since 2002 and", []corpus.Span{mark(10, "4")}},
		"raised by hand":  {set("", "since 2002") + set(`<w:position w:val="8"/>`, "4") + set("", " and"), "since 2002 and", []corpus.Span{mark(10, "4")}},
		"by style":        {set("", "since 2002") + set(`<w:rStyle w:val="Ref"/>`, "4") + set("", " and"), "since 2002 and", []corpus.Span{mark(10, "4")}},
		"power":           {set("", "5 km") + set(raised, "2"), "5 km²", nil},
		"ordinal":         {set("", "the 15") + set(raised, "th") + set("", " session"), "the 15th session", nil},
		"chemistry":       {set("", "CO") + set(`<w:vertAlign w:val="subscript"/>`, "2"), "CO₂", nil},
		"reference":       {set("", "1593") + `<w:r><w:footnoteReference w:id="7"/></w:r>` + set("", " of"), "1593 of", []corpus.Span{mark(4, "1")}},
		"struck":          {set("", "be ") + set(strike, "rejected ") + set("", "adopted"), "be adopted", []corpus.Span{struck(2, " rejected")}},
		"struck twice":    {set("", "be ") + set(`<w:dstrike/>`, "rejected ") + set("", "adopted"), "be adopted", []corpus.Span{struck(2, " rejected")}},
		"not struck":      {set("", "be ") + set(`<w:strike w:val="0"/>`, "adopted"), "be adopted", nil},
		"was struck once": {set(`<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>`, "adopted"), "adopted", nil},
		"white":           {set("", "seen") + set(`<w:color w:val="FFFFFF"/>`, " unseen"), "seen", nil},
		"white on black":  {set(`<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>`, "seen"), "seen", nil},
		"white in a cell": {`</w:p><w:tbl><w:tr><w:tc><w:p>` + set(`<w:color w:val="FFFFFF"/>`, "seen") + `</w:p></w:tc></w:tr></w:tbl><w:p>`, "seen", nil},
		"placeholder":     {`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + set("", "Click here") + `</w:sdtContent></w:sdt>` + set("", "said"), "said", nil},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := ReadDOCX(archive(t, map[string]string{
				"word/document.xml": docx(`<w:p>` + c.body + `</w:p>`),
				"word/styles.xml":   `<w:styles xmlns:w="w"><w:style w:styleId="Base"><w:rPr>` + raised + `</w:rPr></w:style><w:style w:styleId="Ref"><w:basedOn w:val="Base"/></w:style></w:styles>`,
			}), noWeb)
			if err != nil {
				t.Fatal(err)
			}
			if got := text.Pages[0]; got.Text != c.want || !slices.Equal(got.Spans, c.spans) {
				t.Errorf("got %q with %v, want %q with %v", got.Text, got.Spans, c.want, c.spans)
			}
		})
	}
}

func TestWordNumbers(t *testing.T) {
	item := func(list string, level int, text string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%s"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, list, text)
	}
	level := func(i int, format, text string) string {
		return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/></w:lvl>`, i, format, text)
	}
	text, err := ReadDOCX(archive(t, map[string]string{
		"word/document.xml": docx(item("1", 0, "Decides") + item("1", 1, "to adopt") + item("1", 1, "to ask") + item("1", 0, "Requests") + item("1", 1, "a report") +
			item("2", 0, "a point") + item("3", 0, "again") + `<w:p><w:pPr><w:pStyle w:val="Para"/></w:pPr><w:r><w:t>by style</w:t></w:r></w:p>` + item("0", 0, "none")),
		"word/numbering.xml": `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">` + level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)") + `</w:abstractNum>` +
			`<w:abstractNum w:abstractNumId="5">` + level(0, "bullet", "x") + `</w:abstractNum><w:abstractNum w:abstractNumId="6">` + level(0, "upperRoman", "%1") + `</w:abstractNum>` +
			`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>` +
			`<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num><w:num w:numId="4"><w:abstractNumId w:val="6"/></w:num></w:numbering>`,
		"word/styles.xml": `<w:styles xmlns:w="w"><w:style w:styleId="Para"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style></w:styles>`,
	}), noWeb)
	if err != nil {
		t.Fatal(err)
	}
	want := "1. Decides\n\n(a) to adopt\n\n(b) to ask\n\n2. Requests\n\n(a) a report\n\na point\n\n4. again\n\nI by style\n\nnone"
	if got := text.Pages[0].Text; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestWordImports(t *testing.T) {
	files := func(target string) map[string]string {
		return map[string]string{
			"word/document.xml":            docx(`<w:p><w:r><w:t>Before.</w:t></w:r></w:p><w:altChunk r:id="rId9"/><w:p><w:r><w:t>After.</w:t></w:r></w:p>`),
			"word/_rels/document.xml.rels": `<Relationships><Relationship Id="rId9" Target="` + target + `"/></Relationships>`,
			"word/part.htm":                "<p>A page.</p>",
			"word/part.txt":                "A text.",
			"word/part.docx":               string(archive(t, map[string]string{"word/document.xml": docx(`<w:p><w:r><w:t>A file.</w:t></w:r></w:p>`)})),
		}
	}
	web := func(b []byte) []run.Paragraph { return []run.Paragraph{run.Plain(strings.Trim(string(b), "</p>"))} }
	for target, want := range map[string]string{
		"part.htm": "A page.", "/word/part.txt": "A text.", "part.docx": "A file.",
	} {
		text, err := ReadDOCX(archive(t, files(target)), web)
		if err != nil || text.Pages[0].Text != "Before.\n\n"+want+"\n\nAfter." || len(text.Warnings) > 0 {
			t.Errorf("%s: %q, %v, %v", target, text.Pages[0].Text, text.Warnings, err)
		}
	}
	text, err := ReadDOCX(archive(t, files("missing.htm")), web)
	if err != nil || len(text.Warnings) != 1 {
		t.Errorf("a part that is not there: %v, %v", text.Warnings, err)
	}
}

func TestOtherSets(t *testing.T) {
	mark := []corpus.Span{{Kind: corpus.SpanMark, Offset: 4, Text: "3"}}
	struck := []corpus.Span{{Kind: corpus.SpanStruck, Offset: 2, Text: " gone"}}
	for in, spans := range map[string][]corpus.Span{
		`{\rtf1 1593{\super 3} of\par}`:                                    mark,
		`{\rtf1 1593\up6 3\up0  of\par}`:                                   mark,
		`{\rtf1 be {\strike gone }it\par}`:                                 struck,
		`{\rtf1 be \striked1 gone \striked0 it\par}`:                       struck,
		`{\rtf1 1593{\super\chftn{\*\footnote\chftn  Below.\par}} of\par}`: {{Kind: corpus.SpanMark, Offset: 4, Text: "1"}, {Kind: corpus.SpanMark, Offset: 9, Text: "1 "}},
	} {
		text, err := ReadRTF([]byte(in))
		if err != nil || !slices.Equal(text.Pages[0].Spans, spans) {
			t.Errorf("%s: %q with %v, want %v (%v)", in, text.Pages[0].Text, text.Pages[0].Spans, spans, err)
		}
	}
	styles := `<style:style xmlns:style="s" style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>` +
		`<style:style xmlns:style="s" style:name="T2" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>`
	for body, spans := range map[string][]corpus.Span{
		`<text:p>1593<text:span text:style-name="T1">3</text:span> of</text:p>`:                                                                             mark,
		`<text:p>be <text:span text:style-name="T2">gone </text:span>it</text:p>`:                                                                           struck,
		`<text:p>1593<text:note><text:note-citation>3</text:note-citation><text:note-body><text:p>Below.</text:p></text:note-body></text:note> of</text:p>`: mark,
	} {
		text, err := ReadODT(archive(t, map[string]string{"content.xml": odt(styles + body)}))
		if err != nil || !slices.Equal(text.Pages[0].Spans, spans) {
			t.Errorf("%s: %q with %v, want %v (%v)", body, text.Pages[0].Text, text.Pages[0].Spans, spans, err)
		}
	}
}
