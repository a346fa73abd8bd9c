package pages

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
	"rostrum/search/web/cite"
	"rostrum/search/web/limit"
	"rostrum/search/web/request"
	"rostrum/search/web/ui"
)

// statementBody is the page of one statement.
type statementBody struct {
	ID         corpus.ID
	Title      string
	Lang       corpus.Language
	Authors    []Link
	Deliverer  string
	Role       string
	Session    *Link
	Part       corpus.Part
	Topics     []Link
	Situations []Link
	Type       string
	Date       corpus.Date
	Symbol     string
	Also       []alsoView
	Parallel   []alsoView  // the same, set beside this one
	Beside     *besideView // the one that is
	Rows       []rowView   // of pages side by side
	Status     corpus.Status
	Reason     string   // in English: why the status is what it is
	Warnings   []string // in English: what else is to be known of the reading
	statementText
	Q          string
	Back       *backView // nil where nothing led here
	Debates    []debateView
	More       *moreView // of the same authors; nil without any
	Short      string    // of the session
	UILang     string    // the interface's language, if it was asked for
	Path       string
	Exact      bool
	Original   string // "" where it is not handed on
	OpenAt     string // the original, a PDF at the first page on which something is marked
	Similar    string // where what repeats it is shown; "" if nobody can tell
	Media      string
	Size       string // of the original, or ""
	Source     string // address, if it is one that may be linked
	Publisher  string
	Retrieved  string
	Gone       string // when its source was first seen to have it no more
	Stale      bool   // its source could not be asked of late
	SHA256     string
	Citations  []cite.Citation
	BibTeX     string
	References []cite.Link
	Evidence   []evidenceView
}

type evidenceView struct {
	Field      string // message id
	Values     []string
	Rule       string
	Source     string
	Confidence string
	Unknown    bool           // the authority lacks a value
	Overruled  []evidenceView // what a correction replaced
}

// Statement serves the page of a statement.
func (s *Pages) Statement(c *gin.Context, ix *limit.Index) error {
	l := s.Locale(c.Request)
	st, err := s.Parser.State(c.Request.URL.RawQuery, false)
	if err != nil {
		return err
	}
	st.Lang = request.Lang(c.Request)
	expr, _ := request.Lenient(st.Q)
	d, err := s.LookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	ranges, err := ix.Mark(c.Request.Context(), expr, st.Exact, d)
	if err != nil {
		return err
	}
	earlier, err := s.Earlier(c.Request.Context(), d)
	if err != nil {
		return err
	}
	also, err := s.Translations(c.Request.Context(), d)
	if err != nil {
		return err
	}
	other, err := s.translationBeside(c, d, also)
	if err != nil {
		return err
	}
	body, err := s.statementBody(ix, l, st, d, ranges, also)
	setEarlier(body.Pages, d.Pages, earlier)
	if err == nil && other != nil {
		err = s.setBeside(c, ix, l, st, expr, d, *other, &body)
	}
	if err != nil {
		return err
	}
	s.addNeighbours(c.Request.Context(), ix, l, st, d, &body)
	p := s.Frame(c, body.Title, request.State{Q: st.Q, Exact: st.Exact}, body)
	p.Index, p.Canonical = true, request.StatementPath(d.ID)
	if p.Base != "" {
		p.OEmbed = p.Base + request.OEmbedPath + "?url=" + url.QueryEscape(p.Base+request.State{Lang: st.Lang}.Address(request.StatementPath(d.ID)))
	}
	p.Data = cite.Data(s.Site, l, d, body.Title, also)
	c.Header("Cache-Control", "private, no-cache")
	return s.Show(c, http.StatusOK, "statement", p)
}

func (s *Pages) statementBody(ix *limit.Index, l *ui.Locale, st request.State, d corpus.Statement, ranges [][]search.Range, also []search.Translation) (statementBody, error) {
	body := statementBody{
		ID: d.ID, Deliverer: d.Deliverer, Role: d.Role, Part: d.Part, Date: d.Date, Symbol: d.Symbol,
		Status: d.Status, Reason: d.Reason, Warnings: d.Warnings, Q: st.Q, Exact: st.Exact, UILang: st.Lang, Path: request.StatementPath(d.ID), Media: mediaMessage(d.Origin.MediaType), Publisher: d.Origin.Publisher, SHA256: d.Origin.SHA256,
		Stale: d.Origin.Stale != "", References: cite.Links(d.ID),
	}
	if !d.Origin.Withheld {
		body.Original = request.StatementPath(d.ID) + "/original"
		body.Size = l.Size(d.Origin.Bytes)
	}
	body.Title, body.Lang = s.Title(l, d.Title, d.Language)
	if d.Session != "" {
		session := s.entityLink(l, st, corpus.FieldSession, string(d.Session))
		body.Session, body.Short = &session, s.ShortSession(l, d.Session)
	}
	body.Authors = EntityLinks(s, l, st, corpus.FieldOrganization, d.Authors)
	body.Topics = EntityLinks(s, l, st, corpus.FieldTopic, d.Topics)
	for _, id := range d.Situations {
		body.Situations = append(body.Situations, Link{
			Label: s.PageLabel(corpus.FieldSituation, string(id), l.Lang), URL: request.State{Lang: st.Lang}.Toggle(corpus.FieldSituation, string(id)).Address("/search"),
		})
	}
	if d.Type != "" {
		body.Type = s.PageLabel(corpus.FieldType, string(d.Type), l.Lang)
	}
	carried := st.Carried()
	for _, t := range also {
		body.Also = append(body.Also, alsoView{t.Language, carried.Address(request.StatementPath(t.ID))})
		body.Parallel = append(body.Parallel, alsoView{t.Language, besideAddress(carried, d.ID, t.ID)})
	}
	if ix.Compares() {
		body.Similar = request.State{Lang: st.Lang}.Address(request.SimilarPath(d.ID))
	}
	body.Back = backTo(carried.Return())
	if corpus.IsWebAddress(d.Origin.URL) {
		body.Source = d.Origin.URL
	}
	body.Retrieved, body.Gone = Day(l, d.Origin.RetrievedAt), Day(l, d.Origin.Gone)
	body.Citations = cite.Citations(l, d, s.AuthorNames(d, d.Language), s.Label(corpus.FieldSession, string(d.Session), d.Language), s.PublicURL)
	body.Evidence = s.evidence(l, d.Evidence)
	body.statementText = annotate(l, d, ranges, func(_, mark int) string { return "#" + ui.MarkAnchor(mark) })
	body.OpenAt = body.Original
	for i := range body.Pages {
		p := &body.Pages[i]
		atPage := originalAt(d, p.Number)
		switch {
		case s.HasImages(d):
			p.View = carried.Address(pagePath(d.ID, p.Number))
		case body.Original != atPage:
			p.View = atPage
		}
		if len(p.Marks) > 0 && body.OpenAt == body.Original {
			body.OpenAt = atPage
		}
	}
	bibtex, err := cite.Record(s.Site, d, export.BibTeX)
	body.BibTeX = strings.TrimSpace(string(bibtex))
	return body, err
}

// originalAt is the address of a statement's original; a PDF is opened at a page. It is "" where the
// original is not handed on.
func originalAt(d corpus.Statement, page int) string {
	switch {
	case d.Origin.Withheld:
		return ""
	case d.Origin.MediaType == "application/pdf":
		return request.StatementPath(d.ID) + "/original#page=" + strconv.Itoa(page)
	}
	return request.StatementPath(d.ID) + "/original"
}

// Day is a moment as the day it fell on, or "" for none.
func Day(l *ui.Locale, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Date(corpus.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()})
}

func (s *Pages) evidence(l *ui.Locale, list []corpus.Evidence) []evidenceView {
	var out []evidenceView
	for _, e := range list {
		view := evidenceView{
			Field: "field." + string(e.Field), Rule: e.Rule, Source: e.Source, Confidence: l.Percent(e.Confidence),
			Unknown: len(e.Unresolved) > 0, Overruled: s.evidence(l, e.Overruled),
		}
		for _, v := range e.Value {
			view.Values = append(view.Values, s.PageLabel(e.Field, v, l.Lang))
		}
		out = append(out, view)
	}
	return out
}

// Original sends the file as it was published, or to where it was.
func (s *Pages) Original(c *gin.Context, _ *limit.Index) error {
	id := c.Param("id")
	if !corpus.ValidID(id) {
		return corpus.ErrNotFound
	}
	file, d, err := s.Records.Original(c.Request.Context(), corpus.ID(id))
	if errors.Is(err, corpus.ErrNotFound) && corpus.IsWebAddress(d.Origin.URL) {
		c.Redirect(http.StatusFound, d.Origin.URL)
		return nil
	}
	if err != nil {
		return fmt.Errorf("original of %s: %w", id, err)
	}
	defer file.Close()
	// The file is a stranger's: a PDF opens in the browser's own viewer, text
	// is harmless, and anything else is only to be saved, so that no page of
	// theirs ever runs under our name.
	disposition := "attachment"
	if d.Origin.MediaType == "application/pdf" || d.Origin.MediaType == "text/plain" {
		disposition = "inline"
	}
	mediaType := d.Origin.MediaType
	if mediaType == "" {
		mediaType = "application/octet-stream"
	}
	h := c.Writer.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": fileName(d)}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Cache-Control", "public, max-age=3600")
	if d.Origin.SHA256 != "" {
		h.Set("ETag", `"`+d.Origin.SHA256+`"`)
	}
	http.ServeContent(c.Writer, c.Request, "", d.Origin.RetrievedAt, file)
	return nil
}

// fileName is what a browser saves an original as.
func fileName(d corpus.Statement) string {
	ext := strings.ToLower(path.Ext(d.Origin.File))
	switch d.Origin.MediaType {
	case "application/pdf":
		ext = ".pdf"
	case "text/html":
		ext = ".html"
	case "text/plain":
		ext = ".txt"
	}
	return "rostrum-" + string(d.ID) + ext
}
