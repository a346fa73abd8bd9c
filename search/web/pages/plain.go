package pages

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/search"
	"rostrum/search/web/apidocs"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
)

// example is a query to learn from, with the message that explains it.
type example struct {
	Query   string
	Message string
	URL     string
}

// examples show each part of the query language once.
var examples = []example{
	{Query: `victims participation`, Message: "help.words"},
	{Query: `"arrest warrants"`, Message: "help.phrase"},
	{Query: `(Sudan OR Mali) AND cooperation`, Message: "help.and-or"},
	{Query: `cooperation -budget`, Message: "help.not"},
	{Query: `universal*`, Message: "help.prefix"},
	{Query: `Nuremburg~`, Message: "help.fuzzy"},
	{Query: `"victims reparations"~5`, Message: "help.near"},
	{Query: `title:cooperation`, Message: "help.field"},
	{Query: `2019..2021`, Message: "help.dates"},
}

// Help explains how to search.
func (s *Pages) Help(c *gin.Context, _ *limit.Index) error {
	body := make([]example, len(examples))
	for i, e := range examples {
		e.URL = request.State{Q: e.Query, Lang: request.Lang(c.Request)}.Address("/search")
		body[i] = e
	}
	return s.plain(c, "help", body)
}

// About says what this is, and what it knows of people.
func (s *Pages) About(c *gin.Context, _ *limit.Index) error { return s.plain(c, "about", nil) }

// plain sends a page that is the same for everybody.
func (s *Pages) plain(c *gin.Context, name string, body any) error {
	p := s.Frame(c, s.Locale(c.Request).Text(name+".title"), request.State{}, body)
	p.Index = true
	c.Header("Cache-Control", "public, max-age=3600")
	return s.Show(c, http.StatusOK, name, p)
}

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
