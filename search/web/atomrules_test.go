package web_test

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
)

// element is any element of a feed.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e element) all(name string) (out []element) {
	for _, c := range e.Children {
		if c.XMLName.Local == name {
			out = append(out, c)
		}
	}
	return out
}

// text is that of the first child of the name.
func (e element) text(name string) string {
	if found := e.all(name); len(found) > 0 {
		return strings.TrimSpace(found[0].Text)
	}
	return ""
}

// links are the addresses of a relation.
func (e element) links(rel string) (out []string) {
	for _, l := range e.all("link") {
		if l.attr("rel") == rel {
			out = append(out, l.attr("href"))
		}
	}
	return out
}

const atomSpace = "http://www.w3.org/2005/Atom"

// atomFaults is what RFC 4287 says must or should be otherwise in a feed that
// was found at an address.
func atomFaults(content, found string) (feed element, faults []string) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	decoder := xml.NewDecoder(strings.NewReader(content))
	decoder.Strict = true
	if err := decoder.Decode(&feed); err != nil {
		return feed, []string{err.Error()}
	}
	if feed.XMLName.Space != atomSpace || feed.XMLName.Local != "feed" {
		fault("the document is a %v", feed.XMLName)
	}
	count := func(e element, name string, least, most int) {
		if n := len(e.all(name)); n < least || n > most {
			fault("%d %s in %s %q", n, name, e.XMLName.Local, e.text("id"))
		}
	}
	common := func(e element) { // 2, 3: what holds for all elements
		for _, a := range e.Attrs {
			if a.Name.Local == "lang" {
				if _, err := language.Parse(a.Value); err != nil {
					fault("xml:lang is %q", a.Value)
				}
			}
		}
		for _, c := range e.Children {
			if c.XMLName.Space != atomSpace {
				fault("%v is of another namespace", c.XMLName)
			}
			switch c.XMLName.Local {
			case "title", "subtitle", "summary", "content":
				if kind := c.attr("type"); kind != "text" || len(c.Children) > 0 {
					fault("%s is of type %q with %d elements", c.XMLName.Local, kind, len(c.Children))
				}
			case "id":
				if u, err := url.Parse(c.Text); err != nil || u.Scheme == "" {
					fault("the id %q is no IRI", c.Text)
				}
			case "updated", "published":
				if at, err := time.Parse(time.RFC3339, c.Text); err != nil || at.After(time.Now()) {
					fault("%s is %q", c.XMLName.Local, c.Text)
				}
			case "author":
				count(c, "name", 1, 1)
				if c.text("name") == "" {
					fault("an author without a name")
				}
			case "category":
				if c.attr("term") == "" || c.attr("scheme") == "" {
					fault("a category %+v", c.Attrs)
				}
			case "link":
				u, err := url.Parse(c.attr("href"))
				if err != nil || !u.IsAbs() || u.Host == "" || strings.ContainsAny(c.attr("href"), " <>\"{}|\\^`") {
					fault("a link to %q", c.attr("href"))
				}
				if kind := c.attr("type"); kind != "" && !strings.Contains(kind, "/") {
					fault("a link of type %q", kind)
				}
			}
		}
		seen := map[[2]string]bool{} // 4.1.1, 4.1.2: one alternate of each type and language
		for _, l := range e.all("link") {
			if rel := l.attr("rel"); rel == "" || rel == "alternate" {
				key := [2]string{l.attr("type"), l.attr("hreflang")}
				if seen[key] {
					fault("two alternates of type %q", key[0])
				}
				seen[key] = true
			}
		}
		for _, once := range []string{"id", "title", "updated"} {
			count(e, once, 1, 1)
		}
		if e.text("title") == "" {
			fault("%s has an empty title", e.text("id"))
		}
	}
	common(feed)
	for _, c := range feed.Children {
		if !slices.Contains([]string{"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights", "subtitle", "title", "updated", "entry"}, c.XMLName.Local) {
			fault("a feed has no %s", c.XMLName.Local)
		}
	}
	count(feed, "subtitle", 0, 1)
	count(feed, "generator", 0, 1)
	if self := feed.links("self"); len(self) != 1 || self[0] != found {
		fault("it says it is at %q, and was found at %s", self, found)
	}
	known := map[string]bool{}
	for _, entry := range feed.all("entry") {
		common(entry)
		for _, c := range entry.Children {
			if !slices.Contains([]string{"author", "category", "content", "contributor", "id", "link", "published", "rights", "source", "summary", "title", "updated"}, c.XMLName.Local) {
				fault("an entry has no %s", c.XMLName.Local)
			}
		}
		count(entry, "published", 0, 1)
		count(entry, "summary", 0, 1)
		count(entry, "content", 0, 1)
		id := entry.text("id")
		if known[id] {
			fault("%s stands there twice", id)
		}
		known[id] = true
		if len(entry.all("content")) == 0 && len(entry.links("alternate")) == 0 {
			fault("%s has neither content nor a link to it", id)
		}
		if len(entry.all("author"))+len(feed.all("author")) == 0 {
			fault("%s has no author", id)
		}
		if entry.text("published") > entry.text("updated") {
			fault("%s was updated at %s, before it was published at %s", id, entry.text("updated"), entry.text("published"))
		}
		if entry.text("updated") > feed.text("updated") {
			fault("%s changed at %s, after the feed did at %s", id, entry.text("updated"), feed.text("updated"))
		}
	}
	return feed, faults
}
