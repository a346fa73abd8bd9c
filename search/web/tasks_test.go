package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// maxSteps is how many pages what people come to do may take, from the first page on.
const maxSteps = 3

// TestWhatPeopleComeToDo does in a browser, without JavaScript, what people come to do, and counts the
// pages that each takes.
func TestWhatPeopleComeToDo(t *testing.T) {
	b := browse(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.size(1280, 900)
	type step func()
	click := func(selector string) step {
		return func() { t.Helper(); b.follow(chromedp.Click(selector)) }
	}
	search := func(text string) step {
		return func() { t.Helper(); b.write(text); b.follow(chromedp.Click(".box button")) }
	}
	fill := func(selector, text, button string) step {
		return func() {
			t.Helper()
			eval[chromedp.Void](b, `document.querySelector("`+selector+`").value = "`+text+`"`)
			b.follow(chromedp.Click(button))
		}
	}
	link := func(part string) string { return `main a[href*="` + part + `"]` }
	for _, task := range []struct {
		name  string
		steps []step
		want  string // an expression that is true then
	}{
		{"a word in one debate of a session", []step{search("victims"), click(`[data-key="session:ASP20"]`), click(`[data-key="topic:cooperation"]`)},
			`document.querySelector("h1").textContent === "1 statement" && document.querySelector(".passages mark").textContent === "victims"`},
		{"all statements of a state, oldest first", []step{click(`footer a[href^="/organizations"]`), click(link("/organizations/CRI")), click(link("sort=oldest"))},
			`[...document.querySelectorAll(".hit time")].map((e) => e.dateTime).join() === "2023-12-05,2024-12-01"`},
		{"who spoke of something, by session", []step{click(`.wide a[href^="/trends"]`), fill(`[name=q]`, "universality", ".count-form button")},
			`document.querySelector(".heat") && document.querySelector(".band a[href*='format=csv']")`},
		{"whether a quotation is verbatim, and where", []step{click(`.wide a[href^="/quote"]`), fill(`#text`, "No new body is asked for, nor a new fund.", ".check button"), click(`.passages a`)},
			`document.querySelector(":target mark").textContent.startsWith("No new body")`},
		{"joint statements under each author", []step{search("universality"), click(`[data-key="organization:LIE"]`)},
			`document.querySelectorAll(".hit").length === 1 && document.querySelectorAll(".hit .author").length === 3`},
		{"translations as one result", []step{search("interpreter")},
			`document.querySelectorAll(".hit").length === 1 && document.querySelectorAll(".hit .more span a").length === 2`},
		{"a situation in some years", []step{search(""), click(`[data-key="situation:darfur"]`), fill(`.dates [name=from]`, "2021", ".dates button")},
			`document.querySelector(".hit h3 a").getAttribute("href").startsWith("/s/hearing")`},
		{"a search box for another site", []step{click(`footer a[href^="/embed"]`)}, `document.querySelector("main pre").textContent.includes("<rostrum-search")`},
		{"a feed of a search", []step{search("cooperation AND (Sudan OR victims)")}, `document.querySelector(".onto a[href^='/search.atom?q=cooperation']")`},
	} {
		if len(task.steps) > maxSteps {
			t.Errorf("%s takes %d pages", task.name, len(task.steps))
		}
		b.open("/?lang=en")
		for _, do := range task.steps {
			do()
		}
		if !eval[bool](b, `!!(`+task.want+`)`) {
			t.Errorf("%s: %s does not show it: %s", task.name, b.at(), strings.TrimSpace(eval[string](b, `document.querySelector("main").innerText.slice(0, 300)`)))
		}
	}
}
