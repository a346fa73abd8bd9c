package web_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
)

var (
	wayOut = regexp.MustCompile(`<li>(?:<a href="([^"]*)">)?<bdi>([^<]*)</bdi>(?:</a>)? <data value="(\d+)">`)
	ways   = regexp.MustCompile(`<ul class="loosen">(?s:.*?)</ul>`)
)

// TestZeroAccount reads what an empty answer offers, and follows each way out.
func TestZeroAccount(t *testing.T) {
	s := serve(t, nil)
	en := says(t, corpus.English)
	for _, test := range []struct {
		address string
		want    []string // lines that must be there: text and count
	}{
		{"q=interpreter&language=fr", []string{"Language: English 1", "Without Language: Français 1"}},
		{"q=%22general+debate%22&language=ar", []string{"Language: English 25"}},
		{`q="cooperation"&language=es`, []string{en.Text("zero.equivalent", "Q", `"cooperación"`) + " 1"}},
		{`q=cooperation&exact=true&language=ru`, []string{en.Text("zero.equivalent", "Q", `"сотрудничество"`) + " 1", en.Text("zero.inexact") + " 1"}},
		{"q=vicitms&language=pt", []string{en.Text("zero.spelled", "Q", "victims") + " 31"}},
		{"q=victims&organization=amnestyx", []string{"Without Organization or state: amnestyx 31"}},
		{"q=victims&organization=hmuan+rights+watch", []string{"Organization or state: Human Rights Watch 1"}},
		{"q=universality+AND+interpreter", []string{"Only universality 1", "Only interpreter 1"}},
		{"q=qqqqqq", nil},
	} {
		page := body(t, get(t, s, "/search?lang=en&"+strings.ReplaceAll(test.address, `"`, "%22")))
		var got []string
		for _, m := range wayOut.FindAllStringSubmatch(ways.FindString(page), -1) {
			got = append(got, html.UnescapeString(m[2])+" "+m[3])
			if m[1] == "" {
				continue
			}
			u, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Fatal(err)
			}
			if n := at(t, decode(t, get(t, s, "/api/v1/search?"+u.RawQuery)), "total", "value"); fmt.Sprint(n) != m[3] {
				t.Errorf("%s: %s has %v hits, and is said to have %s", test.address, u, n, m[3])
			}
		}
		for _, want := range test.want {
			if !slices.Contains(got, want) {
				t.Errorf("%s: offered is %q, want %q among it", test.address, got, want)
			}
		}
		if test.want == nil && len(got) > 0 {
			t.Errorf("%s: offered is %q, want nothing", test.address, got)
		}
	}
}
