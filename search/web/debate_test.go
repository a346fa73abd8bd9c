package web_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"golang.org/x/net/html"
)

// within lists the addresses of the links inside the elements that satisfy want.
func within(d document, want func(*html.Node) bool) []string {
	var out []string
	for _, n := range d.all(want) {
		for a := range n.Descendants() {
			if a.Data == "a" {
				out = append(out, attr(a, "href"))
			}
		}
	}
	return out
}

// TestWalkThroughADebate goes from the first statement of a debate to the last by "next", and back by
// "previous": the way is the list of the debate by date, and each place is said.
func TestWalkThroughADebate(t *testing.T) {
	s := serve(t, nil)
	result := decode(t, get(t, s, "/api/v1/search?session=ASP20&topic=cooperation&sort=oldest&size=100"))
	if n := len(result["hits"].([]any)); n != 1 {
		t.Fatalf("the sample has %d works in the debate on cooperation of ASP20, want the three translations of one", n)
	}
	if got := page(t, s, "/s/hearing").all(class("neighbours")); len(got) != 0 {
		t.Error("a statement alone in its debate has neighbours")
	}
	for _, session := range []string{"ASP24", "ASP13"} {
		topic := map[string]string{"ASP24": "cooperation", "ASP13": "general-debate"}[session]
		var list []string
		for _, hit := range decode(t, get(t, s, "/api/v1/search?session="+session+"&topic="+topic+"&sort=oldest"))["hits"].([]any) {
			list = append(list, hit.(map[string]any)["url"].(string))
		}
		if len(list) < 2 {
			t.Fatalf("%s: a debate of %d", session, len(list))
		}
		var walked []string
		for at := list[0]; at != ""; {
			walked = append(walked, at)
			d := page(t, s, at+"?lang=en")
			place := says(t, "en").Text("debate.place", "Place", len(walked), "Total", len(list))
			if got := d.texts(func(n *html.Node) bool { return n.Data == "section" && attr(n, "id") == "debate" }); len(got) != 1 || !strings.Contains(got[0], place) {
				t.Errorf("%s says %q, want %q", at, got, place)
			}
			before, after := "", ""
			for _, to := range within(d, class("neighbours")) {
				if to = strings.TrimSuffix(to, "?lang=en"); contains(within(d, class("after")), to+"?lang=en") {
					after = to
				} else {
					before = to
				}
			}
			if len(walked) > 1 && before != walked[len(walked)-2] {
				t.Errorf("before %s comes %q, want %s", at, before, walked[len(walked)-2])
			}
			at = after
		}
		if strings.Join(walked, " ") != strings.Join(list, " ") {
			t.Errorf("%s: walked %v, the list is %v", session, walked, list)
		}
	}
}

// TestMoreByTheSameAuthors lists the other works of an author, newest first, without the statement itself.
func TestMoreByTheSameAuthors(t *testing.T) {
	s := serve(t, nil)
	d := page(t, s, "/s/joint?lang=en")
	got := within(d, func(n *html.Node) bool { return n.Data == "section" && attr(n, "id") == "more" })
	if len(got) != 1 || got[0] != "/s/sesion?lang=en" {
		t.Errorf("beside the joint statement of Costa Rica are %q, want its other one", got)
	}
	if got := page(t, s, "/s/scan").all(func(n *html.Node) bool { return attr(n, "id") == "more" }); len(got) != 0 {
		t.Error("the only statement of an author has others")
	}
}

// TestBackLeadsToWhereOneCameFrom follows the first hit of each kind of page that lists statements.
func TestBackLeadsToWhereOneCameFrom(t *testing.T) {
	s := serve(t, nil)
	for _, from := range []string{
		"/search?q=victims&lang=en", "/search?q=victims&session=ASP20&sort=newest&lang=en", "/search?organization=hrw&lang=en", "/search?q=victims&page=2&lang=en",
		"/organizations/CRI?lang=en", "/sessions/ASP20?lang=en", "/topics/cooperation?lang=en",
		"/quote?" + url.Values{"text": {"Sample text read from a picture. It mentions victims once."}, "lang": {"en"}}.Encode(),
		"/quote?" + url.Values{"text": {"Sample text read from a painting. It mentions victims once."}, "lang": {"en"}}.Encode(),
	} {
		for _, hit := range []func(*html.Node) bool{tag("h3"), class("passages")} {
			links := within(page(t, s, from), func(n *html.Node) bool { return hit(n) && attr(n, "class") != "facet" })
			var to string
			for _, link := range links {
				if strings.HasPrefix(link, "/s/") {
					to = link
					break
				}
			}
			if to == "" {
				continue // no passage is shown where nothing was asked
			}
			to, _, _ = strings.Cut(to, "#")
			back := page(t, s, to).all(class("back"))
			if len(back) != 1 || attr(back[0], "href") != from {
				t.Errorf("from %s to %s: back leads to %v", from, to, within(page(t, s, to), class("walk")))
			}
			// The page as published, and another word looked for within, keep the way.
			if view := within(page(t, s, to), class("leaf")); len(view) > 1 && strings.HasPrefix(view[1], "/s/") && !strings.Contains(view[1], "/original") && strings.Contains(to, "back=") != strings.Contains(view[1], "back=") {
				t.Errorf("from %s: the page as published is at %s", to, view[1])
			}
		}
	}
	for _, elsewhere := range []string{"https://example.org/search", "//example.org/search", "javascript:alert(1)", "/s/hearing/original", "/embed", `\\example.org`, "/search/../embed", "/search?q=" + strings.Repeat("x", 3000)} {
		d := page(t, s, "/s/hearing?back="+url.QueryEscape(elsewhere))
		if got := d.all(class("back")); len(got) != 0 {
			t.Errorf("back=%.40s leads to %s", elsewhere, attr(got[0], "href"))
		}
	}
	if cache := get(t, s, "/s/hearing?back=%2Fsearch%3Fq%3Dvictims").Header.Get("Cache-Control"); cache != "no-store" {
		t.Errorf("an answer to an address with words in its way back is stored: %q", cache)
	}
}

// TestOriginalOpensAtThePage wants PDFs opened where the words are.
func TestOriginalOpensAtThePage(t *testing.T) {
	s := illustrated(t, nil, nil)
	if got := within(page(t, s, "/s/hearing?q=interpreter"), class("about")); !contains(got, "/s/hearing/original#page=2") {
		t.Errorf("the word stands on page 2, the original is at %q", got)
	}
	if got := within(page(t, s, "/s/hearing/p/3"), class("published")); !contains(got, "/s/hearing/original#page=3") {
		t.Errorf("beside page 3 the original is at %q", got)
	}
	if got := within(page(t, s, "/s/joint?q=universality"), class("about")); contains(got, "/s/joint/original#page=1") {
		t.Errorf("a web page has no pages: %q", got)
	}
}

func contains(list []string, want string) bool {
	for _, x := range list {
		if x == want {
			return true
		}
	}
	return false
}

// TestCounterMovesWithTheMatch steps through the matches by the arrows beside the search within, and
// comes to one by the address of its passage.
func TestCounterMovesWithTheMatch(t *testing.T) {
	b := browse(t)
	b.size(1280, 700)
	b.open("/s/hearing?q=victims&lang=en")
	total := eval[int](b, `+document.querySelector(".marks").dataset.total`)
	if total < 3 {
		t.Fatalf("%d matches", total)
	}
	count := func() string { return eval[string](b, `document.querySelector(".marks span").textContent`) }
	if got, want := count(), says(t, "en").Count("walk.count", total); got != want {
		t.Errorf("at first the counter says %q, want %q", got, want)
	}
	for i := 1; i <= total; i++ {
		do(b, chromedp.Click(".marks a:last-child"))
		b.until(`location.hash === "#m` + strconv.Itoa(i) + `"`)
		b.until(`document.querySelector(".marks span").textContent === ` + strconv.Quote(says(t, "en").Text("walk.of", "Span", i, "Total", total)))
		if !eval[bool](b, `(() => { const m = document.querySelector("mark:target").getBoundingClientRect(), w = document.querySelector(".walk").getBoundingClientRect(); return m.top >= w.bottom && m.bottom <= innerHeight })()`) {
			t.Errorf("match %d is covered or out of sight", i)
		}
	}
	if !eval[bool](b, `document.querySelector(".marks a:last-child").hidden`) {
		t.Error("something follows the last match")
	}
	do(b, chromedp.Click(".marks a:not(:last-child)"))
	b.until(`location.hash === "#m` + strconv.Itoa(total-1) + `"`)
	b.open("/s/hearing?q=victims&lang=en#p3-1")
	b.until(`document.querySelector(".marks span").textContent === ` + strconv.Quote(says(t, "en").Text("walk.of", "Span", total, "Total", total)))
}

// TestResultsOnAPhone wants the first hit on the first screen, the menu folded, the order as a choice,
// and the filters as a sheet with a count and a way back, with and without JavaScript.
func TestResultsOnAPhone(t *testing.T) {
	for _, scripts := range []bool{false, true} {
		b := browse(t)
		call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
		b.size(390, 844)
		b.open("/search?q=victims&lang=en")
		if top := eval[float64](b, `document.querySelector(".hit .by").getBoundingClientRect().bottom`); top > 844 {
			t.Errorf("who made the first hit is said at %.0f px", top)
		}
		if eval[bool](b, `document.querySelector(".mast details li a").checkVisibility()`) {
			t.Error("the menu is open")
		}
		do(b, chromedp.Click(".mast summary"))
		if !eval[bool](b, `document.querySelector(".mast details li a").checkVisibility()`) {
			t.Error("the menu does not open")
		}
		do(b, chromedp.Click(".mast summary"))
		if scripts {
			eval[chromedp.Void](b, `{ const s = document.querySelector(".sorts select"); s.value = "oldest"; s.dispatchEvent(new Event("change", {bubbles: true})) }`)
			b.until(`location.search.includes("sort=oldest") && document.querySelector(".sorts select").value === "oldest"`)
		} else {
			eval[chromedp.Void](b, `document.querySelector(".sorts select").value = "oldest"`)
			b.follow(chromedp.Click(".sorts button"))
		}
		if got := b.at(); got != "/search?lang=en&q=victims&sort=oldest" {
			t.Errorf("sorted at %s", got)
		}
		shut := `!document.querySelector("#facets li a").checkVisibility()`
		if !eval[bool](b, shut) {
			t.Error("the filters are there before they are wanted")
		}
		do(b, chromedp.Click(".to-facets a"))
		b.until(`!(` + shut + `)`)
		if eval[bool](b, `document.elementFromPoint(195, 20).closest("#facets") === null`) {
			t.Error("the filters do not cover the page")
		}
		if scripts {
			if found := findAxe(t); found != "" {
				for _, v := range b.violations(found) {
					t.Error(v)
				}
			}
			do(b, chromedp.Click(`[data-key="session:ASP20"]`))
			b.until(`document.querySelector(".done a").textContent === ` + strconv.Quote(says(t, "en").Count("facets.show", 3)))
			if eval[bool](b, shut) {
				t.Error("the sheet shut while one chooses")
			}
			b.press(kb.Escape)
			b.until(shut)
			do(b, chromedp.Click(".to-facets a"))
			b.until(`!(` + shut + `)`)
			eval[chromedp.Void](b, `history.back()`)
			b.until(shut)
		} else {
			b.follow(chromedp.Click(`[data-key="session:ASP20"]`))
			do(b, chromedp.Click(".to-facets a"))
			if got, want := eval[string](b, `document.querySelector(".done a").textContent`), says(t, "en").Count("facets.show", 3); got != want {
				t.Errorf("the sheet says %q, want %q", got, want)
			}
			do(b, chromedp.Click(".done a"))
			b.until(shut)
		}
		if got := eval[string](b, heading); got != says(t, "en").Count("results.count", 3) {
			t.Errorf("behind the sheet are %q", got)
		}
		if got := eval[string](b, `document.querySelector(".to-facets").textContent.trim()`); !strings.HasSuffix(got, "(1)") {
			t.Errorf("one filter in force, and the link says %q", got)
		}
	}
}

// TestPrint wants what is printed to flow over pages in every browser, without controls, and numbers
// that can be read on the cells of trends.
func TestPrint(t *testing.T) {
	b := browse(t)
	b.size(1000, 1400)
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	for _, address := range []string{"/search?q=victims", "/s/hearing?q=victims", "/trends?q=victims&by=session&split=organization", "/organizations/hrw", "/coverage"} {
		b.open(address)
		tall := eval[[]string](b, `[...document.querySelectorAll("body, main, main *")].filter((e) => e.getBoundingClientRect().height > 900 && !/^(block|list-item|table|table-row-group|inline)$/.test(getComputedStyle(e).display)).map((e) => e.className || e.localName)`)
		if len(tall) > 0 {
			t.Errorf("%s: boxes higher than a page that browsers do not break: %q", address, tall)
		}
		if shown := eval[[]string](b, `[...document.querySelectorAll("main form, main .pager, main .sort, .mast nav, main .step, main button")].filter((e) => e.getBoundingClientRect().height > 0).map((e) => e.className || e.localName)`); len(shown) > 0 {
			t.Errorf("%s: controls are printed: %q", address, shown)
		}
		if dark := eval[int](b, `[...document.querySelectorAll(".heat td > *")].filter((e) => getComputedStyle(e).color !== "rgb(0, 0, 0)").length`); dark > 0 {
			t.Errorf("%s: %d cells with pale numbers", address, dark)
		}
		if wide := eval[int](b, `Math.max(...[...document.querySelectorAll("main table")].map((e) => e.getBoundingClientRect().right), 0)`); wide > 1000 {
			t.Errorf("%s: a table is %d px wide on 1000", address, wide)
		}
	}
}
