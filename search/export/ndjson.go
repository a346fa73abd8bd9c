package export

import (
	"bufio"
	"encoding/json"
	"io"

	"rostrum/corpus"
	"rostrum/search"
)

// A line of NDJSON has the names of a hit in the API's answers.
type ndjsonHit struct {
	ID            corpus.ID           `json:"id"`
	Work          corpus.WorkID       `json:"work"`
	URL           string              `json:"url,omitempty"`
	Title         string              `json:"title"`
	Organizations []named             `json:"organizations"`
	Deliverer     string              `json:"deliverer,omitempty"`
	Role          string              `json:"role,omitempty"`
	Session       *named              `json:"session,omitempty"`
	Part          corpus.Part         `json:"part,omitempty"`
	Topics        []named             `json:"topics"`
	Type          corpus.TypeID       `json:"type,omitempty"`
	Situations    []named             `json:"situations,omitempty"`
	Symbol        string              `json:"symbol,omitempty"`
	Language      corpus.Language     `json:"language,omitempty"`
	Dir           string              `json:"dir"`
	Date          string              `json:"date,omitempty"`
	AddedAt       string              `json:"added_at,omitempty"`
	Translations  []ndjsonTranslation `json:"translations"`
	Score         float64             `json:"score"`
	File          string              `json:"file,omitempty"`
	SourceURL     string              `json:"source_url,omitempty"`
	Publisher     string              `json:"publisher,omitempty"`
	MediaType     string              `json:"media_type,omitempty"`
	Pages         int                 `json:"pages"`
	OCR           bool                `json:"ocr"`
	Passages      []ndjsonPassage     `json:"passages"`
	PassagesTotal int                 `json:"passages_total"`
}

type ndjsonTranslation struct {
	Language corpus.Language `json:"language"`
	ID       corpus.ID       `json:"id"`
}

type ndjsonPassage struct {
	Page       int      `json:"page"`
	Text       string   `json:"text"`
	Ranges     [][2]int `json:"ranges"`
	URL        string   `json:"url,omitempty"`
	OCR        bool     `json:"ocr,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
}

type ndjsonWriter struct {
	options Options
	out     *bufio.Writer
	encoder *json.Encoder
}

func newNDJSON(w io.Writer, o Options) (Writer, error) {
	out := bufio.NewWriter(w)
	n := &ndjsonWriter{options: o, out: out, encoder: json.NewEncoder(out)}
	n.encoder.SetEscapeHTML(false)
	return n, nil
}

func (n *ndjsonWriter) Write(h search.Hit) error {
	r := n.options.record(h)
	hit := ndjsonHit{
		ID: r.ID, Work: r.Work, URL: r.Link, Title: r.Title, Organizations: r.Authors, Deliverer: r.Deliverer, Role: r.Role,
		Part: r.Part, Topics: r.Topics, Type: r.Statement.Type, Situations: r.Situations, Symbol: r.Symbol,
		Language: r.Language, Dir: r.Language.Dir(), Date: r.Date.String(), AddedAt: published(r), Translations: []ndjsonTranslation{}, Score: r.Score,
		File: r.Origin.File, SourceURL: r.Origin.URL, Publisher: r.Origin.Publisher, MediaType: r.Origin.MediaType,
		Pages: r.PageCount, Passages: []ndjsonPassage{}, PassagesTotal: r.PassagesTotal,
	}
	if r.Session.ID != "" {
		hit.Session = &r.Session
	}
	for _, t := range r.Translations {
		hit.Translations = append(hit.Translations, ndjsonTranslation{t.Language, t.ID})
	}
	for _, p := range r.Passages {
		passage := ndjsonPassage{Page: p.Page, Text: p.Text, Ranges: [][2]int{}, OCR: p.OCR, Confidence: p.Confidence}
		for _, marked := range p.Ranges {
			passage.Ranges = append(passage.Ranges, [2]int{marked.Start, marked.End})
		}
		if n.options.Link != nil {
			passage.URL = n.options.Link(r.ID, p.Page, p.Number)
		}
		hit.OCR = hit.OCR || p.OCR
		hit.Passages = append(hit.Passages, passage)
	}
	return n.encoder.Encode(hit)
}

func (n *ndjsonWriter) Close() error { return n.out.Flush() }
