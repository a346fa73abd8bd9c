package web

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/ui"
)

// The types of this file are the JSON of /api/v1/suggest.

type suggestAnswer struct {
	Q           string             `json:"q"`
	Suggestions []answerSuggestion `json:"suggestions"`
	Groups      []suggestGroup     `json:"groups"`  // the kinds among the suggestions, in their order
	Summary     string             `json:"summary"` // how many there are, in words, for those who hear the page
}

type suggestGroup struct {
	Kind  search.SuggestionKind `json:"kind"`
	Label string                `json:"label"`
}

type answerSuggestion struct {
	Kind   search.SuggestionKind `json:"kind"`
	ID     string                `json:"id,omitempty"`
	Label  string                `json:"label"`
	Ranges [][2]int              `json:"ranges"`
	Name   string                `json:"name,omitempty"` // the name that was typed, where the label is another
	Count  int                   `json:"count"`
	Q      string                `json:"q,omitempty"` // the question that a phrase stands for
	URL    string                `json:"url"`
}

// How many suggestions an answer has.
const (
	defaultLimit = 10
	maxLimit     = 50
)

func (s *Server) apiSuggest(c *gin.Context, ix *Index) error {
	values, limit, err := s.parser.suggest(c.Request.URL.RawQuery, "q", "hl", "limit")
	if err != nil {
		return err
	}
	lang := ui.Negotiate(values.Get("hl"), "")
	found, err := ix.Suggest(c.Request.Context(), values.Get("q"), limit, s.labels(lang))
	if err != nil {
		return err
	}
	timing(c, found.Took)
	c.Header("Vary", "Accept-Encoding")
	if unchanged(c, s.build(), found.Index.Generation, values.Encode(), "public, max-age=60") {
		return nil
	}
	a := suggestAnswer{Q: values.Get("q"), Suggestions: []answerSuggestion{}, Groups: []suggestGroup{}}
	l := s.UI.Locale(lang)
	a.Summary = l.Count("suggest.count", len(found.Items))
	for _, item := range found.Items {
		a.Suggestions = append(a.Suggestions, s.answerSuggestion(state{Lang: values.Get("hl")}, item))
		if n := len(a.Groups); n == 0 || a.Groups[n-1].Kind != item.Kind {
			a.Groups = append(a.Groups, suggestGroup{item.Kind, l.Text("suggest." + string(item.Kind))})
		}
	}
	return writeJSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}

// suggest reads an address that asks for suggestions.
func (p parser) suggest(raw string, known ...string) (url.Values, int, error) {
	values, err := parameters(raw)
	if err != nil {
		return nil, 0, err
	}
	d := p.decoder(values)
	d.only(known...)
	d.words()
	limit := d.whole("limit", defaultLimit, maxLimit)
	if len(d.bad) > 0 {
		return nil, 0, d.bad
	}
	return values, limit, nil
}

func (s *Server) answerSuggestion(st state, item search.Suggestion) answerSuggestion {
	out := answerSuggestion{
		Kind: item.Kind, ID: item.ID, Label: item.Text, Ranges: pairs(item.Ranges), Name: item.Name, Count: item.Count,
	}
	switch item.Kind {
	case search.SuggestPhrase:
		out.Q = quoted(item.Text)
		out.URL = state{Q: out.Q, Lang: st.Lang}.address("/search")
	case search.SuggestTitle:
		out.URL = state{Q: "title:" + quoted(item.Text), Lang: st.Lang}.address("/search")
		if item.ID != "" {
			out.URL = state{Lang: st.Lang}.address(statementPath(corpus.ID(item.ID)))
		}
	case search.SuggestSituation:
		out.URL = state{Lang: st.Lang}.toggle(corpus.FieldSituation, item.ID).address("/search")
	default:
		out.URL = aspectAddress(st, corpus.Field(item.Kind), item.ID)
	}
	return out
}

// quoted is the question that looks for text as it stands.
func quoted(text string) string {
	return `"` + strings.Join(strings.FieldsFunc(text, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsControl(c) || strings.ContainsRune(`"“”„‟〝〞〟«»「」『』｢｣`, c)
	}), " ") + `"`
}
