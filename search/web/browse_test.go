package web_test

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search/web"
	"rostrum/search/web/site"
)

// total is the number of statements of a page of results, from its address.
func total(t testing.TB, s *web.Server, address string) int {
	t.Helper()
	path, query, _ := strings.Cut(address, "?")
	if path != "/search" {
		t.Fatalf("%s is no page of results", address)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	values.Del("lang")
	return int(decode(t, get(t, s, "/api/v1/search?"+values.Encode()))["total"].(map[string]any)["value"].(float64))
}

// counted lists the links in some lists with the number that stands beside each.
func counted(d document, list string) map[string]int {
	out := map[string]int{}
	for _, n := range d.all(class(list)) {
		for _, li := range (document{n}).all(tag("li")) {
			data := (document{li}).all(tag("data"))
			if a := (document{li}).all(tag("a")); len(a) > 0 && len(data) > 0 {
				out[attr(a[0], "href")], _ = strconv.Atoi(attr(data[0], "value"))
			}
		}
	}
	return out
}

// TestNumbersOfAnOrganization follows every number on the pages of organizations to the statements it
// counts, and wants the sessions without one named.
func TestNumbersOfAnOrganization(t *testing.T) {
	s := serve(t, nil)
	held := decode(t, get(t, s, "/api/v1/search?size=1"))["facets"].(map[string]any)["session"].(map[string]any)["values"].([]any)
	for _, id := range []string{"CRI", "DEU", "hrw", "cicc"} {
		d := page(t, s, "/organizations/"+id+"?lang=en")
		columns := counted(d, "ribbon")
		sum := 0
		for address, n := range columns {
			if got := total(t, s, address); got != n || !strings.Contains(address, "organization="+id) {
				t.Errorf("%s: %s has %d statements, the column says %d", id, address, got, n)
			}
			sum += n
		}
		if all := total(t, s, "/search?organization="+id); sum != all {
			t.Errorf("%s: the columns add up to %d, of %d statements", id, sum, all)
		}
		var missing []string
		for _, v := range held {
			session := v.(map[string]any)["id"].(string)
			if total(t, s, "/search?organization="+id+"&session="+session) == 0 {
				missing = append(missing, "/sessions/"+session+"?lang=en")
			}
		}
		got := within(d, class("missing"))
		slices.Sort(missing)
		slices.Sort(got)
		if !slices.Equal(got, missing) {
			t.Errorf("%s is missing from %q, want %q", id, got, missing)
		}
	}
	joint := func(n *html.Node) bool { return attr(n, "aria-labelledby") == "h-with" }
	var with []string
	d := page(t, s, "/organizations/CRI?lang=en")
	for _, n := range d.all(joint) {
		for address, count := range counted(document{n}, "lines") {
			if got := total(t, s, address); got != count || got != 1 {
				t.Errorf("the joint statements at %s are %d, the page says %d", address, got, count)
			}
			u, _ := url.Parse(address)
			with = append(with, u.Query().Get("organization"))
		}
	}
	slices.Sort(with)
	if !slices.Equal(with, []string{"CHE", "LIE"}) {
		t.Errorf("Costa Rica spoke with %q", with)
	}
	if got := page(t, s, "/organizations/hrw").all(joint); len(got) != 0 {
		t.Error("who always spoke alone has joint statements")
	}
	// What the box asks stays within, and the box says so.
	box := d.all(class("find"))[0]
	var asks []string
	for _, n := range (document{box}).all(tag("input")) {
		asks = append(asks, attr(n, "name")+"="+attr(n, "value"))
		if attr(n, "name") == "q" && !strings.Contains(attr(n, "placeholder"), textOf(d.all(tag("h1"))[0])) {
			t.Errorf("the box says %q", attr(n, "placeholder"))
		}
	}
	if !slices.Contains(asks, "organization=CRI") {
		t.Errorf("the box asks for %q", asks)
	}
}

// TestDebatesOfASession wants the debates by date, each with its number and its statements, and the
// places as the interface calls them.
func TestDebatesOfASession(t *testing.T) {
	s := serve(t, func(c *web.Config) {
		c.Sessions = func(id corpus.SessionID) []site.SessionPart {
			if id != "ASP24" {
				return nil
			}
			return []site.SessionPart{{Part: corpus.PartMain, Start: corpus.Date{Year: 2025, Month: 12, Day: 1}, End: corpus.Date{Year: 2025, Month: 12, Day: 6}, Place: "The Hague"}}
		}
	})
	d := page(t, s, "/sessions/ASP24?lang=fr")
	if got := strings.Join(d.texts(class("meetings")), ""); !strings.Contains(got, "La Haye") || !strings.Contains(got, "1er décembre 2025") {
		t.Errorf("the session met at %q", got)
	}
	var days []string
	debates := counted(d, "debates")
	for _, n := range d.all(class("debates")) {
		for _, day := range (document{n}).all(tag("time")) {
			days = append(days, attr(day, "datetime"))
		}
	}
	if len(days) != 2 || len(debates) != 2 || !slices.IsSorted(days) {
		t.Errorf("the debates %v were on %q", debates, days)
	}
	for address, n := range debates {
		if got := total(t, s, address); got != n || !strings.Contains(address, "session=ASP24") {
			t.Errorf("%s has %d statements, the page says %d", address, got, n)
		}
	}
	if got := strings.Join(page(t, s, "/search?q=victims&session=ASP24&lang=en").texts(class("hit")), " "); !strings.Contains(got, "ASP24, 2025") {
		t.Errorf("the session of a hit is written without its year: %q", got)
	}
}
