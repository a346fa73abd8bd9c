package office

import (
	"strings"
	"testing"

	"rostrum/corpus"
)

// TestUnseen reads texts of which a part is hidden, by a style, a property, or
// a colour that is that of what lies beneath: it is left out, and where there
// is much of it a warning says so.
func TestUnseen(t *testing.T) {
	const many = "words that nobody can see anywhere "
	word := func(property, s string) string {
		return `<w:r><w:rPr>` + property + `</w:rPr><w:t xml:space="preserve">` + s + `</w:t></w:r>`
	}
	inWord := func(body string) func() (corpus.Text, error) {
		return func() (corpus.Text, error) {
			return ReadDOCX(archive(t, map[string]string{"word/document.xml": docx(body), "word/styles.xml": `<w:styles xmlns:w="w">` +
				`<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>` +
				`<w:style w:type="character" w:styleId="Back"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>`}), noWeb)
		}
	}
	inODT := func(body string) func() (corpus.Text, error) {
		property := func(family, name, more, properties string) string {
			return `<style:style xmlns:style="s" style:family="` + family + `" style:name="` + name + `" ` + more + `><style:text-properties xmlns:fo="f" xmlns:text="t" ` + properties + `/></style:style>`
		}
		styles := property("text", "Gone", "", `text:display="none"`) + property("text", "White", "", `fo:color="#ffffff"`) +
			property("text", "Light", "", `fo:color="#fefefe" fo:background-color="#003366"`) + property("paragraph", "All", `style:parent-style-name="Parent"`, "") +
			property("paragraph", "Parent", "", `text:display="none"`)
		return func() (corpus.Text, error) {
			return ReadODT(archive(t, map[string]string{"content.xml": odt(styles + body)}))
		}
	}
	inRTF := func(body string) func() (corpus.Text, error) {
		return func() (corpus.Text, error) {
			return ReadRTF([]byte(`{\rtf1{\colortbl;\red255\green255\blue255;\red0\green0\blue128;}` + body + `\par}`))
		}
	}
	for name, read := range map[string]func() (corpus.Text, error){
		"word: property":                 inWord(`<w:p>` + word("", "We agree.") + word("<w:vanish/>", many) + `</w:p>`),
		"word: style of the paragraph":   inWord(`<w:p>` + word("", "We ") + word("", "agree.") + `</w:p><w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr>` + word("", many) + `</w:p>`),
		"word: shown against its style":  inWord(`<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr>` + word("", many) + word(`<w:rStyle w:val="Back"/>`, "We agree.") + `</w:p>`),
		"word: row of a table":           inWord(`<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p>` + word("", many) + `</w:p></w:tc></w:tr><w:tr><w:tc><w:p>` + word("", "We agree.") + `</w:p></w:tc></w:tr></w:tbl>`),
		"word: nearly white":             inWord(`<w:p>` + word("", "We agree.") + word(`<w:color w:val="FDFEFF"/>`, many) + `</w:p>`),
		"word: black on black":           inWord(`<w:p>` + word("", "We agree.") + word(`<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>`, many) + `</w:p>`),
		"word: marked in its own colour": inWord(`<w:p>` + word("", "We agree.") + word(`<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>`, many) + `</w:p>`),
		"odt: span":                      inODT(`<text:p>We agree.<text:span text:style-name="Gone">` + many + `</text:span></text:p>`),
		"odt: style of the paragraph":    inODT(`<text:p>We agree.</text:p><text:p text:style-name="All">` + many + `</text:p>`),
		"odt: section":                   inODT(`<text:p>We agree.</text:p><text:section text:display="none"><text:p>` + many + `</text:p></text:section>`),
		"odt: hidden paragraph":          inODT(`<text:p>We agree.</text:p><text:p>` + many + `<text:hidden-paragraph text:is-hidden="true"/></text:p>`),
		"odt: white, and light on dark":  inODT(`<text:p>We <text:span text:style-name="Light">agree.</text:span><text:span text:style-name="White">` + many + `</text:span></text:p>`),
		"rtf: hidden":                    inRTF(`We agree.{\v ` + many + `}`),
		"rtf: hidden and back":           inRTF(`We \v ` + many + `\v0 agree.`),
		"rtf: white, and white on blue":  inRTF(`{\cf1\highlight2 We agree.}{\cf1 ` + many + `}`),
	} {
		t.Run(name, func(t *testing.T) {
			text, err := read()
			if err != nil {
				t.Fatal(err)
			}
			if got := text.Pages[0].Text; got != "We agree." {
				t.Errorf("got %q", got)
			}
			if len(text.Warnings) != 1 || !strings.Contains(text.Warnings[0], "6 words that nobody sees") {
				t.Errorf("warnings %q", text.Warnings)
			}
		})
	}
}

// TestDeletedEnd reads a paragraph whose end a tracked change has deleted: the
// next goes on in it.
func TestDeletedEnd(t *testing.T) {
	deleted := `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">We call on all </w:t></w:r></w:p>`
	last := `<w:p><w:r><w:t>States.</w:t></w:r></w:p>`
	for body, want := range map[string]string{
		deleted + last:                  "We call on all States.",
		deleted + deleted + last + last: "We call on all We call on all States.\n\nStates.",
		deleted:                         "We call on all",
		deleted + `<w:tbl><w:tr><w:tc>` + last + `</w:tc></w:tr></w:tbl>` + last: "We call on all\n\nStates.\n\nStates.",
	} {
		text, err := ReadDOCX(archive(t, map[string]string{"word/document.xml": docx(body)}), noWeb)
		if err != nil || text.Pages[0].Text != want {
			t.Errorf("%s: %q, want %q (%v)", body, text.Pages[0].Text, want, err)
		}
	}
}
