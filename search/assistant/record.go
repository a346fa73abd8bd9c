package assistant

import (
	"fmt"
	"net/url"
	"strings"

	"rostrum/corpus"
	"rostrum/search"
)

// tools implements the tools that an assistant can call.
type tools struct{ config Config }

// record describes a statement in results.
type record struct {
	ID        corpus.ID       `json:"id"`
	Title     string          `json:"title"`
	SaidBy    []string        `json:"said_by" jsonschema:"the states or organizations that made the statement"`
	Deliverer string          `json:"deliverer,omitempty" jsonschema:"the person who spoke, as written"`
	Session   string          `json:"session,omitempty"`
	Topics    []string        `json:"topics,omitempty"`
	Date      string          `json:"date,omitempty" jsonschema:"date of delivery, as precise as known"`
	Language  corpus.Language `json:"language,omitempty"`
	Symbol    string          `json:"symbol,omitempty"`
	Pages     int             `json:"pages"`
	Permalink string          `json:"permalink,omitempty"`
	SourceURL string          `json:"source_url,omitempty" jsonschema:"where it was published"`
	Citation  string          `json:"citation" jsonschema:"citation of the whole statement"`
	Others    []translation   `json:"translations,omitempty"`
}

type translation struct {
	ID       corpus.ID       `json:"id"`
	Language corpus.Language `json:"language,omitempty"`
}

// passage is a verbatim part of a statement.
type passage struct {
	Page       int     `json:"page"`
	Text       string  `json:"text" jsonschema:"complete sentences, exactly as published"`
	Permalink  string  `json:"permalink,omitempty"`
	Citation   string  `json:"citation" jsonschema:"citation with the page"`
	OCR        bool    `json:"ocr" jsonschema:"read by OCR; may contain recognition errors"`
	Confidence float64 `json:"ocr_confidence,omitempty" jsonschema:"0 to 1"`
}

func (t *tools) record(s corpus.Statement, pages int) record {
	out := record{
		ID: s.ID, Title: s.Title, SaidBy: t.authors(s), Deliverer: s.Deliverer, Date: s.Date.String(), Language: s.Language,
		Symbol: s.Symbol, Pages: pages, Permalink: t.permalink(s.ID, ""), SourceURL: published(s), Citation: t.cite(s, 0),
	}
	if s.Session != "" {
		out.Session = t.label(corpus.FieldSession, string(s.Session))
	}
	for _, topic := range s.Topics {
		out.Topics = append(out.Topics, t.label(corpus.FieldTopic, string(topic)))
	}
	return out
}

func (t *tools) hit(h search.Hit) (record, []passage) {
	r := t.record(h.Statement, h.PageCount)
	for _, other := range h.Translations {
		r.Others = append(r.Others, translation{other.ID, other.Language})
	}
	passages := []passage{}
	for _, p := range h.Passages {
		passages = append(passages, passage{
			Page: p.Page, Text: p.Text, Permalink: t.permalink(h.Statement.ID, fmt.Sprintf("#p%d-%d", p.Page, p.Number)),
			Citation: t.cite(h.Statement, p.Page), OCR: p.OCR, Confidence: p.Confidence,
		})
	}
	return r, passages
}

func (t *tools) authors(s corpus.Statement) []string {
	out := make([]string, len(s.Authors))
	for i, id := range s.Authors {
		out[i] = t.label(corpus.FieldOrganization, string(id))
	}
	return out
}

func (t *tools) label(f corpus.Field, id string) string {
	return t.config.Names.Label(f, id, corpus.English)
}

// permalink returns the address of a statement's page; "" without a public URL.
func (t *tools) permalink(id corpus.ID, anchor string) string {
	if t.config.PublicURL == "" {
		return ""
	}
	return t.config.PublicURL + "/s/" + url.PathEscape(string(id)) + anchor
}

// published returns the address of publication if it is safe to link to.
func published(s corpus.Statement) string {
	if corpus.IsWebAddress(s.Origin.URL) {
		return s.Origin.URL
	}
	return ""
}

// cite returns a plain-text citation; page 0 cites the whole statement.
func (t *tools) cite(s corpus.Statement, page int) string {
	by := strings.Join(t.authors(s), "; ")
	if by == "" {
		by = s.Deliverer
	}
	title, session, at, where := s.Title, "", "", published(s)
	if title != "" {
		title = "“" + title + "”"
	}
	if s.Session != "" {
		session = t.label(corpus.FieldSession, string(s.Session))
	}
	if page > 0 {
		at = fmt.Sprintf("p. %d", page)
	}
	if where == "" {
		where = t.permalink(s.ID, "")
	}
	var kept []string
	for _, part := range []string{by, title, session, s.Symbol, s.Date.String(), at, where} {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ", ")
}
