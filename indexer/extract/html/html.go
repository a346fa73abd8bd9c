// Package html reads the main content of a web page: what the page is about,
// without its navigation, banners and asides.
package html

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
	"rostrum/indexer/extract/run"
)

// Page is a web page to be read.
type Page struct {
	Bytes   []byte
	Charset string // as declared by the server, or ""
	Address string // where it was published, or ""
}

// Read reads the page. It never fails: a page that is too much for its main
// content to be found is read as it stands, and its status says so.
func Read(p Page) corpus.Text {
	if IsArchive(p.Bytes) {
		p = unwrap(p)
	}
	doc, decoded, over := parse(p)
	if over != "" {
		return flat(decoded, over)
	}
	address, err := url.Parse(p.Address)
	if err != nil || !address.IsAbs() {
		address = nil
	}
	text := corpus.Text{Properties: properties(doc)}
	fillFromLinkedData(&text.Properties, doc)
	elsewhere := leadsTo(doc, address)
	unseen := prune(doc)
	dropConsent(doc)
	content, doubt := mainContent(doc, address, &text.Properties)
	text.Pages = []corpus.Page{page(content)}
	elsewhere.tell(&text, doc, content, address)
	if doubt != "" && text.Status == "" {
		text.Status, text.Reason = corpus.StatusSuspect, doubt
	}
	if unseen > maxUnseen {
		text.Warnings = append(text.Warnings, fmt.Sprintf("hidden text: %d words in sentences that nobody sees on the page are left out", unseen))
	}
	return text
}

// Paragraphs reads a page, as Read does, that is part of another document.
func Paragraphs(b []byte) []run.Paragraph {
	var out []run.Paragraph
	for _, p := range Read(Page{Bytes: b}).Pages {
		out = append(out, run.Split(p)...)
	}
	return out
}

func fillFrom(props *corpus.Properties, m trafilatura.Metadata) {
	if props.Title == "" {
		props.Title = clean.Line(m.Title)
	}
	if props.Author == "" {
		props.Author = clean.Line(m.Author)
	}
	if props.SiteName == "" {
		props.SiteName = clean.Line(m.Sitename)
	}
	if props.Date == "" && !m.Date.IsZero() {
		props.Date = m.Date.Format(time.RFC3339)
	}
}

// text is all text under n as one line.
func text(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return clean.Line(b.String())
}
