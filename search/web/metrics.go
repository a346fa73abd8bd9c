package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
)

// Upper bounds of the duration histogram in seconds: from an answer out of a
// cache to one that is about to be given up.
var durationBounds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}

// metrics counts requests by route and status. The text form is that of
// Prometheus 0.0.4; two families do not need a client library.
type metrics struct {
	mu       sync.Mutex
	requests map[routeStatus]uint64
	routes   map[string]*histogram
}

type routeStatus struct {
	route  string
	status int
}

type histogram struct {
	buckets []uint64 // one for each bound, not cumulative
	count   uint64
	sum     float64
}

func newMetrics() *metrics {
	return &metrics{requests: map[routeStatus]uint64{}, routes: map[string]*histogram{}}
}

func (m *metrics) request(route string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests[routeStatus{route, status}]++
	h := m.routes[route]
	if h == nil {
		h = &histogram{buckets: make([]uint64, len(durationBounds))}
		m.routes[route] = h
	}
	h.count++
	h.sum += took.Seconds()
	if i, _ := slices.BinarySearch(durationBounds, took.Seconds()); i < len(h.buckets) {
		h.buckets[i]++
	}
}

func (m *metrics) text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b strings.Builder
	b.WriteString("# HELP rostrum_http_requests_total Requests answered, by route and status.\n# TYPE rostrum_http_requests_total counter\n")
	keys := make([]routeStatus, 0, len(m.requests))
	for k := range m.requests {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b routeStatus) int {
		if c := strings.Compare(a.route, b.route); c != 0 {
			return c
		}
		return a.status - b.status
	})
	for _, k := range keys {
		fmt.Fprintf(&b, "rostrum_http_requests_total{route=%q,status=\"%d\"} %d\n", k.route, k.status, m.requests[k])
	}
	b.WriteString("# HELP rostrum_http_request_duration_seconds Time to answer, by route.\n# TYPE rostrum_http_request_duration_seconds histogram\n")
	routes := make([]string, 0, len(m.routes))
	for r := range m.routes {
		routes = append(routes, r)
	}
	slices.Sort(routes)
	for _, r := range routes {
		h, total := m.routes[r], uint64(0)
		for i, bound := range durationBounds {
			total += h.buckets[i]
			fmt.Fprintf(&b, "rostrum_http_request_duration_seconds_bucket{route=%q,le=\"%g\"} %d\n", r, bound, total)
		}
		fmt.Fprintf(&b, "rostrum_http_request_duration_seconds_bucket{route=%q,le=\"+Inf\"} %d\n", r, h.count)
		fmt.Fprintf(&b, "rostrum_http_request_duration_seconds_sum{route=%q} %g\n", r, h.sum)
		fmt.Fprintf(&b, "rostrum_http_request_duration_seconds_count{route=%q} %d\n", r, h.count)
	}
	return b.String()
}

func (s *Server) showMetrics(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	running, waiting := s.limiter.Now()
	text := s.metrics.text() + fmt.Sprintf(
		"# HELP rostrum_searches_running Searches being answered now.\n# TYPE rostrum_searches_running gauge\nrostrum_searches_running %d\n"+
			"# HELP rostrum_searches_waiting Searches waiting for a slot.\n# TYPE rostrum_searches_waiting gauge\nrostrum_searches_waiting %d\n", running, waiting)
	c.Data(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", []byte(text))
}
