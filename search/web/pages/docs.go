package pages

import (
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/search"
	"rostrum/search/web/apidocs"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
)

// docsBody is the page; Statement is the id of one there is, for examples, and
// Base what our addresses begin with.
type docsBody struct {
	apidocs.Docs
	Description string // address of the JSON
	Statement   string
	Base        string
}

// Link is an example's address, "" where there is nothing it could show.
func (b docsBody) Link(o apidocs.Operation) string {
	example := o.Example
	for name, value := range map[string]string{"{id}": b.Statement, "{base}": b.Base} {
		if strings.Contains(example, name) && value == "" {
			return ""
		}
		example = strings.ReplaceAll(example, name, value)
	}
	return example
}

// Docs shows people how programs ask.
func (s *Pages) Docs(c *gin.Context, ix *limit.Index) error {
	body := docsBody{Docs: s.docs, Description: request.OpenAPIPath, Base: s.Base(c.Request)}
	// Before there is an index the page can be read all the same, without links to statements.
	if newest, err := ix.Search(c.Request.Context(), search.Request{Size: 1, Sort: search.SortNewest}); err == nil && len(newest.Hits) > 0 {
		body.Statement = strings.TrimPrefix(request.StatementPath(newest.Hits[0].Statement.ID), "/s/")
	}
	return s.plain(c, "docs", body)
}
