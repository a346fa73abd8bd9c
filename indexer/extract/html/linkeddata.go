package html

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rostrum/corpus"
	"rostrum/indexer/extract/clean"
)

const (
	maxLinkedData  = 1 << 20 // bytes of one script
	maxLinkedDepth = 16      // of objects within objects that are looked into
)

// fillFromLinkedData adds what the page says of itself in JSON-LD, by the
// vocabulary of schema.org. Meta elements come first.
func fillFromLinkedData(p *corpus.Properties, doc *html.Node) {
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Script || !strings.EqualFold(attribute(n, "type"), "application/ld+json") || n.FirstChild == nil {
			continue
		}
		var v any
		if len(n.FirstChild.Data) > maxLinkedData || json.Unmarshal([]byte(n.FirstChild.Data), &v) != nil {
			continue // pages are full of broken ones
		}
		if article := findArticle(v, 0); article != nil {
			fillFromArticle(p, article)
			return
		}
	}
}

// findArticle is the first object that has a headline: what the page is about,
// as against the site, its owner and its search box.
func findArticle(v any, depth int) map[string]any {
	if depth > maxLinkedDepth {
		return nil
	}
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			if a := findArticle(item, depth+1); a != nil {
				return a
			}
		}
	case map[string]any:
		if name(v["headline"]) != "" {
			return v
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if a := findArticle(v[key], depth+1); a != nil {
				return a
			}
		}
	}
	return nil
}

func fillFromArticle(p *corpus.Properties, article map[string]any) {
	for _, f := range []struct {
		to  *string
		key string
	}{
		{&p.Title, "headline"}, {&p.Date, "datePublished"}, {&p.Date, "dateCreated"}, {&p.Language, "inLanguage"},
		{&p.Author, "author"}, {&p.SiteName, "publisher"},
	} {
		if *f.to == "" {
			*f.to = name(article[f.key])
		}
	}
}

// name is the text of a value: a string, or the name of an object, or of the
// first of several.
func name(v any) string {
	switch v := v.(type) {
	case string:
		return clean.Line(v)
	case []any:
		if len(v) > 0 {
			if _, nested := v[0].([]any); !nested {
				return name(v[0])
			}
		}
	case map[string]any:
		if s, ok := v["name"].(string); ok {
			return clean.Line(s)
		}
	}
	return ""
}
