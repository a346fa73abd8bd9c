package ui_test

import (
	"html"
	"strings"
	"testing"
	"unicode/utf8"

	"rostrum/corpus"
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

func TestPrinted(t *testing.T) {
	mark := func(offset int, text string) corpus.Span {
		return corpus.Span{Kind: corpus.SpanMark, Offset: offset, Text: text}
	}
	struck := func(offset int, text string) corpus.Span {
		return corpus.Span{Kind: corpus.SpanStruck, Offset: offset, Text: text}
	}
	sup := func(s string) string {
		return `<sup class="beside"><span class="unseen" lang="fr"> note </span>` + s + "</sup>"
	}
	s := func(before, words, after string) string {
		return `<span class="beside">` + before + `<s><span class="unseen" lang="fr"> mots barrés : </span>` + words + `<span class="unseen" lang="fr"> fin des mots barrés </span></s>` + after + "</span>"
	}
	all, err := ui.New()
	if err != nil {
		t.Fatal(err)
	}
	l := all.Locale(corpus.French)
	tests := []struct {
		text   string
		ranges []search.Range
		first  int
		spans  []corpus.Span
		want   string
	}{
		{"la résolution 1593 renvoie", nil, 0, []corpus.Span{mark(19, "4")}, "la résolution 1593" + sup("4") + " renvoie"},
		{"la résolution 1593 renvoie", []search.Range{{Start: 3, End: 18}}, 7, []corpus.Span{mark(19, "4")}, `la <mark id="m7">résolution 1593</mark>` + sup("4") + " renvoie"},
		{"la résolution 1593 renvoie", []search.Range{{Start: 14, End: 26}}, 0, []corpus.Span{mark(19, "4")}, "la résolution <mark>1593" + sup("4") + " renvoie</mark>"},
		{"la résolution 1593 renvoie", []search.Range{{Start: 3, End: 13}, {Start: 19, End: 26}}, 1, []corpus.Span{mark(14, "a"), mark(19, "4")},
			`la <mark id="m1">résolution</mark>` + sup("a") + " 1593" + sup("4") + ` <mark id="m2">renvoie</mark>`},
		{"mots", []search.Range{{Start: 0, End: 4}}, 0, []corpus.Span{mark(0, "* "), mark(4, "1"), mark(4, "<2>")}, sup("* ") + "<mark>mots</mark>" + sup("1") + sup("&lt;2&gt;")},
		{"il coopère", []search.Range{{Start: 0, End: 10}}, 0, []corpus.Span{struck(2, " ne & pas")}, "<mark>il" + s(" ", "ne &amp; pas", "") + " coopère</mark>"},
		{"", nil, 0, []corpus.Span{struck(0, "rien\n\n")}, s("", "rien", "\n\n")},
		{"short", []search.Range{{Start: 5, End: 9}}, 0, []corpus.Span{mark(5, "1")}, "short" + sup("1")},
	}
	for _, test := range tests {
		if got := string(l.Printed(test.text, test.ranges, test.first, test.spans)); got != test.want {
			t.Errorf("%q %v %v\n got %s\nwant %s", test.text, test.ranges, test.spans, got, test.want)
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
