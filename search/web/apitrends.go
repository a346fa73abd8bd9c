package web

import (
	"bytes"
	"net/http"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/api"
	"rostrum/search/export"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

func (s *Server) apiTrends(c *gin.Context, ix *limit.Index) error {
	st, err := s.Parser.Trends(c.Request.URL.RawQuery, true)
	format := c.Query("format")
	if err == nil && format != "" && format != "json" && format != "csv" {
		err = request.Faults{{Parameter: "format", Position: -1, Message: "fault.choice", Pairs: []any{"Values", "json, csv"}}}
	}
	if err != nil {
		return err
	}
	rows := request.TrendRows
	if format == "csv" {
		rows = 0 // a table is to be kept: all of it
	}
	r, err := st.Request(rows)
	if err != nil {
		return err
	}
	t, err := ix.Trend(c.Request.Context(), r, s.Began)
	if err != nil {
		return err
	}
	respond.Timing(c, t.Took)
	c.Header("Vary", "Accept-Encoding")
	if respond.Unchanged(c, s.Build(), t.Index.Generation, format+" "+st.Query(), "public, max-age=60") {
		return nil
	}
	if format != "csv" {
		return respond.JSON(c, http.StatusOK, "application/json; charset=utf-8", s.trendAnswer(st, r, t))
	}
	var table bytes.Buffer
	options := export.Options{Names: s.Names, Language: ui.Negotiate(st.Lang, "")}
	if err := export.Trend(&table, r, t, st.Share, options); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="rostrum-trends.csv"`)
	respond.Send(c, http.StatusOK, export.CSV.MediaType(), table.Bytes())
	return nil
}

func (s *Server) trendAnswer(st request.TrendState, r search.TrendRequest, t *search.Trend) api.Trends {
	lang := ui.Negotiate(st.Lang, "")
	tallied := func(n search.Tally, by, split string, linked bool) api.Tally {
		out := api.Tally{Corpus: n.Of, Counts: make([]api.Count, len(n.Works))}
		for i, works := range n.Works {
			out.Counts[i] = api.Count{Count: works, Share: n.Share(i)}
			if linked {
				out.Counts[i].URL = st.Of(i, by, split).Address(request.APISearchPath)
			}
		}
		return out
	}
	valued := func(f corpus.Field, v search.TrendValue, by, split string) api.TrendValue {
		out := api.TrendValue{ID: v.ID, Tally: tallied(v.Tally, by, split, v.ID != "")}
		if v.ID != "" {
			out.Label = s.Label(f, v.ID, lang)
		}
		return out
	}
	a := api.Trends{
		Query: api.TrendQuery{
			Q: append([]string{}, st.Queries...), Normalized: []string{}, Relaxed: t.Relaxed, Exact: st.Exact, By: st.By, Split: st.Split,
			Filters: st.Values, From: st.From, To: st.To,
		},
		TookMS: respond.Milliseconds(t.Took), Index: t.Index, Total: tallied(t.Total, "", "", true),
		Columns: []api.TrendValue{}, Left: t.Left,
		Links: map[string]string{"self": st.Address(request.APITrendsPath), "csv": st.CSV(), "page": st.Address(request.TrendsPath)},
	}
	for _, q := range r.Queries {
		if q != nil {
			a.Query.Normalized = append(a.Query.Normalized, q.String())
		}
	}
	for _, col := range t.Columns {
		a.Columns = append(a.Columns, valued(st.By, col, col.ID, ""))
	}
	for _, row := range t.Rows {
		line := api.TrendRow{TrendValue: valued(st.Split, row.TrendValue, "", row.ID), Cells: []api.TrendCell{}}
		for _, col := range t.Columns {
			if n, ok := row.Cells[col.ID]; ok {
				line.Cells = append(line.Cells, api.TrendCell{Column: col.ID, Tally: tallied(n, col.ID, row.ID, col.ID != "" && row.ID != "")})
			}
		}
		a.Rows = append(a.Rows, line)
	}
	return a
}
