package html

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"rostrum/corpus"
)

// The speech around the traps. It is a sample written for tests.
const (
	opening = "The delegation of Ruritania wishes to thank the President of the Assembly and the Bureau for the way in which this session was prepared, and pledges its full support."
	middle  = "Cooperation with the Court is the duty of every State Party, and without it no warrant is executed, no witness is protected and no victim is heard by the judges."
	closing = "We therefore call upon all who have not yet done so to ratify the Statute, and we thank the Registry for its patience with the many questions we have put to it."
)

// TestTraps has a small page for each thing that pages do. What is expected is
// the whole text, a line for each passage.
func TestTraps(t *testing.T) {
	p := "<p>" + opening + "</p><p>" + middle + "</p>"
	end := "<p>" + closing + "</p>"
	tests := map[string]struct {
		page string
		want []string
	}{
		"navigation, banner and decoy": {
			`<div id="cookie-banner"><p>We use cookies to make this site better for you and to measure how it is used by all of its visitors.</p><button>Accept</button></div>
			<nav><a href="/">Home</a> <a href="/b">Statements by the Minister</a></nav><main>` + p + end + `</main>
			<aside><h2>Read more</h2><p>Another minister said on another day that fisheries are of great importance to the islands.</p></aside><footer>All rights reserved</footer>`,
			[]string{opening, middle, closing},
		},
		"hidden text": {
			p + `<p style="color:red; display : none !important">Words nobody sees.</p><p hidden>Nor these.</p><span aria-hidden="true">Nor those.</span><div style="visibility:hidden"><p>And not these.</p></div>` + end,
			[]string{opening, middle, closing},
		},
		"a page that scripts show": {
			`</head><body style="display:none">` + p + end, []string{opening, middle, closing},
		},
		"two line breaks": {
			`<div>` + opening + `<br><br>` + middle + `<br/> &nbsp; <br>` + closing + `<br>Thank you.</div>`,
			[]string{opening, middle, closing + " Thank you."},
		},
		"a short paragraph at the end": {
			`<h1>Statement</h1>` + p + end + `<p>In 2013 it was so.</p>`,
			[]string{"Statement", opening, middle, closing, "In 2013 it was so."},
		},
		"a list at the end": {
			`<h1>Statement</h1>` + p + end + `<ol start="5"><li>The budget of the Court.</li><li>The witnesses in all situations.</li></ol>`,
			[]string{"Statement", opening, middle, closing, "5. The budget of the Court.", "6. The witnesses in all situations."},
		},
		"headings": {
			`<article><h1>Statement of Ruritania</h1>` + p + `<h2>On ratification</h2>` + end + `<h3>Thanks</h3><p>Thank you, Mr President.</p></article>`,
			[]string{"Statement of Ruritania", opening, middle, "On ratification", closing, "Thanks", "Thank you, Mr President."},
		},
		"a short page with its heading": {
			`<main><h1>Statement</h1><p>` + opening + `</p></main>`, []string{"Statement", opening},
		},
		"a heading in a list": {
			p + `<ul><li><h4>First concern</h4><p>The safety of the witnesses, who have waited for years.</p></li><li>The budget of the Court.</li></ul>` + end,
			[]string{opening, middle, "First concern", "The safety of the witnesses, who have waited for years.", "The budget of the Court.", closing},
		},
		"lists in lists": {
			p + `<ol><li>Warrants<ul><li>those of 2009;</li><li>those of 2011;</li></ul>and their execution;</li><li>Witnesses.</li></ol>` + end,
			[]string{opening, middle, "1. Warrants", "those of 2009;", "those of 2011;", "and their execution;", "2. Witnesses.", closing},
		},
		"definition lists": {
			p + `<dl><dt>Complementarity</dt><dd>The Court acts where States do not.</dd><dt>Universality</dt><dd>All States should join.</dd></dl>` + end,
			[]string{opening, middle, "Complementarity", "The Court acts where States do not.", "Universality", "All States should join.", closing},
		},
		"quotations": {
			p + `<blockquote>An effective Court needs the help of all.<footer>from a speech of last year</footer></blockquote>` + end,
			[]string{opening, middle, "An effective Court needs the help of all.", "from a speech of last year", closing},
		},
		"footnotes": {
			`<p>` + opening + `<sup><a href="#fn1" id="ref1">1</a></sup></p><p>` + middle + `<a href="#fn2" role="doc-noteref">2</a></p>` + end +
				`<section class="footnotes"><ol><li id="fn1"><p>Resolution five of the twentieth session. <a href="#ref1" role="doc-backlink">↩</a></p></li><li id="fn2">Article 86 of the Statute.</li></ol></section>`,
			[]string{opening, middle, closing, "Resolution five of the twentieth session.", "Article 86 of the Statute."},
		},
		"ordinals stay with their number": {
			`<p>` + opening + ` This is the 20<sup>th</sup> session.</p><p>` + middle + `</p>` + end,
			[]string{opening + " This is the 20th session.", middle, closing},
		},
		"tables": {
			p + `<table><caption>Contributions</caption><thead><tr><th>State</th><th>Sum</th></tr></thead><tr><td>Ruritania<td>400<tr><td>Graustark<td>300</table>` + end,
			[]string{opening, middle, "Contributions", "State Sum", "Ruritania 400", "Graustark 300", closing},
		},
		"right to left": {
			`<div dir="rtl"><p>` + strings.Repeat("السيد الرئيس، يود وفد بلادي أن يعرب عن تأييده الكامل للمحكمة. ", 4) + `</p><p>` + strings.Repeat("ونشكر رئيس الجمعية على جهوده في هذه الدورة. ", 4) + `</p></div>`,
			[]string{strings.TrimSpace(strings.Repeat("السيد الرئيس، يود وفد بلادي أن يعرب عن تأييده الكامل للمحكمة. ", 4)), strings.TrimSpace(strings.Repeat("ونشكر رئيس الجمعية على جهوده في هذه الدورة. ", 4))},
		},
		"letters that are not seen": {
			p + "<p>Coop&shy;er&#x200B;ation\u2060 is the ﬁrst duty\uFEFF of&nbsp;&emsp;all\uFFFD,&#0; and ｆｕｌｌ&#8206; width &#xFDD0;too.</p>" + end,
			[]string{opening, middle, "Cooperation is the first duty of all, and full width too.", closing},
		},
		"ruby, template, noscript, comment, CDATA": {
			p + `<p>The <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby> sign.<template><p>not this</p></template><noscript>Turn on scripts.</noscript><!-- nor -- this --><![CDATA[nor that]]></p>` + end,
			[]string{opening, middle, "The 漢字 sign.", closing},
		},
		"scripts that look like markup": {
			p + `<script>var a = "</p><p>Not this"; if (a < 3) document.write("<p>nor this</p>")</script><style>p:after{content:"<p>none"}</style>` + end,
			[]string{opening, middle, closing},
		},
		"the page is a form": {
			`<form method="post" action="default.aspx"><input type="hidden" value="x"><table><tr><td>` + p + strings.Repeat("<p>"+closing+"</p>", 7) + `<p>Thank you.</p></td></tr></table></form>`,
			[]string{opening, middle, closing, closing, closing, closing, closing, closing, closing, "Thank you."},
		},
		"captions of pictures": {
			`<article><header><h1>Statement of Ruritania</h1></header>` + p + `<figure><img src=a.jpg><figcaption>The delegation in the plenary</figcaption></figure>` + end + `</article>`,
			[]string{"Statement of Ruritania", opening, middle, closing},
		},
		"frames in the text": {
			p + `<iframe src="https://example.org/video">Your browser does not support frames.</iframe><object>no plugin</object>` + end,
			[]string{opening, middle, closing},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := read(t, Page{Bytes: []byte("<!DOCTYPE html><html><head><title>Statement</title></head><body>" + test.page + "</body></html>")})
			got := text.Pages[0].Text
			if want := strings.Join(test.want, "\n\n"); got != want {
				t.Errorf("got\n%s\n\nwant\n%s", got, want)
			}
			if text.Status != "" {
				t.Errorf("status %q: %s", text.Status, text.Reason)
			}
		})
	}
}

// A page of the nineties: tables for layout, paragraphs that are never closed,
// capital tags, windows-1252 without a word about it.
func TestTableLayout(t *testing.T) {
	french := []string{
		"Monsieur le Président, la délégation de la Ruritanie tient à vous féliciter de votre élection et à vous assurer de son plein appui tout au long de cette session.",
		"L’œuvre de la Cour est inachevée : les mandats d’arrêt restent lettre morte, et les victimes attendent depuis des années que justice leur soit enfin rendue.",
		"Nous demandons à tous les États qui ne l’ont pas encore fait de ratifier le Statut, et nous remercions le Greffe de sa patience envers les délégations.",
	}
	page := `<HTML><HEAD><TITLE>Déclaration</TITLE></HEAD><BODY BGCOLOR=white><TABLE WIDTH=600><TR><TD WIDTH=120><A HREF=a.htm>Accueil</A><BR><A HREF=b.htm>Archives</A>
		<TD><FONT FACE=Arial><P>` + strings.Join(french, "\n<P>") + `</TABLE></BODY>`
	b, err := charmap.Windows1252.NewEncoder().Bytes([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	text := read(t, Page{Bytes: b})
	if got, want := text.Pages[0].Text, strings.Join(french, "\n\n"); got != want {
		t.Errorf("got\n%s\n\nwant\n%s", got, want)
	}
	if text.Properties.Title != "Déclaration" {
		t.Errorf("title %q", text.Properties.Title)
	}
}

// What the address says of the language is no word of the page's.
func TestLanguageIsThePagesOwn(t *testing.T) {
	for lang, page := range map[string]string{"en": `<html lang="en">`, "": `<html>`} {
		text := read(t, Page{Bytes: []byte(page + "<body><p>" + opening + "</p><p>" + middle + "</p>"), Address: "https://example.org/fr/declaration"})
		if text.Properties.Language != lang {
			t.Errorf("%s gives language %q, want %q", page, text.Properties.Language, lang)
		}
	}
}

func TestTextElsewhere(t *testing.T) {
	abstract := `<html><head><title>Statement</title></head><body><nav><a href="/guide.pdf">Guide for visitors</a></nav><main><h1>Statement</h1><p>` + opening + `</p>`
	tests := map[string]struct {
		page, address   string
		status          corpus.Status
		reason, pdf     string
		warned, hasText bool
	}{
		"abstract and one PDF": {
			page: abstract + `<p><a href="files/st%20ement.PDF?download=1">Full text</a></p></main>`, address: "https://example.org/a/b.html",
			pdf: "https://example.org/a/files/st%20ement.PDF?download=1", warned: true, hasText: true,
		},
		"the same PDF twice": {
			page: abstract + `<p><a href="a.pdf">Full text</a>, <a href="a.pdf">PDF</a></p></main>`, pdf: "a.pdf", warned: true, hasText: true,
		},
		"several PDFs":      {page: abstract + `<ul><li><a href="a.pdf">English</a></li><li><a href="b.pdf">French</a></li></ul></main>`, hasText: true},
		"named in the head": {page: `<meta name="citation_pdf_url" content="/x.pdf">` + abstract, address: "https://example.org/a", pdf: "https://example.org/x.pdf", warned: true, hasText: true},
		"a long text with its PDF": {
			page: abstract + strings.Repeat("<p>"+middle+"</p><p>"+closing+"</p>", 9) + `<p><a href="a.pdf">Print</a></p></main>`, pdf: "a.pdf", hasText: true,
		},
		"frames": {
			page:    `<html><head><title>a</title></head><frameset cols="20%,80%"><frame src="menu.htm"><frame src="/text.htm"><noframes>Get a browser.</noframes></frameset></html>`,
			address: "https://example.org/a/", status: corpus.StatusSuspect,
			reason: "the page only frames others, which hold its text: https://example.org/a/menu.htm, https://example.org/text.htm",
		},
		"sent on": {
			page: `<meta http-equiv="Refresh" content="0; URL='new.html'"><p>This page has moved.`, address: "https://example.org/a", hasText: true,
			status: corpus.StatusSuspect, reason: "the page only sends its readers on to https://example.org/new.html",
		},
		"reloaded now and then": {page: `<meta http-equiv="refresh" content="300">` + abstract, hasText: true},
		"made by scripts":       {page: `<html><body><div id=root></div><script>start()</script>`, reason: "the page is put together by scripts, which are not run"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := read(t, Page{Bytes: []byte(test.page), Address: test.address})
			if text.Status != test.status || text.Reason != test.reason {
				t.Errorf("status %q, reason %q; want %q, %q", text.Status, text.Reason, test.status, test.reason)
			}
			if got := text.Properties.Other["citation_pdf_url"]; got != test.pdf {
				t.Errorf("PDF %q, want %q", got, test.pdf)
			}
			if warned := len(text.Warnings) > 0; warned != test.warned {
				t.Errorf("warnings %q, want some: %v", text.Warnings, test.warned)
			}
			if got := text.Pages[0].Text; (got != "") != test.hasText {
				t.Errorf("text %q, want some: %v", got, test.hasText)
			}
		})
	}
}

// TestBounds gives pages that would cost a parser more than they are worth.
// Each is read to its end, and where something was cut it is said.
func TestBounds(t *testing.T) {
	many := func(s string, n int) string { return strings.Repeat(s, n) }
	tests := map[string]struct {
		page, reason string
		words        string // that are in the text
	}{
		"nested elements":      {many("<div>", 50_000) + opening, "nested too deep", opening},
		"nested emphasis":      {many("<b>", 20_000) + opening, "never closed", opening},
		"unclosed emphasis":    {many("<b id=1><i class=a>", 3_000) + many("<p>a", 3_000) + opening, "never closed", opening},
		"a big table":          {"<table>" + many("<tr><td>a<td>b", 40_000) + "</table>" + opening, "more than 100000 elements", opening},
		"attributes":           {"<p " + many("a=1 ", 1_000_000) + ">" + opening, "", opening},
		"different attributes": {"<b " + numbered(20_000) + ">" + opening, "more than 512 attributes", opening},
		"entities":             {"<p>" + many("&amp;&notanentity;&#65; ", 100_000) + opening, "", opening},
		"words without end":    {"<p>" + many("word ", 2<<20) + opening, "only its first", "word word"},
		"a huge page":          {"<p>" + opening + many("<!-- nothing -->", 3_000_000), "larger than 32 MiB", opening},
		"paragraphs, no text":  {many("<p>", 300_000) + opening, "more than 100000 elements", opening},
		"an open script":       {"<p>" + opening + "</p><script>" + many("<p>x</p>", 100_000), "", opening},
		"an open comment":      {"<p>" + opening + "</p><!--" + many("<p>x</p>", 100_000), "", opening},
		"nested templates":     {"<p>" + opening + "</p>" + many("<template>", 1_000), "nested too deep", opening},
		"nested tables":        {many("<table><tr><td>", 200) + opening, "nested too deep", opening},
		"select in select":     {many("<select><option>x", 30_000) + "</select><p>" + opening, "", opening},
		"signs of lesser":      {many("<", 2_000_000) + "<p>" + opening, "", opening},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := read(t, Page{Bytes: []byte(test.page)})
			if !strings.Contains(text.Pages[0].Text, test.words) {
				t.Errorf("%.300q… lacks %q", text.Pages[0].Text, test.words)
			}
			if !strings.Contains(text.Reason, test.reason) || (text.Status == corpus.StatusPartial) != (test.reason != "") {
				t.Errorf("status %q, reason %q; want a reason with %q", text.Status, text.Reason, test.reason)
			}
		})
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d=%d ", i, i)
	}
	return b.String()
}
