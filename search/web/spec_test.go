package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"go.yaml.in/yaml/v3"

	"rostrum/search/web"
)

// spec is the description of the API, as a client of it would read it.
var spec = sync.OnceValues(func() (*openapi3.T, error) {
	doc, err := openapi3.NewLoader().LoadFromFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	return doc, doc.Validate(context.Background())
})

// operation finds what the description says of an address; nil where it does
// not know it.
func operation(doc *openapi3.T, asked *url.URL) (*routers.Route, map[string]string) {
	parts := strings.Split(asked.EscapedPath(), "/")
next:
	for path, item := range doc.Paths.Map() {
		pattern := strings.Split(path, "/")
		if len(pattern) != len(parts) || item.Get == nil {
			continue
		}
		values := map[string]string{}
		for i, p := range pattern {
			if name, ok := strings.CutPrefix(p, "{"); ok && parts[i] != "" {
				values[strings.TrimSuffix(name, "}")], _ = url.PathUnescape(parts[i])
			} else if p != parts[i] {
				continue next
			}
		}
		return &routers.Route{Spec: doc, Path: path, PathItem: item, Method: http.MethodGet, Operation: item.Get}, values
	}
	return nil, nil
}

// conforms says how an answer of the API is other than its description has it.
// A status that is not described is other, too.
func conforms(r *http.Request, answer *http.Response, content []byte) error {
	doc, err := spec()
	if err != nil {
		return fmt.Errorf("read the description: %w", err)
	}
	route, values := operation(doc, r.URL)
	if route == nil {
		if answer.StatusCode != http.StatusNotFound || answer.Header.Get("Content-Type") != "application/problem+json" {
			return fmt.Errorf("an address that is not described answers %d as %s", answer.StatusCode, answer.Header.Get("Content-Type"))
		}
		return nil
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: values, Route: route},
		Status:                 answer.StatusCode, Header: answer.Header,
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	return openapi3filter.ValidateResponse(r.Context(), input.SetBodyBytes(content))
}

// ask sends a request to h, and holds the answer against the description if it
// is one of the API.
func ask(t testing.TB, h http.Handler, r *http.Request) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	answer := w.Result()
	if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/api/") && r.URL.Path != "/oembed" || answer.Header.Get("Content-Encoding") != "" {
		return answer
	}
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body = io.NopCloser(bytes.NewReader(content))
	if err := conforms(r, answer, content); err != nil {
		t.Errorf("%.200s: the answer is not as openapi.yaml has it: %v", r.URL, err)
	}
	return answer
}

// TestEveryOperationAnswers asks at the example address of each operation, and
// finds every address of the API described.
func TestEveryOperationAnswers(t *testing.T) {
	doc, err := spec()
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, func(c *web.Config) { c.PublicURL = "http://example.com" })
	for path, item := range doc.Paths.Map() {
		example, ok := item.Get.Extensions["x-example"].(string)
		if !ok {
			t.Errorf("%s: no example", path)
			continue
		}
		example = strings.NewReplacer("{id}", "hearing", "{base}", "http://example.com").Replace(example)
		r := get(t, s, example)
		if r.StatusCode != 200 {
			t.Errorf("%s: status %d: %s", example, r.StatusCode, body(t, r))
		}
		if again := get(t, s, example, "If-None-Match", r.Header.Get("ETag")); again.StatusCode != 304 {
			t.Errorf("%s: asked again with its ETag: status %d, want 304", example, again.StatusCode)
		}
		separator := "?"
		if strings.Contains(example, "?") {
			separator = "&"
		}
		if r := get(t, s, example+separator+"colour=red"); r.StatusCode != 400 {
			t.Errorf("%s: an unknown parameter: status %d, want 400", example, r.StatusCode)
		}
	}
	routes, err := os.ReadFile("routes.go")
	if err != nil {
		t.Fatal(err)
	}
	served := 0
	for line := range strings.Lines(string(routes)) {
		_, path, ok := strings.Cut(line, `shared(api, "`)
		path, _, _ = strings.Cut("/api/v1"+path, `"`)
		if strings.Contains(line, "shared(") && strings.Contains(line, "OEmbedPath") {
			path, ok = "/oembed", true
		}
		if ok {
			path = strings.NewReplacer(":id", "{id}", ":name", "{name}").Replace(path)
			served++
			if doc.Paths.Value(path) == nil {
				t.Errorf("%s is served and not described", path)
			}
		}
	}
	if served != doc.Paths.Len() {
		t.Errorf("%d addresses are served, and %d described", served, doc.Paths.Len())
	}
}

// TestExportsAreOfTheirTypes asks for every format of the description.
func TestExportsAreOfTheirTypes(t *testing.T) {
	doc, err := spec()
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, nil)
	formats := doc.Paths.Value("/api/v1/export").Get.Parameters.GetByInAndName("query", "format").Schema.Value.Enum
	for _, format := range formats {
		if r := get(t, s, fmt.Sprintf("/api/v1/export?q=victims&format=%v", format)); r.StatusCode != 200 || body(t, r) == "" {
			t.Errorf("%v: status %d", format, r.StatusCode)
		}
	}
	if len(formats) < 7 {
		t.Errorf("only %d formats are described", len(formats))
	}
}

// TestDescriptionIsServed compares what programs are given with the file.
func TestDescriptionIsServed(t *testing.T) {
	r := get(t, serve(t, nil), "/openapi.json")
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "application/json; charset=utf-8" || r.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Fatalf("status %d, %v", r.StatusCode, r.Header)
	}
	served := []byte(body(t, r))
	if _, err := openapi3.NewLoader().LoadFromData(served); err != nil {
		t.Error(err)
	}
	file, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(served, &got); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(file, &want); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(asJSON, &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("/openapi.json is not what openapi.yaml says")
	}
}
