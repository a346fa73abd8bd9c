package embed

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search/web/limit"
	"rostrum/search/web/respond"
)

// Script serves <rostrum-search> to any site: at an address that is
// checked often for whatever the element becomes, and at one that may be kept
// for good because its content never changes.
func (s *Embed) Script(c *gin.Context, _ *limit.Index) error {
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	c.Header("Vary", "Accept-Encoding")
	element := Element()
	if name := c.Param("name"); name == Name {
		if respond.Unchanged(c, s.Build(), "", element.Versioned, "public, max-age=3600") {
			return nil
		}
	} else {
		var ok bool
		if element, ok = Version(name); !ok {
			return corpus.ErrNotFound
		}
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
	}
	content := element.Content
	if respond.TakesGzip(c.GetHeader("Accept-Encoding")) {
		c.Header("Content-Encoding", "gzip")
		content = element.Gzip
	}
	c.Data(http.StatusOK, "text/javascript; charset=utf-8", content)
	return nil
}
