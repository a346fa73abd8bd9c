package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"rostrum/search/web/embed"
)

// others are two hosts: the service, which can be made to fail, and a site of
// somebody else that embeds it.
type others struct {
	*browser
	service string

	mu    sync.Mutex
	moody func(http.ResponseWriter, *http.Request) bool // answers in place of the service
}

// strict is a policy under which a page may do nothing but use the service.
const strict = "default-src 'none'; script-src %[1]s; connect-src %[1]s; form-action %[1]s; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// plainForm is what works without JavaScript, inside the element.
const plainForm = `<form action="%[1]s/search" role="search" aria-label="Plain search"><input type="search" name="q" aria-label="Words"><input type="hidden" name="session" value="ASP20"><button>Search</button></form>`

// embedIn opens a page of another site that holds elements with the attributes.
func embedIn(t *testing.T, attributes ...string) *others {
	t.Helper()
	o := &others{}
	rostrum := serve(t, nil)
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		moody := o.moody
		o.mu.Unlock()
		if moody == nil || !strings.HasPrefix(r.URL.Path, "/api/") || !moody(w, r) {
			rostrum.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(service.Close)
	var elements strings.Builder
	for i, a := range attributes {
		fmt.Fprintf(&elements, "<h2>Part %d</h2><rostrum-search endpoint=\"%s\" %s>%s</rostrum-search>\n", i+1, service.URL, a, fmt.Sprintf(plainForm, service.URL))
	}
	script := embed.Element()
	page := fmt.Sprintf(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>A page of another site</title><script type="module" src="%s" integrity="%s" crossorigin="anonymous"></script></head>
<body><main><h1>Our statements</h1>%s<p><a href="/after">What follows</a></p></main></body></html>`,
		service.URL+embed.Root+script.Versioned, script.Integrity, elements.String())
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := page
		if r.URL.Query().Get("lax") != "" { // axe brings markup of its own, and does not know what is behind a page
			page = strings.Replace(page, "<title>", "<style>html { background: Canvas; color: CanvasText }</style><title>", 1)
		} else {
			w.Header().Set("Content-Security-Policy", fmt.Sprintf(strict, service.URL))
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	}))
	t.Cleanup(site.Close)
	o.browser, o.service = openTab(t, site.URL, service.URL), service.URL
	o.size(1000, 800)
	return o
}

// mood has the API answered by f, as long as it reports true.
func (o *others) mood(f func(http.ResponseWriter, *http.Request) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.moody = f
}

// enterKey presses Enter as a keyboard does: a page that takes the key gets no
// character after it.
var enterKey chromedp.Action[chromedp.Void] = chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		key := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
		if kind == input.DispatchKeyEventTypeKeyDown {
			key.Text = "\r"
		}
		if _, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, key); err != nil {
			return err
		}
	}
	return nil
})

// in is an expression for what the selector finds inside the nth element.
func in(n int, selector string) string {
	return fmt.Sprintf(`document.querySelectorAll("rostrum-search")[%d].shadowRoot.querySelector(%q)`, n, selector)
}

const (
	options  = `[...document.querySelector("rostrum-search").shadowRoot.querySelectorAll("[role=option]")]`
	expanded = `document.querySelector("rostrum-search").shadowRoot.querySelector("input").getAttribute("aria-expanded")`
)

// enter focuses the nth box and types into it.
func (o *others) enter(n int, text string) {
	o.t.Helper()
	o.until(in(n, "input") + " !== null")
	eval[chromedp.Void](o.browser, in(n, "input")+`.focus()`)
	o.press(text)
}

// axNode is what assistive technology is told of a node.
type axNode struct {
	role, name, value, description string
	properties                     map[string]string
}

func (n axNode) property(name string) string { return n.properties[name] }

// node finds the first node with a role, and a name if one is given.
func (o *others) node(role, name string) axNode {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, patience)
	defer cancel()
	tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		o.t.Fatal(err)
	}
	text := func(v *accessibility.Value) string {
		if v == nil {
			return ""
		}
		return strings.Trim(string(v.Value), `"`)
	}
	for _, n := range tree.Nodes {
		if n.Ignored || text(n.Role) != role || (name != "" && text(n.Name) != name) {
			continue
		}
		found := axNode{role: role, name: text(n.Name), value: text(n.Value), description: text(n.Description), properties: map[string]string{}}
		for _, p := range n.Properties {
			found.properties[string(p.Name)] = text(p.Value)
		}
		return found
	}
	o.t.Fatalf("no %s %q is told of", role, name)
	return axNode{}
}
