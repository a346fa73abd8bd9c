package web

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/corpus/coverage"
	"rostrum/search/web/ui"
)

type answerCoverage struct {
	Statements    int                    `json:"statements"`
	Documents     int                    `json:"documents"`
	Sure          float64                `json:"sure"` // the confidence from which on a field is sure
	Sessions      []answerCount          `json:"sessions"`
	Topics        []answerCount          `json:"topics"`
	Organizations []answerCount          `json:"organizations"`
	Languages     []answerCount          `json:"languages"`
	Fields        []answerCoverageField  `json:"fields"`
	Speakers      *answerCoverageSpeaker `json:"speakers,omitempty"`
}

type answerCount struct {
	ID         string `json:"id"` // "" for those without any
	Label      string `json:"label"`
	Statements int    `json:"statements"`
	Documents  int    `json:"documents"`
}

type answerCoverageField struct {
	Field     corpus.Field  `json:"field"`
	Missing   int           `json:"missing"`
	Offered   int           `json:"offered"`
	Unsure    int           `json:"unsure"`
	Unknown   int           `json:"unknown"`
	Documents []answerDoubt `json:"documents"`
}

type answerDoubt struct {
	ID         corpus.ID        `json:"id"`
	URL        string           `json:"url"`
	Title      string           `json:"title"`
	File       string           `json:"file,omitempty"`
	Problem    coverage.Problem `json:"problem"`
	Value      []string         `json:"value"`
	Confidence float64          `json:"confidence"`
	Rule       string           `json:"rule,omitempty"`
	Source     string           `json:"source,omitempty"`
}

type answerCoverageSpeaker struct {
	Listed   int              `json:"listed"`
	Held     int              `json:"held"`
	Missing  []answerSpeaker  `json:"missing"`
	Perhaps  []answerSpeaker  `json:"perhaps"`
	Unlisted []answerUnlisted `json:"unlisted"`
}

type answerSpeaker struct {
	Line         int    `json:"line"`
	Session      named  `json:"session"`
	Topic        *named `json:"topic,omitempty"`
	Organization named  `json:"organization"`
	Date         string `json:"date,omitempty"`
}

type answerUnlisted struct {
	ID            corpus.ID `json:"id"`
	URL           string    `json:"url"`
	Title         string    `json:"title"`
	Session       named     `json:"session"`
	Organizations []named   `json:"organizations"`
}

// apiCoverage tells programs what the collection holds and lacks, all of it.
func (s *Server) apiCoverage(c *gin.Context) {
	if s.config.Coverage == nil {
		s.notFound(c)
		return
	}
	values, err := readOnly(c.Request.URL.RawQuery, "hl")
	if err != nil {
		s.fail(c, err)
		return
	}
	start := time.Now()
	report, err := s.config.Coverage(c.Request.Context())
	if err != nil {
		s.fail(c, err)
		return
	}
	timing(c, time.Since(start))
	lang := ui.Negotiate(values.Get("hl"), "")
	c.Header("Vary", "Accept-Encoding")
	if s.unchanged(c, report.Revision, string(lang), "public, max-age=60") {
		return
	}
	writeJSON(c, http.StatusOK, "application/json; charset=utf-8", s.answerCoverage(lang, report))
}

func (s *Server) answerCoverage(lang corpus.Language, report coverage.Report) answerCoverage {
	counts := func(f corpus.Field) []answerCount {
		out := []answerCount{}
		for _, n := range report.Counts[f] {
			label := ""
			if n.ID != "" {
				label = s.label(f, n.ID, lang)
			}
			out = append(out, answerCount{n.ID, label, n.Statements, n.Documents})
		}
		return out
	}
	a := answerCoverage{
		Statements: report.Statements, Documents: report.Documents, Sure: coverage.Sure,
		Sessions: counts(corpus.FieldSession), Topics: counts(corpus.FieldTopic),
		Organizations: counts(corpus.FieldOrganization), Languages: counts(corpus.FieldLanguage), Fields: []answerCoverageField{},
	}
	for _, f := range report.Fields {
		field := answerCoverageField{f.Field, f.Missing, f.Offered, f.Unsure, f.Unknown, []answerDoubt{}}
		for _, d := range f.Documents {
			field.Documents = append(field.Documents, answerDoubt{
				d.ID, statementPath(d.ID), d.Title, d.File, d.Problem, append([]string{}, d.Values...), d.Confidence, d.Rule, d.Source,
			})
		}
		a.Fields = append(a.Fields, field)
	}
	if report.Speakers == nil {
		return a
	}
	a.Speakers = &answerCoverageSpeaker{
		Listed: report.Speakers.Listed, Held: report.Speakers.Held,
		Missing: s.answerSpeakers(lang, report.Speakers.Missing), Perhaps: s.answerSpeakers(lang, report.Speakers.Perhaps),
		Unlisted: []answerUnlisted{},
	}
	for _, u := range report.Speakers.Unlisted {
		line := answerUnlisted{u.ID, statementPath(u.ID), u.Title, s.named(corpus.FieldSession, string(u.Session), lang), []named{}}
		for _, o := range u.Authors {
			line.Organizations = append(line.Organizations, s.named(corpus.FieldOrganization, string(o), lang))
		}
		a.Speakers.Unlisted = append(a.Speakers.Unlisted, line)
	}
	return a
}

func (s *Server) answerSpeakers(lang corpus.Language, list []coverage.Speaker) []answerSpeaker {
	out := []answerSpeaker{}
	for _, x := range list {
		line := answerSpeaker{
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
