package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"rostrum/search/web/request"
)

// page answers GET and HEAD, and POST for people who keep their words out of
// addresses.
func (s *Server) page(g *gin.RouterGroup, path string, h gin.HandlerFunc) {
	get(g, path, h)
	g.POST(path, func(c *gin.Context) {
		if err := s.pages.Private(c); err != nil {
			s.fail(c, err)
			return
		}
		h(c)
	})
}

// hasWords tells whether a request says what somebody looks for.
func hasWords(r *http.Request) bool {
	if r.Method == http.MethodPost {
		return true
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return true
	}
	for _, name := range request.WordParameters {
		if values.Has(name) {
			return true
		}
	}
	return false
}

// unstored keeps an answer from being stored anywhere, whatever its handler says:
// the words of a search are in its address, and in the answer.
type unstored struct{ http.ResponseWriter }

func (w unstored) WriteHeader(status int) {
	w.Header().Set("Cache-Control", "no-store")
	w.ResponseWriter.WriteHeader(status)
}

// Flush sends what was written so far. Gin expects it of what it writes to.
func (w unstored) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// Unwrap is for http.ResponseController.
func (w unstored) Unwrap() http.ResponseWriter { return w.ResponseWriter }
