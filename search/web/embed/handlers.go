package embed

import (
	"github.com/gin-gonic/gin"

	"rostrum/search/web/pages"
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
