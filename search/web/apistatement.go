package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search/api"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/respond"
	"rostrum/search/web/ui"
)

func (s *Server) apiStatement(c *gin.Context, _ *limit.Index) error {
	values, err := request.ReadOnly(c.Request.URL.RawQuery, "hl")
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
	c.Header("Vary", "Accept-Encoding")
	lang := ui.Negotiate(values.Get("hl"), "")
	// Where the file was read from is known to whoever runs the service, and
	// stays with them: of its origin only what was published is told.
	a := api.Statement{
		ID: d.ID, Work: d.Work, URL: request.StatementPath(d.ID), Title: d.Title, Organizations: []api.Named{}, Deliverer: d.Deliverer, Role: d.Role,
		Part: d.Part, Topics: []api.Named{}, Type: d.Type, Date: d.Date.String(), Language: d.Language, Dir: d.Language.Dir(),
		Symbol: d.Symbol, Situations: []api.Named{}, Translations: []api.Translation{}, Status: d.Status, Reason: d.Reason,
		File: d.Origin.File, SourceURL: d.Origin.URL, Publisher: d.Origin.Publisher, MediaType: d.Origin.MediaType,
		SHA256: d.Origin.SHA256, Bytes: d.Origin.Bytes, Pages: []api.Page{}, Evidence: d.Evidence,
		AddedAt: respond.Moment(d.Added), RetrievedAt: respond.Moment(d.Origin.RetrievedAt), GoneAt: respond.Moment(d.Origin.Gone), Stale: d.Origin.Stale != "",
	}
	if a.Evidence == nil {
		a.Evidence = []corpus.Evidence{}
	}
	for _, id := range d.Authors {
		a.Organizations = append(a.Organizations, s.named(corpus.FieldOrganization, string(id), lang))
	}
	if d.Session != "" {
		session := s.named(corpus.FieldSession, string(d.Session), lang)
		a.Session = &session
	}
	for _, id := range d.Topics {
		a.Topics = append(a.Topics, s.named(corpus.FieldTopic, string(id), lang))
	}
	for _, id := range d.Situations {
		a.Situations = append(a.Situations, s.named(corpus.FieldSituation, string(id), lang))
	}
	for _, t := range also {
		a.Translations = append(a.Translations, api.Translation{Language: t.Language, ID: t.ID})
	}
	for _, p := range d.Pages {
		a.Pages = append(a.Pages, api.Page{
			Number: p.Number, Label: p.Label, URL: request.StatementPath(d.ID) + "#p" + strconv.Itoa(p.Number), Text: p.Text,
			Language: p.Language, OCR: p.OCR(), Confidence: p.Confidence,
		})
	}
	version, err := json.Marshal(a) // a record has no generation: the answer is its own
	if err != nil {
		return fmt.Errorf("statement %s: %w", d.ID, err)
	}
	if respond.Unchanged(c, s.Build(), string(version), "", "public, max-age=60") {
		return nil
	}
	return respond.JSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}
