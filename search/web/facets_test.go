package web_test

import (
	"fmt"
	"slices"
	"testing"
)

func TestFacetValuesByPrefix(t *testing.T) {
	s := serve(t, nil)
	for _, test := range []struct {
		address string
		want    []string // id, label, count
	}{
		{"organization?prefix=amnest", []string{"amnesty Amnesty International 1"}},
		{"organization?prefix=INTER&q=victims", []string{"cicc Coalition for the International Criminal Court 1", "fidh International Federation for Human Rights 1"}},
		{"topic?prefix=cooperacion&lang=fr", []string{"cooperation Coopération 4"}},
		{"topic?prefix=COOPÉR&lang=en", []string{"cooperation Cooperation 4"}},
		{"topic?prefix=deb", []string{"general-debate General Debate 27"}},
		{"topic?prefix=operation", nil}, // the middle of a word
		{"session?prefix=asp2&q=universality", []string{"ASP22 ASP22 – Twenty-second session 1"}},
		{"organization?topic=cooperation&prefix=human", []string{"fidh International Federation for Human Rights 1", "hrw Human Rights Watch 1"}},
		{"topic?topic=cooperation&prefix=gen", []string{"general-debate General Debate 27"}}, // its own filter is lifted
		{"language?collapse=none&prefix=fran%C3%A7", []string{"fr Français 1"}},
		{"year?prefix=2006", []string{"2006 2006 1"}},
		{"session?prefix=" + escape("الدورة العشر") + "&q=entendre", []string{"ASP20 ASP20 – Twentieth session 1"}},
		{"organization?session=nowhere", nil},
	} {
		r := get(t, s, "/api/v1/facets/"+test.address)
		if r.StatusCode != 200 {
			t.Errorf("%s: status %d: %s", test.address, r.StatusCode, body(t, r))
			continue
		}
		var got []string
		for _, v := range at(t, decode(t, r), "values").([]any) {
			got = append(got, fmt.Sprintf("%v %v %v", at(t, v, "id"), at(t, v, "label"), at(t, v, "count")))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.address, got, test.want)
		}
	}
}

// TestFacetCountsAreThoseOfTheSearch compares with the lists beside results,
// and follows each value to what it counts.
func TestFacetCountsAreThoseOfTheSearch(t *testing.T) {
	s := serve(t, nil)
	const asked = "q=victims&session=ASP20&session=ASP22"
	for _, f := range []string{"session", "topic", "organization", "language", "type", "situation", "year"} {
		beside := at(t, decode(t, get(t, s, "/api/v1/search?"+asked)), "facets", f, "values").([]any)
		a := decode(t, get(t, s, "/api/v1/facets/"+f+"?limit=1000&"+asked))
		alone := at(t, a, "values").([]any)
		if fmt.Sprint(alone) != fmt.Sprint(beside) || at(t, a, "left") != 0.0 {
			t.Errorf("%s: %v\nbeside results: %v", f, alone, beside)
		}
		one := decode(t, get(t, s, "/api/v1/facets/"+f+"?limit=1&"+asked))
		if left := at(t, one, "left"); len(alone) > 0 && left != float64(len(alone)-1) {
			t.Errorf("%s: %v values are left beside one of %d", f, left, len(alone))
		}
	}
}

func TestFacetsRefuse(t *testing.T) {
	s := serve(t, nil)
	for address, want := range map[string]int{
		"title": 404, "": 404, "topic?size=1": 400, "topic?limit=0": 400, "topic?limit=1001": 400, "topic?prefix=a&prefix=b": 400, "topic?prefix=%ff": 400, "topic?q=(": 400,
	} {
		if r := get(t, s, "/api/v1/facets/"+address); r.StatusCode != want || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: status %d, want %d; %s", address, r.StatusCode, want, r.Header.Get("Content-Type"))
		}
	}
}
