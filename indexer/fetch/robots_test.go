package fetch

import (
	"testing"

	"github.com/temoto/robotstxt"
)

// TestRobotsEscapes compares rules and addresses with different percent-encodings:
// they are equal (RFC 9309, 2.2.2), except for reserved characters, whose meaning
// depends on the escape.
func TestRobotsEscapes(t *testing.T) {
	data, err := robotstxt.FromString(sameEscapes("User-agent: *\n# données\nDisallow: /%7Esecret/\nDisallow: /foo/bar/ツ\nDisallow: /a%2fb\nDisallow: /d%c3%a9clarations/\nDisallow: /x%2Ay\nAllow: /%61llowed\n"))
	if err != nil {
		t.Fatal(err)
	}
	for address, allowed := range map[string]bool{
		"/~secret/a": false, "/%7esecret/a": false, "/%7Esecret/a": false, "/foo/bar/%E3%83%84": false, "/foo/bar/%e3%83%84": false, "/a%2Fb": false, "/a/b": true,
		"/d%C3%A9clarations/1": false, "/déclarations/1": false, "/declarations/1": true, "/x%2ay": false, "/xzzy": true, "/allowed": true, "/100%": true, "/%zz": true, "/open": true,
	} {
		h := &host{name: "example.org", robots: data}
		if err := h.allowed(address, "rostrum"); (err == nil) != allowed {
			t.Errorf("%s: %v, allowed should be %t", address, err, allowed)
		}
	}
}
