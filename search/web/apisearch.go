package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/export"
	"rostrum/search/web/limit"
	"rostrum/search/web/pages"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// The values of a facet in an answer; `other` says how many are left.
const apiFacetSize = 100

func (s *Server) apiSearch(c *gin.Context, ix *limit.Index) error {
	st, err := s.Parser.State(c.Request.URL.RawQuery, true)
	if err != nil {
		return err
	}
	r, err := st.Request()
	if err != nil {
		return err
	}
	r.Facets, r.FacetSize, r.Passages, r.Related = search.FacetFields, apiFacetSize, 3, pages.RelatedShown
	results, err := ix.Search(c.Request.Context(), r)
	if err != nil {
		return err
	}
	respond.Timing(c, results.Took)
	c.Header("Vary", "Accept-Encoding")
	if respond.Unchanged(c, s.Build(), results.Index.Generation, st.Query(), "public, max-age=60") {
		return nil
	}
	a := s.answer(st, r, results)
	if meant, err := s.pages.DidYouMean(c.Request.Context(), ix, st, r, results); err != nil {
		return err
	} else if meant != nil {
		a.Suggestion = &api.Suggestion{Q: meant.Q, Total: meant.Total, URL: meant.State.Address(request.APISearchPath)}
	}
	return respond.JSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}

func (s *Server) answer(st request.State, r search.Request, results *search.Results) api.Results {
	lang := ui.Negotiate(st.Lang, "")
	a := api.Results{
		Query: api.Query{
			Q: st.Q, Filters: st.Values, From: st.From, To: st.To, Since: st.Since, Sort: r.Sort, Exact: st.Exact, Relaxed: results.Relaxed,
		},
		Total:  api.Total{Value: results.Total, Relation: "eq"},
		TookMS: respond.Milliseconds(results.Took),
		Index:  results.Index,
		Hits:   make([]api.Hit, 0, len(results.Hits)),
		Facets: map[corpus.Field]api.Facet{}, Related: s.pages.Related(results, lang, st.Lang, request.APISearchPath),
		Links: map[string]string{
			"self": st.Address(request.APISearchPath), "feed": request.FeedAddress(export.Atom, st.First().Fed()), "csv": st.First().Address("/search.csv"),
		},
	}
	if r.Query != nil {
		a.Query.Normalized = r.Query.String()
	}
	for _, h := range results.Hits {
		a.Hits = append(a.Hits, s.answerHit(st, lang, h))
	}
	for f, facet := range results.Facets {
		out := api.Facet{Values: make([]api.FacetValue, 0, len(facet.Values)), Other: facet.Other, Missing: facet.Missing}
		for _, v := range facet.Values {
			out.Values = append(out.Values, s.answerValue(st, f, v, lang))
		}
		a.Facets[f] = out
	}
	switch shown := (st.Page-1)*st.Size + len(results.Hits); {
	case st.Cursor != "" || shown+st.Size > search.MaxWindow:
		if results.Next != "" {
			next := st.Turn(1)
			next.Cursor = results.Next
			a.Links["next"] = next.Address(request.APISearchPath)
		}
	default:
		if shown < results.Total && len(results.Hits) > 0 {
			a.Links["next"] = st.Turn(st.Page + 1).Address(request.APISearchPath)
		}
		if st.Page > 1 {
			a.Links["prev"] = st.Turn(st.Page - 1).Address(request.APISearchPath)
		}
	}
	return a
}

func (s *Server) answerValue(st request.State, f corpus.Field, v search.FacetValue, lang corpus.Language) api.FacetValue {
	return api.FacetValue{
		ID: v.ID, Label: s.Label(f, v.ID, lang), Count: v.Count, Selected: v.Selected, URL: st.Toggle(f, v.ID).Address(request.APISearchPath),
	}
}

func (s *Server) answerHit(st request.State, lang corpus.Language, h search.Hit) api.Hit {
	d := h.Statement
	out := api.Hit{
		ID: d.ID, Work: d.Work, URL: request.StatementPath(d.ID), Title: d.Title, TitleRanges: pairs(h.TitleRanges),
		Organizations: []api.Named{}, Topics: []api.Named{}, Deliverer: d.Deliverer, Part: d.Part, Type: d.Type, Symbol: d.Symbol,
		Language: d.Language, Dir: d.Language.Dir(), Date: d.Date.String(), AddedAt: respond.Moment(d.Added), Also: []api.Translation{},
		Score: h.Score, File: d.Origin.File, SourceURL: d.Origin.URL, MediaType: d.Origin.MediaType, Pages: h.PageCount,
		Passages: []api.Passage{}, PassagesTotal: h.PassagesTotal, Explanation: h.Explanation,
	}
	for _, id := range d.Authors {
		out.Organizations = append(out.Organizations, s.named(corpus.FieldOrganization, string(id), lang))
	}
	if d.Session != "" {
		session := s.named(corpus.FieldSession, string(d.Session), lang)
		out.Session = &session
	}
	for _, id := range d.Topics {
		out.Topics = append(out.Topics, s.named(corpus.FieldTopic, string(id), lang))
	}
	for _, id := range d.Situations {
		out.Situations = append(out.Situations, s.named(corpus.FieldSituation, string(id), lang))
	}
	for _, t := range h.Translations {
		out.Also = append(out.Also, api.Translation{Language: t.Language, ID: t.ID})
	}
	for _, p := range h.Passages {
		out.OCR = out.OCR || p.OCR
		out.Passages = append(out.Passages, newAnswerPassage(st, d.ID, p))
	}
	return out
}

func newAnswerPassage(st request.State, id corpus.ID, p search.Passage) api.Passage {
	return api.Passage{
		Page: p.Page, Text: p.Text, Ranges: pairs(p.Ranges), HTML: string(pages.Marked(p.Text, p.Ranges)),
		URL: request.PassageAddress(st, id, p.Page, p.Number), OCR: p.OCR, Confidence: p.Confidence,
	}
}

func (s *Server) named(f corpus.Field, id string, lang corpus.Language) api.Named {
	return api.Named{ID: id, Label: s.Label(f, id, lang)}
}

func pairs(ranges []search.Range) [][2]int {
	out := make([][2]int, len(ranges))
	for i, r := range ranges {
		out[i] = [2]int{r.Start, r.End}
	}
	return out
}

// selfLink is the address that was asked for, in one order and escaped anew.
func selfLink(c *gin.Context) string {
	return (&url.URL{Path: c.Request.URL.Path, RawQuery: c.Request.URL.Query().Encode()}).String()
}
