package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"rostrum/search/web/limit"
)

// Upper bounds of the duration histogram in seconds, from cached responses to those near the deadline.
var durationBounds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}

// metrics counts requests by route and status, and running searches. It uses a registry of its own.
type metrics struct {
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	handler   http.Handler
}

func newMetrics(l *limit.Limiter) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "rostrum_http_requests_total", Help: "Requests answered, by route and status.",
		}, []string{"route", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "rostrum_http_request_duration_seconds", Help: "Time to answer, by route.", Buckets: durationBounds,
		}, []string{"route"}),
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(m.requests, m.durations,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "rostrum_searches_running", Help: "Searches being answered now."}, func() float64 {
			running, _ := l.Now()
			return float64(running)
		}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "rostrum_searches_waiting", Help: "Searches waiting for a slot."}, func() float64 {
			_, waiting := l.Now()
			return float64(waiting)
		}),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "rostrum_search_work_total", Help: "Words of texts read by searches, and what takes as long."}, func() float64 {
			return float64(l.Work())
		}))
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return m
}

func (m *metrics) request(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.durations.WithLabelValues(route).Observe(took.Seconds())
}

func (s *Server) showMetrics(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	s.metrics.handler.ServeHTTP(c.Writer, c.Request)
}
