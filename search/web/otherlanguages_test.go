package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/semantic/semantictest"
	"rostrum/search/web"
)

// bridged serves the library with a bridge that knows a few words.
func bridged(t *testing.T) *web.Server {
	t.Helper()
	b := semantictest.Bridge(t, map[corpus.Language]map[string]string{
		corpus.English: {"answered": "answer", "universality": "universal", "safety": "safe"},
		corpus.French:  {"réponse": "answer", "datée": "date", "exemple": "sample"},
		corpus.Arabic:  {"جوابا": "answer", "سلامة": "safe", "الشهود": "witness"},
	})
	return serve(t, func(c *web.Config) { c.Bridge = &search.Bridge{Translator: b} })
}

func answerOf(t *testing.T, server *web.Server, address string) api.Results {
	t.Helper()
	w := asked(server, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", address, w.Code, w.Body)
	}
	var out api.Results
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// What is found in other languages stands in an array of its own, with the words of each
// language marked, and can be found without any of them.
func TestOtherLanguagesInTheAPI(t *testing.T) {
	server := bridged(t)
	out := answerOf(t, server, "/api/v1/search?q=safety&language=ar&languages=bridge")
	if out.Bridge == nil || out.Bridge.Total.Value != 1 || len(out.Bridge.Hits) != 1 || out.Bridge.Hits[0].Language != corpus.Arabic {
		t.Fatalf("bridge: %+v", out.Bridge)
	}
	marked := ""
	for _, p := range out.Bridge.Hits[0].Passages {
		marked += p.HTML
	}
	if !strings.Contains(marked, "<mark>سلامة</mark>") {
		t.Errorf("passages: %s", marked)
	}
	var words []string
	for _, w := range out.Bridge.Words {
		for _, e := range w.Equivalents {
			words = append(words, w.Word+" "+string(e.Language)+":"+e.Text)
		}
	}
	if diff := cmp.Diff([]string{"safety ar:سلامة"}, words); diff != "" {
		t.Error(diff)
	}
	without := answerOf(t, server, out.Bridge.Words[0].Equivalents[0].URL)
	if without.Bridge == nil || without.Bridge.Total.Value != 0 {
		t.Errorf("without the word: %+v", without.Bridge)
	}
}

// A work that is among the results in one version is not found again in another.
func TestOtherLanguagesFindNothingTwice(t *testing.T) {
	out := answerOf(t, bridged(t), "/api/v1/search?q=answered&languages=bridge")
	for _, h := range out.Bridge.Hits {
		for _, first := range out.Hits {
			if h.Work == first.Work {
				t.Errorf("%s is in both lists", h.Work)
			}
		}
	}
}

var took = regexp.MustCompile(`"took_ms":[0-9.]+`)

// The results, their order, counts and exports are the same with and without a bridge.
func TestOtherLanguagesChangeNoResults(t *testing.T) {
	with, without := bridged(t), serve(t, nil)
	for _, q := range []string{"safety", "answered", "universality victims", `"every request"`, "", "organization:hrw", "nowhere"} {
		q := url.QueryEscape(q)
		body := func(server *web.Server, address string) string {
			out := map[string]json.RawMessage{}
			text := took.ReplaceAllString(asked(server, address).Body.String(), `"took_ms":0`)
			for _, carried := range []string{"&languages=bridge", "languages=bridge&", "?languages=bridge"} { // links carry it
				text = strings.ReplaceAll(text, carried, "")
			}
			if err := json.Unmarshal([]byte(text), &out); err != nil {
				t.Fatalf("%s: %v", address, err)
			}
			delete(out, "bridge")
			again, err := json.Marshal(out)
			if err != nil {
				t.Fatal(err)
			}
			return string(again)
		}
		plain := body(without, "/api/v1/search?q="+q)
		if diff := cmp.Diff(plain, body(with, "/api/v1/search?q="+q+"&languages=bridge")); diff != "" {
			t.Errorf("q=%s: %s", q, diff)
		}
		if body(with, "/api/v1/search?q="+q) != plain {
			t.Errorf("q=%s: the response differs where nothing was asked of other languages", q)
		}
		for _, path := range []string{"/search.csv?q=", "/search.ndjson?q=", "/api/v1/trends?q=", "/api/v1/quote?text="} {
			a, b := asked(with, path+q), asked(without, path+q)
			if x, y := took.ReplaceAllString(a.Body.String(), ""), took.ReplaceAllString(b.Body.String(), ""); a.Code != b.Code || x != y {
				t.Errorf("%s%s differs", path, q)
			}
		}
	}
}

func TestOtherLanguagesAreNotAskedFor(t *testing.T) {
	server := bridged(t)
	for _, address := range []string{
		"/api/v1/search?q=safety&language=ar",
		"/api/v1/search?q=safety&language=ar&languages=bridge&exact=true",
		"/api/v1/search?q=safety&language=ar&languages=bridge&translate=false",
		"/api/v1/search?q=%22safety%22&language=ar&languages=bridge",
		"/api/v1/search?q=title:safety&language=ar&languages=bridge",
	} {
		if out := answerOf(t, server, address); out.Bridge != nil && len(out.Bridge.Hits) > 0 {
			t.Errorf("%s: %d statements in other languages", address, len(out.Bridge.Hits))
		}
	}
	for _, address := range []string{"/api/v1/search?q=safety&languages=all", "/api/v1/search?q=safety&drop=victimes"} {
		if w := asked(server, address); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

// On the page they are a section under the results, and a page of their own.
func TestOtherLanguagesOnThePage(t *testing.T) {
	server := bridged(t)
	page := asked(server, "/search?q=safety&language=ar&lang=en").Body.String()
	section := regexp.MustCompile(`(?s)<section class="others".*?</section>`).FindString(page)
	for _, want := range []string{"In other languages", `<i lang="ar"><bdi>سلامة</bdi></i>`, "<mark>سلامة</mark>", "drop=ar%3A"} {
		if !strings.Contains(section, want) {
			t.Errorf("no %q in the section: %s", want, section)
		}
	}
	if alone := asked(server, "/search?q=safety&language=ar&languages=bridge").Body.String(); !strings.Contains(alone, "<mark>سلامة</mark>") || !strings.Contains(alone, "Back to all results") {
		t.Errorf("the page of its own: %s", alone)
	}
	if exact := asked(server, "/search?q=safety&language=ar&exact=true").Body.String(); strings.Contains(exact, `class="others"`) {
		t.Error("a section beside exact words")
	}
}

// asked is the response of a server to a GET request.
func asked(server *web.Server, address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w
}
