package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search/web/ui"
)

// kind is how a sort of error is shown: its status, and the message that
// people and programs get. What else the error says stays in the log.
type kind struct {
	status  int
	message string // id in the message files
	title   string // for programs
}

// kinds is the only table from errors to statuses; the first that fits wins.
var kinds = []struct {
	err error
	kind
}{
	{errBusy, kind{http.StatusServiceUnavailable, "problem.busy", "The request took too long"}},
	{corpus.ErrBusy, kind{http.StatusServiceUnavailable, "problem.busy", "The service is busy; try again in a moment"}},
	{errCrowded, kind{http.StatusTooManyRequests, "problem.too-many", "Too many requests at once from this client; try again in a moment"}},
	{errTooMany, kind{http.StatusTooManyRequests, "problem.too-many", "Too many requests from this client; try again later"}},
	{corpus.ErrNotFound, kind{http.StatusNotFound, "problem.not-found", "Not found"}},
	{corpus.ErrInvalid, kind{http.StatusBadRequest, "problem.invalid", "Invalid request"}},
	{corpus.ErrOverLimit, kind{http.StatusBadRequest, "problem.over-limit", "The search is too large"}},
	{corpus.ErrNoIndex, kind{http.StatusServiceUnavailable, "problem.no-index", "The index is not ready yet"}},
}

var unexpected = kind{http.StatusInternalServerError, "problem.internal", "Internal error"}

func kindOf(err error) kind {
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return k.kind
		}
	}
	return unexpected
}

// problem is an answer of RFC 9457.
type problem struct {
	Type   string         `json:"type"`
	Title  string         `json:"title"`
	Status int            `json:"status"`
	Detail string         `json:"detail,omitempty"`
	Errors []problemError `json:"errors,omitempty"`
}

type problemError struct {
	Location string `json:"location"`
	Position *int   `json:"position,omitempty"` // in code points
	Message  string `json:"message"`
}

// fail answers with an error: a problem document for programs, a page for people.
func (s *Server) fail(c *gin.Context, err error) {
	if c.Request.Context().Err() != nil && !errors.Is(err, errBusy) {
		c.AbortWithStatus(499) // the asker has left; nginx's number for it
		return
	}
	k := kindOf(err)
	if k.status >= http.StatusInternalServerError {
		s.logFailure(c, err)
		c.Header("Cache-Control", "no-store")
	}
	switch {
	case errors.Is(err, errCrowded):
		c.Header("Retry-After", "1")
		c.Header("Cache-Control", "no-store")
	case k.status == http.StatusServiceUnavailable:
		c.Header("Retry-After", "5")
	}
	if forProgram(c) {
		s.failAPI(c, k, err)
		return
	}
	s.failPage(c, k, err)
}

// forProgram tells whether it is a program that asks.
func forProgram(c *gin.Context) bool {
	return c.GetBool(programKey) || strings.HasPrefix(c.Request.URL.Path, "/api/") // the latter also where no route matched
}

// logFailure tells those who run the service the whole of what strangers are
// told in a sentence.
func (s *Server) logFailure(c *gin.Context, err error) {
	zerolog.Ctx(c.Request.Context()).Error().Err(err).Str("route", c.FullPath()).Msg("request failed")
}

func (s *Server) failAPI(c *gin.Context, k kind, err error) {
	open(c) // also where no route matched
	p := problem{Type: "about:blank", Title: k.title, Status: k.status}
	if list, ok := asFaults(err); ok {
		l := s.ui.Locale(ui.Negotiate(c.Query("hl"), ""))
		for _, f := range list {
			e := problemError{Location: "query." + f.Parameter, Message: f.text(l)}
			if f.nth > 0 {
				e.Location += "[" + strconv.Itoa(f.nth) + "]"
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
	writeJSON(c, k.status, "application/problem+json", p)
	c.Abort()
}

func (s *Server) notFound(c *gin.Context) { s.fail(c, corpus.ErrNotFound) }

func (s *Server) methodNotAllowed(c *gin.Context) {
	k := kind{http.StatusMethodNotAllowed, "problem.method", "Only GET and HEAD are allowed"}
	if forProgram(c) {
		s.failAPI(c, k, nil)
		return
	}
	s.failPage(c, k, nil)
}
