package plain

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"rostrum/corpus"
)

func TestText(t *testing.T) {
	tests := map[string]struct{ in, charset, want string }{
		"paragraphs":   {"Mr President,\r\nthank you.\r\n\r\n\r\nWe agree.", "", "Mr President, thank you.\n\nWe agree."},
		"line ends":    {"our dele-\ngation and\rothers", "", "our delegation and others"},
		"new page":     {"one\ftwo", "", "one\n\ntwo"},
		"windows-1252": {"d\xe9claration de l\x92\xc9quateur", "windows-1252", "déclaration de l’Équateur"},
		"utf-16":       {"\xff\xfea\x00b\x00", "", "ab"},
		"mark of utf8": {"\xef\xbb\xbfa", "", "a"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := Read([]byte(test.in), test.charset)
			if got := text.Pages[0].Text; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestHugeFile(t *testing.T) {
	text := Read([]byte(strings.Repeat("We thank the Court.\n\n", maxBytes/20)), "")
	if text.Status != corpus.StatusPartial || !strings.Contains(text.Reason, "8 MiB") || !strings.HasPrefix(text.Pages[0].Text, "We thank the Court.\n\nWe") {
		t.Errorf("status %q, reason %q, text %.40q", text.Status, text.Reason, text.Pages[0].Text)
	}
}

func TestMarkdown(t *testing.T) {
	in := "# General debate #\nFirst line of **strong**\nand [linked](https://example.org) words.\n\n---\n\n* one\n* two\n1. three\n> quoted\n"
	want := "General debate\n\nFirst line of strong and linked words.\n\none\n\ntwo\n\nthree\n\nquoted"
	text := ReadMarkdown([]byte(in), "")
	if got := text.Pages[0].Text; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMarkdownShapes(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"underlined headings": {"General debate\n==============\nWe thank you.\n\nSecond\n---\nText", "General debate\n\nWe thank you.\n\nSecond\n\nText"},
		"fenced":              {"```text\nas it is\n```\nand after", "as it is\n\nand after"},
		"tables":              {"| State | Sum |\n|-------|----:|\n| Peru | 400 |", "State Sum\n\nPeru 400"},
		"references":          {"See [the Statute][1] and ![arms](a.png).\n\n[1]: https://example.org \"Statute\"", "See the Statute and arms."},
		"notes":               {"Duty[^1] of all.\n\n[^1]: Article 86.", "Duty of all.\n\nArticle 86."},
		"quotations":          {"> > within\n> another", "within another"},
		"only a rule":         {"---\nno head", "no head"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := ReadMarkdown([]byte(test.in), "").Pages[0].Text; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	text := ReadMarkdown([]byte("---\ntitle: \"On peace\"\nauthor: A\ndate: 2021-12-06\nlang: fr\ntags: [x]\n---\n\nTexte"), "")
	if p := text.Properties; p.Title != "On peace" || p.Author != "A" || p.Date != "2021-12-06" || p.Language != "fr" || text.Pages[0].Text != "Texte" {
		t.Errorf("%+v, %q", p, text.Pages[0].Text)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("# a\n* **b** [c](d"), "utf-8")
	f.Fuzz(func(t *testing.T, b []byte, charset string) {
		out := ReadMarkdown(b, charset).Pages[0].Text
		if !utf8.ValidString(out) || strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
			t.Errorf("%q gives %q", b, out)
		}
	})
}
