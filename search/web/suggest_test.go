package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

func TestSuggestAnswer(t *testing.T) {
	s := serve(t, nil)
	for _, test := range []struct {
		address string
		want    []string // the first suggestions: kind, label, name that was typed, count, address
	}{
		{"q=hum+ri&lang=fr", []string{"organization Human Rights Watch () 1 /organizations/hrw?lang=fr"}},
		{"q=HRW", []string{"organization Human Rights Watch (HRW) 1 /organizations/hrw"}},
		{"q=amnist%C3%ADa", []string{"organization Amnesty International (Amnistía Internacional) 1 /organizations/amnesty"}},
		{"q=amnesyt", []string{"organization Amnesty International () 1 /organizations/amnesty"}},
		{"q=cooperacion&limit=1", []string{"topic Cooperation (Cooperación) 4 /topics/cooperation"}},
		{"q=coop%C3%A9ration&lang=fr&limit=1", []string{"topic Coopération () 4 /topics/cooperation?lang=fr"}},
		{"q=aep+20&limit=1", []string{"session ASP20 – Twentieth session (AEP 20) 3 /sessions/ASP20"}},
		{"q=darfour", []string{"situation Darfur, Sudan (Darfour) 1 /search?situation=darfur"}},
		{"q=" + url.QueryEscape("التعا") + "&lang=ar&limit=1", []string{"topic التعاون () 4 /topics/cooperation?lang=ar"}},
		{"q=" + url.QueryEscape("تعاون") + "&lang=ar&limit=1", []string{"topic التعاون () 4 /topics/cooperation?lang=ar"}},
		{"q=" + url.QueryEscape("合作") + "&lang=zh&limit=2", []string{"topic 合作 () 4 /topics/cooperation?lang=zh", "title 关于合作问题的示范发言 () 1 /s/fayan?lang=zh"}},
		{"q=" + url.QueryEscape("сотруд") + "&lang=ru&limit=1", []string{"topic Сотрудничество () 4 /topics/cooperation?lang=ru"}},
		{"q=general+deb&limit=3", []string{"topic General Debate () 27 /topics/general-debate", `phrase general debate number () 24 /search?q=%22general+debate+number%22`}},
		{"q=joint+stat", []string{"title Sample joint statement on universality and the rights of victims () 1 /s/joint"}},
		{"q=nobodyknowsthis", nil},
		{"q=", nil},
		{"", nil},
	} {
		t.Run(test.address, func(t *testing.T) {
			a := decode(t, get(t, s, "/api/v1/suggest?"+test.address))
			list := at(t, a, "suggestions").([]any)
			var got []string
			for _, x := range list {
				name, _ := at(t, x, "name").(string)
				got = append(got, fmt.Sprintf("%s %s (%s) %v %s", at(t, x, "kind"), at(t, x, "label"), name, at(t, x, "count"), at(t, x, "url")))
			}
			if len(got) < len(test.want) || len(test.want) == 0 && len(got) > 0 {
				t.Fatalf("got %q, want %q", got, test.want)
			}
			for i, want := range test.want {
				if got[i] != want {
					t.Errorf("suggestion %d is %s, want %s", i, got[i], want)
				}
			}
		})
	}
}

// TestSuggestionsHaveHits follows every suggestion to the statements it counts.
func TestSuggestionsHaveHits(t *testing.T) {
	if testing.Short() {
		t.Skip("it asks for hundreds of pages")
	}
	s := serve(t, nil)
	for _, q := range []string{"a", "s", "sample", "g", "vict", "coop", "asp", "dar", "number", "des", "d", "c"} {
		for _, x := range at(t, decode(t, get(t, s, "/api/v1/suggest?limit=50&q="+q)), "suggestions").([]any) {
			kind, label := at(t, x, "kind").(string), at(t, x, "label").(string)
			query := url.Values{}
			switch kind {
			case "phrase", "word":
				query.Set("q", at(t, x, "q").(string))
			case "title":
				query.Set("q", `title:"`+strings.ReplaceAll(label, `"`, "")+`"`)
			default:
				query.Set(kind, at(t, x, "id").(string))
			}
			got := at(t, decode(t, get(t, s, "/api/v1/search?"+query.Encode())), "total", "value")
			if want := at(t, x, "count"); got != want {
				t.Errorf("%s: %s %q has %v hits, and is said to have %v", q, kind, label, got, want)
			}
			if r := get(t, s, at(t, x, "url").(string)); r.StatusCode != 200 {
				t.Errorf("%s: %s answers %d", label, at(t, x, "url"), r.StatusCode)
			}
		}
	}
}

func TestSuggestRefuses(t *testing.T) {
	s := serve(t, nil)
	for _, address := range []string{"q=a&size=3", "q=a&limit=0", "q=a&limit=51", "q=a&q=b", "q=%ff", "q=" + strings.Repeat("a", 600)} {
		if r := get(t, s, "/api/v1/suggest?"+address); r.StatusCode != 400 || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.40s: status %d", address, r.StatusCode)
		}
	}
}

func TestSuggestHasAValidator(t *testing.T) {
	s := serve(t, nil)
	r := get(t, s, "/api/v1/suggest?q=vic")
	tag := r.Header.Get("ETag")
	if tag == "" || r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("headers %v", r.Header)
	}
	if r := get(t, s, "/api/v1/suggest?q=vic", "If-None-Match", tag); r.StatusCode != 304 {
		t.Errorf("the same again: %d", r.StatusCode)
	}
	if other := get(t, s, "/api/v1/suggest?q=vic&lang=fr").Header.Get("ETag"); other == tag {
		t.Error("another language has the same ETag")
	}
}
