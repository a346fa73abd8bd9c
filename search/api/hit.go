package api

import (
	"encoding/json"

	"rostrum/corpus"
	"rostrum/search"
)

// Hit is a matching statement.
type Hit struct {
	ID            corpus.ID       `json:"id"`
	Work          corpus.WorkID   `json:"work"`
	URL           string          `json:"url"`
	Title         string          `json:"title"`
	TitleRanges   [][2]int        `json:"title_ranges"`
	Organizations []Named         `json:"organizations"`
	Deliverer     string          `json:"deliverer,omitempty"`
	Session       *Named          `json:"session,omitempty"`
	Part          corpus.Part     `json:"part,omitempty"`
	Topics        []Named         `json:"topics"`
	Type          corpus.TypeID   `json:"type,omitempty"`
	Situations    []Named         `json:"situations,omitempty"`
	Symbol        string          `json:"symbol,omitempty"`
	Language      corpus.Language `json:"language,omitempty"`
	Dir           string          `json:"dir"`
	Date          string          `json:"date,omitempty"`
	AddedAt       string          `json:"added_at,omitempty"` // when it was added to the collection
	Translations  []Translation   `json:"translations"`
	Score         float64         `json:"score"`
	File          string          `json:"file,omitempty"`
	SourceURL     string          `json:"source_url,omitempty"`
	MediaType     string          `json:"media_type,omitempty"`
	Pages         int             `json:"pages"`
	OCR           bool            `json:"ocr"`
	Passages      []Passage       `json:"passages"`
	PassagesTotal int             `json:"passages_total"`
	Explanation   json.RawMessage `json:"explanation,omitempty"`
}

// Translation is another statement of the same work.
type Translation struct {
	Language corpus.Language `json:"language"`
	ID       corpus.ID       `json:"id"`
}

// Passage is a part of a statement. Ranges are in code points of Text.
type Passage struct {
	Page       int      `json:"page"`
	Text       string   `json:"text"`
	Ranges     [][2]int `json:"ranges"`
	HTML       string   `json:"html"`
	URL        string   `json:"url"`
	OCR        bool     `json:"ocr,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
}

// Hit converts a search hit.
func (b Builder) Hit(h search.Hit) Hit {
	s := h.Statement
	out := Hit{
		ID: s.ID, Work: s.Work, URL: b.link(s.ID, 0, 0), Title: s.Title, TitleRanges: pairs(h.TitleRanges),
		Organizations: named(b, corpus.FieldOrganization, s.Authors), Deliverer: s.Deliverer, Session: namedOne(b, corpus.FieldSession, s.Session),
		Part: s.Part, Topics: named(b, corpus.FieldTopic, s.Topics), Type: s.Type, Situations: named(b, corpus.FieldSituation, s.Situations),
		Symbol: s.Symbol, Language: s.Language, Dir: s.Language.Dir(), Date: s.Date.String(), AddedAt: moment(s.Added),
		Translations: translations(h.Translations), Score: h.Score, File: s.Origin.File, SourceURL: s.Origin.URL, MediaType: s.Origin.MediaType,
		Pages: h.PageCount, Passages: make([]Passage, len(h.Passages)), PassagesTotal: h.PassagesTotal, Explanation: h.Explanation,
	}
	for i, p := range h.Passages {
		out.OCR = out.OCR || p.OCR
		out.Passages[i] = b.Passage(s.ID, p)
	}
	return out
}

// Passage converts a passage of a statement.
func (b Builder) Passage(id corpus.ID, p search.Passage) Passage {
	out := Passage{
		Page: p.Page, Text: p.Text, Ranges: pairs(p.Ranges), URL: b.link(id, p.Page, p.Number), OCR: p.OCR, Confidence: p.Confidence,
	}
	if b.HTML != nil {
		out.HTML = b.HTML(p.Text, p.Ranges)
	}
	return out
}

func translations(list []search.Translation) []Translation {
	out := make([]Translation, len(list))
	for i, t := range list {
		out[i] = Translation{t.Language, t.ID}
	}
	return out
}

// Line is a hit as a line of NDJSON. Since it is used elsewhere, it names the
// publisher, and has no HTML.
type Line struct {
	ID            corpus.ID       `json:"id"`
	Work          corpus.WorkID   `json:"work"`
	URL           string          `json:"url,omitempty"`
	Title         string          `json:"title"`
	Organizations []Named         `json:"organizations"`
	Deliverer     string          `json:"deliverer,omitempty"`
	Role          string          `json:"role,omitempty"`
	Session       *Named          `json:"session,omitempty"`
	Part          corpus.Part     `json:"part,omitempty"`
	Topics        []Named         `json:"topics"`
	Type          corpus.TypeID   `json:"type,omitempty"`
	Situations    []Named         `json:"situations,omitempty"`
	Symbol        string          `json:"symbol,omitempty"`
	Language      corpus.Language `json:"language,omitempty"`
	Dir           string          `json:"dir"`
	Date          string          `json:"date,omitempty"`
	AddedAt       string          `json:"added_at,omitempty"`
	Translations  []Translation   `json:"translations"`
	Score         float64         `json:"score"`
	File          string          `json:"file,omitempty"`
	SourceURL     string          `json:"source_url,omitempty"`
	Publisher     string          `json:"publisher,omitempty"`
	MediaType     string          `json:"media_type,omitempty"`
	Pages         int             `json:"pages"`
	OCR           bool            `json:"ocr"`
	Passages      []LinePassage   `json:"passages"`
	PassagesTotal int             `json:"passages_total"`
}

// LinePassage is a Passage without HTML.
type LinePassage struct {
	Page       int      `json:"page"`
	Text       string   `json:"text"`
	Ranges     [][2]int `json:"ranges"`
	URL        string   `json:"url,omitempty"`
	OCR        bool     `json:"ocr,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
}

// Line converts a search hit.
func (b Builder) Line(found search.Hit) Line {
	h, s := b.Hit(found), found.Statement
	out := Line{
		ID: h.ID, Work: h.Work, URL: h.URL, Title: h.Title, Organizations: h.Organizations, Deliverer: h.Deliverer, Role: s.Role,
		Session: h.Session, Part: h.Part, Topics: h.Topics, Type: h.Type, Situations: h.Situations, Symbol: h.Symbol,
		Language: h.Language, Dir: h.Dir, Date: h.Date, AddedAt: h.AddedAt, Translations: h.Translations, Score: h.Score,
		File: h.File, SourceURL: h.SourceURL, Publisher: s.Origin.Publisher, MediaType: h.MediaType, Pages: h.Pages, OCR: h.OCR,
		Passages: make([]LinePassage, len(h.Passages)), PassagesTotal: h.PassagesTotal,
	}
	for i, p := range h.Passages {
		out.Passages[i] = LinePassage{p.Page, p.Text, p.Ranges, p.URL, p.OCR, p.Confidence}
	}
	return out
}
