// Package html reads the main content of a web page: what the page is about,
// without its navigation, banners and asides.
package html

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
)

// Page is a web page to be read.
type Page struct {
	Bytes   []byte
	Charset string // as declared by the server, or ""
	Address string // where it was published, or ""
}

const (
	maxNodes = 500_000 // elements and texts of one page
	maxDepth = 512     // of elements within elements, as browsers allow
)

// Read reads the page.
func Read(p Page) (corpus.Text, error) {
	doc, err := parse(p)
	if err != nil {
		return corpus.Text{}, err
	}
	address, err := url.Parse(p.Address)
	if err != nil || !address.IsAbs() {
		address = nil
	}
	text := corpus.Text{Properties: properties(doc)}
	fillFromLinkedData(&text.Properties, doc)
	paragraphs := mainContent(doc, address, &text.Properties)
	text.Pages = []corpus.Page{{Number: 1, Text: clean.Paragraphs(paragraphs), Method: corpus.MethodTextLayer}}
	return text, nil
}

func parse(p Page) (*html.Node, error) {
	contentType := "text/html"
	if p.Charset != "" {
		contentType += "; charset=" + p.Charset
	}
	r, err := charset.NewReader(bytes.NewReader(p.Bytes), contentType)
	if err != nil {
		return nil, fmt.Errorf("decode page: %w", err)
	}
	doc, err := html.Parse(r)
	if err != nil {
		return nil, fmt.Errorf("parse page: %w", errors.Join(corpus.ErrOverLimit, err))
	}
	if err := bound(doc); err != nil {
		return nil, err
	}
	return doc, nil
}

// bound refuses trees that later walks could not bear.
func bound(doc *html.Node) error {
	nodes, depth := 0, 0
	for n := doc; n != nil; {
		nodes++
		switch {
		case nodes > maxNodes:
			return fmt.Errorf("page of more than %d elements: %w", maxNodes, corpus.ErrOverLimit)
		case depth > maxDepth:
			return fmt.Errorf("page nested more than %d deep: %w", maxDepth, corpus.ErrOverLimit)
		case n.FirstChild != nil:
			n = n.FirstChild
			depth++
			continue
		}
		for n != nil && n.NextSibling == nil {
			n = n.Parent
			depth--
		}
		if n != nil {
			n = n.NextSibling
		}
	}
	return nil
}

func mainContent(doc *html.Node, address *url.URL, props *corpus.Properties) []string {
	opts := trafilatura.Options{
		OriginalURL:     address,
		ExcludeComments: true,
		EnableFallback:  false,
	}
	result, err := trafilatura.ExtractDocument(doc, opts)
	if err != nil || result == nil || result.ContentNode == nil {
		return blocks(doc)
	}
	fillFrom(props, result.Metadata)
	paragraphs, all := blocks(result.ContentNode), blocks(body(doc))
	if length(paragraphs) < shortContent && (length(all) > 4*length(paragraphs) || length(all) <= length(paragraphs)) {
		return all
	}
	return complete(paragraphs, all)
}

// shortContent is the length in bytes below which the main content is doubted:
// pages of a few sentences are taken for boilerplate, or found twice.
const shortContent = 250

func length(paragraphs []string) int {
	n := 0
	for _, p := range paragraphs {
		n += len(p)
	}
	return n
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
	if props.Language == "" {
		props.Language = m.Language
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
