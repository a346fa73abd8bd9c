package web

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/corpus/coverage"
	"rostrum/search/api"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

// apiCoverage tells programs what the collection holds and lacks, all of it.
func (s *Server) apiCoverage(c *gin.Context, _ *limit.Index) error {
	if s.Coverage == nil {
		return corpus.ErrNotFound
	}
	values, err := request.ReadOnly(c.Request.URL.RawQuery, "hl")
	if err != nil {
		return err
	}
	start := time.Now()
	report, err := s.Coverage(c.Request.Context())
	if err != nil {
		return err
	}
	respond.Timing(c, time.Since(start))
	lang := ui.Negotiate(values.Get("hl"), "")
	c.Header("Vary", "Accept-Encoding")
	if respond.Unchanged(c, s.Build(), report.Revision, string(lang), "public, max-age=60") {
		return nil
	}
	return respond.JSON(c, http.StatusOK, "application/json; charset=utf-8", s.answerCoverage(lang, report))
}

func (s *Server) answerCoverage(lang corpus.Language, report coverage.Report) api.Coverage {
	counts := func(f corpus.Field) []api.CoverageCount {
		out := []api.CoverageCount{}
		for _, n := range report.Counts[f] {
			label := ""
			if n.ID != "" {
				label = s.Label(f, n.ID, lang)
			}
			out = append(out, api.CoverageCount{ID: n.ID, Label: label, Statements: n.Statements, Documents: n.Documents})
		}
		return out
	}
	a := api.Coverage{
		Statements: report.Statements, Documents: report.Documents, Sure: coverage.Sure,
		Sessions: counts(corpus.FieldSession), Topics: counts(corpus.FieldTopic),
		Organizations: counts(corpus.FieldOrganization), Languages: counts(corpus.FieldLanguage), Fields: []api.CoverageField{},
	}
	for _, f := range report.Fields {
		field := api.CoverageField{Field: f.Field, Missing: f.Missing, Unsure: f.Unsure, Unknown: f.Unknown, Documents: []api.Doubt{}}
		for _, d := range f.Documents {
			field.Documents = append(field.Documents, api.Doubt{
				ID: d.ID, URL: request.StatementPath(d.ID), Title: d.Title, File: d.File, Problem: d.Problem, Value: append([]string{}, d.Values...), Confidence: d.Confidence, Rule: d.Rule,
			})
		}
		a.Fields = append(a.Fields, field)
	}
	if report.Speakers == nil {
		return a
	}
	a.Speakers = &api.Speakers{
		Listed: report.Speakers.Listed, Held: report.Speakers.Held,
		Missing: s.answerSpeakers(lang, report.Speakers.Missing), Perhaps: s.answerSpeakers(lang, report.Speakers.Perhaps),
		Unlisted: []api.Unlisted{},
	}
	for _, u := range report.Speakers.Unlisted {
		line := api.Unlisted{ID: u.ID, URL: request.StatementPath(u.ID), Title: u.Title, Session: s.named(corpus.FieldSession, string(u.Session), lang), Organizations: []api.Named{}}
		for _, o := range u.Authors {
			line.Organizations = append(line.Organizations, s.named(corpus.FieldOrganization, string(o), lang))
		}
		a.Speakers.Unlisted = append(a.Speakers.Unlisted, line)
	}
	return a
}

func (s *Server) answerSpeakers(lang corpus.Language, list []coverage.Speaker) []api.Speaker {
	out := []api.Speaker{}
	for _, x := range list {
		line := api.Speaker{
			Line: x.Line, Session: s.named(corpus.FieldSession, string(x.Session), lang),
			Organization: s.named(corpus.FieldOrganization, string(x.Organization), lang), Date: x.Date.String(),
		}
		if x.Topic != "" {
			topic := s.named(corpus.FieldTopic, string(x.Topic), lang)
			line.Topic = &topic
		}
		out = append(out, line)
	}
	return out
}
