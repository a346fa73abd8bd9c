package ui_test

import (
	"html"
	"strings"
	"testing"
	"unicode/utf8"

	"rostrum/search"
	"rostrum/search/web/ui"
)

func TestMarked(t *testing.T) {
	tests := []struct {
		text   string
		ranges []search.Range
		want   string
	}{
		{"", nil, ""},
		{"plain", nil, "plain"},
		{"a < b & c", []search.Range{{Start: 2, End: 3}}, "a <mark>&lt;</mark> b &amp; c"},
		{"victims", []search.Range{{Start: 0, End: 7}}, "<mark>victims</mark>"},
		{"ab", []search.Range{{Start: 0, End: 1}, {Start: 1, End: 2}}, "<mark>a</mark><mark>b</mark>"},
		{"le déjà vu", []search.Range{{Start: 3, End: 7}}, "le <mark>déjà</mark> vu"},
		{"الضحايا هنا", []search.Range{{Start: 0, End: 7}}, "<mark>الضحايا</mark> هنا"},
		{"short", []search.Range{{Start: 2, End: 99}}, "sh<mark>ort</mark>"},
		{"short", []search.Range{{Start: 50, End: 99}}, "short"},
		{"short", []search.Range{{Start: 3, End: 2}, {Start: 1, End: 1}}, "short"},
	}
	for _, test := range tests {
		if got := string(ui.Marked(test.text, test.ranges)); got != test.want {
			t.Errorf("Marked(%q, %v) = %q, want %q", test.text, test.ranges, got, test.want)
		}
	}
}

// Whatever the ranges, the marks are balanced and the text is all there.
func FuzzMarked(f *testing.F) {
	f.Add("a <b> & c", 0, 3, 4, 9)
	f.Add("déjà \u202e<script>", 2, 2, -1, 100)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		got := string(ui.Marked(text, []search.Range{{Start: a, End: b}, {Start: c, End: d}}))
		if strings.Count(got, "<mark>") != strings.Count(got, "</mark>") {
			t.Fatalf("unbalanced: %q", got)
		}
		bare := strings.NewReplacer("<mark>", "", "</mark>", "").Replace(got)
		if strings.ContainsAny(bare, "<>") {
			t.Fatalf("markup in %q", got)
		}
		if utf8.ValidString(text) && !strings.ContainsRune(text, 0) && html.UnescapeString(bare) != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
