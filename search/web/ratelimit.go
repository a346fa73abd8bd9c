package web

import (
	"fmt"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/search/web/limit"
)

// limit rejects requests over the rate limit, and reports the remaining quota:
// draft-ietf-httpapi-ratelimit-headers-10.
func (s *Server) limit(c *gin.Context) {
	if err := s.allow(c); err != nil {
		s.fail(c, err)
	}
}

// allow counts a request; it returns errTooMany over the limit.
func (s *Server) allow(c *gin.Context) error {
	if s.clients == nil {
		return nil
	}
	a := s.clients.Take(time.Now(), c.ClientIP())
	c.Header("RateLimit-Policy", fmt.Sprintf(`"client";q=%d;w=%d`, a.Quota, int(limit.Window.Seconds())))
	c.Header("RateLimit", fmt.Sprintf(`"client";r=%d;t=%d`, a.Left, limit.Seconds(a.Full)))
	if a.Wait > 0 {
		c.Header("Retry-After", strconv.Itoa(limit.Seconds(a.Wait)))
		c.Header("Cache-Control", "no-store")
		return limit.ErrRateLimited
	}
	return nil
}
