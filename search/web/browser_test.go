package web_test

import (
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rostrum/corpus"
	"rostrum/search/web/ui"
)

var (
	allScreens = flag.Bool("all-screens", false, "look at every screen in every language, width and theme, not only in one")
	screensDir = flag.String("screens", os.Getenv("SCREENS"), "keep pictures of the screens looked at in this folder")
)

// browser is a tab that notes what must never happen.
type browser struct {
	t    *testing.T
	ctx  context.Context
	base string
	also string // another host that may be asked

	mu       sync.Mutex
	problems []string
}

var findChromium = sync.OnceValue(func() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
})

// chromium is one browser for all tests; each has a tab of its own.
var chromium = sync.OnceValues(func() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(findChromium()), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-prefers-reduced-motion", true)) // a click on what still scrolls past would miss it
	ctx, endProcess := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, endBrowser := chromedp.NewContext(ctx)
	closeChromium = func() { endBrowser(); endProcess() }
	return ctx, chromedp.Do(ctx)
})

var closeChromium = func() {}

// browse opens a tab on a server over the test library.
func browse(t *testing.T) *browser {
	t.Helper()
	server := httptest.NewServer(illustrated(t, nil, nil))
	t.Cleanup(server.Close)
	return openTab(t, server.URL, server.URL)
}

// openTab opens a tab for the pages at base. Console errors and requests to
// hosts other than these two fail the test.
func openTab(t *testing.T, base, also string) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	path := findChromium()
	if path == "" {
		t.Skip("chromium is not installed (apt-get install chromium)")
	}
	parent, err := chromium()
	if err != nil {
		t.Fatalf("start chromium: %v", err)
	}
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx, base: base, also: also}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	call(b, network.Enable, network.EnableParams{})
	call(b, runtime.Enable, cdp.Empty{})
	call(b, log.Enable, cdp.Empty{})
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Error(p)
		}
	})
	return b
}

func (b *browser) note(problem string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, problem)
}

// listen notes errors on the console and requests to other hosts.
func (b *browser) listen(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.base) && !strings.HasPrefix(u, b.also) && !strings.HasPrefix(u, "data:") {
			b.note("a request to " + u)
		}
	case *runtime.EventExceptionThrown:
		b.note("an exception: " + e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" {
			b.note(fmt.Sprintf("the console says %v", e.Args))
		}
	case *log.EventEntryAdded:
		// A page that answers 400 or 404 is an error to the network only.
		if e.Entry.Level == "error" && e.Entry.Source != "network" {
			b.note("the console says " + e.Entry.Text)
		}
	}
}

const patience = 30 * time.Second

// do is the value of one action in the tab.
func do[T any](b *browser, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, action)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// call sends a command of the protocol.
func call[P, R any](b *browser, command cdp.Command[P, R], params P) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, command, params); err != nil {
		b.t.Fatal(err)
	}
}

// eval is the value of an expression in the page.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	return do(b, chromedp.Evaluate[T](expression))
}

func (b *browser) open(address string) {
	b.t.Helper()
	do(b, chromedp.Navigate(b.base+address))
}

func (b *browser) size(width, height int) {
	b.t.Helper()
	do(b, chromedp.EmulateViewport(int64(width), int64(height)))
}

func (b *browser) theme(name string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// until waits for an expression to become true.
func (b *browser) until(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	poll := func() error {
		_, err := chromedp.Run(ctx, chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingInterval(20*time.Millisecond)))
		return err
	}
	err := poll()
	for err != nil && ctx.Err() == nil && strings.Contains(err.Error(), "Cannot find context") {
		err = poll() // the page was replaced by the next while it was asked
	}
	if err != nil {
		b.t.Fatalf("never came true: %s (%v); the address is %s", expression, err, b.at())
	}
}

// at is the address without the host.
func (b *browser) at() string {
	b.t.Helper()
	return strings.TrimPrefix(do(b, chromedp.Location()), b.base)
}

func (b *browser) press(keys string) {
	b.t.Helper()
	do(b, chromedp.KeyEvent(keys))
}

// write puts text after what the search box holds.
func (b *browser) write(text string) {
	b.t.Helper()
	eval[chromedp.Void](b, `{ const q = document.getElementById("q"); q.focus(); q.setSelectionRange(q.value.length, q.value.length) }`)
	b.press(text)
}

// follow does what leads to another page and waits for it.
func (b *browser) follow(step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, step); err != nil {
		b.t.Fatal(err)
	}
}

const heading = `document.querySelector("h1").textContent.trim()`

func TestJourneyWithoutJavaScript(t *testing.T) {
	b := browse(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.size(1280, 900)
	// Expressions are evaluated by the debugger, which may even so.
	b.open("/?lang=en")
	b.write("victims")
	b.follow(chromedp.Click(".box button"))
	if got := b.at(); got != "/search?q=victims&lang=en" {
		t.Fatalf("the form leads to %s", got)
	}
	b.follow(chromedp.Click(`[data-key="session:ASP20"]`))
	if got := b.at(); got != "/search?q=victims&session=ASP20&lang=en" || eval[string](b, heading) != "3 statements" {
		t.Fatalf("the facet leads to %s", got)
	}
	b.follow(chromedp.Click(".chips a"))
	if got := b.at(); got != "/search?q=victims&lang=en" {
		t.Fatalf("the chip leads to %s", got)
	}
	b.follow(chromedp.Click(".facet .all a"))
	if got := eval[int](b, `document.querySelectorAll("#facet-session li").length`); got != 14 {
		t.Errorf("the whole list has %d sessions, want 14", got)
	}
	b.follow(chromedp.Click(".pager [rel=next]"))
	if got := b.at(); !strings.Contains(got, "page=2") {
		t.Errorf("the next page is %s", got)
	}
	b.open("/search?q=interpreter&lang=en")
	b.follow(chromedp.Click(".passages a.folio"))
	if got := b.at(); got != "/s/hearing?q=interpreter&lang=en#p2-1" {
		t.Errorf("the passage is at %s", got)
	}
	if got := eval[string](b, `document.querySelector(":target mark").textContent`); got != "interpreter" {
		t.Errorf("marked there is %q", got)
	}
	b.follow(chromedp.Click(".walk .back"))
	if got := b.at(); got != "/search?q=interpreter&lang=en" {
		t.Errorf("back leads to %s", got)
	}
}

func TestResultsInPlace(t *testing.T) {
	b := browse(t)
	b.size(1280, 900)
	b.open("/search?q=victims&lang=en")
	eval[bool](b, `window.same = true`)
	do(b, chromedp.Click(`[data-key="session:ASP20"]`))
	b.until(`document.querySelector("h1").textContent === "3 statements"`)
	if got := b.at(); got != "/search?q=victims&session=ASP20&lang=en" {
		t.Errorf("the address is %s", got)
	}
	if !eval[bool](b, `document.activeElement.dataset.key === "session:ASP20"`) {
		t.Error("the focus did not stay on the line that was chosen")
	}
	if got := eval[string](b, `document.getElementById("live").textContent`); got != "3 statements" {
		t.Errorf("said is %q", got)
	}
	// Typing keeps the filter, and the address in step.
	b.write(" AND interpreter")
	b.until(`document.querySelector("h1").textContent === "1 statement"`)
	if got := b.at(); got != "/search?q=victims+AND+interpreter&session=ASP20&lang=en&typing=true" {
		t.Errorf("the address is %s", got)
	}
	if got := eval[string](b, `document.title`); !strings.HasPrefix(got, "victims AND interpreter: 1 statement") {
		t.Errorf("the title is %q", got)
	}
	eval[chromedp.Void](b, `history.back()`)
	b.until(`document.querySelector("h1").textContent === "3 statements"`)
	if got := eval[string](b, `document.getElementById("q").value`); got != "victims" {
		t.Errorf("after going back the box holds %q", got)
	}
	eval[chromedp.Void](b, `history.forward()`)
	b.until(`document.querySelector("h1").textContent === "1 statement"`)
	if !eval[bool](b, `window.same === true`) {
		t.Error("the page was loaded afresh")
	}
}

// TestTyping types on a phone: what is typed is shown at a pause, with its last word
// as a beginning; each search is one entry of the history, and input methods have
// their keys for themselves.
func TestTyping(t *testing.T) {
	b := browse(t)
	b.size(390, 800)
	b.open("/search?q=victims&lang=en")
	eval[bool](b, `window.asked = [], window.fetched = fetch, window.fetch = (url, ...rest) => (asked.push(String(url)), fetched(url, ...rest)), true`)
	before := eval[int](b, `history.length`)
	b.write(" interp")
	b.until(heading + ` === "1 statement" && location.search.includes("interp&")`)
	b.write("reter")
	b.until(`location.search.includes("interpreter&")`)
	if got, want := b.at(), "/search?q=victims+interpreter&lang=en&typing=true"; got != want {
		t.Errorf("while one types the address is %s, want %s", got, want)
	}
	if wide := eval[int](b, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("%d px wide", wide)
	}
	b.picture("typing", "en", 390, "light")
	b.follow(chromedp.KeyEvent(kb.Enter))
	if got := b.at(); got != "/search?q=victims+interpreter&lang=en" {
		t.Errorf("Enter leads to %s", got)
	}
	if got := eval[int](b, `history.length`); got != before+1 {
		t.Errorf("the history has %d entries more, want 1", got-before)
	}
	b.follow(chromedp.Evaluate[chromedp.Void](`history.back()`))
	b.until(heading + ` === "31 statements" && document.getElementById("q").value === "victims"`)
	if got := b.at(); got != "/search?q=victims&lang=en" {
		t.Errorf("Back leads to %s", got)
	}

	eval[bool](b, `window.asked = [], window.fetched = fetch, window.fetch = (url, ...rest) => (asked.push(String(url)), fetched(url, ...rest)), true`)
	eval[chromedp.Void](b, `{
		const q = document.getElementById("q");
		const say = (event) => q.dispatchEvent(event);
		q.focus();
		say(new CompositionEvent("compositionstart", { bubbles: true }));
		q.value = "hezuo";
		say(new InputEvent("input", { bubbles: true, isComposing: true }));
		q.value = "合作";
		say(new InputEvent("input", { bubbles: true, isComposing: true }));
		say(new CompositionEvent("compositionend", { bubbles: true, data: "合作" }));
	}`)
	b.until(`location.search.includes(encodeURIComponent("合作")) && ` + listOpen)
	if got := eval[string](b, `asked.filter((url) => url.includes("hezuo")).join(" ")`); got != "" {
		t.Errorf("half a word of an input method was searched for: %s", got)
	}
	b.press(kb.ArrowDown)
	if eval[bool](b, `!document.getElementById("q").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }))`) {
		t.Error("the key that ends a word of an input method chose a suggestion")
	}
}

func TestByKeyboardAlone(t *testing.T) {
	b := browse(t)
	b.size(1280, 900)
	b.open("/search?q=victims&lang=en")
	b.press(kb.Tab)
	if got := eval[string](b, `document.activeElement.className`); got != "skip" {
		t.Errorf("the first stop is %q", got)
	}
	b.press(kb.Enter)
	b.until(`document.activeElement.id === "main"`)
	b.press("/")
	if got := eval[string](b, `document.activeElement.id`); got != "q" {
		t.Errorf("/ leads to %q", got)
	}
	b.press("j")
	// The debugger sends the character of / even if the page took the key.
	if got := eval[string](b, `document.getElementById("q").value`); !strings.HasSuffix(got, "j") {
		t.Errorf("typing in the box gave %q", got)
	}
	b.open("/search?q=victims&lang=en")
	b.press("jjk")
	if got := eval[string](b, `document.activeElement.closest(".hit").id`); got != "hit-1" {
		t.Errorf("j j k leads to %q", got)
	}
	b.press("j")
	want := eval[string](b, `document.activeElement.getAttribute("href")`)
	b.follow(chromedp.KeyEvent(kb.Enter))
	if got := b.at(); got != want {
		t.Errorf("Enter opened %s, want %s", got, want)
	}
	b.press("j")
	if !eval[bool](b, `document.activeElement.classList.contains("found")`) {
		t.Error("j does not lead to the first place found")
	}
}

// screens are all kinds of page, by the names of their pictures.
var screens = []struct{ name, address string }{
	{"home", "/?"},
	{"results", "/search?q=victims&session=ASP20&session=ASP22"},
	{"results-many", "/search?q=victims&expand=organization"},
	{"zero", "/search?q=universality&session=ASP20&topic=general-debate"},
	{"syntax-error", "/search?q=victims+AND+%22access"},
	{"statement", "/s/hearing?q=victims"},
	{"statement-arabic", "/s/istimaa?q=" + url.QueryEscape("الضحايا")},
	{"statement-scan", "/s/scan?q=victims"},
	{"statement-beside", "/s/hearing?q=victims&beside=istimaa"},
	{"page", "/s/hearing/p/2?q=victims"},
	{"page-arabic", "/s/istimaa/p/1?q=" + url.QueryEscape("الضحايا")},
	{"page-scan", "/s/scan/p/1?q=victims"},
	{"page-without-picture", "/s/joint/p/1?q=victims"},
	{"session", "/sessions/ASP20?"},
	{"sessions", "/sessions?"},
	{"organizations", "/organizations?"},
	{"coverage", "/coverage?"},
	{"quote", "/quote?text=read+from+a+painting.+It+mentions+victims&"},
	{"similar", "/s/debate00/similar?"},
	{"trends", "/trends?q=victims"},
	{"trends-shares", "/trends?q=victims&q=cooperation&q=universality&share=true&by=session&split=topic"},
	{"embed", "/embed?session=ASP20"},
	{"embed-frame", "/embed/frame?q=victims&session=ASP20"},
	{"help", "/help?"},
	{"docs", "/docs?"},
	{"about", "/about?"},
	{"not-found", "/nothing?"},
}

// TestScreens looks at the screens with axe, and that none is wider than its window.
func TestScreens(t *testing.T) {
	b := browse(t)
	axe := findAxe(t)
	widths, themes, languages := []int{320, 768, 1280}, []string{"light", "dark"}, ui.Languages
	seen := 0
	for i, width := range widths {
		b.size(width, 900)
		for j, theme := range themes {
			b.theme(theme)
			for k, lang := range languages {
				for n, screen := range screens {
					// Without the flag each screen is seen in one of the 36 combinations,
					// a different one for each.
					if !*allScreens && (2*i+j)*len(languages)+k != 7*n%36 {
						continue
					}
					b.open(screen.address + "&lang=" + string(lang))
					seen++
					where := fmt.Sprintf("%s in %s, %d px, %s", screen.name, lang, width, theme)
					if wide := eval[int](b, `document.documentElement.scrollWidth`); wide > width {
						t.Errorf("%s: %d px wide", where, wide)
					}
					if axe != "" {
						for _, violation := range b.violations(axe) {
							t.Errorf("%s: %s", where, violation)
						}
					}
					b.picture(screen.name, lang, width, theme)
				}
			}
		}
	}
	if seen < len(screens) {
		t.Errorf("%d screens were looked at, want each of %d", seen, len(screens))
	}
	if axe == "" {
		t.Skip("axe-core is not installed: their accessibility was not checked (npm install --no-save axe-core@4 in the folder of go.mod)")
	}
}

// findAxe reads axe-core; "" if it is not installed.
func findAxe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("..", "..", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return ""
	}
	return string(script)
}

// violations are what axe finds against WCAG 2.2 AA and good practice.
func (b *browser) violations(axe string) []string {
	b.t.Helper()
	type violation struct {
		ID, Help string
		Nodes    []struct {
			HTML           string
			FailureSummary string `json:"failureSummary"`
		}
	}
	eval[chromedp.Void](b, axe)
	found := do(b, chromedp.Evaluate[[]violation](`axe.run(document, {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}}).then(r => r.violations)`, chromedp.EvalAwaitPromise))
	var out []string
	for _, v := range found {
		for _, n := range v.Nodes {
			out = append(out, fmt.Sprintf("%s: %s: %s: %s", v.ID, v.Help, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", " ")))
		}
	}
	return out
}

// picture keeps the screen as it is, if pictures are wanted.
func (b *browser) picture(name string, lang corpus.Language, width int, theme string) {
	b.t.Helper()
	if *screensDir == "" {
		return
	}
	content := do(b, chromedp.FullScreenshot(100))
	file := filepath.Join(*screensDir, fmt.Sprintf("%s-%s-%d-%s.png", name, lang, width, theme))
	if err := os.WriteFile(file, content, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
