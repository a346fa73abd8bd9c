package feeds

import (
	"encoding/xml"
	"net/http"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
)

// maxURLs is the maximum number of URLs in a sitemap (sitemaps.org). If there are more statements, the
// newest are listed.
const maxURLs = 50_000

// sitemapURL is a URL for search engines.
type sitemapURL struct {
	XMLName  xml.Name `xml:"url"`
	Location string   `xml:"loc"`
}

// Sitemap lists the pages for search engines: entry pages and all statements, newest first.
func (s *Feeds) Sitemap(c *gin.Context, ix *limit.Index) error {
	base := s.Base(c.Request)
	if base == "" {
		return corpus.ErrNotFound // sitemaps need absolute URLs
	}
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), base, "public, max-age=3600"); unchanged || err != nil {
		return err
	}
	// The first answer settles the status; see export.
	if _, err := ix.Search(c.Request.Context(), search.Request{}); err != nil {
		return err
	}
	c.Header("Content-Type", "application/xml; charset=utf-8")
	c.Status(http.StatusOK)
	if c.Request.Method == http.MethodHead {
		return nil
	}
	if err := s.writeSitemap(c, base, ix); err != nil {
		respond.Abort(c, err)
	}
	return nil
}

func (s *Feeds) writeSitemap(c *gin.Context, base string, ix *limit.Index) error {
	if _, err := c.Writer.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n"); err != nil {
		return err
	}
	out := xml.NewEncoder(c.Writer)
	left := maxURLs
	for _, path := range []string{"/", "/sessions", "/topics", "/organizations", "/quote", "/trends", "/help", "/about", "/docs", "/embed"} {
		if err := out.Encode(sitemapURL{Location: base + path}); err != nil {
			return err
		}
		left--
	}
	every := search.Request{Sort: search.SortNewest, Documents: true}
	for hit, err := range export.All(c.Request.Context(), ix, every) {
		if err == nil {
			err = out.Encode(sitemapURL{Location: base + request.StatementPath(hit.Statement.ID)})
		}
		if err != nil {
			return err
		}
		if left--; left == 0 {
			break
		}
	}
	_, err := c.Writer.WriteString("\n</urlset>\n")
	return err
}
