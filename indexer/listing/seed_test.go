package listing_test

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rostrum/indexer/listing"
)

// seedEntries is what the page the project began with lists: organization,
// session, topic and type.
var seedEntries = []string{
	"cicc ASP20 review statement", "hrw ASP20 review statement", "amnesty ASP20 cooperation statement", "hrw ASP20 cooperation statement",
	"cicc ASP20  letter", "cicc ASP20 vetting briefing", "amnesty ASP20  statement", "hrw ASP20  briefing", "fidh ASP20  briefing",
	"afpcu ASP20  briefing", "Ukrainian Civil Society Organizations ASP20 budget joint-statement",
}

// TestSeed reads the page the project began with, as text and as pages of links
// of several shapes that are made of the text here.
func TestSeed(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "seed", "asp20.txt"))
	if err != nil {
		t.Skip("needs ../shared/seed/asp20.txt beside the project")
	}
	text := string(content)
	for name, content := range map[string]string{
		"text":               text,
		"whole entry linked": seedPage(text, wholeEntry),
		"front linked":       seedPage(text, frontOfEntry),
		"end linked":         seedPage(text, endOfEntry),
		"link in brackets": seedPage(text, func(i int, entry string) string {
			return html.EscapeString(entry) + fmt.Sprintf(` (<a href="/files/%d.pdf">PDF</a>)`, i)
		}),
	} {
		page, err := listing.Read(strings.NewReader(content), "https://www.example.org/asp20")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, row := range catalogue(t, page, inferrer(t)) {
			if row["url"] == "https://www.example.org/general-debate" {
				continue // the heading of the first list, which is a link on the page
			}
			got = append(got, strings.Join([]string{row["organization"], row["session"], row["topic"], row["type"]}, " "))
		}
		if !slices.Equal(got, seedEntries) {
			t.Errorf("%s:\n got  %q\n want %q", name, got, seedEntries)
		}
		if !slices.ContainsFunc(page.LeftOut, func(l listing.LeftOut) bool {
			return strings.HasPrefix(l.Text, "See also") || strings.HasPrefix(l.Text, "Civil society’s views")
		}) {
			t.Errorf("%s: the pointer to another page is not among what was left out: %v", name, page.LeftOut)
		}
	}
}

// seedPage makes a page of the text: headings of the short lines, paragraphs of
// the long ones, lists of the entries, each linked as link says.
func seedPage(text string, link func(i int, entry string) string) string {
	var b strings.Builder
	b.WriteString(`<html><head><title>ASP 2021 | Sample site</title></head><body><main>`)
	inList := false
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		entry, isEntry := strings.CutPrefix(line, "- ")
		if isEntry != inList {
			b.WriteString(map[bool]string{true: "<ul>", false: "</ul>"}[isEntry])
			inList = isEntry
		}
		switch {
		case strings.HasPrefix(entry, "See also: "):
			fmt.Fprintf(&b, `<li>See also: <a href="/views">%s</a></li>`, html.EscapeString(strings.TrimPrefix(entry, "See also: ")))
		case isEntry:
			b.WriteString("<li>" + link(i, entry) + "</li>\n")
		case strings.HasPrefix(line, "Civil Society addresses"):
			fmt.Fprintf(&b, `<p><a href="/general-debate">%s</a></p>`, html.EscapeString(line))
		case len(line) < 80 && !strings.HasSuffix(line, "."):
			fmt.Fprintf(&b, "<h2>%s</h2>\n", html.EscapeString(line))
		default:
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(line))
		}
	}
	b.WriteString("</ul></main></body></html>")
	return b.String()
}

func anchor(i int, text string) string {
	return fmt.Sprintf(`<a href="/files/%d.pdf">%s</a>`, i, html.EscapeString(text))
}

func wholeEntry(i int, entry string) string { return anchor(i, entry) }

var seam = regexp.MustCompile(` - |: `)

func frontOfEntry(i int, entry string) string {
	if at := seam.FindStringIndex(entry); at != nil {
		return anchor(i, entry[:at[0]]) + html.EscapeString(entry[at[0]:])
	}
	return anchor(i, entry)
}

func endOfEntry(i int, entry string) string {
	if at := seam.FindStringIndex(entry); at != nil {
		return html.EscapeString(entry[:at[1]]) + anchor(i, entry[at[1]:])
	}
	return anchor(i, entry)
}
