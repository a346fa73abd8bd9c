package run

import (
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
)

// printed shows a paragraph with note marks in braces and struck words in tildes.
func printed(p Paragraph) string {
	var b strings.Builder
	at := 0
	for _, s := range p.Spans {
		b.WriteString(p.Text[at:s.Offset])
		at = s.Offset
		if s.Kind == corpus.SpanMark {
			mark := strings.TrimSpace(s.Text)
			b.WriteString(strings.Replace(s.Text, mark, "{"+mark+"}", 1))
		} else {
			words := strings.TrimSpace(s.Text)
			b.WriteString(strings.Replace(s.Text, words, "~"+words+"~", 1))
		}
	}
	return b.String() + p.Text[at:]
}

func TestRaised(t *testing.T) {
	for _, c := range []struct{ before, raised, after, want string }{
		{"resolution 1593", "4", " refers", "resolution 1593{4} refers"},
		{"since 2002", "5", " and", "since 2002{5} and"},
		{"article 8", "2", " applies", "article 8{2} applies"},
		{"article 10", "6", " applies", "article 10{6} applies"},
		{"articles 5 to 10", "6", " apply", "articles 5 to 10{6} apply"},
		{"by 15", "13", " per cent", "by 15{13} per cent"},
		{"States Parties", "2,3", ".", "States Parties{2,3}."},
		{"the Court", "*", " and", "the Court{*} and"},
		{"the Court.", "[12]", " And", "the Court.{[12]} And"},
		{"the victims", "a", " were", "the victims{a} were"},
		{"in 2002", "b", " were", "in 2002{b} were"},
		{"an area of 5 km", "2", " of", "an area of 5 km² of"},
		{"2 m", "3", " of", "2 m³ of"},
		{"about 3 × 10", "6", " people", "about 3 × 10⁶ people"},
		{"per km", "-2", "", "per km⁻²"},
		{"the 15", "th", " session", "the 15th session"},
		{"la 1", "re", " session", "la 1re session"},
		{"au XX", "e", " siècle", "au XXe siècle"},
		{"le 2", "e", " point", "le 2e point"},
		{"document n", "o", " 5", "document no 5"},
		{"the Court", "TM", " is", "the Court™ is"},
		{"by 1.5", "0", "C above", "by 1.5°C above"},
		{"the 15", "0", " Committee", "the 15{0} Committee"},
		{"the mini", "s", "tre", "the ministre"},
		{"Introduction ....", "4", "", "Introduction ....4"},
		{"about 2", "1", "/2 of", "about 2 1/2 of"},
		{"", "4", " S/RES/1593", "{4} S/RES/1593"},
	} {
		got := printed(Compose([]Run{{Text: c.before}, {c.raised, Raised}, {Text: c.after}}))
		if got != strings.TrimSpace(c.want) {
			t.Errorf("%q with %q raised: got %q, want %q", c.before, c.raised, got, c.want)
		}
	}
}

func TestLowered(t *testing.T) {
	if got := Compose([]Run{{Text: "CO"}, {"2", Lowered}, {Text: " and H"}, {"2", Lowered}, {Text: "O"}}); got.Text != "CO₂ and H₂O" || got.Spans != nil {
		t.Errorf("got %q", printed(got))
	}
}

func TestPlainCharacters(t *testing.T) {
	for in, want := range map[string]string{
		"Resolution 1593⁴ since 2002⁵, article 8²": "Resolution 1593{4} since 2002{5}, article 8{2}",
		"5 km² of CO₂ and 10⁶ people":              "5 km² of CO₂ and 10⁶ people",
		"Half is ½ of Court™, № 5, 1ª y 2º":        "Half is ½ of Court™, № 5, 1ª y 2º",
		"We o̶p̶p̶o̶s̶e̶ support it":               "We ~oppose~ support it",
		"eﬃcient ＡＢ":                               "efficient AB",
	} {
		if got := printed(Plain(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestStruck(t *testing.T) {
	for _, c := range []struct {
		runs []Run
		text string
		want string
	}{
		{[]Run{{Text: "We "}, {"oppose", Struck}, {Text: " support it"}}, "We support it", "We ~oppose~ support it"},
		{[]Run{{Text: "We "}, {"oppose ", Struck}, {Text: "support it"}}, "We support it", "We ~oppose~ support it"},
		{[]Run{{Text: "We support it"}, {" not", Struck}, {Text: "."}}, "We support it.", "We support it ~not~."},
		{[]Run{{"Draft. ", Struck}, {Text: "We agree"}}, "We agree", "~Draft.~ We agree"},
		{[]Run{{Text: "un"}, {"en", Struck}, {Text: "able"}}, "unable", "un~en~able"},
		{[]Run{{"All of it", Struck}}, "", "~All of it~ "},
	} {
		got := Compose(c.runs)
		if got.Text != c.text || printed(got) != c.want {
			t.Errorf("%v: got %q, printed %q, want %q", c.runs, got.Text, printed(got), c.want)
		}
	}
}

func TestPage(t *testing.T) {
	page := Page([]Paragraph{Compose([]Run{{"Old title", Struck}}), Plain("One¹"), Compose([]Run{{"Two", Struck}}), Plain("Three²")})
	want := []corpus.Span{
		{Kind: corpus.SpanStruck, Offset: 0, Text: "Old title\n\n"},
		{Kind: corpus.SpanMark, Offset: 3, Text: "1"},
		{Kind: corpus.SpanStruck, Offset: 3, Text: "\n\nTwo"},
		{Kind: corpus.SpanMark, Offset: 10, Text: "2"},
	}
	if page.Text != "One\n\nThree" || !slices.Equal(page.Spans, want) {
		t.Errorf("got %q, %v", page.Text, page.Spans)
	}
}
