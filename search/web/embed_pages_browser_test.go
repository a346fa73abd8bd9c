package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"rostrum/search/web"
)

// frameIn opens a page of another site with the snippet for frames; listed
// tells whether the service knows that site.
func frameIn(t *testing.T, listed bool) *browser {
	t.Helper()
	var page string
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>A page of another site</title><link rel="icon" href="data:,">`+page)
	}))
	t.Cleanup(site.Close)
	var rostrum *web.Server
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { rostrum.ServeHTTP(w, r) }))
	t.Cleanup(service.Close)
	rostrum = serve(t, func(c *web.Config) {
		c.PublicURL = service.URL
		if listed {
			c.EmbedOrigins = []string{site.URL}
		}
	})
	page = snippets(body(t, get(t, rostrum, service.URL+"/embed?session=ASP20&lang=en")))["frame"]
	return openTab(t, site.URL, service.URL)
}

func TestFrameIsAsHighAsWhatItShows(t *testing.T) {
	b := frameIn(t, true)
	b.size(800, 900)
	b.open("/")
	b.until(`Number(document.querySelector("iframe").height) !== 420 && Number(document.querySelector("iframe").height) > 40`)
	before := eval[int](b, `Number(document.querySelector("iframe").height)`)
	// The form inside, by keyboard.
	eval[chromedp.Void](b, `document.querySelector("iframe").src += "&q=victims"`)
	b.until(fmt.Sprintf(`Number(document.querySelector("iframe").height) > %d`, before+100))
}

func TestFrameIsRefusedToSitesThatAreNotListed(t *testing.T) {
	b := frameIn(t, false)
	b.open("/")
	eval[chromedp.Void](b, `window.heights = []; addEventListener("message", (e) => heights.push(e.data))`)
	refused := func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		i := slices.IndexFunc(b.problems, func(p string) bool { return strings.Contains(p, "frame-ancestors") })
		if i < 0 {
			return false
		}
		b.problems = slices.Delete(b.problems, i, i+1) // the browser's word, and what is wanted
		return true
	}
	for end := time.Now().Add(patience); !refused(); {
		if time.Now().After(end) {
			t.Fatal("the browser did not refuse the frame")
		}
		do(b, chromedp.Evaluate[bool](`new Promise((drawn) => requestAnimationFrame(() => drawn(true)))`, chromedp.EvalAwaitPromise))
	}
	if got := eval[int](b, `heights.length`); got > 0 {
		t.Errorf("a frame that was refused told its height %d times", got)
	}
}

func TestEmbedPageShowsWhatIsChosen(t *testing.T) {
	b := browse(t)
	b.size(1280, 900)
	b.open("/embed?lang=en")
	element := `document.querySelector("#code-element ~ pre").textContent`
	b.until(element + `.includes(location.origin)`)
	eval[chromedp.Void](b, `{ const s = document.querySelector("[name=session]"); s.value = "ASP20"; s.dispatchEvent(new Event("change", { bubbles: true })) }`)
	b.until(element + `.includes('session="ASP20"')`)
	if got := b.at(); got != "/embed?session=ASP20&lang=en" {
		t.Errorf("the address is %s", got)
	}
	// The preview is the thing itself, and looks here.
	box := `document.querySelector("rostrum-search").shadowRoot.querySelector("input")`
	b.until(`document.querySelector("rostrum-search").shadowRoot !== null`)
	eval[chromedp.Void](b, box+`.focus()`)
	b.press("victims")
	b.until(box + `.getAttribute("aria-expanded") === "true"`)
	if got := eval[string](b, `[...document.querySelector("rostrum-search").shadowRoot.querySelectorAll("[part=heading]")].map((h) => h.textContent.slice(0, 5)).join()`); got != "ASP20" {
		t.Errorf("the preview has the groups %s", got)
	}
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.open("/embed?lang=en")
	eval[chromedp.Void](b, `document.querySelector("[name=topic]").value = "cooperation"`)
	b.follow(chromedp.Click(".choose button"))
	if got := eval[string](b, element); !strings.Contains(got, `topic="cooperation"`) {
		t.Errorf("without JavaScript the code is %s", got)
	}
}
