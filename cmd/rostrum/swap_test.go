package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rostrum/corpus/sample"
	"rostrum/internal/faults"
)

// swapQuestions are what is asked while generations are swapped. Those of the
// API name the generation that answered.
var swapQuestions = []string{
	"/api/v1/search?size=5&unique=document", "/api/v1/search?q=court&size=20", "/search?q=victims", "/api/v1/search?q=%22the+court%22&session=ASP20",
	"/api/v1/suggest?q=co", "/api/v1/facets/organization?prefix=c", "/api/v1/quote?text=this+text+was+written+for", "/api/v1/trends?q=court&by=session",
	"/api/v1/search?q=swapped&sort=newest", "/s/keeper", "/api/v1/search?q=swaped", "/search.csv?q=court",
}

// inAnswer finds in JSON by what it was answered.
var (
	answeredBy = regexp.MustCompile(`"generation":"([^"]+)"`)
	howLong    = regexp.MustCompile(`"took_ms":[0-9.e-]+`)
)

// asked is what a service was asked by many at once, and what it said.
type asked struct {
	service  *serviceProcess
	requests atomic.Int64
	failed   atomic.Int64

	mu      sync.Mutex
	answers map[string]string // by generation and question
}

// ask asks one question and compares: whatever a generation says to it is
// always the same, or the answer is of more than one generation.
func (a *asked) ask(t *testing.T, question string) (generation string) {
	a.requests.Add(1)
	status, body, err := a.service.get(question)
	if err != nil || status != http.StatusOK {
		a.failed.Add(1)
		t.Errorf("%s: %d %v %.300s", question, status, err, body)
		return ""
	}
	found := answeredBy.FindStringSubmatch(body)
	if found == nil {
		return ""
	}
	body = howLong.ReplaceAllString(body, `"took_ms":0`)
	a.mu.Lock()
	defer a.mu.Unlock()
	key := found[1] + " " + question
	if before, is := a.answers[key]; is && before != body {
		a.failed.Add(1)
		t.Errorf("%s was answered by %s in two ways:\n%s\n%s", question, found[1], before, body)
	}
	a.answers[key] = body
	if question == swapQuestions[0] && !addsUp(t, body) {
		a.failed.Add(1)
	}
	return found[1]
}

// addsUp tells whether an answer to a question for all documents finds as many
// as its generation has, and counts as many by language.
func addsUp(t *testing.T, body string) bool {
	var n struct {
		Total  struct{ Value int }
		Index  struct{ Documents int }
		Facets map[string]struct {
			Values         []struct{ Count int }
			Other, Missing int
		}
	}
	if err := json.Unmarshal([]byte(body), &n); err != nil {
		t.Errorf("%.300s: %v", body, err)
	}
	languages := n.Facets["language"]
	sum := languages.Other + languages.Missing
	for _, v := range languages.Values {
		sum += v.Count
	}
	if n.Total.Value != n.Index.Documents || sum != n.Index.Documents {
		t.Errorf("of %d documents %d were found and %d counted by language: %.300s", n.Index.Documents, n.Total.Value, sum, body)
		return false
	}
	return true
}

// TestFaultSwap brings in one document after the other while a service is asked
// from many sides. No request fails, and every answer is of one generation.
func TestFaultSwap(t *testing.T) {
	swaps, requests := faults.Times(3, 50), int64(faults.Times(2000, 100_000))
	note := faults.Begin(t, faults.Swap)
	folder, data := filepath.Join(t.TempDir(), "papers"), filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(folder, sample.FS()); err != nil {
		t.Fatal(err)
	}
	bring := func(n int) {
		text := fmt.Sprintf("Sample text number %d, which swapped with another. It was written for a test of generations, and edition%d was said by nobody.", n, n)
		rows := "file,id\nkeeper.txt,keeper\n"
		for i := range n + 1 {
			rows += fmt.Sprintf("paper%d.txt,paper%d\n", i, i)
		}
		for name, content := range map[string]string{
			"rows.csv": rows, fmt.Sprintf("paper%d.txt", n): text, "keeper.txt": "A sample text that goes through editions, among them the edition" + fmt.Sprint(n) + " of a test.",
		} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if o := ranApart(t, "index", filepath.Join(folder, "catalogue.csv"), filepath.Join(folder, "rows.csv"), "--data", data, "--quiet"); o.code != exitOK {
			t.Fatalf("index ended with %+v", o)
		}
	}
	bring(0)
	a := &asked{service: serve(t, "--data", data, "--rate-limit", "0", "--page-image-cache", "0"), answers: map[string]string{}}
	generations := map[string]bool{a.ask(t, swapQuestions[0]): true}

	var swapped atomic.Bool
	var clients sync.WaitGroup
	for i := range 8 {
		clients.Go(func() {
			for n := i; (!swapped.Load() || a.requests.Load() < requests) && a.failed.Load() == 0; n++ {
				a.ask(t, swapQuestions[n%len(swapQuestions)])
			}
		})
	}
	for n := 1; n <= swaps && a.failed.Load() == 0; n++ {
		bring(n)
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
			if now := a.ask(t, swapQuestions[0]); !generations[now] {
				generations[now] = true
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("generation %d was never taken up", n)
			}
		}
	}
	swapped.Store(true)
	clients.Wait()
	if len(generations) != swaps+1 {
		t.Errorf("%d generations answered, want %d", len(generations), swaps+1)
	}
	note("`rostrum serve`: %d swaps, %d failed of %d requests, no answer of two generations", swaps, a.failed.Load(), a.requests.Load())
}
