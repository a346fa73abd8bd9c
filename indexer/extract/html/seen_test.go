package html

import (
	"regexp"
	"strings"
	"testing"

	"rostrum/corpus"
)

const speech = `<p>The Assembly notes with concern that cooperation with the Court remains uneven and invites all States Parties to enact implementing laws before the next session.</p>
<p>Victims cannot wait for another decade of promises that nobody intends to keep, said the delegation in the plenary meeting today.</p>
<p>The delegation thanks the President, the Prosecutor and the Registrar of the Court for their reports to the Assembly and for their work.</p>`

func all(text corpus.Text) string {
	return text.Pages[0].Text + "\n" + string(text.Status) + ": " + text.Reason + "\n" + strings.Join(text.Warnings, "\n")
}

// TestUnseen hides a sentence in the ways that pages do, and shows some that
// look as if they were hidden.
func TestUnseen(t *testing.T) {
	const secret = "our delegation opposes the Court in every respect and always did"
	for name, c := range map[string]struct {
		element string
		seen    bool
	}{
		"plain":                  {`<p>` + secret + `</p>`, true},
		"not displayed":          {`<p style="display: none">` + secret + `</p>`, false},
		"not visible":            {`<p style="visibility:hidden">` + secret + `</p>`, false},
		"hidden":                 {`<p hidden>` + secret + `</p>`, false},
		"hidden from readers":    {`<p aria-hidden="true">` + secret + `</p>`, false},
		"a template":             {`<template><p>` + secret + `</p></template>`, false},
		"of no size":             {`<p style="font-size:0">` + secret + `</p>`, false},
		"transparent":            {`<p style="opacity:0">` + secret + `</p>`, false},
		"white on white":         {`<p style="color:#fff;background-color:white">` + secret + `</p>`, false},
		"white, nothing beneath": {`<p style="color:white">` + secret + `</p>`, false},
		"white on black":         {`<div style="background:#000"><p style="color:white">` + secret + `</p></div>`, true},
		"red":                    {`<p style="color:red">` + secret + `</p>`, true},
		"half transparent":       {`<p style="opacity:0.5">` + secret + `</p>`, true},
		"for screen readers":     {`<p class="sr-only">` + secret + `</p>`, false},
		"a panel with a button":  {`<button aria-controls="a">Part two</button><div id="a" hidden><p>` + secret + `</p></div>`, true},
		"a tab":                  {`<div class="tab-pane" style="display:none"><p>` + secret + `</p></div>`, true},
		"a part of an accordion": {`<div class="accordion-collapse" hidden><p>` + secret + `</p></div>`, true},
		"details":                {`<details><summary>Annex</summary><p>` + secret + `</p></details>`, true},
		"a dialog with a button": {`<button aria-controls="a">Ask</button><div id="a" class="modal" hidden><p>` + secret + `</p></div>`, false},
	} {
		t.Run(name, func(t *testing.T) {
			text := Read(Page{Bytes: []byte("<html><body><article><h1>Statement</h1>" + speech + c.element + "</article></body></html>")})
			if got := strings.Contains(text.Pages[0].Text, secret); got != c.seen {
				t.Errorf("got %q: %v, want %v", text.Pages[0].Text, got, c.seen)
			}
		})
	}
	long := strings.Repeat("<p hidden>"+secret+", and this is a whole sentence of some length.</p>", 3)
	if got := all(Read(Page{Bytes: []byte("<html><body><article>" + speech + long + "</article></body></html>")})); !strings.Contains(got, "hidden text: ") {
		t.Errorf("no warning in %q", got)
	}
}

// TestPlaceholders reads pages that are not the statement.
func TestPlaceholders(t *testing.T) {
	page := func(title, body string) string {
		return "<html><head><title>" + title + "</title></head><body>" + body + "</body></html>"
	}
	for in, want := range map[string]string{
		page("Page not found", "<h1>404</h1><p>The page you are looking for might have been removed.</p>"):                                                            "suspect: .*not found",
		page("Seite", "<h1>Seite nicht gefunden</h1><p>Leider.</p>"):                                                                                                  "suspect: .*not found",
		page("Introuvable", "<h1>Page introuvable</h1><p>Elle a été déplacée.</p>"):                                                                                   "suspect: .*not found",
		page("Ministère", "<h1>La page demandée n’existe pas</h1><p>Retour à l’accueil.</p>"):                                                                         "suspect: .*not found",
		page("Error", "<h1>Error</h1><p>The document you are looking for has been removed, had its name changed, or is temporarily unavailable.</p>"):                 "suspect: .*not found",
		page("Oops", "<h1>Oops! That page can’t be found.</h1><p>Maybe try a search?</p>"):                                                                            "suspect: .*not found",
		page("Request Rejected", "<p>The requested URL was rejected. Please consult with your administrator.</p>"):                                                    "suspect: .*refuses",
		page("Ministerio", "<h1>Acceso restringido</h1><p>Su dirección ha sido bloqueada.</p>"):                                                                       "suspect: .*refuses",
		page("example.org", "<h1>Security check</h1><p>Please complete the action below.</p>"):                                                                        "suspect: .*checks the browser",
		page("Just a moment...", "<p>Checking your browser before accessing the site.</p>"):                                                                           "suspect: .*checks the browser",
		page("Einloggen", "<h1>Einloggen</h1><p>Passwort vergessen?</p>"):                                                                                             "suspect: .*log in",
		page("Statement", `<h1>Statement</h1><p>Published on 6 December.</p><iframe src="https://docs.example/viewer?url=https%3A%2F%2Fx.example%2Fs.pdf"></iframe>`): "suspect: .*viewer.*https://x.example/s.pdf",
		page("Statement", `<h1>Statement</h1><p>Published on 6 December.</p><object type="application/pdf" data="/files/s.pdf"></object>`):                            "suspect: .*viewer.*/files/s.pdf",
		page("Statement", `<h1>Statement</h1><p>The minister spoke of victims.</p><p><a href="/speech/5">Read the full statement</a></p>`):                            "suspect: .*abstract",
		page("Statement", `<h1>Statement</h1>`+speech+`<iframe src="https://films.example/embed/5"></iframe>`):                                                        "^: \n$",
		page("Statement", `<h1>Statement</h1>`+speech+`<p>The archive was not found, the minister said.</p>`):                                                         "^: \n$",
	} {
		text := Read(Page{Bytes: []byte(in)})
		if got := string(text.Status) + ": " + text.Reason + "\n"; !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%s: got %q, want what fits %q", in, got, want)
		}
	}
}

// TestConsent puts boxes that ask for consent before a speech, and has a speech
// on privacy.
func TestConsent(t *testing.T) {
	for _, ask := range []string{
		"We and our partners use cookies and similar technologies to store and access information on your device, to personalise content, and to analyse our traffic. You can manage your preferences at any time.",
		"Nous et nos partenaires utilisons des cookies pour mesurer l'audience du site et personnaliser les contenus. Vous pouvez accepter ou gérer vos préférences.",
		"Utilizamos cookies propias y de terceros para analizar el tráfico del sitio. Puede aceptar las cookies o cambiar sus preferencias.",
	} {
		box := `<div class="sc-1x9"><h2>Privacy</h2>` + strings.Repeat("<p>"+ask+"</p>", 4) + `<button>OK</button></div>`
		text := Read(Page{Bytes: []byte("<html><body>" + box + "<div><h1>Statement by the delegation</h1>" + speech + "</div></body></html>")})
		if got := text.Pages[0].Text; strings.Contains(got, "ookies") || !strings.Contains(got, "Victims cannot wait") || !strings.Contains(got, "Statement by the delegation") {
			t.Errorf("got %q", got)
		}
	}
	about := `<p>States spoke of privacy, and one asked whether the Court's site sets a cookie.</p>`
	if got := Read(Page{Bytes: []byte("<html><body><article>" + speech + about + "</article></body></html>")}).Pages[0].Text; !strings.Contains(got, "sets a cookie") {
		t.Errorf("got %q", got)
	}
}

// TestArchive reads a page out of the file that a browser saves it in.
func TestArchive(t *testing.T) {
	for encoding, body := range map[string]string{
		"8bit":             "<html><body><p>L’Assemblée est d’accord.</p></body></html>",
		"quoted-printable": "<html><body><p>L=E2=80=99Assembl=C3=A9e est =\r\nd=E2=80=99accord.</p></body></html>",
		"base64":           "PGh0bWw+PGJvZHk+PHA+TOKAmUFzc2VtYmzDqWUgZXN0IGTigJlhY2NvcmQuPC9wPjwvYm9keT48\r\nL2h0bWw+",
	} {
		in := "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"B\"\r\n\r\n" +
			"--B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "\r\n--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--\r\n"
		if got := Read(Page{Bytes: []byte(in)}).Pages[0].Text; got != "L’Assemblée est d’accord." {
			t.Errorf("%s: got %q", encoding, got)
		}
	}
}

// TestPreformatted reads lines that are set as they stand.
func TestPreformatted(t *testing.T) {
	in := "<html><body><pre>\nA STATEMENT\n\nThe Assembly notes that the next ses-\nsion meets in The Hague, and that <b>victims</b> are\nheard.\n\nThank you.\n</pre></body></html>"
	want := "A STATEMENT\n\nThe Assembly notes that the next session meets in The Hague, and that victims are heard.\n\nThank you."
	if got := Read(Page{Bytes: []byte(in)}).Pages[0].Text; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
