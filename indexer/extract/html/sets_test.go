package html

import (
	"slices"
	"testing"

	"rostrum/corpus"
)

// TestSets reads characters by how they are set: marks of notes and struck
// words stand beside the text, powers and ordinals in it.
func TestSets(t *testing.T) {
	mark := func(at int, s string) []corpus.Span {
		return []corpus.Span{{Kind: corpus.SpanMark, Offset: at, Text: s}}
	}
	struck := func(at int, s string) []corpus.Span {
		return []corpus.Span{{Kind: corpus.SpanStruck, Offset: at, Text: s}}
	}
	for _, c := range []struct {
		body, want string
		spans      []corpus.Span
	}{
		{`resolution 1593<sup>4</sup> of`, "resolution 1593 of", mark(15, "4")},
		{`resolution 1593<sup><a href="#n4">4</a></sup> of`, "resolution 1593 of", mark(15, "4")},
		{`resolution 1593<a role="doc-noteref" href="#n4">[4]</a> of`, "resolution 1593 of", mark(15, "[4]")},
		{`resolution 1593<span style="vertical-align: super">4</span> of`, "resolution 1593 of", mark(15, "4")},
		{`resolution 1593⁴ of`, "resolution 1593 of", mark(15, "4")},
		{`5 km<sup>2</sup> of CO<sub>2</sub>, 10<sup>6</sup>`, "5 km² of CO₂, 10⁶", nil},
		{`the 15<sup>th</sup> session, ½ of it`, "the 15th session, ½ of it", nil},
		{`We <del>oppose</del> <ins>support</ins> it`, "We support it", struck(2, " oppose")},
		{`We <s>oppose</s> support it`, "We support it", struck(2, " oppose")},
		{`We <strike>oppose</strike> support it`, "We support it", struck(2, " oppose")},
		{`We <span style="text-decoration:line-through">oppose</span> support it`, "We support it", struck(2, " oppose")},
		{`We <u>support</u> <span style="text-decoration:underline">it</span>`, "We support it", nil},
	} {
		text := Read(Page{Bytes: []byte("<html><body><p>" + c.body + "</p></body></html>")})
		if got := text.Pages[0]; got.Text != c.want || !slices.Equal(got.Spans, c.spans) {
			t.Errorf("%s: got %q with %v, want %q with %v", c.body, got.Text, got.Spans, c.want, c.spans)
		}
	}
}
