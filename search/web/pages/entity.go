package pages

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/site"
)

// entityBody is the page of one session, topic or organization: what was said
// there, about it, or by it.
type entityBody struct {
	Field   corpus.Field
	Name    string
	ID      string
	Total   int
	All     string             // address of all its statements
	Parts   []site.SessionPart // of a session
	Facets  []facetView
	Exports []Link
	Hits    []HitView
}

// Entity serves the pages of one field.
func (s *Pages) Entity(f corpus.Field) respond.Handler {
	return func(c *gin.Context, ix *limit.Index) error {
		l := s.Locale(c.Request)
		given := c.Param("id")
		if given == "" || len(given) > s.Parser.MaxBytes || strings.ToValidUTF8(given, "") != given {
			return corpus.ErrNotFound
		}
		id := request.Resolve(s.Names, f, given)
		st := request.State{Values: map[corpus.Field][]string{f: {id}}, Page: 1, Size: request.DefaultSize, Lang: request.Lang(c.Request)}
		if id != given { // one page has one address
			c.Redirect(http.StatusMovedPermanently, request.EntityAddress(st, f, id))
			return nil
		}
		r, err := st.Request()
		if err != nil {
			return err
		}
		r.Facets = search.FacetFields
		if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), string(l.Lang)+" "+st.Query(), "private, no-cache"); unchanged || err != nil {
			return err
		}
		results, err := ix.Search(c.Request.Context(), r)
		if err != nil {
			return err
		}
		_, known := s.Names.Resolve(f, id)
		if results.Total == 0 && !known {
			return corpus.ErrNotFound
		}
		body := entityBody{Field: f, ID: id, Name: s.PageLabel(f, id, l.Lang), Total: results.Total, All: st.Address("/search"), Exports: exportLinks(st)}
		if f == corpus.FieldSession && s.Sessions != nil {
			body.Parts = s.Sessions(corpus.SessionID(id))
		}
		from := st.ComingFrom(request.EntityAddress(st, f, id))
		for i, h := range results.Hits {
			body.Hits = append(body.Hits, s.HitView(l, from, i+1, h))
		}
		for _, other := range search.FacetFields {
			if view := s.facetView(l, st, other, results.Facets[other]); other != f && view.useful(results.Total) {
				body.Facets = append(body.Facets, view)
			}
		}
		p := s.Frame(c, body.Name, request.State{}, body)
		p.Index = true
		p.Feed = request.FeedAddress(export.Atom, st)
		p.Box.Hidden = append(p.Box.Hidden, hidden{string(f), id})
		return s.Show(c, http.StatusOK, "entity", p)
	}
}
