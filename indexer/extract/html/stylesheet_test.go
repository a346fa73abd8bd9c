package html

import (
	"strings"
	"testing"
)

// TestSheets hides, strikes and raises words by the style sheets of a page, and
// has rules that do not apply.
func TestSheets(t *testing.T) {
	const before, words, after = "The delegation recalls 1593", "4 of all", " and thanks the President of the Assembly for it."
	for name, c := range map[string]struct {
		sheet, element string
		seen           bool
	}{
		"a class":                    {`.a{display:none}`, `<span class="b a">`, false},
		"an id":                      {`#a { visibility : hidden }`, `<span id="a">`, false},
		"a name and a class":         {`/* x */ span.a, .z { display: none !important; }`, `<span class="a">`, false},
		"within":                     {`article p .a{display:none}`, `<span class="a">`, false},
		"for screens":                {`@media screen { .a{display:none} }`, `<span class="a">`, false},
		"cut to nothing":             {`.a{position:absolute;clip:rect(1px, 1px, 1px, 1px)}`, `<span class="a">`, false},
		"off the window":             {`.a{position:absolute;left:-9999px}`, `<span class="a">`, false},
		"no height":                  {`.a{height:0;overflow:hidden}`, `<span class="a">`, false},
		"clear ink":                  {`.a{color:rgba(0, 0, 0, 0)}`, `<span class="a">`, false},
		"paper on paper":             {`.a{color:#fff;background:white}`, `<span class="a">`, false},
		"struck":                     {`.a{text-decoration:line-through red}`, `<span class="a">`, false},
		"in print only":              {`@media print { .a{display:none} }`, `<span class="a">`, true},
		"on narrow screens only":     {`@media (max-width: 500px) { .a{display:none} }`, `<span class="a">`, true},
		"under the pointer only":     {`.a:hover{display:none}`, `<span class="a">`, true},
		"another class":              {`.ab{display:none}`, `<span class="a">`, true},
		"shown by a stronger rule":   {`.a.b{display:inline} .a{display:none}`, `<span class="a b">`, true},
		"shown by the element":       {`.a{display:none}`, `<span class="a" style="display:inline">`, true},
		"fading in":                  {`.a{opacity:0;transition:opacity 1s}`, `<span class="a">`, true},
		"type of a size within none": {`.a{font-size:0} .a i{font-size:16px}`, `<span class="a"><i>`, true},
		"white on a dark box":        {`.a{color:#fff;background:#003}`, `<span class="a">`, true},
	} {
		page := "<html><head><style>body{margin:0}" + c.sheet + "</style></head><body><article><p>" + before + c.element + words + "</span>" + after + "</p><p>" + middle + "</p></article></body></html>"
		got := Read(Page{Bytes: []byte(page)}).Pages[0].Text
		if strings.Contains(got, words) != c.seen || !strings.Contains(got, strings.TrimSpace(after)) {
			t.Errorf("%s: want the words: %v; got %q", name, c.seen, got)
		}
	}
	// Rules are tried on elements so many times and no more.
	many := "<html><head><style>" + strings.Repeat(".z .b{display:none} ", 1_200) + ".c{display:none}</style></head><body><article>" +
		strings.Repeat("<p class=b>x</p>", 1_000) + "<p>" + before + `<span class="c">` + words + "</span>" + after + "</p><p>" + middle + "</p></article></body></html>"
	if got := Read(Page{Bytes: []byte(many)}).Pages[0].Text; !strings.Contains(got, words) {
		t.Errorf("the last of a million tries hides words: %q", got[max(0, len(got)-400):])
	}
}

// TestNoteMarks has a mark of a note in the ways that systems write it.
func TestNoteMarks(t *testing.T) {
	for _, mark := range []string{
		`<sup>4</sup>`, `<sup><a href="#fn4">4</a></sup>`, `<a href="#fn4"><sup>[4]</sup></a>`, `<sup data-fn="x" class="fn"><a href="#x">4</a></sup>`,
		`<a class="see-footnote" href="#footnote4_x">4</a>`, `<a style="mso-footnote-id:ftn4" href="#_ftn4" name="_ftnref4"><span>[4]</span></a>`,
		`<a class="sdfootnoteanc" href="#sdfootnote4sym"><sup>4</sup></a>`, `<span style="vertical-align:4pt;font-size:8pt">4</span>`,
		`<span style="position:relative;top:-.5em;font-size:70%">4</span>`, `<span class="superscript">4</span>`, `<a href="#note-4">4</a>`, `⁴`,
	} {
		page := Read(Page{Bytes: []byte("<html><body><article><p>We recall resolution 1593" + mark + " of the Council.</p><p>" + middle + "</p></article></body></html>")}).Pages[0]
		if !strings.Contains(page.Text, "resolution 1593 of the Council.") || len(page.Spans) != 1 || !strings.Contains(page.Spans[0].Text, "4") {
			t.Errorf("%s: got %q with %v", mark, page.Text, page.Spans)
		}
	}
	for _, link := range []string{`<a href="#annex">4</a>`, `<a href="/resolutions/4">4</a>`} {
		if got := Read(Page{Bytes: []byte("<html><body><article><p>See annex " + link + " of it.</p><p>" + middle + "</p></article></body></html>")}).Pages[0].Text; !strings.Contains(got, "annex 4 of") {
			t.Errorf("%s: got %q", link, got)
		}
	}
}

// TestNumberedLists has the numbers of paragraphs that browsers write.
func TestNumberedLists(t *testing.T) {
	items := `<li>Decides to adopt the text<sup>1</sup> of the annex;</li><li value="8">Requests the Registry to report.</li></ol>`
	for list, want := range map[string]string{
		`<ol>`:                                     "1. Decides|8. Requests",
		`<ol start="5">`:                           "5. Decides|8. Requests",
		`<ol type="i">`:                            "i. Decides|viii. Requests",
		`<ol style="list-style: upper-alpha">`:     "A. Decides|H. Requests",
		`<ol style="list-style-type:none">`:        "\nDecides|\nRequests",
		`<link rel="stylesheet" href="a.css"><ol>`: "\nDecides|\nRequests",
	} {
		text := Read(Page{Bytes: []byte("<html><body><article><p>" + opening + "</p>" + list + items + "<p>" + middle + "</p></article></body></html>")})
		for part := range strings.SplitSeq(want, "|") {
			if !strings.Contains(text.Pages[0].Text, part) {
				t.Errorf("%s: got %q, want %q in it", list, text.Pages[0].Text, part)
			}
		}
		for _, s := range text.Pages[0].Spans {
			if !strings.HasSuffix(text.Pages[0].Text[:s.Offset], "adopt the text") {
				t.Errorf("%s: the mark stands after %q", list, text.Pages[0].Text[:s.Offset])
			}
		}
	}
}
