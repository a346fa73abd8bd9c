package pdf

import (
	"strings"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/pdf/structure"
)

// properties are what the information dictionary and the bookmarks say. What
// cannot be read is left out: they are weak evidence at best.
func (d *Document) properties() corpus.Properties {
	p := corpus.Properties{
		Title:    d.meta("Title"),
		Author:   d.meta("Author"),
		Date:     structure.Date(d.meta("CreationDate")),
		Language: d.language(),
		Producer: d.meta("Producer"),
		Other:    map[string]string{},
	}
	for _, tag := range []string{"Subject", "Keywords", "Creator", "ModDate"} {
		if v := d.meta(tag); v != "" {
			p.Other[strings.ToLower(tag)] = v
		}
	}
	if v := structure.Date(p.Other["moddate"]); v != "" {
		p.Other["moddate"] = v
	}
	d.outline(&p, 0, 1, map[uint64]bool{})
	if len(p.Other) == 0 {
		p.Other = nil
	}
	return p
}

func (d *Document) meta(tag string) string {
	name, err := d.g.CString(tag)
	if err != nil {
		return ""
	}
	defer d.g.Free(name)
	s, err := d.g.UTF16("FPDF_GetMetaText", d.doc, uint64(name))
	if err != nil {
		return ""
	}
	return clean.Line(s)
}

// language is the one that the file declares for its text, a tag such as fr-FR.
func (d *Document) language() string {
	s, err := d.g.UTF16("FPDFCatalog_GetLanguage", d.doc)
	if err != nil {
		return ""
	}
	return clean.Line(s)
}

const (
	maxOutline = 2000 // bookmarks kept of one file
	maxDepth   = 16   // of bookmarks in bookmarks
)

// outline walks the bookmarks below parent. A file may tie them in a knot.
func (d *Document) outline(p *corpus.Properties, parent uint64, depth int, seen map[uint64]bool) {
	mark, err := d.g.Handle("FPDFBookmark_GetFirstChild", d.doc, parent)
	for err == nil && mark != 0 && !seen[mark] && len(seen) < maxOutline {
		seen[mark] = true
		if title, err := d.g.UTF16("FPDFBookmark_GetTitle", mark); err == nil && clean.Line(title) != "" {
			p.Outline = append(p.Outline, corpus.OutlineEntry{Title: clean.Line(title), Page: d.target(mark), Depth: depth})
		}
		if depth < maxDepth {
			d.outline(p, mark, depth+1, seen)
		}
		mark, err = d.g.Handle("FPDFBookmark_GetNextSibling", d.doc, mark)
	}
}

// target is the page that a bookmark leads to, 0 where that is none of the file.
func (d *Document) target(mark uint64) int {
	dest, err := d.g.Handle("FPDFBookmark_GetDest", d.doc, mark)
	if err == nil && dest == 0 {
		if action, err := d.g.Handle("FPDFBookmark_GetAction", mark); err == nil && action != 0 {
			dest, _ = d.g.Handle("FPDFAction_GetDest", d.doc, action)
		}
	}
	if dest == 0 {
		return 0
	}
	index, err := d.g.Number("FPDFDest_GetDestPageIndex", d.doc, dest)
	if err != nil || index < 0 || index >= d.files[d.at].pages {
		return 0
	}
	return index + 1
}

func (d *Document) label(index int) string {
	s, err := d.g.UTF16("FPDF_GetPageLabel", d.doc, uint64(index))
	if err != nil {
		return ""
	}
	return clean.Line(s)
}
