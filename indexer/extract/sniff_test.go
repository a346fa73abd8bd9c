package extract

import (
	"strings"
	"testing"
)

func TestSniff(t *testing.T) {
	tests := map[string]struct {
		bytes, name, declared string
		want                  Kind
	}{
		"pdf":                    {"%PDF-1.7\n", "a.txt", "", KindPDF},
		"pdf after mail headers": {"Received: from x\r\n\r\n" + strings.Repeat("x", 1000) + "%PDF-1.4", "", "", KindPDF},
		"html named pdf":         {"<!DOCTYPE html><html><body>Not found", "a.pdf", "application/pdf", KindHTML},
		"html without a head":    {"\n <p>Mr President<p>thank you", "", "", KindHTML},
		"utf-16 html":            {"\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", "", "", KindHTML},
		"xml that is no page":    {"<?xml version='1.0'?><data/>", "a.xml", "", KindText},
		"text":                   {"Mr President, thank you.", "", "", KindText},
		"text in windows-1252":   {"D\xe9claration de l\x92Equateur", "", "", KindText},
		"markdown":               {"# On peace\n\nText", "a.md", "", KindMarkdown},
		"rich text":              {`{\rtf1 a}`, "a.doc", "", KindRTF},
		"word":                   {"PK\x03\x04....[Content_Types].xml....PK\x03\x04....word/document.xml", "", "", KindDOCX},
		"opendocument":           {"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.textPK", "", "", KindODT},
		"another archive":        {"PK\x03\x04....xl/workbook.xml", "a.docx", "", ""},
		"old word":               {oleMark + "\x00W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00\x00", "a.txt", "", KindDOC},
		"old spreadsheet":        {oleMark + "\x00W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", "a.doc", "", ""},
		"word perfect":           {"\xffWPC\x10\x00\x00\x00", "a.doc", "", KindWPD},
		"pages":                  {"PK\x03\x04....Index/Document.iwa", "a", "", KindPages},
		"picture":                {"\x89PNG\r\n\x1a\n\x00\x00", "a.pdf", "", ""},
		"nothing":                {"", "a.pdf", "", ""},
		"spaces":                 {" \n\n", "a.txt", "", ""},
		"binary":                 {"\x00\x01\x02\x03", "a.txt", "text/plain", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Sniff([]byte(test.bytes), test.name, test.declared); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("\xfe\xff\x00<"), "a.html", "text/html; charset")
	f.Fuzz(func(t *testing.T, b []byte, name, declared string) {
		if Sniff(b, name, declared) == "" && refusal(b) == "" {
			t.Error("refused without a reason")
		}
	})
}
