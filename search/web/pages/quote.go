package pages

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"rostrum/search"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// quoteBody is the page that checks a quotation: the form, and the answer if
// something was asked.
type quoteBody struct {
	Text      string
	MaxLength int // characters that can be checked at once
	Hidden    []Hidden
	Errors    []ErrorView
	Asked     bool
	Verdict   search.Verdict
	Total     int
	Words     int
	Matches   []quoteView
	Partial   *quoteView
}

// quoteView is a statement in which a passage, or part of it, stands.
type quoteView struct {
	HitView
	Verdict     search.Verdict
	Differs     string // in what it is not as quoted though every word is
	Differences []search.QuoteDifference
	Words       int    // of the part that stands there, where the whole does not
	Quoted      string // that part
}

// Quote answers people who want to know whether words were said so.
func (s *Pages) Quote(c *gin.Context, ix *limit.Index) error {
	l := s.Locale(c.Request)
	body := quoteBody{Text: c.Request.URL.Query().Get("text"), MaxLength: search.MaxQuote}
	r, values, err := s.Parser.Quote(c.Request.URL.RawQuery, false)
	if err == nil && r.Text == "" {
		return s.showQuote(c, http.StatusOK, body, values)
	}
	var result *search.QuoteResult
	if err == nil {
		if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), string(l.Lang)+" "+values.Encode(), "private, no-cache"); unchanged || err != nil {
			return err
		}
		result, err = ix.Quote(c.Request.Context(), r)
	}
	if list, ok := errors.AsType[request.ValidationErrors](err); ok {
		// The form stays, with what was typed in it, to be mended there.
		respond.DropValidator(c)
		for _, f := range list {
			f.English = "" // the page has words of its own
			body.Errors = append(body.Errors, ViewError(l, f, ""))
		}
		return s.showQuote(c, http.StatusBadRequest, body, values)
	}
	if err != nil {
		return err
	}
	respond.Timing(c, result.Took)
	st := request.State{Lang: request.Lang(c.Request)}
	body.Asked, body.Verdict, body.Total, body.Words = true, result.Verdict, result.Total, result.Words
	if result.Verdict == search.Verbatim {
		st.Q = s.Parser.MarkedBy(r)
	}
	st = st.ComingFrom(request.QuoteAddress(body.Text, st.Lang))
	for i, m := range result.Matches {
		v := quoteView{HitView: s.HitView(l, st, i+1, m.Hit), Verdict: m.Verdict, Differences: m.Differences}
		v.Differs = differs(l, m.Differs)
		body.Matches = append(body.Matches, v)
	}
	if p := result.Partial; p != nil {
		body.Partial = &quoteView{HitView: s.HitView(l, st, 1, p.Hit), Words: p.Words, Quoted: p.Quoted}
	}
	return s.showQuote(c, http.StatusOK, body, values)
}

func (s *Pages) showQuote(c *gin.Context, status int, body quoteBody, values url.Values) error {
	for _, f := range search.FacetFields {
		for _, value := range values[string(f)] {
			body.Hidden = append(body.Hidden, Hidden{string(f), value})
		}
	}
	for _, name := range []string{"from", "to", "lang"} {
		if value := values.Get(name); value != "" {
			body.Hidden = append(body.Hidden, Hidden{name, value})
		}
	}
	p := s.Frame(c, s.Locale(c.Request).Text("quote.title"), request.State{}, body)
	p.Index = !body.Asked && len(body.Errors) == 0
	return s.Show(c, status, "quote", p)
}

// differs names in what a quotation differs though its words are right.
func differs(l *ui.Locale, in []string) string {
	names := make([]string, len(in))
	for i, name := range in {
		names[i] = l.Text("quote.differs-" + name)
	}
	return list(l, names)
}
