package web_test

import (
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func TestPageJourneyWithoutJavaScript(t *testing.T) {
	b := browse(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.size(1280, 900)
	b.open("/s/hearing?q=victims&lang=en")
	b.follow(chromedp.Click("#p2 .view"))
	if got := b.at(); got != "/s/hearing/p/2?q=victims&lang=en" {
		t.Fatalf("the page as published is at %s", got)
	}
	b.until(`document.querySelector(".sheet img").naturalWidth > 0`)
	// The boxes lie on the picture where the words do, whatever its size on the screen.
	words, err := plates{library(), nil}.Words(t.Context(), "hearing", 2)
	if err != nil {
		t.Fatal(err)
	}
	lib := library()
	text := lib.statements[0].Pages[1].Text
	for _, w := range words {
		if !strings.HasPrefix(text[w.Start:w.End], "victims") {
			continue
		}
		at := eval[[]float64](b, `(() => { const i = document.querySelector(".sheet img").getBoundingClientRect(), r = document.querySelector("#b1 rect").getBoundingClientRect();
			return [(r.left - i.left) / i.width, (r.top - i.top) / i.height, (r.right - i.left) / i.width, (r.bottom - i.top) / i.height] })()`)
		for i, want := range []float32{w.Left / plateWidth, w.Top / plateHeight, w.Right / plateWidth, w.Foot / plateHeight} {
			if math.Abs(at[i]-float64(want)) > .004 { // the line around the box has its width too
				t.Errorf("side %d of the first box is at %.4f of the picture, want %.4f", i, at[i], want)
			}
		}
		break
	}
	do(b, chromedp.Click("#b2"))
	if got := eval[string](b, `document.querySelector("mark:target").id`); got != "m2" {
		t.Errorf("the second box leads to %s", got)
	}
	b.follow(chromedp.Click(".walk [rel=next]"))
	if got := b.at(); got != "/s/hearing/p/3?q=victims&lang=en#m4" {
		t.Errorf("the next place is at %s", got)
	}
	if got := eval[string](b, `document.querySelector(":target").textContent`); got != "victims" {
		t.Errorf("what is there is %q", got)
	}
	b.follow(chromedp.Click(".pager .whole"))
	eval[chromedp.Void](b, `{ const f = document.getElementById("inside"); f.value = "interpreter"; f.focus() }`)
	b.follow(chromedp.Click(".inside button"))
	if got := b.at(); got != "/s/hearing?q=interpreter&back=%2Fsearch%3Fq%3Dvictims%26lang%3Den&lang=en" {
		t.Errorf("finding within leads to %s", got)
	}
}

func TestLinkToSelectedWords(t *testing.T) {
	b := browse(t)
	b.size(1280, 900)
	b.open("/s/hearing?lang=en")
	// Half words at both ends: browsers look for whole ones.
	eval[chromedp.Void](b, `{ const text = document.querySelector("#p2-1 p").firstChild, at = (s) => text.data.indexOf(s);
		getSelection().setBaseAndExtent(text, at("nswers a request"), text, at("equest, in the hour")); }`)
	b.until(`document.querySelector(".pick")`)
	const link = `document.querySelector(".pick").picked.link`
	if got, want := eval[string](b, link), b.base+"/s/hearing#p2-1:~:text=answers%20a%20request"; got != want {
		t.Errorf("the link is %s, want %s", got, want)
	}
	do(b, chromedp.Click(".pick button"))
	b.until(`document.getElementById("live").textContent === "Copied"`)
	if got := eval[string](b, `document.querySelector(".pick button").textContent`); got != "Copied" {
		t.Errorf("the button says %q", got)
	}
	// Over two passages: the first and the last words, and the anchor of the first.
	eval[chromedp.Void](b, `getSelection().setBaseAndExtent(document.querySelector("#p2-2 p").firstChild, 0, document.querySelector("#p2-3 p").firstChild, 11)`)
	b.until(link + `.includes("#p2-2")`)
	if got, want := eval[string](b, link), "#p2-2:~:text=Three%20changes%20would%20cost%20little.,No%20new%20body"; !strings.HasSuffix(got, want) {
		t.Errorf("the link is %s, want it to end in %s", got, want)
	}
	do(b, chromedp.Navigate(eval[string](b, link)))
	// The browser's target is the passage, or what holds all the words. It looks
	// for the words after the page has loaded, in its own time.
	b.until(`(() => { const p = document.getElementById("p2-2"), t = document.querySelector(":target"), r = p.getBoundingClientRect();
		return t && (p.contains(t) || t.contains(p)) && r.top >= 0 && r.bottom <= innerHeight })()`)
	eval[chromedp.Void](b, `getSelection().removeAllRanges()`)
	b.until(`!document.querySelector(".pick")`)
}
