package web_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	listOpen   = `!document.getElementById("suggestions").hidden && document.getElementById("q").getAttribute("aria-expanded") === "true"`
	listClosed = `document.getElementById("suggestions").hidden && document.getElementById("q").getAttribute("aria-expanded") === "false"`
	active     = `document.getElementById(document.getElementById("q").getAttribute("aria-activedescendant") || "none")?.textContent || ""`
)

// enter is the key as the page hears it: the debugger would send its character
// to the form even if the page took the key.
var enter = chromedp.Evaluate[chromedp.Void](`{ document.getElementById("q").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true})) }`)

func TestSuggestionsByKeyboard(t *testing.T) {
	b := browse(t)
	b.size(1280, 900)
	b.open("/?lang=en")
	if !eval[bool](b, listClosed) {
		t.Error("the list is open before anything is typed")
	}
	b.write("general")
	b.until(listOpen + ` && document.querySelector("#suggestions b").textContent === "General"`)
	if got := eval[string](b, active); got != "" {
		t.Errorf("%q is chosen before any key is pressed", got)
	}
	// The pattern of the ARIA Authoring Practices: a combobox that controls a
	// listbox of groups of options.
	for _, expression := range []string{
		`document.getElementById("q").getAttribute("role") === "combobox"`,
		`document.getElementById("q").getAttribute("aria-autocomplete") === "list"`,
		`document.getElementById("q").getAttribute("aria-controls") === "suggestions"`,
		`document.querySelector("#suggestions").getAttribute("role") === "listbox"`,
		`[...document.querySelectorAll("#suggestions [role=group]")].every(g => document.getElementById(g.getAttribute("aria-labelledby")).textContent)`,
		`[...document.querySelectorAll("#suggestions [role=option]")].every(o => o.parentElement.getAttribute("role") === "group")`,
	} {
		if !eval[bool](b, expression) {
			t.Errorf("not so: %s", expression)
		}
	}
	if axe := findAxe(t); axe != "" {
		for _, violation := range b.violations(axe) {
			t.Error(violation)
		}
	}
	b.until(`/suggestions$/.test(document.getElementById("live").textContent)`)
	b.press(kb.ArrowDown)
	if got := eval[string](b, active); got != "General Debate27" {
		t.Errorf("the first is %q", got)
	}
	b.press(kb.ArrowUp)
	if got := eval[string](b, active); got != "" {
		t.Errorf("up from the first leads to %q", got)
	}
	b.press(kb.ArrowUp)
	if got := eval[string](b, active); !strings.HasPrefix(got, "Sample statement") {
		t.Errorf("up from the box leads to %q", got)
	}
	b.press(kb.Escape)
	b.until(listClosed)
	if got := eval[string](b, `document.getElementById("q").value`); got != "general" {
		t.Errorf("after Escape the box holds %q", got)
	}
	b.press(kb.ArrowDown)
	b.until(listOpen)
	b.press(kb.ArrowDown)
	b.follow(enter)
	if got := b.at(); got != "/topics/general-debate?lang=en" {
		t.Errorf("Enter leads to %s", got)
	}
}

func TestSuggestedPhraseKeepsFilters(t *testing.T) {
	b := browse(t)
	b.size(1280, 900)
	b.open("/search?session=ASP20&lang=en")
	b.write("general debate num")
	b.until(`document.querySelector("#suggestions [role=option] bdi")?.textContent === "general debate number"`)
	b.until(`location.search.includes("debate+num")`) // the results in place, which come while one types, are there
	b.follow(chromedp.Click(`#suggestions [role=option]`))
	if got := b.at(); got != "/search?q=%22general+debate+number%22&session=ASP20&lang=en" {
		t.Errorf("the phrase leads to %s", got)
	}
	// Enter without a choice asks what was typed.
	b.open("/?lang=en")
	b.write("victim")
	b.until(listOpen)
	b.follow(chromedp.KeyEvent(kb.Enter))
	if got := b.at(); got != "/search?q=victim&lang=en" {
		t.Errorf("Enter leads to %s", got)
	}
}

func TestSuggestionsRightToLeft(t *testing.T) {
	b := browse(t)
	b.size(390, 800)
	b.open("/?lang=ar")
	b.write("التعا")
	b.until(`document.querySelector("#suggestions [role=option] b")?.textContent === "التعا"`)
	b.picture("suggest", "ar", 390, "light")
	if wide := eval[int](b, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("%d px wide", wide)
	}
	b.press(kb.ArrowDown)
	b.follow(enter)
	if got := b.at(); got != "/topics/cooperation?lang=ar" {
		t.Errorf("Enter leads to %s", got)
	}
}

// TestHostileSuggestions types what leads to a title with markup in it.
func TestHostileSuggestions(t *testing.T) {
	b := browse(t)
	b.open("/search?q=" + url.QueryEscape("sample") + "&lang=en")
	eval[chromedp.Void](b, `document.getElementById("q").value = ""`)
	b.write("alert title")
	b.until(`document.querySelector("#suggestions [role=option] bdi")?.textContent.includes('<script>alert("title")</script>')`)
	if n := eval[int](b, `document.querySelectorAll("#suggestions script, #suggestions img, #suggestions svg").length`); n != 0 {
		t.Errorf("%d nodes of markup are alive", n)
	}
}
