package browse

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/query"
	"rostrum/search/web/limit"
	"rostrum/search/web/pages"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// entityBody is the page of one session, topic or organization: what was said
// there, about it, or by it.
type entityBody struct {
	Field   corpus.Field
	Name    string
	ID      string
	Total   int
	All     string // address of all its statements
	Feed    string
	Trends  string
	Meets   []meeting          // of a session
	Debates []debate           // of a session, in their order
	Bars    []pages.SessionBar // statements by session; of all but a session
	With    []pages.FacetLine  // organizations that it spoke jointly with
	MoreOf  int                // such organizations that are not listed
	Missing []pages.Link       // sessions of the collection without it
	Sorts   []pages.SortLink
	Dates   pages.DatesView
	Facets  []pages.FacetView
	Exports []pages.Link
	Hits    []pages.HitView
}

// withShown is how many organizations are listed that one spoke jointly with.
const withShown = 20

// Entity serves the pages of one field.
func (s *Browser) Entity(f corpus.Field) respond.Handler {
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
		body := entityBody{
			Field: f, ID: id, Name: s.PageLabel(f, id, l.Lang), Total: results.Total, All: st.Address("/search"), Exports: pages.ExportLinks(st),
			Feed: request.FeedAddress(export.Atom, st), Sorts: pages.Sorts(st), Dates: pages.Dates(st),
		}
		if results.Total > 0 {
			body.Trends = request.TrendsOf(st)
		}
		if err := s.addOverview(c.Request.Context(), ix, l, st, results, &body); err != nil {
			return err
		}
		from := st.ComingFrom(request.EntityAddress(st, f, id))
		for i, h := range results.Hits {
			body.Hits = append(body.Hits, s.HitView(l, from, i+1, h))
		}
		for _, other := range search.FacetFields {
			if view := s.FacetView(l, st, other, results.Facets[other]); other != f && view.Useful(results.Total) {
				body.Facets = append(body.Facets, view)
			}
		}
		p := s.Frame(c, body.Name, request.State{}, body)
		p.Index = true
		p.Feed = body.Feed
		p.Box.Within = body.Name
		p.Box.Hidden = append(p.Box.Hidden, pages.Hidden{Name: string(f), Value: id})
		return s.Show(c, http.StatusOK, "entity", p)
	}
}

// addOverview fills in what is worth knowing before any statement is read: of a session its meetings and
// debates, of the others how much was said at each session, and of organizations whom they spoke with
// and where they are missing.
func (s *Browser) addOverview(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, results *search.Results, body *entityBody) error {
	if body.Field == corpus.FieldSession {
		id := corpus.SessionID(body.ID)
		body.Meets = s.meetings(l, id)
		var err error
		body.Debates, err = s.debates(ctx, ix, l, st, id, results.Facets[corpus.FieldTopic])
		return err
	}
	everything, err := ix.Search(ctx, search.Request{Facets: []corpus.Field{corpus.FieldSession}})
	if err != nil {
		return err
	}
	sessions := results.Facets[corpus.FieldSession]
	body.Bars = s.Ribbon(l, everything.Facets[corpus.FieldSession], sessions, 0, func(session string) string { return st.Toggle(corpus.FieldSession, session).Address("/search") })
	if body.Field != corpus.FieldOrganization || results.Total == 0 {
		return nil
	}
	for _, v := range pages.NewestFirst(corpus.FieldSession, everything.Facets[corpus.FieldSession].Values) {
		if !slices.ContainsFunc(sessions.Values, func(own search.FacetValue) bool { return own.ID == v.ID }) {
			body.Missing = append(body.Missing, pages.Link{
				Label: s.ShortSession(l, corpus.SessionID(v.ID)), URL: request.EntityAddress(st, corpus.FieldSession, v.ID),
			})
		}
	}
	return s.addJoint(ctx, ix, l, st, body)
}

// addJoint lists the organizations that one made statements with, and leads to those statements. A facet
// leaves out its own filter, so that the organization is asked for by the query here.
func (s *Browser) addJoint(ctx context.Context, ix *limit.Index, l *ui.Locale, st request.State, body *entityBody) error {
	own := query.Field{Name: string(corpus.FieldOrganization), Value: query.Phrase{Text: body.ID}}
	if again, err := request.Parse(own.String()); err != nil || again == nil {
		return nil // a name that cannot be asked for in a query
	}
	results, err := ix.Search(ctx, search.Request{Query: own, Facets: []corpus.Field{corpus.FieldOrganization}})
	if err != nil {
		return err
	}
	facet := results.Facets[corpus.FieldOrganization]
	facet.Values = slices.DeleteFunc(slices.Clone(facet.Values), func(v search.FacetValue) bool { return v.ID == body.ID })
	body.MoreOf = max(0, len(facet.Values)-withShown)
	body.With = s.Lines(l, st, corpus.FieldOrganization, facet, withShown)
	for i := range body.With {
		both := request.State{Q: own.String(), Lang: st.Lang}.Toggle(corpus.FieldOrganization, body.With[i].ID)
		body.With[i].URL = both.Address("/search")
	}
	return nil
}
