package pdf

import (
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
)

// properties are what the information dictionary and the bookmarks say.
func (d *Document) properties() corpus.Properties {
	p := corpus.Properties{
		Title:    d.meta("Title"),
		Author:   d.meta("Author"),
		Date:     date(d.meta("CreationDate")),
		Producer: d.meta("Producer"),
		Other:    map[string]string{},
	}
	for _, tag := range []string{"Subject", "Keywords", "Creator", "ModDate"} {
		if v := d.meta(tag); v != "" {
			p.Other[strings.ToLower(tag)] = v
		}
	}
	if b, err := d.instance.GetBookmarks(&requests.GetBookmarks{Document: d.ref}); err == nil {
		addOutline(&p, b.Bookmarks, 1)
	}
	if len(p.Other) == 0 {
		p.Other = nil
	}
	return p
}

func (d *Document) meta(tag string) string {
	m, err := d.instance.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: d.ref, Tag: tag})
	if err != nil {
		return ""
	}
	return clean.Line(m.Value)
}

// maxOutline bounds the bookmarks kept of one file.
const maxOutline = 2000

func addOutline(p *corpus.Properties, marks []responses.GetBookmarksBookmark, depth int) {
	for _, m := range marks {
		if len(p.Outline) >= maxOutline || depth > 16 {
			return
		}
		entry := corpus.OutlineEntry{Title: clean.Line(m.Title), Depth: depth}
		switch {
		case m.DestInfo != nil:
			entry.Page = m.DestInfo.PageIndex + 1
		case m.ActionInfo != nil && m.ActionInfo.DestInfo != nil:
			entry.Page = m.ActionInfo.DestInfo.PageIndex + 1
		}
		if entry.Title != "" {
			p.Outline = append(p.Outline, entry)
		}
		addOutline(p, m.Children, depth+1)
	}
}

func (d *Document) label(index int) string {
	l, err := d.instance.FPDF_GetPageLabel(&requests.FPDF_GetPageLabel{Document: d.ref, Page: index})
	if err != nil {
		return ""
	}
	return clean.Line(l.Label)
}

// date reads a PDF date, D:20211208093000+01'00', as RFC 3339; other forms
// are kept as written.
func date(s string) string {
	t := strings.TrimPrefix(s, "D:")
	t = strings.ReplaceAll(t, "'", "")
	for _, layout := range []string{"20060102150405-0700", "20060102150405Z", "20060102150405Z0000", "20060102150405", "20060102"} {
		if when, err := time.Parse(layout, t); err == nil {
			return when.Format(time.RFC3339)
		}
	}
	return s
}
