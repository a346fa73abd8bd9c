package pages

import (
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
	Faults  []FaultView
}

// FaultView shows a fault with its place in the question.
type FaultView struct {
	Parameter         string
	Message           string
	Before, At, After string // the question around the place; "" without one
}

// Problem sends the page that says what went wrong: message is an id in the
// message files.
func (s *Pages) Problem(c *gin.Context, status int, message string, err error) {
	s.Speak(c) // errors before or beside the pages' own routes
	l := s.Locale(c.Request)
	body := problemBody{Status: status, Message: l.Text(message)}
	q := c.Query("q")
	if list, ok := request.AsFaults(err); ok {
		for _, f := range list {
			if several := c.QueryArray("q"); f.Nth < len(several) {
				q = several[f.Nth]
			}
			body.Faults = append(body.Faults, ViewFault(l, f, q))
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

func ViewFault(l *ui.Locale, f request.Fault, q string) FaultView {
	v := FaultView{Message: f.Text(l)}
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
