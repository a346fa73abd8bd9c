package web_test

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
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

// babbling serves so many statements of invented words.
type babbling struct {
	*web.Server
	t *testing.T
}

func serveBabble(t *testing.T, size int, limits web.Limits) *babbling {
	t.Helper()
	known, err := names()
	if err != nil {
		t.Fatal(err)
	}
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
	limits.Rate = 1_000_000
	s, err := web.New(web.Config{Searcher: func() (search.Searcher, error) { return ix, nil }, Records: lib, Names: known, Logger: zerolog.Nop(), Limits: limits, AdminHost: "example.com"})
	if err != nil {
		t.Fatal(err)
	}
	b := &babbling{s, t}
	b.from("203.0.113.7", "/api/v1/suggest?q=ba") // what is laid out once
	return b
}

// from asks for an address as a client, and gives the status and the body of the answer.
func (b *babbling) from(client, address string) (int, string) {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	r.RemoteAddr = net.JoinHostPort(client, "4711")
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// usual asks n questions as people do, one after the other, and says how long
// they wait (p99).
func (b *babbling) usual(n int) time.Duration {
	var waits []time.Duration
	for i := range n {
		began := time.Now()
		if status, _ := b.from("198.51.100.7", "/api/v1/search?q="+invented(100+i%400)+"+"+invented(40+i%60)); status != http.StatusOK {
			b.t.Errorf("a usual question: status %d", status)
		}
		waits = append(waits, time.Since(began))
	}
	slices.Sort(waits)
	return waits[len(waits)*99/100]
}

// beside is usual while as many clients as there are addresses ask for what a
// list has, one request after the other each.
func (b *babbling) beside(n int, clients, list []string) time.Duration {
	ctx, cancel := context.WithCancel(b.t.Context())
	var group sync.WaitGroup
	for i, client := range clients {
		group.Go(func() {
			// A remote client has at least a network between.
			between := time.NewTicker(5 * time.Millisecond)
			defer between.Stop()
			for at := i; ctx.Err() == nil; at++ {
				b.from(client, list[at%len(list)])
				<-between.C
			}
		})
	}
	defer group.Wait()
	defer cancel()
	return b.usual(n)
}

// work is what all searches have spent so far.
func (b *babbling) work() int {
	b.t.Helper()
	w := httptest.NewRecorder()
	b.Admin().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	_, after, _ := strings.Cut(w.Body.String(), "\nrostrum_search_work_total ")
	line, _, _ := strings.Cut(after, "\n")
	units, err := strconv.ParseFloat(line, 64)
	if err != nil {
		b.t.Fatalf("the work of searches is %q", line)
	}
	return int(units)
}

// TestFaultCostly asks what costs most, alone and beside people who ask what is usual.
func TestFaultCostly(t *testing.T) {
	if testing.Short() {
		t.Skip("asks for the most expensive searches, one after the other")
	}
	note := faults.Begin(t, faults.Costly)
	size := faults.Times(1000, 20_000)
	b := serveBabble(t, size, web.Limits{})

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
			status, _ = b.from("203.0.113.7", address)
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

	asked := faults.Times(50, 2000)
	b.usual(asked) // what is read from disk once
	alone := b.usual(asked)
	const attackers = 40
	beside := b.beside(asked, slices.Repeat([]string{"203.0.113.7"}, attackers), attacks())
	if faults.Full() && beside > 2*alone {
		t.Errorf("others wait %s (p99) instead of %s", beside, alone)
	}
	note("%d attacks on %d statements, %d of them refused: at most %.0f ms of processor time and %d MB allocated; p99 of others %.1f ms alone, %.1f ms beside %d attackers of one address",
		len(attacks()), size, refused, float64(worst.Microseconds())/1000, most>>20, float64(alone.Microseconds())/1000, float64(beside.Microseconds())/1000, attackers)
}

// flood is 200 requests in 20 shapes, each of which costs much.
func flood() []string {
	q := func(words string) string { return "/api/v1/search?q=" + url.QueryEscape(words) }
	quote := func(text string) string { return "/api/v1/quote?text=" + url.QueryEscape(text) }
	var list []string
	for i := range 10 {
		some := func(n int, pattern, between string) string {
			out := make([]string, n)
			for k := range out {
				out[k] = fmt.Sprintf(pattern, invented(i+k))
			}
			return strings.Join(out, between)
		}
		var rare []string
		for k := range 30 {
			rare = append(rare, invented(4000+50*i+k)+"~")
		}
		list = append(list,
			q(some(15, `"%[1]s baco"`, " OR ")), q(some(15, `"%[1]s baco"`, " ")), q(some(4, `"%[1]s baco coco"~30`, " OR ")), q(some(2, `"%[1]s baco"~99`, " ")),
			q(`"`+some(31, "%s", " ")+`"~30`), q(strings.Join(rare, " OR ")), q(strings.Join(rare, " ")), q(some(30, "%.3s*", " OR ")),
			q(some(31, "%s", " OR "))+"&size=100", q(some(8, "%s", " "))+"&size=100&explain=true",
			"/search?expand=organization&q="+url.QueryEscape(some(20, "%s", " OR ")), "/search?q="+url.QueryEscape(strings.Join(rare[:20], " ")),
			quote(some(300, "%s", " ")), quote(strings.Repeat(some(2, "%s", " ")+" ", 150)), quote(strings.Repeat(some(3, "%s", " ")+" ... ", 16)),
			quote(strings.Repeat(invented(i)+" ... ", 245)), quote(strings.Repeat(some(3, "%s", " ")+" ", 90)+"zzzz"),
			"/api/v1/trends?by=session&split=organization"+strings.Repeat("&q="+url.QueryEscape(some(7, `"%s baco"`, " OR ")), 4),
			"/api/v1/facets/organization?prefix=b&q="+url.QueryEscape(some(12, `"%[1]s baco"`, " OR ")),
			"/s/babble"+strconv.Itoa(i)+"?q="+url.QueryEscape(some(31, "%s", " OR ")))
	}
	return list
}

// TestFaultFlood asks what costs much from many addresses. No request costs more
// than its budget, and others wait little longer.
func TestFaultFlood(t *testing.T) {
	note := faults.Begin(t, faults.Costly)
	size := faults.Times(300, 20_000)
	limits := web.Limits{Work: 200_000} // few statements do not exhaust what is usual
	if faults.Full() {
		limits = web.Limits{}
	}
	b := serveBabble(t, size, limits)
	budget := cmp.Or(limits.Work, search.DefaultWork)
	var clients []string
	for i := range 64 {
		clients = append(clients, fmt.Sprintf("203.0.113.%d", i))
		if i%2 == 1 {
			clients[i] = fmt.Sprintf("2001:db8:%x::7", i)
		}
	}

	var worst time.Duration
	most, refused := 0, 0
	for i, address := range flood() {
		used := time.Hour
		var status, spent int
		var body string
		for range faults.Times(1, 2) { // others use this machine too
			before, began := b.work(), processorTime(t)
			status, body = b.from(clients[i%len(clients)], address)
			used = min(used, processorTime(t)-began)
			spent = b.work() - before
		}
		most = max(most, spent)
		// The last thing that is read may be one too many: a statement, or the words of the index.
		if spent > budget+budget/4 {
			t.Errorf("%.100s: spent %d of %d", address, spent, budget)
		}
		switch {
		case status == http.StatusBadRequest:
			refused++
			if spent > 0 && !strings.Contains(body, "reads more of the collection") && !strings.Contains(body, "read too much of the collection") {
				t.Errorf("%.100s: no reason is given in\n%s", address, body)
			}
		case status != http.StatusOK:
			t.Errorf("%.100s: status %d", address, status)
		}
		if worst = max(worst, used); faults.Full() && used > 250*time.Millisecond {
			t.Errorf("%.100s: %s of processor time, status %d", address, used, status)
		}
	}
	if refused < 20 || refused == len(flood()) {
		t.Errorf("%d of %d requests were refused", refused, len(flood()))
	}

	if !faults.Full() {
		return // how long others wait is for a machine that does nothing else
	}
	const asked = 3000
	b.usual(asked)
	alone := b.usual(asked)
	beside := b.beside(asked, clients, flood())
	if beside > 2*alone {
		t.Errorf("others wait %s (p99) instead of %s", beside, alone)
	}
	note("%d costly requests in 20 shapes from %d addresses on %d statements, %d of them refused: at most %.0f ms of processor time and %d units of work; p99 of others %.1f ms alone, %.1f ms beside them",
		len(flood()), len(clients), size, refused, float64(worst.Microseconds())/1000, most, float64(alone.Microseconds())/1000, float64(beside.Microseconds())/1000)
}

func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
