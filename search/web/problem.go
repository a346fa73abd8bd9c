package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/web/embed"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// problemKind is how a kind of error is reported: its status, and messages for people and programs. Details
// are only logged.
type problemKind struct {
	status  int
	message string // key of the message
	title   string // title of the problem document
}

// kinds maps errors to statuses; the first match wins.
var kinds = []struct {
	err error
	problemKind
}{
	{limit.ErrBusy, problemKind{http.StatusServiceUnavailable, "problem.busy", "The request took too long"}},
	{corpus.ErrBusy, problemKind{http.StatusServiceUnavailable, "problem.busy", "The service is busy; try again in a moment"}},
	{limit.ErrTooManyOpen, problemKind{http.StatusTooManyRequests, "problem.too-many", "Too many requests at once from this client; try again in a moment"}},
	{embed.ErrFormat, problemKind{http.StatusNotImplemented, "", "Unknown format"}},
	{limit.ErrRateLimited, problemKind{http.StatusTooManyRequests, "problem.too-many", "Too many requests from this client; try again later"}},
	{corpus.ErrDamaged, problemKind{http.StatusServiceUnavailable, "problem.internal", "Stored data is damaged"}},
	{corpus.ErrNotFound, problemKind{http.StatusNotFound, "problem.not-found", "Not found"}},
	{corpus.ErrInvalid, problemKind{http.StatusBadRequest, "problem.invalid", "Invalid request"}},
	{search.ErrTooMuchWork, problemKind{http.StatusBadRequest, "problem.too-much-work", "The search reads too much"}},
	{corpus.ErrOverLimit, problemKind{http.StatusBadRequest, "problem.over-limit", "The search is too large"}},
	{corpus.ErrNoIndex, problemKind{http.StatusServiceUnavailable, "problem.no-index", "The index is not ready yet"}},
}

var unexpected = problemKind{http.StatusInternalServerError, "problem.internal", "Internal error"}

func kindOf(err error) problemKind {
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return k.problemKind
		}
	}
	return unexpected
}

// fail sends an error response: a problem document for programs, a page for people.
func (s *Server) fail(c *gin.Context, err error) {
	if c.Request.Context().Err() != nil && !errors.Is(err, limit.ErrBusy) {
		c.AbortWithStatus(499) // the client disconnected; nginx's status for it
		return
	}
	respond.DropValidator(c)
	k := kindOf(err)
	if k.status >= http.StatusInternalServerError && !errors.Is(err, corpus.ErrInvalid) {
		respond.LogFailure(c, err)
		c.Header("Cache-Control", "no-store")
	}
	switch {
	case errors.Is(err, limit.ErrTooManyOpen):
		c.Header("Retry-After", "1")
		c.Header("Cache-Control", "no-store")
	case k.status == http.StatusServiceUnavailable:
		c.Header("Retry-After", "5")
	}
	if forProgram(c) {
		s.failAPI(c, k, err)
		return
	}
	s.pages.Problem(c, k.status, k.message, err)
}

// forProgram reports whether the response should be a problem document.
func forProgram(c *gin.Context) bool {
	return c.GetBool(programKey) || strings.HasPrefix(c.Request.URL.Path, "/api/") // the latter for unknown routes
}

func (s *Server) failAPI(c *gin.Context, k problemKind, err error) {
	if c.Writer.Header().Get("Access-Control-Allow-Origin") == "" {
		s.allowOrigin(c) // where no route matched
	}
	p := api.Problem{Type: "about:blank", Title: k.title, Status: k.status}
	if list, ok := errors.AsType[request.ValidationErrors](err); ok {
		l := s.UI.Locale(ui.Negotiate(request.Lang(c.Request), ""))
		for _, f := range list {
			e := api.ProblemError{Location: "query." + f.Parameter, Message: f.Text(l)}
			if f.Index > 0 {
				e.Location += "[" + strconv.Itoa(f.Index) + "]"
			}
			if f.Position >= 0 {
				e.Position = &f.Position
			}
			p.Errors = append(p.Errors, e)
		}
		p.Detail = p.Errors[0].Message
	} else if k.status == http.StatusBadRequest {
		p.Detail = err.Error()
	}
	if err := respond.JSON(c, k.status, "application/problem+json", p); err != nil { // encoding it cannot fail
		respond.LogFailure(c, err)
	}
	c.Abort()
}

func (s *Server) notFound(c *gin.Context) { s.fail(c, corpus.ErrNotFound) }

func (s *Server) methodNotAllowed(c *gin.Context) {
	k := problemKind{http.StatusMethodNotAllowed, "problem.method", "Only GET and HEAD are allowed"}
	if forProgram(c) {
		s.failAPI(c, k, nil)
		return
	}
	s.pages.Problem(c, k.status, k.message, nil)
}
