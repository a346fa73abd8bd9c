package html

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rostrum/corpus"
)

// elsewhere is where the text of a page is, if not on the page.
type elsewhere struct {
	frames  []string
	viewed  string // the document that it shows in a frame
	refresh string // the address to which the page sends its readers at once
	scripts bool
}

const maxFrames = 20

func leadsTo(doc *html.Node, address *url.URL) (e elsewhere) {
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.Frame:
			if src := attribute(n, "src"); src != "" && len(e.frames) < maxFrames {
				e.frames = append(e.frames, resolve(address, src))
			}
		case atom.Iframe, atom.Embed, atom.Object:
			if v := viewed(n); v != "" && e.viewed == "" {
				e.viewed = resolve(address, v)
			}
		case atom.Script:
			e.scripts = true
		case atom.Meta:
			if !strings.EqualFold(attribute(n, "http-equiv"), "refresh") {
				continue
			}
			wait, to, _ := strings.Cut(attribute(n, "content"), ";")
			seconds, err := strconv.ParseFloat(strings.TrimSpace(wait), 64)
			if at := strings.Index(strings.ToLower(to), "url="); err == nil && seconds <= soon && at >= 0 {
				e.refresh = resolve(address, strings.Trim(to[at+4:], ` '"`))
			}
		}
	}
	return e
}

// soon is after how many seconds a page that sends its readers on has not been
// meant to be read.
const soon = 10

// tell says on the text what a person should know of where the rest is.
func (e elsewhere) tell(text *corpus.Text, doc *html.Node, content []block, address *url.URL) {
	n := length(content)
	pdf := text.Properties.Other["citation_pdf_url"]
	if pdf == "" && strings.Contains(strings.ToLower(e.viewed), ".pdf") {
		pdf = e.viewed
	}
	if pdf == "" {
		pdf = onlyPDF(doc, content)
	}
	switch {
	case n < shortContent && len(e.frames) > 0:
		text.Status = corpus.StatusSuspect
		text.Reason = "the page only frames others, which hold its text: " + strings.Join(e.frames, ", ")
	case n < shortContent && e.refresh != "":
		text.Status = corpus.StatusSuspect
		text.Reason = "the page only sends its readers on to " + e.refresh
	case n < shortContent && e.viewed != "":
		text.Status = corpus.StatusSuspect
		text.Reason = "the page only shows another document in a viewer, which holds its text: " + e.viewed
	case placeholder(text.Properties.Title, content) != "":
		text.Status = corpus.StatusSuspect
		text.Reason = placeholder(text.Properties.Title, content)
	case pdf == "" && leadsToFull(doc, content):
		text.Status = corpus.StatusSuspect
		text.Reason = "the page has only an abstract, and a link to the whole text"
	case n == 0 && e.scripts:
		text.Reason = "the page is put together by scripts, which are not run"
	}
	if pdf == "" {
		return
	}
	pdf = resolve(address, pdf)
	if text.Properties.Other == nil {
		text.Properties.Other = map[string]string{}
	}
	text.Properties.Other["citation_pdf_url"] = pdf
	if n < abstract {
		text.Warnings = append(text.Warnings, fmt.Sprintf("the page holds little text and leads to a PDF, which may be the whole statement: %s", pdf))
	}
}

// abstract is the length in bytes below which the text of a page may be no
// more than an abstract of what it links to.
const abstract = 2500

// onlyPDF is the one PDF that the main content links to; "" where there is
// none, or more than one.
func onlyPDF(doc *html.Node, content []block) string {
	places := map[*html.Node]bool{}
	for _, b := range content {
		places[b.place] = true
	}
	only := ""
	for n := range doc.Descendants() {
		if n.DataAtom != atom.A {
			continue
		}
		href := attribute(n, "href")
		path, _, _ := strings.Cut(href, "?")
		path, _, _ = strings.Cut(path, "#")
		if !strings.HasSuffix(strings.ToLower(path), ".pdf") && !strings.EqualFold(attribute(n, "type"), "application/pdf") {
			continue
		}
		at := describe(n.Parent, false).place
		if !places[at] && (at == nil || !places[at.Parent]) {
			continue
		}
		if only != "" && only != href {
			return ""
		}
		only = href
	}
	return only
}

// resolve makes a link absolute where the page's address is known.
func resolve(address *url.URL, link string) string {
	u, err := url.Parse(link)
	if err != nil || address == nil {
		return link
	}
	return address.ResolveReference(u).String()
}
