package web

import (
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
	"rostrum/search/web/ui"
)

// The types of this file are the JSON of /api/v1: change them only together
// with its description.

type answer struct {
	Query      answerQuery                  `json:"query"`
	Total      total                        `json:"total"`
	TookMS     float64                      `json:"took_ms"`
	Index      search.IndexInfo             `json:"index"`
	Hits       []answerHit                  `json:"hits"`
	Facets     map[corpus.Field]answerFacet `json:"facets"`
	Suggestion *suggestion                  `json:"suggestion,omitempty"`
	Related    []related                    `json:"related"`
	Links      map[string]string            `json:"links"`
}

type answerQuery struct {
	Q          string                    `json:"q"`
	Filters    map[corpus.Field][]string `json:"filters"`
	From       string                    `json:"from,omitempty"`
	To         string                    `json:"to,omitempty"`
	Since      string                    `json:"since,omitempty"`
	Sort       search.Sort               `json:"sort"`
	Normalized string                    `json:"normalized"`
	Exact      bool                      `json:"exact,omitempty"`
	Relaxed    bool                      `json:"relaxed,omitempty"`
}

type total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"`
}

// suggestion is another question with what it finds.
type suggestion struct {
	Q     string `json:"q"`
	Total int    `json:"total"`
	URL   string `json:"url"`
}

// related is a question that leads on from what was found.
type related struct {
	Q     string                `json:"q"`
	Kind  search.SuggestionKind `json:"kind"`
	Label string                `json:"label"`
	Total int                   `json:"total"`
	URL   string                `json:"url"`
}

type named struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

type answerHit struct {
	ID            corpus.ID       `json:"id"`
	Work          corpus.WorkID   `json:"work"`
	URL           string          `json:"url"`
	Title         string          `json:"title"`
	TitleRanges   [][2]int        `json:"title_ranges"`
	Organizations []named         `json:"organizations"`
	Deliverer     string          `json:"deliverer,omitempty"`
	Session       *named          `json:"session,omitempty"`
	Part          corpus.Part     `json:"part,omitempty"`
	Topics        []named         `json:"topics"`
	Type          corpus.TypeID   `json:"type,omitempty"`
	Situations    []named         `json:"situations,omitempty"`
	Symbol        string          `json:"symbol,omitempty"`
	Language      corpus.Language `json:"language,omitempty"`
	Dir           string          `json:"dir"`
	Date          string          `json:"date,omitempty"`
	AddedAt       string          `json:"added_at,omitempty"` // to the collection
	Also          []translation   `json:"translations"`
	Score         float64         `json:"score"`
	File          string          `json:"file,omitempty"`
	SourceURL     string          `json:"source_url,omitempty"`
	MediaType     string          `json:"media_type,omitempty"`
	Pages         int             `json:"pages"`
	OCR           bool            `json:"ocr"`
	Passages      []answerPassage `json:"passages"`
	PassagesTotal int             `json:"passages_total"`
	Explanation   json.RawMessage `json:"explanation,omitempty"`
}

type translation struct {
	Language corpus.Language `json:"language"`
	ID       corpus.ID       `json:"id"`
}

type answerPassage struct {
	Page       int      `json:"page"`
	Text       string   `json:"text"`
	Ranges     [][2]int `json:"ranges"`
	HTML       string   `json:"html"`
	URL        string   `json:"url"`
	OCR        bool     `json:"ocr,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
}

type answerFacet struct {
	Values  []answerValue `json:"values"`
	Other   int           `json:"other"`
	Missing int           `json:"missing"`
}

type answerValue struct {
	ID       string `json:"id"`
	Label    string `json:"label"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
	URL      string `json:"url"`
}

const apiSearchPath = "/api/v1/search"

// The values of a facet in an answer; `other` says how many are left.
const apiFacetSize = 100

func (s *Server) apiSearch(c *gin.Context, ix *Index) error {
	st, err := s.parser.state(c.Request.URL.RawQuery, true)
	if err != nil {
		return err
	}
	r, err := st.request()
	if err != nil {
		return err
	}
	r.Facets, r.FacetSize, r.Passages, r.Related = search.FacetFields, apiFacetSize, 3, relatedShown
	results, err := ix.Search(c.Request.Context(), r)
	if err != nil {
		return err
	}
	timing(c, results.Took)
	c.Header("Vary", "Accept-Encoding")
	if unchanged(c, s.build(), results.Index.Generation, st.query(), "public, max-age=60") {
		return nil
	}
	a := s.answer(st, r, results)
	if meant, err := s.didYouMean(c.Request.Context(), ix, st, r, results); err != nil {
		return err
	} else if meant != nil {
		a.Suggestion = &suggestion{meant.Q, meant.Total, meant.state.address(apiSearchPath)}
	}
	return writeJSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}

func (s *Server) answer(st state, r search.Request, results *search.Results) answer {
	lang := ui.Negotiate(st.Lang, "")
	a := answer{
		Query: answerQuery{
			Q: st.Q, Filters: st.Values, From: st.From, To: st.To, Since: st.Since, Sort: r.Sort, Exact: st.Exact, Relaxed: results.Relaxed,
		},
		Total:  total{results.Total, "eq"},
		TookMS: milliseconds(results.Took),
		Index:  results.Index,
		Hits:   make([]answerHit, 0, len(results.Hits)),
		Facets: map[corpus.Field]answerFacet{}, Related: s.related(results, lang, st.Lang, apiSearchPath),
		Links: map[string]string{
			"self": st.address(apiSearchPath), "feed": feedAddress(export.Atom, st.first().fed()), "csv": st.first().address("/search.csv"),
		},
	}
	if r.Query != nil {
		a.Query.Normalized = r.Query.String()
	}
	for _, h := range results.Hits {
		a.Hits = append(a.Hits, s.answerHit(st, lang, h))
	}
	for f, facet := range results.Facets {
		out := answerFacet{Values: make([]answerValue, 0, len(facet.Values)), Other: facet.Other, Missing: facet.Missing}
		for _, v := range facet.Values {
			out.Values = append(out.Values, s.answerValue(st, f, v, lang))
		}
		a.Facets[f] = out
	}
	switch shown := (st.Page-1)*st.Size + len(results.Hits); {
	case st.Cursor != "" || shown+st.Size > search.MaxWindow:
		if results.Next != "" {
			next := st.turn(1)
			next.Cursor = results.Next
			a.Links["next"] = next.address(apiSearchPath)
		}
	default:
		if shown < results.Total && len(results.Hits) > 0 {
			a.Links["next"] = st.turn(st.Page + 1).address(apiSearchPath)
		}
		if st.Page > 1 {
			a.Links["prev"] = st.turn(st.Page - 1).address(apiSearchPath)
		}
	}
	return a
}

func (s *Server) answerValue(st state, f corpus.Field, v search.FacetValue, lang corpus.Language) answerValue {
	return answerValue{
		ID: v.ID, Label: s.label(f, v.ID, lang), Count: v.Count, Selected: v.Selected, URL: st.toggle(f, v.ID).address(apiSearchPath),
	}
}

func (s *Server) answerHit(st state, lang corpus.Language, h search.Hit) answerHit {
	d := h.Statement
	out := answerHit{
		ID: d.ID, Work: d.Work, URL: statementPath(d.ID), Title: d.Title, TitleRanges: pairs(h.TitleRanges),
		Organizations: []named{}, Topics: []named{}, Deliverer: d.Deliverer, Part: d.Part, Type: d.Type, Symbol: d.Symbol,
		Language: d.Language, Dir: d.Language.Dir(), Date: d.Date.String(), AddedAt: moment(d.Added), Also: []translation{},
		Score: h.Score, File: d.Origin.File, SourceURL: d.Origin.URL, MediaType: d.Origin.MediaType, Pages: h.PageCount,
		Passages: []answerPassage{}, PassagesTotal: h.PassagesTotal, Explanation: h.Explanation,
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
		out.Also = append(out.Also, translation{t.Language, t.ID})
	}
	for _, p := range h.Passages {
		out.OCR = out.OCR || p.OCR
		out.Passages = append(out.Passages, newAnswerPassage(st, d.ID, p))
	}
	return out
}

func newAnswerPassage(st state, id corpus.ID, p search.Passage) answerPassage {
	return answerPassage{
		Page: p.Page, Text: p.Text, Ranges: pairs(p.Ranges), HTML: string(marked(p.Text, p.Ranges)),
		URL: passageAddress(st, id, p.Page, p.Number), OCR: p.OCR, Confidence: p.Confidence,
	}
}

func (s *Server) named(f corpus.Field, id string, lang corpus.Language) named {
	return named{id, s.label(f, id, lang)}
}

func pairs(ranges []search.Range) [][2]int {
	out := make([][2]int, len(ranges))
	for i, r := range ranges {
		out[i] = [2]int{r.Start, r.End}
	}
	return out
}

func statementPath(id corpus.ID) string { return "/s/" + url.PathEscape(string(id)) }

// passageAddress leads to a passage with the words of the question marked; on
// page 0, to the statement as a whole.
func passageAddress(st state, id corpus.ID, page, number int) string {
	carried := state{Q: st.Q, Exact: st.Exact, Lang: st.Lang}
	if page == 0 {
		return carried.address(statementPath(id))
	}
	return carried.address(statementPath(id)) + "#" + passageAnchor(page, number)
}

func passageAnchor(page, number int) string {
	return "p" + strconv.Itoa(page) + "-" + strconv.Itoa(number)
}

type answerStatement struct {
	ID            corpus.ID         `json:"id"`
	Work          corpus.WorkID     `json:"work"`
	URL           string            `json:"url"`
	Title         string            `json:"title"`
	Organizations []named           `json:"organizations"`
	Deliverer     string            `json:"deliverer,omitempty"`
	Role          string            `json:"role,omitempty"`
	Session       *named            `json:"session,omitempty"`
	Part          corpus.Part       `json:"part,omitempty"`
	Topics        []named           `json:"topics"`
	Type          corpus.TypeID     `json:"type,omitempty"`
	Date          string            `json:"date,omitempty"`
	Language      corpus.Language   `json:"language,omitempty"`
	Dir           string            `json:"dir"`
	Symbol        string            `json:"symbol,omitempty"`
	Situations    []named           `json:"situations"`
	Translations  []translation     `json:"translations"`
	Status        corpus.Status     `json:"status"`
	Reason        string            `json:"reason,omitempty"`
	File          string            `json:"file,omitempty"`
	SourceURL     string            `json:"source_url,omitempty"`
	Publisher     string            `json:"publisher,omitempty"`
	AddedAt       string            `json:"added_at,omitempty"` // to the collection
	RetrievedAt   string            `json:"retrieved_at,omitempty"`
	GoneAt        string            `json:"gone_at,omitempty"` // when its source was first seen to have it no more
	Stale         bool              `json:"stale,omitempty"`   // its source could not be asked of late; why is for whoever runs the service
	MediaType     string            `json:"media_type"`
	SHA256        string            `json:"sha256"`
	Bytes         int64             `json:"bytes"`
	Pages         []answerPage      `json:"pages"`
	Evidence      []corpus.Evidence `json:"evidence"`
}

type answerPage struct {
	Number     int             `json:"number"`
	Label      string          `json:"label,omitempty"`
	URL        string          `json:"url"`
	Text       string          `json:"text"`
	Language   corpus.Language `json:"language,omitempty"`
	OCR        bool            `json:"ocr"`
	Confidence float64         `json:"confidence,omitempty"`
}

func (s *Server) apiStatement(c *gin.Context, _ *Index) error {
	values, err := readOnly(c.Request.URL.RawQuery, "hl")
	if err != nil {
		return err
	}
	start := time.Now()
	d, err := s.lookUp(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	also, err := s.translations(c.Request.Context(), d)
	if err != nil {
		return err
	}
	timing(c, time.Since(start))
	c.Header("Vary", "Accept-Encoding")
	lang := ui.Negotiate(values.Get("hl"), "")
	// Where the file was read from is known to whoever runs the service, and
	// stays with them: of its origin only what was published is told.
	a := answerStatement{
		ID: d.ID, Work: d.Work, URL: statementPath(d.ID), Title: d.Title, Organizations: []named{}, Deliverer: d.Deliverer, Role: d.Role,
		Part: d.Part, Topics: []named{}, Type: d.Type, Date: d.Date.String(), Language: d.Language, Dir: d.Language.Dir(),
		Symbol: d.Symbol, Situations: []named{}, Translations: []translation{}, Status: d.Status, Reason: d.Reason,
		File: d.Origin.File, SourceURL: d.Origin.URL, Publisher: d.Origin.Publisher, MediaType: d.Origin.MediaType,
		SHA256: d.Origin.SHA256, Bytes: d.Origin.Bytes, Pages: []answerPage{}, Evidence: d.Evidence,
		AddedAt: moment(d.Added), RetrievedAt: moment(d.Origin.RetrievedAt), GoneAt: moment(d.Origin.Gone), Stale: d.Origin.Stale != "",
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
		a.Translations = append(a.Translations, translation{t.Language, t.ID})
	}
	for _, p := range d.Pages {
		a.Pages = append(a.Pages, answerPage{
			Number: p.Number, Label: p.Label, URL: statementPath(d.ID) + "#p" + strconv.Itoa(p.Number), Text: p.Text,
			Language: p.Language, OCR: p.OCR(), Confidence: p.Confidence,
		})
	}
	version, err := json.Marshal(a) // a record has no generation: the answer is its own
	if err != nil {
		return fmt.Errorf("statement %s: %w", d.ID, err)
	}
	if unchanged(c, s.build(), string(version), "", "public, max-age=60") {
		return nil
	}
	return writeJSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}

// moment is t as JSON has it, or "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// timing tells the browser's tools how long the engine, or the catalogue, took.
func timing(c *gin.Context, took time.Duration) {
	c.Header("Server-Timing", "search;dur="+strconv.FormatFloat(milliseconds(took), 'f', 1, 64))
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// selfLink is the address that was asked for, in one order and escaped anew.
func selfLink(c *gin.Context) string {
	return (&url.URL{Path: c.Request.URL.Path, RawQuery: c.Request.URL.Query().Encode()}).String()
}
