package pages

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"golang.org/x/net/html"

	"rostrum/corpus"
)

// A private page is one that was asked for by POST. Its words are in no address,
// and so in no history, bookmark, referrer or log; its links and forms ask by
// POST as well. It works without a script; the one it has asks by POST too, so
// that browsers do not keep what was posted to restore a tab.

const (
	privateKey = "rostrum.private"
	// privateForm is the id of the form that the links of a private page submit.
	privateForm = "private"
	// stateField holds the part of an address after the question mark.
	stateField = "state"
	// maxPosted bounds the body of a request: ten quotations, with each letter escaped.
	maxPosted = 64 << 10
)

// isPrivate tells whether a page was asked for by POST.
func isPrivate(c *gin.Context) bool { return c.GetBool(privateKey) }

// Private reads what was posted as if it stood in the address.
func (s *Pages) Private(c *gin.Context) error {
	c.Set(privateKey, true)
	if media, _, err := mime.ParseMediaType(c.GetHeader("Content-Type")); err != nil || media != "application/x-www-form-urlencoded" {
		return corpus.ErrInvalid.Errorf("send a form (application/x-www-form-urlencoded)")
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxPosted))
	if err != nil {
		return corpus.ErrInvalid.Errorf("the form has more than %d KB, or broke off: %w", maxPosted>>10, err)
	}
	query := string(body)
	if values, err := url.ParseQuery(query); err == nil && values.Has(stateField) {
		query = values.Get(stateField)
	}
	c.Request.URL.RawQuery = query
	return nil
}

// takesPost tells whether a page of ours can be asked for by POST.
func takesPost(path string) bool {
	return strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && !strings.HasSuffix(path, "/original") && !strings.Contains(path, "/cite.") &&
		!slices.ContainsFunc([]string{"/embed", "/docs", "/openapi.json", "/opensearch", "/api/"}, func(beginning string) bool { return strings.HasPrefix(path, beginning) })
}

// privately makes a page private: links become buttons of one form, which has
// nothing but where they lead, and forms are posted.
func privately(page []byte) []byte {
	var out bytes.Buffer
	links := []bool{} // of the open <a>: whether it became a button
	for z := html.NewTokenizer(bytes.NewReader(page)); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.Bytes()
		}
		raw := bytes.Clone(z.Raw()) // which Token changes
		t := z.Token()
		switch name := t.Data; {
		case kind == html.StartTagToken && name == "a":
			button, ok := asButton(t)
			links = append(links, ok)
			if ok {
				t, raw = button, nil
			}
		case kind == html.EndTagToken && name == "a" && len(links) > 0:
			if links[len(links)-1] {
				t, raw = html.Token{Type: html.EndTagToken, Data: "button"}, nil
			}
			links = links[:len(links)-1]
		case kind == html.StartTagToken && name == "form":
			t.Attr, raw = append(t.Attr, html.Attribute{Key: "method", Val: "post"}), nil
		case kind == html.StartTagToken && name == "input":
			// Suggestions are asked for by address while somebody types.
			t.Attr = slices.DeleteFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "data-suggest" })
			raw = nil
		case kind == html.StartTagToken && name == "link" && slices.Contains([]string{"canonical", "alternate", "search"}, attribute(t, "rel")):
			continue
		}
		if raw == nil {
			raw = []byte(t.String())
		}
		out.Write(raw)
		if kind == html.StartTagToken && t.Data == "body" {
			out.WriteString(`<form id="` + privateForm + `" method="post" action="/search"></form>`)
		}
	}
}

// asButton is the button that takes the place of a link; false where it stays.
func asButton(link html.Token) (html.Token, bool) {
	address, err := url.Parse(attribute(link, "href"))
	if err != nil || address.IsAbs() || address.Host != "" || !takesPost(address.Path) || slices.ContainsFunc(link.Attr, func(a html.Attribute) bool { return a.Key == "data-public" }) {
		return link, false
	}
	button := html.Token{Type: html.StartTagToken, Data: "button", Attr: []html.Attribute{{Key: "form", Val: privateForm}, {Key: "name", Val: stateField}, {Key: "value", Val: address.RawQuery}}}
	address.RawQuery = ""
	button.Attr = append(button.Attr, html.Attribute{Key: "formaction", Val: address.String()})
	class := "linked"
	for _, a := range link.Attr {
		switch a.Key {
		case "href", "rel", "hreflang":
		case "class":
			class += " " + a.Val
		default:
			button.Attr = append(button.Attr, a)
		}
	}
	button.Attr = append(button.Attr, html.Attribute{Key: "class", Val: class})
	return button, true
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
