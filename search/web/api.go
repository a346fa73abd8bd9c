package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/answer"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

const jsonType = "application/json; charset=utf-8"

func (s *Server) apiSearch(c *gin.Context, ix *limit.Index) error {
	st, err := s.Parser.State(c.Request.URL.RawQuery, true)
	if err != nil {
		return err
	}
	r, err := st.Request()
	if err != nil {
		return err
	}
	r = answer.Complete(r)
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), st.Query(), "public, max-age=60"); unchanged || err != nil {
		return err
	}
	meant, err := s.answered(c.Request.Context(), ix, st, r)
	if err != nil {
		return err
	}
	respond.Timing(c, meant.Results.Took)
	out := answer.Results(s.Site, st, meant)
	if st.Bridge && s.Bridge != nil {
		found, err := ix.Bridge(c.Request.Context(), s.Bridge, meant.Request, meant.Results, st.Drop)
		if err != nil {
			return err
		}
		answer.Bridge(s.Site, st, meant.Request, found, &out)
	}
	return respond.JSON(c, http.StatusOK, jsonType, out)
}

// answered is what a request finds: as it stands, or as it was meant if it may be
// read leniently.
func (s *Server) answered(ctx context.Context, ix *limit.Index, st request.State, r search.Request) (*search.LikelyMeant, error) {
	called := s.QueryNames(ui.Negotiate(st.Lang, ""))
	if st.Lenient {
		return ix.SearchMeant(ctx, r, called)
	}
	results, err := ix.Search(ctx, r)
	if err != nil {
		return nil, err
	}
	correction, err := ix.DidYouMean(ctx, r, results, called)
	return &search.LikelyMeant{Request: r, Results: results, Correction: correction}, err
}

func (s *Server) apiStatement(c *gin.Context, _ *limit.Index) error {
	values, err := request.ReadOnly(c.Request.URL.RawQuery, "lang")
	if err != nil {
		return err
	}
	start := time.Now()
	d, err := s.LookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	also, err := s.Translations(c.Request.Context(), d)
	if err != nil {
		return err
	}
	respond.Timing(c, time.Since(start))
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	a := answer.Statement(s.Site, d, also, values.Get("lang"))
	version, err := json.Marshal(a) // a record has no generation: the answer is its own
	if err != nil {
		return fmt.Errorf("statement %s: %w", d.ID, err)
	}
	if respond.NotModified(c, s.Build(), string(version), "", "public, max-age=60") {
		return nil
	}
	return respond.JSON(c, http.StatusOK, jsonType, a)
}

func (s *Server) apiQuote(c *gin.Context, ix *limit.Index) error {
	r, values, err := s.Parser.Quote(c.Request.URL.RawQuery, true)
	if err != nil {
		return err
	}
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), values.Encode(), "public, max-age=60"); unchanged || err != nil {
		return err
	}
	result, err := ix.Quote(c.Request.Context(), r)
	if err != nil {
		return err
	}
	respond.Timing(c, result.Took)
	return respond.JSON(c, http.StatusOK, jsonType, answer.Quote(s.Site, r, values, result))
}

func (s *Server) apiSimilar(c *gin.Context, ix *limit.Index) error {
	size, values, err := s.Parser.Similar(c.Request.URL.RawQuery)
	if err != nil {
		return err
	}
	d, err := s.LookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), string(d.ID)+" "+values.Encode(), "public, max-age=60"); unchanged || err != nil {
		return err
	}
	result, err := ix.Similar(c.Request.Context(), d.ID, size)
	if err != nil {
		return err
	}
	respond.Timing(c, result.Took)
	return respond.JSON(c, http.StatusOK, jsonType, answer.Similar(s.Site, d.ID, values.Get("lang"), result))
}

func (s *Server) apiSuggest(c *gin.Context, ix *limit.Index) error {
	values, size, err := s.Parser.Suggest(c.Request.URL.RawQuery, "q", "lang", "limit")
	if err != nil {
		return err
	}
	q, lang := values.Get("q"), values.Get("lang")
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), values.Encode(), "public, max-age=60"); unchanged || err != nil {
		return err
	}
	found, err := ix.Suggest(c.Request.Context(), q, size, s.Labels(ui.Negotiate(lang, "")))
	if err != nil {
		return err
	}
	respond.Timing(c, found.Took)
	return respond.JSON(c, http.StatusOK, jsonType, answer.Suggestions(s.Site, q, lang, found))
}

func (s *Server) apiTrends(c *gin.Context, ix *limit.Index) error {
	values, err := request.Parameters(c.Request.URL.RawQuery)
	if err != nil {
		return err
	}
	mark, err := request.TakeBool(values, "bom")
	if err != nil {
		return err
	}
	st, err := s.Parser.Trends(values.Encode(), true)
	format := c.Query("format")
	if err == nil && mark && format != "csv" {
		err = request.Invalid("bom", "fault.unfit", "Format", "json")
	}
	if err == nil && format != "" && format != "json" && format != "csv" {
		err = request.Invalid("format", "fault.choice", "Values", "json, csv")
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
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if unchanged, err := respond.IndexNotModified(c, ix, s.Build(), format+" "+strconv.FormatBool(mark)+" "+st.Query(), "public, max-age=60"); unchanged || err != nil {
		return err
	}
	t, err := ix.Trend(c.Request.Context(), r, s.Began)
	if err != nil {
		return err
	}
	respond.Timing(c, t.Took)
	if format != "csv" {
		return respond.JSON(c, http.StatusOK, jsonType, answer.Trends(s.Site, st, r, t))
	}
	var table bytes.Buffer
	options := export.Options{Names: s.Names, Language: ui.Negotiate(st.Lang, ""), Mark: mark}
	if err := export.Trend(&table, r, t, st.Share, options); err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="rostrum-trends.csv"`)
	respond.Send(c, http.StatusOK, export.CSV.MediaType(), table.Bytes())
	return nil
}

// apiCoverage tells programs what the collection holds and lacks, all of it.
func (s *Server) apiCoverage(c *gin.Context, _ *limit.Index) error {
	if s.Coverage == nil {
		return corpus.ErrNotFound
	}
	values, err := request.ReadOnly(c.Request.URL.RawQuery, "lang")
	if err != nil {
		return err
	}
	start := time.Now()
	report, err := s.Coverage(c.Request.Context())
	if err != nil {
		return err
	}
	respond.Timing(c, time.Since(start))
	lang := values.Get("lang")
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if respond.NotModified(c, s.Build(), report.Revision, string(ui.Negotiate(lang, "")), "public, max-age=60") {
		return nil
	}
	return respond.JSON(c, http.StatusOK, jsonType, answer.Coverage(s.Site, report, lang))
}

// selfLink is the address that was asked for, with its parameters in one order.
func selfLink(c *gin.Context, values url.Values) string {
	return (&url.URL{Path: c.Request.URL.Path, RawQuery: values.Encode()}).String()
}
