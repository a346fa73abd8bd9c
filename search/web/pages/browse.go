package pages

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/site"
)

// browseBody lists every session, topic or organization of which something is held.
type browseBody struct {
	Field corpus.Field
	Lines []browseLine
}

type browseLine struct {
	facetLine
	Parts []site.SessionPart // of a session
}

// BrowsePath is where all values of a field are listed.
func BrowsePath(f corpus.Field) string { return strings.TrimSuffix(request.EntityPaths[f], "/") }

// Browse serves the lists: sessions newest first, the others by name.
func (s *Pages) Browse(f corpus.Field) respond.Handler {
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
		facet.Values = NewestFirst(f, facet.Values)
		lines := s.lines(l, st, f, facet, len(facet.Values))
		if !Chronological(f) {
			slices.SortFunc(lines, func(a, b facetLine) int { return l.Compare(a.Label, b.Label) })
		}
		body := browseBody{Field: f}
		for _, line := range lines {
			entry := browseLine{facetLine: line}
			if f == corpus.FieldSession && s.Sessions != nil {
				entry.Parts = s.Sessions(corpus.SessionID(line.ID))
			}
			body.Lines = append(body.Lines, entry)
		}
		p := s.Frame(c, l.Text("browse."+string(f)), request.State{}, body)
		p.Index = true
		return s.Show(c, http.StatusOK, "browse", p)
	}
}
