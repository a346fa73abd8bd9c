package pages

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/query"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// besideView is a translation that is read beside a statement.
type besideView struct {
	ID    corpus.ID
	Lang  corpus.Language
	Title string
	URL   string // of the translation alone
	Alone string // of the statement without it
}

// rowView is a page of a statement beside the page of its translation that has
// the same number; either may be missing.
type rowView struct{ Left, Right *pageText }

// translationBeside finds the translation that an address asks to be set
// beside d; nil if it asks for none.
func (s *Pages) translationBeside(c *gin.Context, d corpus.Statement, also []search.Translation) (*corpus.Statement, error) {
	id := c.Query("beside")
	if id == "" {
		return nil, nil
	}
	if !slices.ContainsFunc(also, func(t search.Translation) bool { return string(t.ID) == id }) {
		return nil, request.Invalid("beside", "fault.beside")
	}
	other, err := s.LookUp(c.Request.Context(), id)
	if err != nil {
		return nil, err
	}
	return &other, nil
}

// setBeside lays a translation beside the statement in the body, its marks too.
func (s *Pages) setBeside(c *gin.Context, ix *limit.Index, l *ui.Locale, st request.State, expr query.Expr, d, other corpus.Statement, body *statementBody) error {
	ranges, err := ix.Mark(c.Request.Context(), expr, st.Exact, other)
	if err != nil {
		return err
	}
	carried := st.Carried()
	body.Beside = &besideView{
		ID: other.ID, Lang: other.Language, Title: other.Title,
		URL: carried.Address(request.StatementPath(other.ID)), Alone: carried.Address(request.StatementPath(d.ID)),
	}
	right := annotate(l, other, ranges, nil).Pages
	for i := range max(len(body.Pages), len(right)) {
		var row rowView
		if i < len(body.Pages) {
			row.Left = &body.Pages[i]
		}
		if i < len(right) {
			row.Right = &right[i]
		}
		body.Rows = append(body.Rows, row)
	}
	return nil
}

// besideAddress is the address of a statement with a translation beside it.
func besideAddress(st request.State, d, other corpus.ID) string {
	address := st.Address(request.StatementPath(d))
	if strings.Contains(address, "?") {
		return address + "&beside=" + string(other)
	}
	return address + "?beside=" + string(other)
}
