package web

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"
)

// observe writes one line for each request and counts it. The line names the
// route, never the address asked for: what somebody searched, from where and
// with what is nobody's business.
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

// method keeps invented methods out of the log.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// recover keeps a panic in one request from ending the others.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if err, ok := fault.(error); ok && errors.Is(err, http.ErrAbortHandler) { // net/http's own way to give up on a connection
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

// onlyHost refuses requests for other names than ours, so that no answer can
// be made to carry a forged one.
func (s *Server) onlyHost(c *gin.Context) {
	if s.host != "" && !strings.EqualFold(c.Request.Host, s.host) && !isHealthCheck(c.Request.URL.Path) {
		c.String(http.StatusMisdirectedRequest, "This is %s.\n", s.host)
		c.Abort()
	}
}

// isHealthCheck tells whether the path is one that load balancers ask by address.
func isHealthCheck(path string) bool { return path == "/healthz" || path == "/readyz" }

const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers are those that every answer has.
func (s *Server) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
}

const programKey = "rostrum.program"

// cors opens what is for programs, as anybody can read it. What goes wrong is
// told to a program.
func (s *Server) cors(c *gin.Context) {
	c.Set(programKey, true)
	s.anywhere(c)
}

// anywhere lets pages of any site read an answer, without credentials, and
// tells their browsers so if they ask before (the preflight of fetch.spec.whatwg.org).
// No header they send can do harm, so none is refused.
func (s *Server) anywhere(c *gin.Context) {
	open(c)
	if c.Request.Method != http.MethodOptions {
		return
	}
	c.Header("Allow", "GET, HEAD, OPTIONS")
	c.Header("Access-Control-Allow-Methods", "GET, HEAD")
	c.Header("Access-Control-Allow-Headers", "*")
	c.Header("Access-Control-Max-Age", "86400") // browsers keep it for as long as they like, a day at most
	c.AbortWithStatus(http.StatusNoContent)
}

// open is the header that tells browsers to hand an answer to any page.
func open(c *gin.Context) {
	c.Header("Access-Control-Allow-Origin", "*")
	c.Header("Access-Control-Expose-Headers", "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Server-Timing")
}
