package clean

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestLine(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"ligatures":        {"the ﬁrst oﬃce", "the first office"},
		"spaces":           {" a\u00a0 \t b\u3000c ", "a b c"},
		"unseen":           {"a\u200b\ufeff\u00ad\ufffd\x02\ue000b", "ab"},
		"marks of order":   {"\u202bسلام\u202c", "سلام"},
		"joiner is a mark": {"می\u200cشود", "می\u200cشود"},
		"presentation":     {"ﺳﻼﻡ", "سلام"},
		"wide":             {"ＩＣＣ－ＡＳＰ", "ICC-ASP"},
		"broken bytes":     {"a\xffb", "ab"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Line(test.in); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestHyphens(t *testing.T) {
	h := NewHyphens()
	for _, l := range []string{"the so-called peace-keeping forces", "the statement was victim-centred", "cooperation of all", "a state party"} {
		h.Learn(l)
	}
	tests := map[string]struct{ first, second, want string }{
		"broken word":         {"this state-", "ment says", "this statement says"},
		"marked by the file":  {"this co\x02", "operation", "this cooperation"},
		"marked otherwise":    {"this co\ufffe", "operation", "this cooperation"},
		"unicode hyphen":      {"of re\u2010", "affirming", "of reaffirming"},
		"soft hyphen":         {"of re\u00ad", "affirming", "of reaffirming"},
		"compound seen":       {"the so-", "called reform", "the so-called reform"},
		"compound seen twice": {"a victim-", "centred court", "a victim-centred court"},
		"capital":             {"in the Asia-", "Pacific region", "in the Asia-Pacific region"},
		"numbers":             {"ICC-ASP/20-", "21 and 2019-", "ICC-ASP/20-21 and 2019-"},
		"dash":                {"peace -", "and justice", "peace - and justice"},
		"none":                {"peace", "and justice", "peace and justice"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := h.Join(test.first, test.second); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestParagraphs(t *testing.T) {
	if got, want := Paragraphs([]string{" a ", "", "b"}), "a\n\nb"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzLine(f *testing.F) {
	f.Add("ﬁ\u00ad \xff\u202b", "re-")
	f.Fuzz(func(t *testing.T, s, first string) {
		l := Line(s)
		if !utf8.ValidString(l) || strings.ContainsAny(l, "\n\t\ufffd\x00") || strings.Contains(l, "  ") || strings.TrimSpace(l) != l {
			t.Errorf("%q became %q", s, l)
		}
		if !norm.NFKC.IsNormalString(l) && Line(l) == l {
			t.Errorf("%q is not in NFKC", l)
		}
		NewHyphens().Join(first, s)
	})
}
