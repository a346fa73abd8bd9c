// Package browse serves the pages by which people find their way without a query: the lists of sessions,
// topics and organizations, and a page for each of them.
package browse

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/pages"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
)

// Browser serves lists and pages of sessions, topics and organizations in the frame of Pages. Its
// handlers are safe for concurrent use.
type Browser struct{ *pages.Pages }

// New makes the Browser of a site.
func New(p *pages.Pages) *Browser { return &Browser{p} }

// listBody lists every session, topic or organization of which something is held.
type listBody struct {
	Field corpus.Field
	Lines []listLine
}

type listLine struct {
	pages.FacetLine
	Parts []meeting // of a session
}

// Path is where all values of a field are listed.
func Path(f corpus.Field) string { return strings.TrimSuffix(request.EntityPaths[f], "/") }

// List serves the lists: sessions newest first, the others by name.
func (s *Browser) List(f corpus.Field) respond.Handler {
	return func(c *gin.Context, ix *limit.Index) error {
		l := s.Locale(c.Request)
		if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), string(l.Lang)+" "+c.Request.URL.RawQuery, "private, no-cache"); unchanged || err != nil {
			return err
		}
		results, err := ix.Search(c.Request.Context(), search.Request{Facets: []corpus.Field{f}})
		if err != nil {
			return err
		}
		st := request.State{Lang: request.Lang(c.Request)}
		facet := results.Facets[f]
		facet.Values = pages.NewestFirst(f, facet.Values)
		lines := s.Lines(l, st, f, facet, len(facet.Values))
		if !pages.Chronological(f) {
			slices.SortFunc(lines, func(a, b pages.FacetLine) int { return l.Compare(a.Label, b.Label) })
		}
		body := listBody{Field: f}
		for _, line := range lines {
			entry := listLine{FacetLine: line}
			if f == corpus.FieldSession {
				entry.Parts = s.meetings(l, corpus.SessionID(line.ID))
			}
			body.Lines = append(body.Lines, entry)
		}
		p := s.Frame(c, l.Text("browse."+string(f)), request.State{}, body)
		p.Index = true
		return s.Show(c, http.StatusOK, "browse", p)
	}
}
