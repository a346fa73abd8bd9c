package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
)

// browseBody lists every session, topic or organization of which something is held.
type browseBody struct {
	Field corpus.Field
	Lines []browseLine
}

type browseLine struct {
	facetLine
	Parts []SessionPart // of a session
}

// browsePath is where all values of a field are listed.
func browsePath(f corpus.Field) string { return strings.TrimSuffix(aspectPaths[f], "/") }

// browse serves the lists: sessions newest first, the others by name.
func (s *Server) browse(f corpus.Field) handler {
	return func(c *gin.Context, ix *Index) error {
		l := s.locale(c.Request)
		results, err := ix.Search(c.Request.Context(), search.Request{Facets: []corpus.Field{f}})
		if err != nil {
			return err
		}
		if unchanged(c, s.build(), results.Index.Generation, string(l.Lang)+" "+c.Request.URL.RawQuery, "private, no-cache") {
			return nil
		}
		st := state{Lang: asked(c.Request.URL.Query())}
		facet := results.Facets[f]
		facet.Values = inTime(f, facet.Values)
		lines := s.lines(l, st, f, facet, len(facet.Values))
		if !timed(f) {
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
		p := s.frame(c, l.Text("browse."+string(f)), state{}, body)
		p.Index = true
		return s.show(c, http.StatusOK, "browse", p)
	}
}
