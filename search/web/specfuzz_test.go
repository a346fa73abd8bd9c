package web_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"rostrum/search/web"
)

var (
	specCalls = flag.Int("spec-calls", 200, "calls that TestSpecFuzz draws from openapi.yaml")
	specSeed  = flag.Uint64("spec-seed", 1, "where its draws begin")
)

// TestSpecFuzz draws calls from the description: values as they may be, at
// their bounds, beyond them, and what strangers write. Nothing breaks, every
// answer is one that is described, and what may not be asked is refused.
func TestSpecFuzz(t *testing.T) {
	doc, err := spec()
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	statuses := map[int]int{}
	draw := caller{rand.New(rand.NewPCG(*specSeed, 0))}
	paths := slices.Sorted(func(yield func(string) bool) {
		for path := range doc.Paths.Map() {
			if !yield(path) {
				return
			}
		}
	})
	for i := range *specCalls {
		path := pick(draw.Rand, paths...)
		call := draw.call(path, doc.Paths.Value(path).Get)
		r := ask(t, s, httptest.NewRequest(http.MethodGet, call.address, nil))
		statuses[r.StatusCode]++
		switch got := r.StatusCode; {
		case got >= 500 && (got != 501 || !call.wrong):
			t.Errorf("status %d", got)
		case call.wrong && got != 400 && got != 404 && got != 501:
			t.Errorf("status %d for what openapi.yaml does not allow; want 400, or 404 where there is no such thing, or 501 for a format", got)
		case call.plain && got != 200:
			t.Errorf("status %d for what openapi.yaml allows, want 200: %s", got, body(t, r))
		}
		if t.Failed() {
			t.Fatalf("call %d of seed %d: %s", i+1, *specSeed, call.address)
		}
	}
	t.Logf("%d calls: %v", *specCalls, statuses)
	if *specCalls >= 100 && (statuses[200] == 0 || statuses[400] == 0 || statuses[404] == 0) {
		t.Errorf("the calls were not of all sorts: %v", statuses)
	}
}

// caller makes addresses up.
type caller struct{ *rand.Rand }

type drawn struct {
	address string
	wrong   bool // the description does not allow it
	plain   bool // it has to be answered
}

func (d caller) call(path string, operation *openapi3.Operation) drawn {
	out := drawn{plain: true}
	var query []string
	add := func(name, value string) { query = append(query, url.QueryEscape(name)+"="+url.QueryEscape(value)) }
	given := map[string]bool{}
	for _, ref := range operation.Parameters {
		p := ref.Value
		if p.In == "path" {
			value := d.pathValue(p, &out)
			path = strings.Replace(path, "{"+p.Name+"}", url.PathEscape(value), 1)
			continue
		}
		if d.IntN(10) > 3 && (!p.Required || d.IntN(10) == 0) {
			out.plain = out.plain && !p.Required
			continue
		}
		given[p.Name] = true
		schema := p.Schema.Value
		if schema.Type.Is("array") {
			n := 1 + d.IntN(3)
			if d.IntN(40) == 0 {
				n = int(*schema.MaxItems) + d.IntN(2)
				out.wrong = out.wrong || n > int(*schema.MaxItems)
			}
			for range n {
				add(p.Name, d.value(schema.Items.Value, &out))
			}
			continue
		}
		add(p.Name, d.value(schema, &out))
		if d.IntN(60) == 0 {
			add(p.Name, "again")
			out.wrong = true
		}
	}
	if d.IntN(12) == 0 {
		add(pick(d.Rand, "colour", "Q", "q[]", "size ", "_", "constructor", "../q", "q\x00"), d.text())
		out.wrong = true
	}
	if d.IntN(60) == 0 {
		query = append(query, pick(d.Rand, "q=%zz", "%", "a;b"))
		out.wrong = true
	}
	d.Shuffle(len(query), func(i, j int) { query[i], query[j] = query[j], query[i] })
	// What the description says in words: these exclude each other, or are
	// bounded together, or are made by the service.
	if path == "/api/v1/export" && given["sort"] { // of a feed is its own
		out.plain = false
	}
	if given["page"] || given["cursor"] || given["split"] || given["url"] || out.wrong {
		out.plain = false
	}
	out.address = path + "?" + strings.Join(query, "&")
	return out
}

func (d caller) pathValue(p *openapi3.Parameter, out *drawn) string {
	if d.IntN(6) == 0 {
		out.plain = false
		return pick(d.Rand, "nothing", "..", "../../etc/passwd", "a/b", "\x00", "%", " ", "<b>", "\u202e", strings.Repeat("x", 3000), "hearing/similar")
	}
	if enum := p.Schema.Value.Enum; len(enum) > 0 {
		return fmt.Sprint(pick(d.Rand, enum...))
	}
	return pick(d.Rand, "hearing", "entendre", "istimaa", "joint", "scan", "suspect", "hostile", "debate07")
}

// value draws a value for a schema, and notes whether it may be one.
func (d caller) value(schema *openapi3.Schema, out *drawn) string {
	bad := d.IntN(12) == 0 && (schema.Enum != nil || schema.MaxLength != nil || schema.Pattern != "" || schema.Type.Is("integer"))
	out.wrong = out.wrong || bad
	switch {
	case len(schema.Enum) > 0:
		if bad {
			return pick(d.Rand, "nonsense", "TRUE", "relevance,newest", "-", "\x00", "null")
		}
		return fmt.Sprint(pick(d.Rand, schema.Enum...))
	case schema.Type.Is("integer"):
		least, most := int(*schema.Min), int(*schema.Max)
		if bad {
			return pick(d.Rand, "0", "-1", "ten", "1.5", "1e1", "0x1", strconv.Itoa(most+1), "99999999999999999999", "٣", "\x00", " 1")
		}
		return strconv.Itoa(pick(d.Rand, least, most, least+d.IntN(most-least+1)))
	case schema.Format == "uri" && d.IntN(2) == 0:
		return pick(d.Rand, "http://example.com/s/hearing", "https://EXAMPLE.com/s/istimaa?q=a&lang=ar#p1-2", "http://example.com/s/scan/p/2", "http://example.com/s/hostile#p9-9",
			"http://example.com/s/nothing", "http://example.com/search?q=a", "http://example.org/s/hearing", "javascript:alert(1)", "//example.com/s/hearing", "http://example.com/s/hearing/original", "http://[")
	case schema.Pattern != "":
		if bad {
			return pick(d.Rand, "yesterday", "2021-13", "2021-02-30", "21", "2021-1", "99999", "2021-12-08T00:00", "-2021")
		}
		return pick(d.Rand, "2006", "2021-12", "2024-12-01", "0001", "9999-12-31", "2024-02-29")
	case bad:
		return strings.Repeat(pick(d.Rand, "x", "é", "字 "), int(*schema.MaxLength)+1) + "."
	}
	if d.IntN(3) == 0 {
		out.plain = false
		return d.text()
	}
	return pick(d.Rand, "victims", "cooperation", "hrw", "ASP20", "en", "Coopération", "statement", "universality", "2021", "受害者")
}

// text is what strangers write.
func (d caller) text() string {
	const letters = "ab \"'()*~:-<>&%\\/\x00\u202eéß字الع0123456789ANDORT.…«»\u0301\U0001F600"
	if d.IntN(2) == 0 {
		runes := []rune(letters)
		var b strings.Builder
		for range d.IntN(40) {
			b.WriteRune(pick(d.Rand, runes...))
		}
		return b.String()
	}
	return pick(d.Rand, `"`, "(", "((((((((((", "a AND", "NOT", "-", "*", "a*", "vict*", "victims~", "x~", `"a b"~3`, `"a b"~99`, "date:2021..2019", "9999..0001", "..",
		"session:", "session:ASP20", "colour:red", "title:(a OR b)", "title:title:x", "\xff\xfe", "\x00", "<script>alert(1)</script>", "' OR 1=1 --", "${jndi:ldap://x}",
		"{{.}}", "../../etc/passwd", "%00", "\r\nSet-Cookie: a=b", strings.Repeat("a ", 200), strings.Repeat("(", 500), strings.Repeat("é", 256), "", " ", "...", "[...]", "a ... b")
}

func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }
