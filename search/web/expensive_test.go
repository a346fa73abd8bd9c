package web_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/internal/faults"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/web"
)

// babble yields n statements of 600 invented words each, as often as words are
// in language: the k-th of 20,000 about 1/k times.
func babble(n int) iter.Seq2[corpus.Statement, error] {
	return func(yield func(corpus.Statement, error) bool) {
		random := rand.New(rand.NewPCG(5, 6))
		often := rand.NewZipf(random, 1.05, 2, 20_000)
		for i := range n {
			var text strings.Builder
			for w := range 600 {
				text.WriteString(invented(int(often.Uint64())))
				if w%15 == 14 {
					text.WriteString(".")
				}
				text.WriteString(" ")
			}
			s := corpus.Statement{
				ID: corpus.ID(fmt.Sprint("babble", i)), Work: corpus.WorkID(fmt.Sprint("babble", i)), Title: "Sample " + invented(i%20_000), Type: "statement",
				Authors: []corpus.OrgID{corpus.OrgID(invented(i % 300))}, Session: corpus.SessionID(fmt.Sprint("ASP", 1+i%24)), Topics: []corpus.TopicID{corpus.TopicID(invented(i % 40))},
				Date: corpus.Date{Year: 2002 + i%24, Month: time.Month(1 + i%12), Day: 1 + i%28}, Language: corpus.English, Status: corpus.StatusGood,
				Pages: []corpus.Page{{Number: 1, Text: text.String(), Language: corpus.English, Method: corpus.MethodTextLayer}},
			}
			if !yield(s, nil) {
				return
			}
		}
	}
}

// invented is the k-th word, short if k is small.
func invented(k int) string {
	syllables := []string{"ba", "co", "du", "fe", "gi", "ha", "jo", "ku", "le", "mi", "na", "po", "ru", "se", "ti", "va"}
	var b strings.Builder
	for k += 16; k > 0; k /= 16 {
		b.WriteString(syllables[k%16])
	}
	return b.String()
}

// words are the n commonest words, with something between.
func common(n int, between string) string {
	out := make([]string, n)
	for i := range out {
		out[i] = invented(i)
	}
	return strings.Join(out, between)
}

// attacks are the addresses that cost most.
func attacks() []string {
	q := func(words string) string { return "/api/v1/search?q=" + url.QueryEscape(words) }
	prefixes, fuzzy := []string{}, []string{}
	for i := range 32 {
		prefixes = append(prefixes, invented(i * 16)[:3]+"*")
		fuzzy = append(fuzzy, invented(5000+i)+"~")
	}
	values := "&session=" + strings.Join(slices.Repeat([]string{"ASP1"}, 64), "&session=")
	for i := range 60 {
		values += "&organization=" + invented(i) + "&topic=" + invented(i)
	}
	return []string{
		q(common(31, " ")), q(common(31, " OR ")), q(common(16, " NOT ")), q(`"` + common(31, " ") + `"`), q(`"` + common(31, " ") + `"~30`), q(strings.Repeat(`"`+common(2, " ")+`"~99 `, 12)),
		q(strings.Repeat(`"`+common(2, " ")+`" `, 15)), q(strings.Join(prefixes, " ")), q(strings.Join(prefixes, " OR ")), q("ba* co* du*"), q(strings.Join(fuzzy, " ")), q(strings.Join(fuzzy, " OR ")),
		q(strings.Repeat("a", 32) + "~"), q(strings.Repeat("ab", 240)), q(strings.Repeat("(", 200) + "co" + strings.Repeat(")", 200)), q(strings.Repeat("NOT ", 60) + "co"), q("NOT " + invented(0)),
		q("-" + common(20, " -")), q(strings.Repeat("title:co OR ", 25) + "co"), q(strings.Repeat("organization:"+invented(3)+" OR ", 15) + "co"), q("2000..2030 OR 1999..2031 OR " + common(20, " OR ")),
		q(strings.Repeat("合作", 80)), q(strings.Repeat("السلام ", 30)), q(strings.Repeat("e\u0301", 160)), q("*"), q("a*"), q(`""`), q(strings.Repeat(`"`, 101)),
		q(common(8, " ")) + "&size=100&explain=true", q(common(8, " OR ")) + "&size=100&page=100", q(common(3, " ")) + "&collapse=none&size=100&page=90", q(common(8, " ")) + values, "/api/v1/search?size=100&page=100&sort=oldest",
		"/search?q=" + url.QueryEscape(common(20, " OR ")) + "&expand=organization", "/search?q=" + url.QueryEscape(strings.Join(fuzzy[:20], " ")), "/search?q=" + url.QueryEscape("zzzz qqqq "+common(20, " ")),
		"/api/v1/quote?text=" + url.QueryEscape(common(300, " ")), "/api/v1/quote?text=" + url.QueryEscape(strings.TrimSpace(strings.Repeat(common(2, " ")+" ", 200))),
		"/api/v1/statements/babble7/similar?size=20", "/api/v1/trends?by=session&split=organization&q=" + url.QueryEscape(common(8, " OR ")) + "&q=bac*&q=coc*&q=duc*",
		"/api/v1/suggest?q=b", "/api/v1/suggest?q=" + url.QueryEscape(common(20, " ")), "/api/v1/facets/organization?prefix=b&q=" + url.QueryEscape(common(20, " OR ")),
		"/s/babble7?q=" + url.QueryEscape(common(31, " OR ")), "/search?q=" + strings.Repeat("%25", 1000),
	}
}

// TestFaultCostly asks what costs most, alone and beside people who ask what is usual.
func TestFaultCostly(t *testing.T) {
	note := faults.Begin(t, faults.Costly)
	known, err := names()
	if err != nil {
		t.Fatal(err)
	}
	size := faults.Times(1000, 20_000)
	config := bleveindex.Config{Dir: t.TempDir(), Thesaurus: known, Resolve: known.Resolve, Names: known.Names}
	ix, err := indexed(config, babble(size))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	lib := &memory{}
	for s := range babble(10) {
		lib.statements = append(lib.statements, s)
	}
	s, err := web.New(web.Config{Searcher: func() (search.Searcher, error) { return ix, nil }, Records: lib, Names: known, Logger: zerolog.Nop(), Limits: web.Limits{Rate: 1_000_000}})
	if err != nil {
		t.Fatal(err)
	}
	from := func(client, address string) int {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
		r.RemoteAddr = client + ":4711"
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w.Code
	}
	from("203.0.113.7", "/api/v1/suggest?q=ba") // what is laid out once

	var worst time.Duration
	var most uint64
	refused := 0
	for _, address := range attacks() {
		var used []time.Duration
		var status int
		for range 3 {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := processorTime(t)
			status = from("203.0.113.7", address)
			used = append(used, processorTime(t)-began)
			runtime.ReadMemStats(&after)
			most = max(most, after.TotalAlloc-before.TotalAlloc)
		}
		slices.Sort(used)
		worst = max(worst, used[1])
		t.Logf("%d %6.1f ms %.100s", status, float64(used[1].Microseconds())/1000, address)
		switch {
		case status == http.StatusBadRequest:
			refused++
		case status != http.StatusOK:
			t.Errorf("%.100s: status %d", address, status)
		case faults.Full() && used[1] > 250*time.Millisecond:
			t.Errorf("%.100s: %s of processor time", address, used[1])
		}
	}
	if most > 64<<20 {
		t.Errorf("an answer allocated %d MB", most>>20)
	}

	// usual is how long people wait, one after the other.
	usual := func(n int) time.Duration {
		var waits []time.Duration
		for i := range n {
			began := time.Now()
			if status := from("198.51.100.7", "/api/v1/search?q="+invented(100+i%400)+"+"+invented(40+i%60)); status != http.StatusOK {
				t.Errorf("a usual question: status %d", status)
			}
			waits = append(waits, time.Since(began))
		}
		slices.Sort(waits)
		return waits[len(waits)*99/100]
	}
	asked := faults.Times(50, 2000)
	usual(asked) // what is read from disk once
	alone := usual(asked)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	const attackers = 40
	for i := range attackers {
		go func() {
			defer func() { done <- struct{}{} }()
			// Whoever asks from elsewhere has at least a network between.
			between := time.NewTicker(5 * time.Millisecond)
			defer between.Stop()
			for list := attacks(); ctx.Err() == nil; <-between.C {
				from("203.0.113.7", list[i%len(list)])
			}
		}()
	}
	beside := usual(asked)
	cancel()
	for range attackers {
		<-done
	}
	if faults.Full() && beside > 2*alone {
		t.Errorf("others wait %s (p99) instead of %s", beside, alone)
	}
	note("%d attacks on %d statements, %d of them refused: at most %.0f ms of processor time and %d MB allocated; p99 of others %.1f ms alone, %.1f ms beside %d attackers of one address",
		len(attacks()), size, refused, float64(worst.Microseconds())/1000, most>>20, float64(alone.Microseconds())/1000, float64(beside.Microseconds())/1000, attackers)
}

func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
