package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

func (s *Server) apiQuote(c *gin.Context, ix *limit.Index) error {
	r, values, err := s.Parser.Quote(c.Request.URL.RawQuery, true)
	if err != nil {
		return err
	}
	result, err := ix.Quote(c.Request.Context(), r)
	if err != nil {
		return err
	}
	respond.Timing(c, result.Took)
	c.Header("Vary", "Accept-Encoding")
	if respond.Unchanged(c, s.Build(), result.Index.Generation, values.Encode(), "public, max-age=60") {
		return nil
	}
	marking := request.State{Lang: values.Get("hl")}
	if result.Verdict == search.Verbatim {
		marking.Q = s.Parser.MarkedBy(r)
	}
	a := s.quoteAnswer(result, marking)
	a.Links["self"] = request.APIQuotePath + "?" + values.Encode()
	return respond.JSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}

// quoteAnswer is the result in JSON; its links carry the question to mark by.
func (s *Server) quoteAnswer(result *search.QuoteResult, marking request.State) api.Quote {
	lang := ui.Negotiate(marking.Lang, "")
	a := api.Quote{
		Verdict: result.Verdict, Words: result.Words, Total: result.Total, TookMS: respond.Milliseconds(result.Took),
		Index: result.Index, Matches: []api.QuoteMatch{}, Links: map[string]string{},
	}
	for _, m := range result.Matches {
		out := api.QuoteMatch{Hit: s.answerHit(marking, lang, m.Hit), Verdict: m.Verdict, Note: m.Note(), Differs: m.Differs, Begins: m.Begins}
		for _, d := range m.Differences {
			out.Differences = append(out.Differences, api.Difference(d))
		}
		a.Matches = append(a.Matches, out)
	}
	if len(result.Matches) > 0 {
		a.Note = result.Matches[0].Note()
	}
	if p := result.Partial; p != nil {
		a.Partial = &api.QuotePartial{Hit: s.answerHit(marking, lang, p.Hit), Words: p.Words, Quoted: p.Quoted}
	}
	return a
}
