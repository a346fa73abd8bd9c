package web

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"
)

// observe logs and counts each request. For privacy the log has the route, never the URL, the client or
// its user agent.
func (s *Server) observe(c *gin.Context) {
	start := time.Now()
	c.Request = c.Request.WithContext(s.config.Logger.WithContext(c.Request.Context()))
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "none"
	}
	took := time.Since(start)
	s.metrics.request(route, c.Writer.Status(), took)
	level := zerolog.InfoLevel
	if c.Writer.Status() >= http.StatusInternalServerError {
		level = zerolog.WarnLevel
	}
	s.config.Logger.WithLevel(level).Str("method", method(c.Request.Method)).Str("route", route).
		Int("status", c.Writer.Status()).Dur("took", took).Msg("request")
}

// method replaces unknown methods for the log.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// recover turns a panic into an error response.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) { // net/http's way to abort a connection
			panic(fault)
		}
		zerolog.Ctx(c.Request.Context()).Error().Str("route", c.FullPath()).
			Str("panic", fmt.Sprint(fault)).Bytes("stack", debug.Stack()).Msg("request panicked")
		if !c.Writer.Written() {
			s.fail(c, fmt.Errorf("panic: %v", fault))
		}
		c.Abort()
	}()
	c.Next()
}

// onlyHost rejects requests for other hosts, so that no response can contain a forged one.
func (s *Server) onlyHost(c *gin.Context) {
	if s.host != "" && !strings.EqualFold(c.Request.Host, s.host) && !isHealthCheck(c.Request.URL.Path) {
		c.String(http.StatusMisdirectedRequest, "This is %s.\n", s.host)
		c.Abort()
	}
}

// onlyAdminHost refuses requests to the admin address by a name that its operator
// did not give it: a page whose name was made to lead here could read it.
func (s *Server) onlyAdminHost(c *gin.Context) {
	host := c.Request.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	_, err := netip.ParseAddr(host)
	// Nobody else has an address, or a name of one part, in the names of the world.
	if err == nil || !strings.Contains(host, ".") || strings.HasSuffix(host, ".localhost") || host == s.adminHost || isHealthCheck(c.Request.URL.Path) {
		return
	}
	c.String(http.StatusMisdirectedRequest, "This is not the name of this service. Ask by its address, or by the name in --admin-addr.\n")
	c.Abort()
}

// isHealthCheck reports whether load balancers request the path by IP address.
func isHealthCheck(path string) bool { return path == "/healthz" || path == "/readyz" }

const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers sets the headers of all responses.
func (s *Server) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
}
