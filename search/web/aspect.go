package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
)

// aspectPaths are where sessions, topics and organizations have their pages.
var aspectPaths = map[corpus.Field]string{
	corpus.FieldSession:      "/sessions/",
	corpus.FieldTopic:        "/topics/",
	corpus.FieldOrganization: "/organizations/",
}

// aspectBody is the page of one session, topic or organization: what was said
// there, about it, or by it.
type aspectBody struct {
	Field  corpus.Field
	Name   string
	ID     string
	Total  int
	All    string        // address of all its statements
	Parts  []SessionPart // of a session
	Facets []facetView
	Take   []link
	Hits   []hitView
}

func aspectAddress(st state, f corpus.Field, id string) string {
	return state{Lang: st.Lang}.address(aspectPaths[f] + url.PathEscape(id))
}

// aspect serves the pages of one field.
func (s *Server) aspect(f corpus.Field) handler {
	return func(c *gin.Context, ix *Index) error {
		l := s.locale(c.Request)
		given := c.Param("id")
		if given == "" || len(given) > s.parser.maxBytes || strings.ToValidUTF8(given, "") != given {
			return corpus.ErrNotFound
		}
		id := resolve(s.Names, f, given)
		st := state{Values: map[corpus.Field][]string{f: {id}}, Page: 1, Size: defaultSize, Lang: asked(c.Request.URL.Query())}
		if id != given { // one page has one address
			c.Redirect(http.StatusMovedPermanently, aspectAddress(st, f, id))
			return nil
		}
		r, err := st.request()
		if err != nil {
			return err
		}
		r.Facets = search.FacetFields
		results, err := ix.Search(c.Request.Context(), r)
		if err != nil {
			return err
		}
		_, known := s.Names.Resolve(f, id)
		if results.Total == 0 && !known {
			return corpus.ErrNotFound
		}
		if unchanged(c, s.build(), results.Index.Generation, string(l.Lang)+" "+st.query(), "private, no-cache") {
			return nil
		}
		body := aspectBody{Field: f, ID: id, Name: s.pageLabel(f, id, l.Lang), Total: results.Total, All: st.address("/search"), Take: takeLinks(st)}
		if f == corpus.FieldSession && s.Sessions != nil {
			body.Parts = s.Sessions(corpus.SessionID(id))
		}
		for i, h := range results.Hits {
			body.Hits = append(body.Hits, s.hitView(l, st, i+1, h))
		}
		for _, other := range search.FacetFields {
			if view := s.facetView(l, st, other, results.Facets[other]); other != f && view.useful(results.Total) {
				body.Facets = append(body.Facets, view)
			}
		}
		p := s.frame(c, body.Name, state{}, body)
		p.Index = true
		p.Feed = feedAddress(export.Atom, st)
		p.Box.Hidden = append(p.Box.Hidden, hidden{string(f), id})
		return s.show(c, http.StatusOK, "aspect", p)
	}
}
