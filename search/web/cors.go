package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

const (
	programKey = "rostrum.program"
	anySite    = "*"
)

// checkOrigins makes sure that origins are as browsers write them.
func checkOrigins(list []string) error {
	for _, o := range list {
		u, err := url.Parse(o)
		if o != anySite && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || o != u.Scheme+"://"+strings.ToLower(u.Host)) {
			return fmt.Errorf("origin %q: write it as https://www.example.org, without a path, or * for every site", o)
		}
	}
	return nil
}

// cors is for what programs ask. What goes wrong is told to a program.
func (s *Server) cors(c *gin.Context) {
	c.Set(programKey, true)
	s.preflight(c, s.allowOrigin(c))
}

// anywhere lets the pages of every site read what is the same for all and has no
// data in it: the scripts of the element.
func (s *Server) anywhere(c *gin.Context) {
	c.Header("Access-Control-Allow-Origin", anySite)
	s.preflight(c, true)
}

// preflight answers browsers that ask whether another site may send a request
// (fetch.spec.whatwg.org). No header they send can do harm, so none is refused.
func (s *Server) preflight(c *gin.Context, allowed bool) {
	if c.Request.Method != http.MethodOptions {
		return
	}
	c.Header("Allow", "GET, HEAD, OPTIONS")
	if allowed {
		c.Header("Access-Control-Allow-Methods", "GET, HEAD")
		c.Header("Access-Control-Allow-Headers", anySite)
		c.Header("Access-Control-Max-Age", "86400") // browsers keep it for as long as they like, a day at most
	}
	c.AbortWithStatus(http.StatusNoContent)
}

// allowOrigin tells browsers to hand an answer to the pages that may read it,
// without credentials, and says whether there are any.
func (s *Server) allowOrigin(c *gin.Context) bool {
	origin := anySite
	if !slices.Contains(s.origins, anySite) {
		if vary := c.Writer.Header(); len(s.origins) > 0 && !slices.Contains(vary.Values("Vary"), "Origin") {
			vary.Add("Vary", "Origin")
		}
		if origin = c.GetHeader("Origin"); !slices.Contains(s.origins, origin) {
			return false
		}
	}
	c.Header("Access-Control-Allow-Origin", origin)
	c.Header("Access-Control-Expose-Headers", "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Server-Timing")
	return true
}
