package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search/web/respond"
)

// healthz reports that the process runs, regardless of the index.
func (s *Server) healthz(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	c.JSON(http.StatusOK, gin.H{"status": "ok", "version": s.Version})
}

// readyz reports whether searches work: ready, degraded or not ready. It does not search, so that it
// responds while searches are queued.
func (s *Server) readyz(c *gin.Context) {
	ctx := c.Request.Context()
	c.Header("Cache-Control", "no-store")
	var condition Condition
	if s.config.Condition != nil {
		condition = s.config.Condition(ctx)
	}
	ix := s.index(c)
	defer ix.Release()
	index, err := ix.State()
	if err != nil {
		reason := kindOf(err).title
		if errors.Is(err, corpus.ErrNoIndex) && condition.Unready != "" {
			reason = condition.Unready
		}
		c.Header("Retry-After", "5")
		c.JSON(http.StatusServiceUnavailable, gin.H{"status": "not ready", "reason": reason})
		return
	}
	state := gin.H{"status": "ready", "generation": index.Generation, "documents": index.Documents}
	if len(condition.Degraded) > 0 {
		state["status"], state["reason"], state["reasons"] = "degraded", strings.Join(condition.Degraded, "; "), condition.Degraded
	}
	c.JSON(http.StatusOK, state)
}

// robots allows crawling statements and simple searches, but not the combinations of filters.
func (s *Server) robots(c *gin.Context) {
	c.Header("Cache-Control", "public, max-age=86400")
	rules := "User-agent: *\nDisallow: /search?*&\nDisallow: /search.\nDisallow: /s/*/p/\nDisallow: /api/\n"
	if base := s.Base(c.Request); base != "" {
		rules += "Sitemap: " + base + "/sitemap.xml\n"
	}
	c.String(http.StatusOK, rules)
}

// asset serves a file whose name contains its hash, cacheable forever.
func (s *Server) asset(c *gin.Context) {
	a, ok := s.UI.Assets.Open(c.Param("name"))
	if !ok {
		s.notFound(c)
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Header("Vary", "Accept-Encoding")
	respond.Send(c, http.StatusOK, a.MediaType, a.Content)
}
