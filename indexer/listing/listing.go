// Package listing reads pages that list documents: the statements of a
// session, of a plenary, of an organization. It finds the documents and what
// stands around each of them; what that is evidence of is package infer's
// affair, and fetching what is listed that of the pipeline.
package listing

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"rostrum/corpus"
)

// Page is what a listing page holds.
type Page struct {
	Title   string
	Address string        // what the page says its own address is; "" where it does not
	Items   []corpus.Item // one for each document, in the order of the page
	LeftOut []LeftOut
}

// LeftOut is a link or a line of a list that was not taken for a document.
type LeftOut struct {
	Text   string // the words of the link or line
	URL    string // "" where there is none
	Reason string // a sentence
}

// Bounds on a page. The longest listing of the Assembly has some 400 links in
// 300 kB; ten times that is a site map.
const (
	maxBytes = 16 << 20
	maxItems = 20_000
)

// Read reads a listing page, HTML or plain text, that was found at base: an
// address, or "" or the name of a file where it has none. Links are made
// absolute by the address. A line of plain text that names a document but has
// no address becomes an item without a location.
//
// Links of a page without an address stay relative to it; Page.Address is then
// what the page itself says of where it came from.
//
// Each item carries, strongest first, the nearest heading, the words of its
// link and the block it stands in. Links to translations of one document share
// a work, which is given. Read returns an error wrapping corpus.ErrInvalid when
// there is nothing on the page that could be a document.
func Read(r io.Reader, base string) (Page, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return Page{}, fmt.Errorf("read the page: %w", err)
	}
	if len(content) > maxBytes {
		return Page{}, corpus.ErrOverLimit.Errorf("the page is larger than %d MiB, which no list of documents is", maxBytes>>20)
	}
	if !isText(content) {
		return Page{}, corpus.ErrInvalid.Errorf("it is neither HTML nor text, so it lists nothing: if it is a document itself, index it")
	}
	address, err := url.Parse(base)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" {
		address = nil
	}
	var (
		lines []line
		page  Page
	)
	if isHTML(content) {
		lines, page, err = htmlLines(content, address)
		if err != nil {
			return Page{}, err
		}
	} else {
		lines = textLines(content)
	}
	c := &collector{base: base, page: page}
	c.read(lines)
	if len(c.page.Items) == 0 {
		return c.page, corpus.ErrInvalid.Errorf("no document is listed here: no link leads to one, and no line of a list names one")
	}
	return c.page, nil
}

// isText tells pages from files of other kinds, which hold bytes that no text
// has. UTF-16 says what it is with its first two bytes.
func isText(content []byte) bool {
	head := content[:min(len(content), 1024)]
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	return !bytes.HasPrefix(head, []byte("%PDF-")) && bytes.IndexByte(head, 0) < 0
}

// isHTML tells pages from plain text by what they begin with.
func isHTML(content []byte) bool {
	head := bytes.ToLower(content[:min(len(content), 2048)])
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<div", "<ul", "<ol", "<p>", "<h1", "<h2", "<h3", "<table", "<a href"} {
		if bytes.Contains(head, []byte(tag)) {
			return true
		}
	}
	return false
}

// decode turns the bytes of plain text into UTF-8.
func decode(content []byte) string {
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	if utf8.Valid(content) {
		return string(content)
	}
	r, err := charset.NewReader(bytes.NewReader(content), "text/plain")
	if err != nil {
		return strings.ToValidUTF8(string(content), "\ufffd")
	}
	decoded, err := io.ReadAll(r)
	if err != nil && !errors.Is(err, io.EOF) {
		return strings.ToValidUTF8(string(content), "\ufffd")
	}
	return string(decoded)
}
