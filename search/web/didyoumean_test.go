package web_test

import (
	"net/url"
	"strings"
	"testing"
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
			page := body(t, get(t, s, "/search?"+test.address))
			if !strings.Contains(page, `class="note meant"`) {
				t.Error("the page does not offer it")
			}
		})
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
