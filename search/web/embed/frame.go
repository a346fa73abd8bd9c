package embed

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/pages"
	"rostrum/search/web/request"
)

// Number of statements in a frame: default and maximum.
const (
	frameSize    = 5
	maxFrameSize = 20
)

// frameBody is the page for a frame on another site: a form and its results.
type frameBody struct {
	Asked  bool
	Total  int
	Hits   []pages.HitView
	Limit  int // if it was asked for
	All    string
	Others string // address of the statements in other languages; "" if there are none
	Errors []pages.ErrorView
	Notes  []pages.NoteView
}

// ancestors returns the frame-ancestors directive that allows the given sites.
func ancestors(origins []string) (string, error) {
	for _, origin := range origins {
		u, err := url.Parse(origin)
		if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.Scheme+"://"+u.Host != origin || strings.ContainsAny(u.Host, " ;,'\"@") {
			return "", fmt.Errorf("origin %q of sites that may embed: write it as https://www.example.org, without a path", origin)
		}
	}
	return strings.Join(append([]string{"frame-ancestors", "'self'"}, origins...), " "), nil
}

// allowFraming allows the configured sites to frame a page.
func (s *Embed) allowFraming(c *gin.Context) {
	c.Header("Content-Security-Policy", strings.Replace(c.Writer.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'", s.ancestors, 1))
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
}

// SearchFrame serves the search page that allowed sites may frame. Its links open outside the frame.
func (s *Embed) SearchFrame(c *gin.Context, ix *limit.Index) error {
	s.allowFraming(c)
	l := s.Locale(c.Request)
	st, err := s.Parser.State(c.Request.URL.RawQuery, false)
	st.Page, st.Size, st.Lang = 1, frameSize, request.Lang(c.Request)
	body := frameBody{Asked: st.Q != ""}
	if n, badNumber := strconv.Atoi(c.Query("limit")); badNumber == nil && n >= 1 && n <= maxFrameSize {
		st.Size, body.Limit = n, n
	}
	var results *search.Results
	if body.Asked {
		if err := s.allow(c); err != nil {
			return err
		}
	}
	if err == nil && body.Asked {
		var r search.Request
		if st, r, err = st.Read(); err == nil {
			r.Language, r.Passages = l.Lang, 1
			var meant *search.LikelyMeant
			if meant, err = ix.SearchMeant(c.Request.Context(), r, s.QueryNames(l.Lang)); err == nil {
				body.Notes, results = pages.Notes(l, st, meant), meant.Results
				body.Others, err = s.others(c, ix, st, meant)
			}
		}
	}
	status := http.StatusOK
	if list, ok := errors.AsType[request.ValidationErrors](err); ok {
		status, body.Asked = http.StatusBadRequest, false
		for _, f := range list {
			body.Errors = append(body.Errors, pages.ViewError(l, f, st.Q))
		}
	} else if err != nil {
		return err
	}
	if results != nil {
		body.Total = results.Total
		for i, h := range results.Hits {
			body.Hits = append(body.Hits, s.HitView(l, st, i+1, h))
		}
		st.Size = request.DefaultSize
		body.All = st.FirstPage().Address("/search")
	}
	return s.Show(c, status, "embed-frame", s.Frame(c, l.Text("box.label"), st, body))
}

// others returns the address of the statements in other languages, if there are any.
func (s *Embed) others(c *gin.Context, ix *limit.Index, st request.State, meant *search.LikelyMeant) (string, error) {
	r := meant.Request
	r.Size, r.Passages = 0, 0
	found, err := ix.Bridge(c.Request.Context(), s.Bridge, r, meant.Results, nil)
	if err != nil || found == nil || found.Total == 0 {
		return "", err
	}
	st.Size = request.DefaultSize
	return st.InOtherLanguages(true).Address("/search"), nil
}
