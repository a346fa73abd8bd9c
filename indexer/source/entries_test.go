package source

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
)

func TestEntries(t *testing.T) {
	entries, err := parseEntries([]byte(`sources:
  - name: site
    kind: site
    address: [HTTPS://Example.org/news, https://example.org/sessions]
    allow:
      hosts: [Files.example.org]
      paths: [/sessions, /news]
    deny: /sessions/calendar
    pages: [/news/]
    depth: 3
    max-pages: 200
    max_alike: 20
    max-bytes: 20 MB
    rate: 0.5
    given: {publisher: A publisher, organization: [Austria, Kenya]}
    serve_original: no
  - {name: folder, kind: folder, path: ../speeches}
`), "/etc/rostrum")
	if err != nil {
		t.Fatal(err)
	}
	want := []*Entry{
		{Name: "site", Kind: KindSite, Addresses: []string{"https://example.org/news", "https://example.org/sessions"},
			Scope: Scope{Hosts: []string{"files.example.org", "example.org"}, Paths: []string{"/sessions", "/news"}, Deny: []string{"/sessions/calendar"}},
			Pages: []string{"/news/"}, Depth: 3, MaxPages: 200, MaxAlike: 20, MaxBytes: 20 << 20, Pace: 2 * time.Second, Withheld: true,
			Given: corpus.Given{corpus.FieldPublisher: {"A publisher"}, corpus.FieldOrganization: {"Austria", "Kenya"}}},
		{Name: "folder", Kind: KindFolder, Path: "/etc/speeches", Depth: defaultDepth, MaxPages: defaultMaxPages, MaxAlike: defaultMaxAlike},
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestBadEntriesAreNamedWithTheirLine(t *testing.T) {
	tests := []struct{ content, says string }{
		{"", "it is empty"},
		{"sources: [", "it is not YAML: yaml: line 1"},
		{"sources: {}", "line 1: it lists no sources"},
		{"sourcse:\n- name: a", `line 1: there is no key "sourcse" here`},
		{"- a", "line 1: a mapping of keys to values is expected"},
		{"- name: a\n  kind: cloud", `line 1: the kind of a source is folder, file, catalogue, listing or site, not "cloud"`},
		{"- name: a\n  kind: site\n  adress: http://a.org", `line 3: there is no key "adress"; known are address, allow`},
		{"- name: a\n  kind: site\n  name: b", `line 3: "name" stands twice`},
		{"- name: a\n  kind: site", "line 1: a site needs an address"},
		{"- kind: folder\n  path: a", "line 1: a source needs a name"},
		{"- name: a\n  kind: folder", "line 1: a folder needs a path"},
		{"- name: a\n  kind: folder\n  path: a\n- name: a\n  kind: folder\n  path: b", `line 4: the name "a" is that of line 1`},
		{"- name: a\n  kind: folder\n  path: a\n  rate: 1", "line 4: a folder has no rate"},
		{"- name: a\n  kind: site\n  address: ftp://a.org", `line 3: address: "ftp://a.org" is not an http(s) address`},
		{"- name: a\n  kind: listing\n  address: [http://a.org, http://b.org]", "line 1: a listing has one address"},
		{"- name: a\n  kind: site\n  address: http://a.org\n  allow: {hosts: [http://b.org/x]}", `line 4: allow: "http://b.org/x" is not the name of a host`},
		{"- name: a\n  kind: site\n  address: http://a.org\n  allow: {path: [/a]}", `line 4: allow: there is no key "path"`},
		{"- name: a\n  kind: site\n  address: http://a.org/b\n  allow: {paths: [/a]}", "line 1: the address http://a.org/b cannot be read: /b is not among the paths"},
		{"- name: a\n  kind: site\n  address: http://a.org\n  deny: [x]", `line 4: deny: "x" is not the beginning of a path`},
		{"- name: a\n  kind: site\n  address: http://a.org\n  depth: deep", `line 4: depth: "deep" is not a whole number`},
		{"- name: a\n  kind: site\n  address: http://a.org\n  rate: 0", `line 4: rate: "0" is not a number of requests a second`},
		{"- name: a\n  kind: site\n  address: http://a.org\n  max-bytes: -1", `line 4: max-bytes: "-1" is not a size`},
		{"- name: a\n  kind: site\n  address: http://a.org\n  serve_original: maybe", `line 4: serve-original: "maybe" is neither yes nor no`},
		{"- name: a\n  kind: site\n  address: http://a.org\n  given: {mood: calm}", "line 4: given: no such field is known: mood"},
		{"- name: a\n  kind: site\n  address: http://a.org\n  given: {id: x}", "line 4: given: id cannot be the same"},
	}
	for _, test := range tests {
		_, err := parseEntries([]byte(test.content), "/")
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: got %v, want an error that says %q", test.content, err, test.says)
		}
	}
}

// TestReadyMadeSources reads the files of sources shipped with the program.
func TestReadyMadeSources(t *testing.T) {
	dir := filepath.Join("..", "..", "docs", "sources")
	files, err := os.ReadDir(dir)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of sources in %s: %v", dir, err)
	}
	for _, f := range files {
		entries, err := ReadEntries(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Error(err)
		}
		for _, e := range entries {
			if e.Kind != KindSite || len(e.Given[corpus.FieldPublisher]) == 0 || e.Private || e.Pace != 0 {
				t.Errorf("%s: %s: want a site with a publisher, at the default pace: %+v", f.Name(), e.Name, e)
			}
		}
	}
}

func TestAddressesThatAreTheSame(t *testing.T) {
	tests := []struct{ address, want string }{
		{"HTTP://Example.org:80", "http://example.org/"},
		{"https://example.org:443/a#b", "https://example.org/a"},
		{"http://[::1]:80/a", "http://[::1]/a"},
		{"https://example.org:8443/a", "https://example.org:8443/a"},
		{"https://example.org/a/./b/../c", "https://example.org/a/c"},
		{"https://example.org/../../a", "https://example.org/a"},
		{"https://example.org/a?utm_source=x&b=1&fbclid=2", "https://example.org/a?b=1"},
		{"https://example.org/a?", "https://example.org/a"},
		{"https://example.org/a;jsessionid=12?b=1", "https://example.org/a?b=1"},
		{"https://example.org/a%2Fb", "https://example.org/a%2Fb"},
	}
	for _, test := range tests {
		got, err := tidyAddress(test.address)
		if err != nil || got.String() != test.want {
			t.Errorf("%s: got %v, %v; want %s", test.address, got, err, test.want)
		}
	}
	a, _ := tidyAddress("https://example.org/%61?y=2&x=1")
	b, _ := tidyAddress("https://example.org/a?x=1&y=2")
	if identity(a) != identity(b) {
		t.Errorf("%s and %s are taken for two pages", a, b)
	}
	for _, bad := range []string{"ftp://a.org/", "https://user@a.org/", "https:///a", "mailto:x", "http://[::1", ""} {
		if u, err := tidyAddress(bad); err == nil {
			t.Errorf("%q: got %s, want an error", bad, u)
		}
	}
}

func TestScope(t *testing.T) {
	scope := Scope{Hosts: []string{"example.org", "example.org:8080"}, Paths: []string{"/in/"}, Deny: []string{"/in/not"}}
	tests := map[string]bool{
		"https://example.org/in/a": true, "http://EXAMPLE.org:80/in/a": true, "http://example.org:8080/in": true,
		"http://example.org:22/in/a": false, "https://example.org.evil.org/in/a": false, "https://www.example.org/in/a": false,
		"https://example.org/out": false, "https://example.org/inside": false, "https://example.org/in/not/a": false,
		"https://example.org/in/../out": false, "https://example.org/in/%2e%2e/out": false, "https://example.org//in//not": false,
	}
	for address, want := range tests {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := scope.Check(u); (err == nil) != want {
			t.Errorf("%s: got %v, want it allowed: %v", address, err, want)
		}
	}
}

func FuzzEntries(f *testing.F) {
	f.Add([]byte("sources:\n- name: a\n  kind: site\n  address: http://a.org\n  rate: 2\n"))
	f.Add([]byte("- {name: a, kind: folder, path: b, given: {title: x}}"))
	f.Fuzz(func(t *testing.T, content []byte) {
		entries, err := parseEntries(content, "/")
		if err == nil && len(entries) == 0 {
			t.Errorf("%q: neither sources nor an error", content)
		}
	})
}

func FuzzTidyAddress(f *testing.F) {
	f.Add("HTTP://Example.org:80/a/../b?utm_x=1&y=2#z")
	f.Add("https://example.org/%2e%2e/;jsessionid=1?;")
	f.Fuzz(func(t *testing.T, s string) {
		once, err := tidyAddress(s)
		if err != nil {
			return
		}
		twice, err := tidyAddress(once.String())
		if err != nil || once.String() != twice.String() {
			t.Errorf("%q: got %q, and of that %v, %v", s, once, twice, err)
		}
	})
}

func FuzzReadPage(f *testing.F) {
	f.Add([]byte(`<base href="/x/"><a rel=nofollow href=a>b</a><link rel=canonical href="//c"><meta name=robots content="none">`))
	base, _ := url.Parse("https://example.org/a/b")
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, link := range readPage(content, base).links {
			if !IsAddress(link) {
				t.Errorf("%q leads to %q", content, link)
			}
		}
	})
}
