package pages

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// problemBody says what went wrong and what may help.
type problemBody struct {
	Status  int
	Message string
	Errors  []ErrorView
}

// ErrorView shows a validation error with its place in the query.
type ErrorView struct {
	Parameter         string
	Message           string
	Before, At, After string // the question around the place; "" without one
}

// Problem sends the page that says what went wrong: message is an id in the
// message files.
func (s *Pages) Problem(c *gin.Context, status int, message string, err error) {
	s.VaryByLanguage(c) // errors before or beside the pages' own routes
	l := s.Locale(c.Request)
	body := problemBody{Status: status, Message: l.Text(message)}
	q := c.Query("q")
	if list, ok := errors.AsType[request.ValidationErrors](err); ok {
		for _, f := range list {
			if several := c.QueryArray("q"); f.Index < len(several) {
				q = several[f.Index]
			}
			body.Errors = append(body.Errors, ViewError(l, f, q))
		}
	}
	if len(q) > s.Parser.MaxBytes {
		q = ""
	}
	if err := s.Show(c, status, "problem", s.Frame(c, body.Message, request.State{Q: strings.ToValidUTF8(q, "")}, body)); err != nil {
		respond.LogFailure(c, err)
		c.String(http.StatusInternalServerError, "The page could not be made.\n")
	}
	c.Abort()
}

// ViewError shows an error in the query q.
func ViewError(l *ui.Locale, f request.ValidationError, q string) ErrorView {
	v := ErrorView{Message: f.Text(l)}
	if f.Parameter != "q" {
		v.Parameter = f.Parameter
	}
	runes := []rune(strings.TrimSpace(q))
	if f.Parameter == "q" && f.Position >= 0 && f.Position <= len(runes) {
		end := min(f.Position+max(f.Length, 1), len(runes))
		v.Before, v.At, v.After = string(runes[:f.Position]), string(runes[f.Position:end]), string(runes[end:])
		if v.At == "" {
			v.At = "\u00a0" // the end of the question: something to be marked
		}
	}
	return v
}
