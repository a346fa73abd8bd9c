package pages

import (
	"net/http"

	"github.com/gin-gonic/gin"

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
