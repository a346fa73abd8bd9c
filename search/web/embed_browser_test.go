package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	devpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rostrum/corpus"
	"rostrum/search/web/ui"
)

func TestEmbedUnderAStrictPolicy(t *testing.T) {
	o := embedIn(t, `limit="4"`)
	o.open("/")
	eval[chromedp.Void](o.browser, `window.told = []; document.addEventListener("rostrum:results", (e) => told.push([e.detail.q, e.detail.total, e.detail.hits.length]))`)
	o.enter(0, "victims")
	o.until(options + `.length === 5`)
	if got := eval[string](o.browser, `JSON.stringify(told)`); got != `[["victims",31,4]]` {
		t.Errorf("the page was told %s", got)
	}
	if got := eval[string](o.browser, options+`.at(-1).textContent`); got != "All results (31)" {
		t.Errorf("the last option is %q", got)
	}
	if got := eval[string](o.browser, in(0, "[part=passage] mark")+`.textContent`); got != "victims" && got != "víctimas" {
		t.Errorf("marked is %q", got)
	}
	if got := eval[string](o.browser, `[...document.querySelector("rostrum-search").shadowRoot.querySelectorAll("[part=group]")].map((g) => g.getAttribute("aria-label")).join()`); !strings.Contains(got, "ASP") {
		t.Errorf("the groups are %q", got)
	}
	if got := eval[string](o.browser, in(0, "[part=facts]")+`.textContent`); !strings.Contains(got, "p. ") {
		t.Errorf("no page is named in %q", got)
	}
	// Markup in a statement is text.
	eval[chromedp.Void](o.browser, `document.querySelector("rostrum-search").value = "alert"`)
	o.until(options + `.some((o) => o.textContent.includes('<script>alert("title")</script>'))`)
	if eval[bool](o.browser, in(0, "script, img, svg")+` !== null`) {
		t.Error("markup from a statement became part of the page")
	}
}

func TestEmbedByKeyboardAlone(t *testing.T) {
	o := embedIn(t, ``)
	o.open("/")
	o.until(in(0, "input") + " !== null")
	o.press(kb.Tab)
	if !eval[bool](o.browser, in(0, "input")+`.matches(":focus-visible")`) {
		t.Fatal("the first stop is not the box")
	}
	eval[chromedp.Void](o.browser, `document.addEventListener("rostrum:results", (e) => (window.asked = e.detail.q))`)
	o.press("interpreter")
	o.until(`window.asked === "interpreter" && ` + expanded + ` === "true"`)
	o.press(kb.ArrowDown)
	if got := eval[string](o.browser, in(0, "[aria-selected=true]")+`.id`); got != eval[string](o.browser, in(0, "input")+`.getAttribute("aria-activedescendant")`) {
		t.Errorf("the box does not point at the option %s", got)
	}
	o.press(kb.ArrowDown) // round, back to the box
	if got := eval[string](o.browser, in(0, "input")+`.getAttribute("aria-activedescendant")`); got != "" {
		t.Errorf("after the last option the box points at %q", got)
	}
	o.press(kb.ArrowUp)
	o.press(kb.Escape)
	if eval[string](o.browser, expanded) != "false" || eval[string](o.browser, in(0, "input")+`.value`) != "interpreter" {
		t.Error("Escape does not close the list alone")
	}
	o.press(kb.ArrowDown)
	o.press(kb.ArrowDown)
	// A page may keep what was chosen for itself.
	eval[chromedp.Void](o.browser, `document.addEventListener("rostrum:select", (e) => { window.kept = e.detail.url; e.preventDefault() }, { once: true })`)
	do(o.browser, enterKey)
	o.until(`window.kept`)
	want := o.service + "/s/hearing?q=interpreter&lang=en#p2-1"
	if got := eval[string](o.browser, `window.kept`); got != want {
		t.Errorf("chosen was %s, want %s", got, want)
	}
	o.follow(enterKey)
	if got := do(o.browser, chromedp.Location()); got != want {
		t.Errorf("Enter leads to %s, want %s", got, want)
	}
	// Without a choice Enter asks for all, and Escape twice empties the box.
	o.open("/")
	o.enter(0, "victims")
	o.until(expanded + ` === "true"`)
	o.press(kb.Escape + kb.Escape)
	if got := eval[string](o.browser, in(0, "input")+`.value`); got != "" {
		t.Errorf("Escape twice leaves %q", got)
	}
	o.press("budget")
	o.follow(enterKey)
	if got := do(o.browser, chromedp.Location()); got != o.service+"/search?q=budget&lang=en" {
		t.Errorf("Enter in the box leads to %s", got)
	}
}

func TestEmbedByPointer(t *testing.T) {
	o := embedIn(t, `target="_blank"`)
	o.open("/")
	o.enter(0, "interpreter")
	o.until(options + `.length === 1`)
	var opened []string
	eval[chromedp.Void](o.browser, `window.opened = []; HTMLAnchorElement.prototype.click = function () { opened.push(this.target + " " + this.rel) }`)
	click := func(options ...chromedp.MouseOption) {
		t.Helper()
		spot := eval[[]float64](o.browser, `(() => { const r = `+in(0, "[role=option]")+`.getBoundingClientRect(); return [r.x + 30, r.y + 10] })()`)
		do(o.browser, chromedp.MouseClickXY(spot[0], spot[1], options...))
		o.until(expanded + ` === "false"`)
		if !eval[bool](o.browser, in(0, "input")+`.matches(":focus")`) {
			t.Error("after a click the focus is not in the box")
		}
		o.press(kb.ArrowDown)
	}
	click()
	eval[chromedp.Void](o.browser, `document.querySelector("rostrum-search").setAttribute("target", "_self")`)
	o.enter(0, " ")
	o.until(options + `.length === 1 && ` + expanded + ` === "true"`)
	click()
	click(chromedp.ButtonMiddle)
	click(chromedp.ButtonModifiers(chromedp.ModifierCtrl))
	opened = eval[[]string](o.browser, `window.opened`)
	if got, want := strings.Join(opened, ", "), "_blank noopener, _self noopener, _blank noopener, _blank noopener"; got != want {
		t.Errorf("opened: %s; want %s", got, want)
	}
}

func TestEmbedWithoutJavaScript(t *testing.T) {
	o := embedIn(t, ``)
	call(o.browser, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	o.open("/")
	eval[chromedp.Void](o.browser, `document.querySelector("rostrum-search input").focus()`)
	o.press("victims")
	o.follow(chromedp.Click("rostrum-search button"))
	if got := do(o.browser, chromedp.Location()); got != o.service+"/search?q=victims&session=ASP20" {
		t.Errorf("the form leads to %s", got)
	}
}

// TestEmbedForScreenReaders holds the box to what has to be told of a field
// with suggestions, as Chromium's accessibility tree has it.
func TestEmbedForScreenReaders(t *testing.T) {
	o := embedIn(t, `q="interpreter"`)
	o.open("/")
	o.until(in(0, "input") + " !== null")
	box := func() axNode { return o.node("combobox", "Search statements") }
	check := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	b := box()
	check("it can be focused", b.property("focusable"), "true")
	check("it can be edited", b.property("editable"), "plaintext")
	check("what it holds is told", b.value, "interpreter")
	check("that it has suggestions is told", b.property("autocomplete"), "list")
	check("how to use it is told", b.description, elementSays(t, corpus.English, "hint"))
	check("it is closed", b.property("expanded"), "false")
	o.press(kb.Tab)
	check("it has the focus", box().property("focused"), "true")
	check("the focus can be seen", eval[string](o.browser, `getComputedStyle(`+in(0, "input")+`).outlineStyle`), "solid")

	o.press(kb.End + " OR list")
	o.until(options + `.length === 2`)
	check("that the list is open is told", box().property("expanded"), "true")
	o.until(in(0, "[role=status]") + `.textContent === "2 statements"`)
	check("the number of matches is told by the status", o.node("status", "").role, "status")
	check("nothing is chosen beforehand", eval[int](o.browser, options+`.filter((o) => o.ariaSelected === "true").length`), 0)
	o.press(kb.ArrowDown)
	first := o.node("option", "")
	check("the one chosen is told", first.property("selected"), "true")
	check("its number is told", eval[string](o.browser, options+`[0].ariaPosInSet + "/" + `+options+`[0].ariaSetSize`), "1/2")
	check("the box points at it", eval[string](o.browser, in(0, "input")+`.getAttribute("aria-activedescendant")`), "o0")

	eval[chromedp.Void](o.browser, `document.addEventListener("rostrum:select", (e) => e.preventDefault())`)
	title := eval[string](o.browser, in(0, "[aria-selected=true] [part=title]")+`.textContent`)
	do(o.browser, enterKey)
	o.until(in(0, "[role=status]") + `.textContent !== ""`)
	check("what is opened is told", eval[string](o.browser, in(0, "[role=status]")+`.textContent`), "Opening: "+title)
	check("the focus is in the box", eval[bool](o.browser, in(0, "input")+`.matches(":focus")`), true)

	eval[chromedp.Void](o.browser, `document.querySelector("rostrum-search").value = "zzzz"`)
	o.until(in(0, "[role=status]") + fmt.Sprintf(`.textContent === %q`, elementSays(t, corpus.English, "none")))
	check("without matches it is closed", box().property("expanded"), "false")
}

func TestEmbedRightToLeft(t *testing.T) {
	o := embedIn(t, `lang="ar"`)
	o.open("/")
	o.enter(0, "الضحايا")
	o.until(options + `.length > 0`)
	if got := eval[string](o.browser, `getComputedStyle(`+in(0, "[part=panel]")+`).direction`); got != "rtl" {
		t.Errorf("the list runs %s", got)
	}
	if got := eval[string](o.browser, in(0, "[part=facts]")+`.textContent`); !strings.Contains(got, "ديسمبر 2021") || !strings.Contains(got, "ص 1") {
		t.Errorf("date and page are %q", got)
	}
	// The button is at the end of the line, which is on the left.
	if !eval[bool](o.browser, in(0, "button")+`.getBoundingClientRect().right <= `+in(0, "input")+`.getBoundingClientRect().left + 1`) {
		t.Error("the button is not to the left of the box")
	}
	if got := eval[string](o.browser, in(0, "input")+`.placeholder`); got != says(t, corpus.Arabic).Text("box.label") {
		t.Errorf("the box says %q", got)
	}
	o.until(in(0, "[role=status]") + `.textContent.includes("بيان")`)
}

// elementSays is what the element says under a name, as source/words.js has it.
func elementSays(t testing.TB, lang corpus.Language, name string) string {
	t.Helper()
	source, err := os.ReadFile("embed/source/words.js")
	if err != nil {
		t.Fatal(err)
	}
	list := func(pattern string) []string {
		var out []string
		m := regexp.MustCompile(`(?s)` + pattern).FindSubmatch(source)
		if m == nil {
			t.Fatalf("source/words.js has no %s", pattern)
		}
		if err := json.Unmarshal(append(append([]byte("["), m[1]...), ']'), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	names, sayings := list(`const names = \[(.*?),?\s*\];`), list(`\n  `+string(lang)+`: \[(.*?),?\s*\],`)
	i := slices.Index(names, name)
	if i < 0 || i >= len(sayings) {
		t.Fatalf("the element says nothing under %q", name)
	}
	return sayings[i]
}

// The element says what the pages of the service say, in each language.
func TestEmbedSpeaksAsThePagesDo(t *testing.T) {
	o := embedIn(t, `mode="results" q="interpreter"`)
	o.open("/")
	pages, err := ui.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range ui.Languages {
		l := pages.Locale(lang)
		eval[chromedp.Void](o.browser, fmt.Sprintf(`document.querySelector("rostrum-search").lang = %q`, lang))
		if got := eval[string](o.browser, in(0, "input")+`.placeholder + "|" + `+in(0, "button")+`.textContent + "|" + `+in(0, "[part=root]")+`.dir`); got != l.Text("box.label")+"|"+l.Text("box.button")+"|"+lang.Dir() {
			t.Errorf("%s: the box says %s", lang, got)
		}
		for q, n := range map[string]int{"interpreter": 1, "interpreter OR list": 2, "victims": 31} {
			eval[chromedp.Void](o.browser, fmt.Sprintf(`document.querySelector("rostrum-search").value = %q`, q))
			o.until(fmt.Sprintf(`%s.textContent === %q`, in(0, "[part=count]"), l.Count("results.count", n)))
		}
	}
}

func TestTwoEmbedsOnOnePage(t *testing.T) {
	o := embedIn(t, `label="All statements"`, `label="Déclarations de l’ASP20" lang="fr" session="ASP20" topic="Cooperation"`)
	o.open("/")
	o.enter(0, "victims")
	o.until(in(0, "[role=option]") + ` !== null`)
	if eval[bool](o.browser, in(1, "[role=option]")+` !== null`) {
		t.Error("the other box has a list too")
	}
	o.enter(1, "victimes")
	o.until(in(1, "[role=option]") + ` !== null`)
	o.until(in(0, "input") + `.getAttribute("aria-expanded") === "false"`)
	if got := eval[string](o.browser, `[...document.querySelectorAll("rostrum-search")[1].shadowRoot.querySelectorAll("[part=heading]")].map((h) => h.textContent.slice(0, 5)).join()`); got != "ASP20" {
		t.Errorf("limited to ASP20, it has the groups %s", got)
	}
	o.follow(enterKey)
	if got := do(o.browser, chromedp.Location()); got != o.service+"/search?q=victimes&session=ASP20&topic=Cooperation&lang=fr" {
		t.Errorf("Enter leads to %s", got)
	}
}

func TestEmbedWhileTheServiceIsDown(t *testing.T) {
	o := embedIn(t, ``)
	// Each way of failing with a word of its own: what was answered once is in
	// the browser's cache.
	for word, fail := range map[string]func(w http.ResponseWriter){
		"interpreter": func(w http.ResponseWriter) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		"paragraph": func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
		"universality": func(w http.ResponseWriter) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			fmt.Fprint(w, "<h1>It works!</h1>")
		},
	} {
		o.mood(func(w http.ResponseWriter, _ *http.Request) bool { fail(w); return true })
		o.open("/")
		o.enter(0, word)
		o.until(in(0, "[part=note]") + fmt.Sprintf(`.textContent === %q && !`, elementSays(t, corpus.English, "down")) + in(0, "[part=panel]") + `.hidden`)
		o.until(in(0, "[role=status]") + fmt.Sprintf(`.textContent.startsWith(%q)`, elementSays(t, corpus.English, "down")))
		o.mood(nil)
		// It comes back by itself, in the box that waits.
		o.until(options + `.length > 0 && ` + expanded + ` === "true"`)
		if eval[bool](o.browser, `!`+in(0, "[part=note]")+`.hidden`) {
			t.Errorf("%s: the note stays", word)
		}
	}
}

func TestEmbedWaitsLongerEachTime(t *testing.T) {
	o := embedIn(t, ``)
	// The page's clock runs ahead, and notes how long was to be waited; the
	// patience with an answer (8 s) stays what it is, and so does that of this test.
	call(o.browser, devpage.AddScriptToEvaluateOnNewDocument, devpage.AddScriptToEvaluateOnNewDocumentParams{Source: `
		const wait = setTimeout;
		window.waits = [];
		window.setTimeout = (f, ms, ...rest) => { if (ms > 2000 && ms !== 8000 && ms !== ` + strconv.Itoa(int(patience.Milliseconds())) + `) { waits.push(ms); ms = 10 } return wait(f, ms, ...rest) }`})
	var asked atomic.Int32
	o.mood(func(w http.ResponseWriter, _ *http.Request) bool {
		failed := asked.Add(1)
		if failed > 4 {
			return false
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
		if failed == 4 {
			w.Header().Set("Retry-After", "120")
		}
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	})
	o.open("/")
	o.enter(0, "interpreter")
	o.until(options + `.length === 1`)
	waits := eval[[]float64](o.browser, `waits`)
	least := []float64{2000, 4000, 8000, 120000} // the last was asked for
	for i, ms := range waits {
		if len(waits) != len(least) || ms < least[i] || (i < 3 && ms > least[i]*1.5) {
			t.Fatalf("waited %v ms, want at least %v, and not much more than the first three", waits, least)
		}
	}
	if len(waits) == 0 {
		t.Error("it never waited")
	}
}

func TestEmbedWhileTheServiceIsSlow(t *testing.T) {
	o := embedIn(t, ``)
	ended := make(chan struct{})
	var once sync.Once
	o.mood(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Query().Get("q") != "victims" {
			return false
		}
		<-r.Context().Done()
		once.Do(func() { close(ended) })
		return true
	})
	o.open("/")
	o.enter(0, "victims")
	o.until(in(0, "[part=note]") + `.textContent === "Searching…" && !` + in(0, "[part=note]") + `.hidden`)
	o.press(" AND interpreter")
	<-ended // nobody waits for the first answer any more
	o.until(options + `.length === 1`)
	if !eval[bool](o.browser, in(0, "[part=note]")+`.hidden`) {
		t.Error("it still says that it is searching")
	}
}

// TestEmbedKeepsItsAddress asks, narrows and turns the page, then loads the page
// again, and another one with the same address.
func TestEmbedKeepsItsAddress(t *testing.T) {
	o := embedIn(t, `mode="results" address limit="5" topic="general-debate" q="nobody"`)
	o.open("/#q=victims")
	count, inBox := in(0, "[part=count]")+`.textContent`, in(0, "input")+`.value`
	o.until(`/^2. statements$/.test(` + count + `) && ` + inBox + ` === "victims"`)
	eval[chromedp.Void](o.browser, in(0, `[part=values] [value=en]`)+`.click()`)
	o.until(in(0, "[part=values] [value=en]") + `.checked && location.hash.includes("language=en")`)
	o.until(count + ` === "26 statements"`)
	eval[chromedp.Void](o.browser, in(0, "[part=turn]:last-child")+`.click()`)
	o.until(`location.hash.includes("page=2") && !` + in(0, "[part=turn]") + `.disabled`)
	first := eval[string](o.browser, in(0, "[part=hit] a")+`.href`)
	address := o.at()
	if !strings.HasPrefix(address, "/#q=victims&page=2&") {
		t.Errorf("the address is %s", address)
	}
	o.open("/after")
	o.open(address)
	o.until(in(0, "[part=hit] a") + `?.href === "` + first + `"`)
	if got := eval[string](o.browser, count+` + "|" + `+inBox+` + "|" + `+in(0, "[part=values] [value=en]")+`.checked`); got != "26 statements|victims|true" {
		t.Errorf("loaded again it shows %s", got)
	}
	// Another question begins at its first page, and goes on from there.
	eval[chromedp.Void](o.browser, in(0, "input")+`.select()`)
	o.enter(0, "budget")
	o.until(`location.hash.startsWith("#q=budget&page=1&")`)
}

func TestEmbedLeavesTheAddressAlone(t *testing.T) {
	o := embedIn(t, `mode="results" q="victims"`, `address`)
	o.open("/#q=interpreter")
	o.until(in(0, "[part=count]") + `.textContent === "31 statements"`)
	o.enter(1, "interpreter")
	o.until(in(1, "[role=option]") + ` !== null`)
	if got := o.at(); got != "/#q=interpreter" {
		t.Errorf("the address is %s", got)
	}
}

func TestEmbedWithFullResults(t *testing.T) {
	o := embedIn(t, `mode="results" q="victims" limit="5" topic="cooperation|general-debate"`)
	o.open("/")
	count := in(0, "[part=count]") + `.textContent`
	o.until(count + ` === "30 statements"`)
	if got := eval[string](o.browser, `[...document.querySelector("rostrum-search").shadowRoot.querySelectorAll("details:not([hidden]) summary")].map((s) => s.textContent).join()`); got != strings.Join([]string{elementSays(t, corpus.English, "session"), elementSays(t, corpus.English, "organization"), elementSays(t, corpus.English, "language")}, ",") {
		t.Errorf("the facets are %s", got)
	}
	do(o.browser, chromedp.Evaluate[chromedp.Void](in(0, "details")+`.open = true`))
	eval[chromedp.Void](o.browser, in(0, `[value=ASP20]`)+`.focus()`)
	o.press(" ")
	o.until(count + ` === "3 statements"`)
	if !eval[bool](o.browser, in(0, `[value=ASP20]`)+`.matches(":checked:focus")`) {
		t.Error("the box that was ticked is not ticked, or lost the focus")
	}
	o.press(" ")
	o.until(count + ` === "30 statements"`)
	if !eval[bool](o.browser, in(0, "[part=turn]")+`.disabled`) {
		t.Error("there is a page before the first")
	}
	first := eval[string](o.browser, in(0, "[part=hit] a")+`.href`)
	eval[chromedp.Void](o.browser, in(0, "[part=turn]:last-child")+`.click()`)
	o.until(in(0, "[part=hit] a") + `.href !== "` + first + `"`)
	if !eval[bool](o.browser, in(0, "[part=count]")+`.matches(":focus")`) {
		t.Error("after turning the page the focus is not at its head")
	}
	// Typing searches again; half a phrase is read as a whole one.
	eval[chromedp.Void](o.browser, in(0, "input")+`.select()`)
	o.enter(0, "interpreter")
	o.until(count + ` === "1 statement"`)
	o.press(` "interpreter`)
	o.until(in(0, "[part=note]") + `.textContent === 'Search: interpreter "interpreter" · 1 statement'`)
	eval[chromedp.Void](o.browser, in(0, "input")+`.select()`)
	o.press("interpreter")
	do(o.browser, enterKey)
	o.until(in(0, "[part=note]") + `.hidden`)
	o.follow(chromedp.Evaluate[chromedp.Void](in(0, "[part=row] [part=page]") + `.click()`))
	if got := do(o.browser, chromedp.Location()); got != o.service+"/s/hearing?q=interpreter&lang=en#p2-1" {
		t.Errorf("the page leads to %s", got)
	}
}

// TestEmbedIsAccessible looks at every state of the element with axe.
func TestEmbedIsAccessible(t *testing.T) {
	axe := findAxe(t)
	if axe == "" {
		t.Skip("axe-core is not installed (npm install --no-save axe-core@4 in the folder of go.mod)")
	}
	o := embedIn(t, ``, `lang="ar"`, `lang="fr" mode="results" q="victimes"`, ``)
	for _, theme := range []string{"light", "dark"} {
		o.theme(theme)
		for _, width := range []int{320, 1000} {
			o.size(width, 900)
			o.mood(nil)
			o.open("/?lax=1")
			o.until(in(2, "[part=hit]") + ` !== null`)
			eval[chromedp.Void](o.browser, `for (const d of `+in(2, "[part=facets]")+`.children) d.open = true`)
			states := []struct {
				name string
				do   func()
			}{
				{"closed", func() {}},
				{"open", func() { o.enter(0, "victims"); o.until(in(0, "[role=option]") + ` !== null`); o.press(kb.ArrowDown) }},
				{"right to left", func() {
					o.enter(1, "الضحايا")
					o.until(in(1, "[role=option]") + ` !== null`)
					o.press(kb.ArrowDown)
				}},
				{"nothing found", func() { o.enter(0, "zzz"); o.until(`!` + in(0, "[part=note]") + `.hidden`) }},
				{"down", func() {
					o.mood(func(w http.ResponseWriter, _ *http.Request) bool { panic(http.ErrAbortHandler) })
					o.enter(1, "x")
					o.until(in(1, "[part=note]") + fmt.Sprintf(`.textContent.includes(%q)`, elementSays(t, corpus.Arabic, "down")))
				}},
			}
			for _, state := range states {
				state.do()
				where := fmt.Sprintf("%s, %d px, %s", state.name, width, theme)
				for _, violation := range o.violations(axe) {
					t.Errorf("%s: %s", where, violation)
				}
				if wide := eval[int](o.browser, `document.documentElement.scrollWidth`); wide > width {
					t.Errorf("%s: %d px wide", where, wide)
				}
				o.picture("embed-"+strings.ReplaceAll(state.name, " ", "-"), "en", width, theme)
			}
		}
	}
}
