package source

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// webPage has what a crawl needs to know of a page.
type webPage struct {
	links     []string // absolute, in the order of the page
	refused   map[string]bool
	canonical string // "" where none is named
	noIndex   bool
	noFollow  bool
	prose     int // bytes of running text
}

// longText is the length in bytes from which a piece of text is running text, not a
// label, an entry or a button.
const longText = 120

// readPage reads the links of a page and its robots directives. It builds no tree, so
// that deep nesting cannot exhaust memory.
func readPage(content []byte, base *url.URL) webPage {
	p := webPage{refused: map[string]bool{}}
	z := html.NewTokenizer(bytes.NewReader(content))
	inLink, silent := 0, 0 // depth of <a> and of elements whose text is not shown
	for {
		switch z.Next() {
		case html.ErrorToken:
			return p
		case html.TextToken:
			if n := len(bytes.TrimSpace(z.Text())); inLink == 0 && silent == 0 && n >= longText {
				p.prose += n
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch atom.Lookup(name) {
			case atom.A:
				inLink = 0
			case atom.Script, atom.Style, atom.Noscript, atom.Nav, atom.Footer:
				silent = max(0, silent-1)
			}
		case html.StartTagToken:
			tag := z.Token()
			switch tag.DataAtom {
			case atom.A:
				inLink = 1
			case atom.Script, atom.Style, atom.Noscript, atom.Nav, atom.Footer:
				silent++
			}
			p.tag(tag, &base)
		case html.SelfClosingTagToken:
			p.tag(z.Token(), &base)
		}
	}
}

func (p *webPage) tag(tag html.Token, base **url.URL) {
	attr := map[string]string{}
	for _, a := range tag.Attr {
		attr[a.Key] = strings.TrimSpace(a.Val)
	}
	rel := strings.Fields(strings.ToLower(attr["rel"]))
	has := func(word string) bool {
		for _, r := range rel {
			if r == word {
				return true
			}
		}
		return false
	}
	switch tag.DataAtom {
	case atom.Base:
		if u, err := (*base).Parse(attr["href"]); err == nil && attr["href"] != "" {
			*base = u
		}
	case atom.Link:
		if has("canonical") && p.canonical == "" {
			p.canonical = absolute(*base, attr["href"])
		}
		if has("next") || has("prev") {
			p.add(absolute(*base, attr["href"]), false)
		}
	case atom.Meta:
		if name := strings.ToLower(attr["name"]); name == "robots" || name == "rostrum" {
			for word := range strings.SplitSeq(strings.ToLower(attr["content"]), ",") {
				word = strings.TrimSpace(word)
				p.noIndex = p.noIndex || word == "noindex" || word == "none"
				p.noFollow = p.noFollow || word == "nofollow" || word == "none"
			}
		}
	case atom.A, atom.Area:
		p.add(absolute(*base, attr["href"]), has("nofollow"))
	}
}

func (p *webPage) add(address string, refused bool) {
	switch {
	case address == "":
	case refused:
		p.refused[address] = true
	default:
		p.links = append(p.links, address)
	}
}

// follows reports whether a link may be followed. A link with nofollow in one place
// and without it in another may be.
func (p *webPage) follows(address string) bool {
	if !p.refused[address] {
		return true
	}
	for _, l := range p.links {
		if l == address {
			return true
		}
	}
	return false
}

// absolute resolves a link; "" if it leads to no other page.
func absolute(base *url.URL, href string) string {
	if href == "" || strings.HasPrefix(href, "#") {
		return ""
	}
	u, err := base.Parse(href)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

// isPage reports whether content is a web page, by its media type or its first bytes.
func isPage(mediaType string, content []byte) bool {
	if strings.Contains(mediaType, "html") {
		return true
	}
	head := bytes.ToLower(bytes.TrimSpace(content[:min(len(content), 512)]))
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// isFile reports whether content is a document of a supported format, by its first
// bytes.
func isFile(content []byte) bool {
	head := content[:min(len(content), 1024)]
	return bytes.Contains(head, []byte("%PDF-")) || bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte(`{\rtf`))
}
