package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
)

func TestDidYouMean(t *testing.T) {
	s := serve(t, nil)
	for _, test := range []struct{ address, want string }{
		{"q=vicitms", "victims"},
		{"q=Vicitms", "Victims"},
		{"q=VICITMS", "VICTIMS"},
		{"q=vicitms+-budget", "victims -budget"},
		{"q=vicitms+AND+interpretr", "victims AND interpreter"},
		{"q=(vicitms+OR+interpreter)+session:ASP20", "(victims OR interpreter) session:ASP20"},
		{"q=%22genral+debate%22", `"general debate"`},
		{"q=title:univresality", "title:universality"},
		{"q=interpreters+vicitms", "interpreters victims"},
		{"q=inter+preter", "interpreter"},
		{"q=samplestatement", "sample statement"},
		{"q=organization:amnsty", `organization:"Amnesty International"`},
		{"q=organization:amnsty&lang=es", `organization:"Amnistía Internacional"`},
		{"q=" + url.QueryEscape("topic:(كوب OR cooperatoin)"), "topic:(كوب OR Cooperation)"},
		{"q=situation:darfru+vicitms", `situation:"Darfur, Sudan" victims`},
		{"q=coop%C3%A9ratoin", "coopération"},
		{"q=" + url.QueryEscape("потерпвшие"), "потерпевшие"},
		{"q=" + url.QueryEscape("الضحيا"), "الضحايا"},
		{"q=vicitms&session=ASP20", "victims"},
		{"q=vicitms&exact=true", "victims"},

		{"q=victims", ""},
		{"q=victim*", ""},
		{"q=vicitms~", ""},
		{"q=vicitms&session=ASP1", ""}, // nothing is found there either way
		{"q=qqqqqqqq", ""},
		{"q=vic", ""},
		{"q=-vicitms", ""}, // would find less
		{"q=", ""},
		{"q=vicitms&page=2", ""},
	} {
		t.Run(test.address, func(t *testing.T) {
			a := decode(t, get(t, s, "/api/v1/search?"+test.address))
			if test.want == "" {
				if a["suggestion"] != nil {
					t.Errorf("suggested is %v, want nothing", a["suggestion"])
				}
				return
			}
			if a["suggestion"] == nil {
				t.Fatalf("nothing is suggested, want %s", test.want)
			}
			if got := at(t, a, "suggestion", "q"); got != test.want {
				t.Errorf("suggested is %v, want %s", got, test.want)
			}
			other := decode(t, get(t, s, at(t, a, "suggestion", "url").(string)))
			total, found := at(t, a, "suggestion", "total"), at(t, other, "total", "value")
			if total != found || found.(float64) == 0 {
				t.Errorf("%v is said to find %v, and finds %v", test.want, total, found)
			}
			d := page(t, s, "/search?"+test.address)
			if links := d.all(class("meant")); len(links) == 0 && !strings.Contains(strings.Join(d.texts(class("note")), ""), test.want) {
				t.Error("the page does not offer it")
			}
		})
	}
}

// TestSureTypo asks with slips that can only have been that. What was meant is
// answered, and one link leads back to the words as typed.
func TestSureTypo(t *testing.T) {
	s := serve(t, nil)
	en := says(t, corpus.English)
	for _, test := range []struct{ q, meant, typed string }{
		{"vicitms", "victims", `"vicitms"`},
		{"univresality", "universality", `"univresality"`},
		{"interpreters vicitms", "interpreters victims", `interpreters "vicitms"`},
		{"vicitms AND interpretr", "victims AND interpreter", `"vicitms" AND "interpretr"`},
		{"vicitms session:ASP20", "victims session:ASP20", `"vicitms" session:ASP20`},

		{"victims", "", ""},
		{"VICITMS", "", ""},             // perhaps an acronym
		{`"vicitms"`, "", ""},           // as typed
		{"title:univresality", "", ""},  // a field
		{"vicitms OR budget", "", ""},   // something is found
		{"samplestatement", "", ""},     // another reading
		{"sttes", "", ""},               // too short to be sure
		{"organization:amnsty", "", ""}, // a name
	} {
		query := "q=" + url.QueryEscape(test.q) + "&lang=en"
		d := page(t, s, "/search?"+query)
		a := decode(t, get(t, s, "/api/v1/search?lenient=true&"+query))
		notes, _ := at(t, a, "query").(map[string]any)["notes"].([]any)
		if test.meant == "" {
			if got := strings.Join(d.texts(class("note")), ""); strings.Contains(got, en.Text("meant.shown", "Q", "")[:10]) || len(notes) > 0 {
				t.Errorf("%s: the page says %q, and the API %v", test.q, got, notes)
			}
			continue
		}
		other := decode(t, get(t, s, "/api/v1/search?lang=en&q="+url.QueryEscape(test.meant)))
		if got, want := at(t, a, "total", "value"), at(t, other, "total", "value"); got != want || want == 0.0 {
			t.Errorf("%s finds %v, and %s %v", test.q, got, test.meant, want)
		}
		if len(notes) != 1 || at(t, notes[0], "code") != "spelling" || at(t, notes[0], "read") != test.meant || at(t, a, "query", "q") != test.q || at(t, a, "query", "normalized") != test.meant {
			t.Errorf("%s: the API answers %v", test.q, at(t, a, "query"))
		}
		if next := decode(t, get(t, s, "/api/v1/search?lenient=true&size=1&page=2&"+query)); at(t, next, "query", "normalized") != test.meant {
			t.Errorf("%s: the second page is of %v", test.q, at(t, next, "query", "normalized"))
		}
		if got := at(t, decode(t, get(t, s, at(t, a, "links", "typed").(string))), "query", "normalized"); got != test.typed {
			t.Errorf("%s: the words as typed are %v, want %s", test.q, got, test.typed)
		}
		want := en.Text("meant.shown", "Q", test.meant) + " " + en.Text("meant.instead", "Q", test.q)
		if got := d.texts(class("note")); !slices.Contains(got, want) {
			t.Errorf("%s: the page says %q, want %q", test.q, got, want)
		}
		if got, want := links(d, class("note")), "/search?q="+url.QueryEscape(test.typed)+"&lang=en"; !slices.Contains(got, want) {
			t.Errorf("%s: the links are %q, want %q among them", test.q, got, want)
		}
		if got := attr(d.all(func(n *html.Node) bool { return attr(n, "id") == "q" })[0], "value"); got != test.q {
			t.Errorf("the box has %q, want what was typed, %q", got, test.q)
		}
		if strict := decode(t, get(t, s, "/api/v1/search?"+query)); at(t, strict, "query", "normalized") != test.q || strict["suggestion"] == nil {
			t.Errorf("%s: read strictly it is %v", test.q, at(t, strict, "query", "normalized"))
		}
	}
}

// TestRelated follows each related search to what it is said to find.
func TestRelated(t *testing.T) {
	s := serve(t, nil)
	a := decode(t, get(t, s, "/api/v1/search?q=elections&lang=fr"))
	list := at(t, a, "related").([]any)
	if len(list) == 0 {
		t.Fatal("nothing is related")
	}
	for _, x := range list {
		other := decode(t, get(t, s, at(t, x, "url").(string)))
		if got, want := at(t, other, "total", "value"), at(t, x, "total"); got != want || want.(float64) == 0 {
			t.Errorf("%v finds %v, and is said to find %v", at(t, x, "q"), got, want)
		}
	}
	if page := body(t, get(t, s, "/search?q=elections&lang=fr")); !strings.Contains(page, "Recherches associées") {
		t.Error("the page shows none of them")
	}
	if got := at(t, decode(t, get(t, s, "/api/v1/search")), "related").([]any); len(got) != 0 {
		t.Errorf("everything is related to %v", got)
	}
}
