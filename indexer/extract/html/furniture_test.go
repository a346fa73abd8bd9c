package html

import (
	"strings"
	"testing"
)

// TestFurniture has blocks that pages set among their text and that are not
// part of it, and some like them that are.
func TestFurniture(t *testing.T) {
	for block, want := range map[string]bool{
		`<p>Read more: <a href="/b">Fisheries are discussed by the other committee</a></p>`:               false,
		`<p>Lire aussi : <a href="/b">La pêche est examinée par l’autre commission</a></p>`:               false,
		`<p><a href="/b">A minister speaks of fisheries to another committee</a></p>`:                     false,
		`<p>© 2024 The Ruritanian Gazette. No part may be reproduced.</p>`:                                false,
		`<p>Follow us on Telegram and Facebook for all that happens.</p>`:                                 false,
		`<p>Photo: The Ruritanian Gazette</p>`:                                                            false,
		`<p>Tags:</p>`:                                                                                    false,
		`<div class="author-box"><p>She writes of courts and of what they cost for this paper.</p></div>`: false,
		`<div class="comment_rules"><p>Please be kind to the others who write below this page.</p></div>`: false,

		`<p>Read more than the first article, and you find the second.</p>`:        true,
		`<p><a href="/judge">Honourable Judge Rudolf of Zenda</a></p>`:             true, // one who signs
		`<p>More on this will be said by the Vice-President.</p>`:                  true,
		`<h3 id="sponsored-by-the-bar">Sponsored by the bar</h3><p>We did so.</p>`: true,
		`<p>I thank you.</p>`: true,
		`<div class="elementor-widget"><p>Cooperation is a duty and no favour.</p></div>`: true,
	} {
		page := `<html><head><title>Statement of Ruritania</title></head><body><article><h1>Statement of Ruritania</h1><p>` + opening + `</p><p>` + middle + `</p>` + block + `<p>` + closing + `</p></article></body></html>`
		text := Read(Page{Bytes: []byte(page)})
		words := strings.Fields(plain(block))
		got := text.Pages[0].Text
		if strings.Contains(got, strings.Join(words[:min(2, len(words))], " ")) != want || !strings.Contains(got, middle) || !strings.Contains(got, closing) {
			t.Errorf("%s: want it in the text: %v; got\n%s", block, want, got)
		}
	}
}

func plain(s string) string {
	var b strings.Builder
	in := false
	for _, r := range s {
		switch {
		case r == '<':
			in = true
		case r == '>':
			in = false
			b.WriteByte(' ')
		case !in:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// A page on which another article is marked up as the article, and the text
// of the page as nothing.
func TestAnotherArticle(t *testing.T) {
	head := `<html><head><title>Statement of Ruritania on cooperation, witnesses and warrants</title>
		<meta name="description" content="The delegation of Ruritania thanks the President and the Bureau, speaks of warrants, witnesses and victims"></head><body>`
	teaser := `<article class="post-content"><p>` + strings.Repeat("Fisheries were the subject of another meeting on the islands, which ended without a vote. ", 4) + `</p></article>`
	speech := `<div class="c7"><h1>Statement of Ruritania</h1><div class="x1">` + strings.Repeat("<p>"+opening+"</p><p>"+middle+"</p><p>"+closing+"</p>", 3) + `</div></div>`
	text := Read(Page{Bytes: []byte(head + teaser + speech)})
	got := text.Pages[0].Text
	if !strings.Contains(got, middle) || !strings.Contains(got, closing) {
		t.Errorf("status %q, got\n%s", text.Status, got)
	}
}
