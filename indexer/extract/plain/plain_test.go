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
	if text.Status != corpus.StatusPartial || !strings.Contains(text.Reason, "16 MiB") || !strings.HasPrefix(text.Pages[0].Text, "We thank the Court.\n\nWe") {
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

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("# a\n* **b** [c](d"), "utf-8")
	f.Fuzz(func(t *testing.T, b []byte, charset string) {
		out := ReadMarkdown(b, charset).Pages[0].Text
		if !utf8.ValidString(out) || strings.ContainsFunc(out, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
			t.Errorf("%q gives %q", b, out)
		}
	})
}
