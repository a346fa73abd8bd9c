// Package plain reads plain text and Markdown.
package plain

import (
	"fmt"
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/charset"
	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/run"
)

// Read reads plain text. Paragraphs are separated by empty lines; the lines of a
// paragraph are joined.
func Read(b []byte, declaredCharset string) corpus.Text {
	return read(b, declaredCharset, nil)
}

// ReadMarkdown reads Markdown without the syntax of headings, lists, emphasis and
// links.
func ReadMarkdown(b []byte, declaredCharset string) corpus.Text {
	return read(b, declaredCharset, unmark)
}

// maxBytes is how much of a file is read; longer than any book.
const maxBytes = 8 << 20

func read(b []byte, declaredCharset string, each func(string) (text string, alone bool)) corpus.Text {
	var text corpus.Text
	if len(b) > maxBytes {
		b = b[:maxBytes]
		text.Status, text.Reason = corpus.StatusPartial, fmt.Sprintf("the file is larger than %d MiB; its first were read", maxBytes>>20)
	}
	s := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n").Replace(string(charset.Decode(b, declaredCharset)))
	hyphens := clean.NewHyphens()
	lines := strings.Split(s, "\n")
	if each != nil {
		lines = frontMatter(lines, &text.Properties)
	}
	for _, l := range lines {
		hyphens.Learn(clean.Line(l))
	}
	var paragraphs []run.Paragraph
	current := ""
	flush := func() {
		if current != "" {
			paragraphs = append(paragraphs, run.Plain(current))
			current = ""
		}
	}
	for _, l := range lines {
		alone := false
		if each != nil {
			l, alone = each(l)
		}
		l = strings.TrimSpace(l)
		switch {
		case l == "":
			flush()
			continue
		case alone:
			flush()
		}
		if current == "" {
			current = l
		} else {
			current = hyphens.Join(current, l)
		}
		if alone {
			flush()
		}
	}
	flush()
	text.Pages = []corpus.Page{run.Page(paragraphs)}
	return text
}
