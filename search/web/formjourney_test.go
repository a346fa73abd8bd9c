package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"rostrum/corpus"
)

// TestFormsWithoutJavaScript checks a quotation and counts over time from the
// first page on, where scripts do not run.
func TestFormsWithoutJavaScript(t *testing.T) {
	b := browse(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.size(390, 844)
	b.open("/?lang=en")
	do(b, chromedp.Click(`.mast .narrow summary`))
	b.follow(chromedp.Click(`.mast .narrow a[href^="/quote"]`))
	eval[chromedp.Void](b, `document.getElementById("text").value = "read from a painting. It mentions victims"`)
	b.follow(chromedp.Click(".check button"))
	if got := eval[string](b, `document.getElementById("verdict").textContent`); got != says(t, corpus.English).Count("quote.nearly", 1) {
		t.Errorf("the verdict is %q", got)
	}
	if got := eval[string](b, `document.querySelector(".diff ins").lastElementChild.previousSibling.textContent`); got != "picture" {
		t.Errorf("the statement is shown to have %q", got)
	}
	do(b, chromedp.Click(`.mast .narrow summary`))
	b.follow(chromedp.Click(`.mast .narrow a[href^="/trends"]`))
	eval[chromedp.Void](b, `document.querySelector(".count-form [name=q]").value = "victims"`)
	b.follow(chromedp.Click(".count-form button"))
	bar := eval[string](b, `document.querySelector(".bars a").title`)
	b.follow(chromedp.Click(".bars a"))
	if got := b.at(); !strings.HasPrefix(got, "/search?q=victims&session=") {
		t.Fatalf("the bar %s leads to %s", bar, got)
	}
	// What the bar says is what its address finds.
	if found := eval[string](b, heading); !strings.Contains(bar, strings.Fields(found)[0]) {
		t.Errorf("the bar says %q, and its address finds %q", bar, found)
	}
	b.follow(chromedp.Click(`.foot a[href^="/organizations"]`))
	b.follow(chromedp.Click(".lines a"))
	if got := b.at(); !strings.HasPrefix(got, "/organizations/") {
		t.Errorf("the first speaker is at %s", got)
	}
}
