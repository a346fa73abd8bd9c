package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
)

// metaFields says which property a meta element fills; the first that is
// present wins in the order of the list.
var metaFields = []struct {
	name string
	set  func(*corpus.Properties) *string
}{
	{"citation_title", func(p *corpus.Properties) *string { return &p.Title }},
	{"dc.title", func(p *corpus.Properties) *string { return &p.Title }},
	{"dcterms.title", func(p *corpus.Properties) *string { return &p.Title }},
	{"og:title", func(p *corpus.Properties) *string { return &p.Title }},
	{"dc.creator", func(p *corpus.Properties) *string { return &p.Author }},
	{"dcterms.creator", func(p *corpus.Properties) *string { return &p.Author }},
	{"author", func(p *corpus.Properties) *string { return &p.Author }},
	{"article:author", func(p *corpus.Properties) *string { return &p.Author }},
	{"dc.date", func(p *corpus.Properties) *string { return &p.Date }},
	{"dcterms.date", func(p *corpus.Properties) *string { return &p.Date }},
	{"dcterms.issued", func(p *corpus.Properties) *string { return &p.Date }},
	{"dcterms.created", func(p *corpus.Properties) *string { return &p.Date }},
	{"article:published_time", func(p *corpus.Properties) *string { return &p.Date }},
	{"date", func(p *corpus.Properties) *string { return &p.Date }},
	{"dc.language", func(p *corpus.Properties) *string { return &p.Language }},
	{"dcterms.language", func(p *corpus.Properties) *string { return &p.Language }},
	{"og:locale", func(p *corpus.Properties) *string { return &p.Language }},
	{"content-language", func(p *corpus.Properties) *string { return &p.Language }},
	{"og:url", func(p *corpus.Properties) *string { return &p.Canonical }},
	{"og:site_name", func(p *corpus.Properties) *string { return &p.SiteName }},
	{"dc.publisher", func(p *corpus.Properties) *string { return &p.SiteName }},
	{"generator", func(p *corpus.Properties) *string { return &p.Producer }},
}

// properties are what the head of a page says of it.
func properties(doc *html.Node) corpus.Properties {
	var p corpus.Properties
	meta := map[string]string{}
	title := ""
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Html:
			p.Language = attribute(n, "lang")
		case atom.Title:
			if title == "" {
				title = text(n)
			}
		case atom.Link:
			if strings.EqualFold(attribute(n, "rel"), "canonical") && p.Canonical == "" {
				p.Canonical = attribute(n, "href")
			}
		case atom.Meta:
			name := attribute(n, "name")
			if name == "" {
				name = attribute(n, "property")
			}
			if name == "" {
				name = attribute(n, "http-equiv")
			}
			name = strings.ToLower(name)
			if _, seen := meta[name]; name != "" && !seen {
				meta[name] = clean.Line(attribute(n, "content"))
			}
		}
	}
	for _, f := range metaFields {
		if field := f.set(&p); *field == "" {
			*field = meta[f.name]
		}
	}
	if p.Title == "" {
		p.Title = title
	}
	p.Other = map[string]string{}
	if title != "" && title != p.Title {
		p.Other["html_title"] = title
	}
	for _, name := range []string{"description", "og:description", "keywords", "dc.subject", "citation_pdf_url"} {
		if v := meta[name]; v != "" {
			p.Other[name] = v
		}
	}
	if len(p.Other) == 0 {
		p.Other = nil
	}
	return p
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if strings.EqualFold(a.Key, key) {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
