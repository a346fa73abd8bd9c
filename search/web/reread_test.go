package web_test

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rostrum/corpus"
	"rostrum/search/web"
)

// reread is a library whose statements were read otherwise before.
type reread struct {
	*memory
	earlier [][]corpus.Page
}

func (r reread) Earlier(_ context.Context, id corpus.ID) ([][]corpus.Page, error) {
	if id != "hearing" {
		return nil, nil
	}
	return r.earlier, nil
}

// TestAddressesOfEarlierReadings follows links to passages that were made before
// the document was read again.
func TestAddressesOfEarlierReadings(t *testing.T) {
	lib := library()
	now := lib.statements[0].Pages
	second := strings.Split(now[1].Text, "\n\n")
	before := func(pages ...string) (out []corpus.Page) {
		for i, text := range pages {
			out = append(out, corpus.Page{Number: i + 1, Text: text})
		}
		return out
	}
	server := serve(t, func(c *web.Config) {
		c.Records = reread{lib, [][]corpus.Page{
			// A note's mark was part of a number, a hidden paragraph stood before
			// the second, which was one further on, and a fourth page was none.
			before(strings.Replace(now[0].Text, "before they are", "before they are4", 1),
				"Words of the draft that nobody sees on the page as it is printed.\n\n"+strings.Join(second, "\n\n"), now[2].Text, "A page of nothing but hidden words."),
			before("In the reading before that one, another text altogether was taken for the first passage.", "Words of the first draft."),
		}}
	})
	const changed, held = "changed", ""
	want := map[string]string{
		"p1-1": changed, "p1-2": held, "p3-1": held,
		"p2-1": changed, "p2-2": "#p2-1", "p2-3": "#p2-2", "p2-4": "#p2-3", "p4-1": changed,
	}
	d := page(t, server, "/s/hearing?hl=en")
	en := says(t, corpus.English)
	for anchor, leads := range want {
		places := d.all(func(n *html.Node) bool { return attr(n, "id") == anchor })
		if len(places) != 1 {
			t.Errorf("%s is there %d times", anchor, len(places))
			continue
		}
		said, to := "", ""
		for n := range places[0].Descendants() {
			if n.Type == html.ElementNode && class("was")(n) {
				said = printed(n)
			}
			if n.Data == "a" && said != "" && n.Parent.Data == "p" && class("was")(n.Parent) {
				to = attr(n, "href")
			}
		}
		message := map[string]string{held: "", changed: en.Text("reread.changed")}
		wanted, ok := message[leads]
		if !ok {
			wanted = en.Text("reread.moved") + " " + en.Text("reread.follow")
		}
		if said != wanted || ok == (to != "") || !ok && to != leads {
			t.Errorf("%s says %q and leads to %q, want %q and %q", anchor, said, to, wanted, leads)
		}
	}
	if got := page(t, server, "/s/entendre?hl=en").all(class("was")); len(got) > 0 {
		t.Errorf("a statement that was read once says %q", printed(got[0]))
	}
}
