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

func (s *Server) apiSimilar(c *gin.Context, ix *limit.Index) error {
	values, err := request.Parameters(c.Request.URL.RawQuery)
	d := s.Parser.Decoder(values)
	var size int
	if err == nil {
		d.Only("size", "hl")
		if size = d.Whole("size", search.DefaultSimilarSize, search.MaxSize); len(d.Bad) > 0 {
			err = d.Bad
		}
	}
	if err != nil {
		return err
	}
	statement, err := s.LookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	result, err := ix.Similar(c.Request.Context(), statement.ID, size)
	if err != nil {
		return err
	}
	respond.Timing(c, result.Took)
	c.Header("Vary", "Accept-Encoding")
	if respond.Unchanged(c, s.Build(), result.Index.Generation, string(statement.ID)+" "+values.Encode(), "public, max-age=60") {
		return nil
	}
	st := request.State{Lang: values.Get("hl")}
	a := api.Similar{
		ID: statement.ID, Words: result.Words, MinWords: search.MinRepeat, Total: result.Total,
		TookMS: respond.Milliseconds(result.Took), Index: result.Index, Matches: []api.SimilarMatch{},
		Links: map[string]string{"statement": st.Address(request.StatementPath(statement.ID)), "page": st.Address(request.SimilarPath(statement.ID))},
	}
	for _, m := range result.Matches {
		out := api.SimilarMatch{Hit: s.answerHit(st, ui.Negotiate(st.Lang, ""), m.Hit), Words: m.Words, Share: m.Share, Shared: []api.SharedPassage{}, Runs: m.Runs}
		for _, p := range m.Shared {
			shared := api.SharedPassage{Words: p.Words, Others: p.Others, Here: []api.Passage{}, There: []api.Passage{}}
			for _, here := range p.Here {
				shared.Here = append(shared.Here, newAnswerPassage(s.Parser.Marking(st, here), statement.ID, here))
			}
			for _, there := range p.There {
				shared.There = append(shared.There, newAnswerPassage(s.Parser.Marking(st, there), m.Statement.ID, there))
			}
			out.Shared = append(out.Shared, shared)
		}
		a.Matches = append(a.Matches, out)
	}
	return respond.JSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}
