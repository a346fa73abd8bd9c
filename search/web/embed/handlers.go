package embed

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search/web/limit"
	"rostrum/search/web/pages"
	"rostrum/search/web/respond"
)

// Embed serves what is made for other sites. Its handlers are safe for
// concurrent use.
type Embed struct {
	*pages.Pages
	origins   []string
	ancestors string // the part of a policy that says which sites may frame a page
	allow     func(*gin.Context) error
}

// New makes what other sites are served; pages may be framed by those at the
// origins, such as https://www.example.org. Allow counts a search of a client,
// and is an error where it is one too many.
func New(p *pages.Pages, origins []string, allow func(*gin.Context) error) (*Embed, error) {
	policy, err := ancestors(origins)
	if err != nil {
		return nil, err
	}
	return &Embed{Pages: p, origins: origins, ancestors: policy, allow: allow}, nil
}

// Script serves <rostrum-search> to any site: at an address that is
// checked often for whatever the element becomes, and at one that may be kept
// for good because its content never changes.
func (s *Embed) Script(c *gin.Context, _ *limit.Index) error {
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	c.Header("Vary", "Accept-Encoding")
	element := Element()
	if name := c.Param("name"); name == Name {
		if respond.NotModified(c, s.Build(), "", element.Versioned, "public, max-age=3600") {
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
