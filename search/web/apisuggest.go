package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// openSearchSuggest completes what is typed into a browser's own search field:
// the words typed, then in lists of equal length what they may become, what
// that is, and where it leads.
func (s *Server) openSearchSuggest(c *gin.Context, ix *limit.Index) error {
	values, limit, err := s.Parser.Suggest(c.Request.URL.RawQuery, "q", "hl")
	if err != nil {
		return err
	}
	l := s.UI.Locale(ui.Negotiate(values.Get("hl"), ""))
	found, err := ix.Suggest(c.Request.Context(), values.Get("q"), limit, s.Labels(l.Lang))
	if err != nil {
		return err
	}
	if respond.Unchanged(c, s.Build(), found.Index.Generation, values.Encode(), "public, max-age=60") {
		return nil
	}
	words, kinds, addresses := []string{}, []string{}, []string{}
	for _, item := range found.Items {
		a := s.answerSuggestion(request.State{Lang: values.Get("hl")}, item)
		completion := a.Label
		if item.Kind == search.SuggestPhrase {
			completion = a.Q
		}
		words = append(words, completion)
		kinds = append(kinds, l.Text("suggest."+string(item.Kind)))
		addresses = append(addresses, s.Base(c.Request)+a.URL)
	}
	return respond.JSON(c, http.StatusOK, "application/x-suggestions+json; charset=utf-8", []any{values.Get("q"), words, kinds, addresses})
}

func (s *Server) apiSuggest(c *gin.Context, ix *limit.Index) error {
	values, limit, err := s.Parser.Suggest(c.Request.URL.RawQuery, "q", "hl", "limit")
	if err != nil {
		return err
	}
	lang := ui.Negotiate(values.Get("hl"), "")
	found, err := ix.Suggest(c.Request.Context(), values.Get("q"), limit, s.Labels(lang))
	if err != nil {
		return err
	}
	respond.Timing(c, found.Took)
	c.Header("Vary", "Accept-Encoding")
	if respond.Unchanged(c, s.Build(), found.Index.Generation, values.Encode(), "public, max-age=60") {
		return nil
	}
	a := api.Suggestions{Q: values.Get("q"), Suggestions: []api.Completion{}, Groups: []api.Group{}}
	l := s.UI.Locale(lang)
	a.Summary = l.Count("suggest.count", len(found.Items))
	for _, item := range found.Items {
		a.Suggestions = append(a.Suggestions, s.answerSuggestion(request.State{Lang: values.Get("hl")}, item))
		if n := len(a.Groups); n == 0 || a.Groups[n-1].Kind != item.Kind {
			a.Groups = append(a.Groups, api.Group{Kind: item.Kind, Label: l.Text("suggest." + string(item.Kind))})
		}
	}
	return respond.JSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}

func (s *Server) answerSuggestion(st request.State, item search.Suggestion) api.Completion {
	out := api.Completion{
		Kind: item.Kind, ID: item.ID, Label: item.Text, Ranges: pairs(item.Ranges), Name: item.Name, Count: item.Count,
	}
	switch item.Kind {
	case search.SuggestPhrase:
		out.Q = request.Quoted(item.Text)
		out.URL = request.State{Q: out.Q, Lang: st.Lang}.Address("/search")
	case search.SuggestTitle:
		out.URL = request.State{Q: "title:" + request.Quoted(item.Text), Lang: st.Lang}.Address("/search")
		if item.ID != "" {
			out.URL = request.State{Lang: st.Lang}.Address(request.StatementPath(corpus.ID(item.ID)))
		}
	case search.SuggestSituation:
		out.URL = request.State{Lang: st.Lang}.Toggle(corpus.FieldSituation, item.ID).Address("/search")
	default:
		out.URL = request.EntityAddress(st, corpus.Field(item.Kind), item.ID)
	}
	return out
}
