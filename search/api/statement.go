package api

import (
	"strconv"
	"unicode/utf8"

	"rostrum/corpus"
	"rostrum/search"
)

// Statement is one statement with its text. It excludes where its file was read
// from, which only the operator should know.
type Statement struct {
	ID            corpus.ID         `json:"id"`
	Work          corpus.WorkID     `json:"work"`
	URL           string            `json:"url"`
	Title         string            `json:"title"`
	Organizations []Named           `json:"organizations"`
	Deliverer     string            `json:"deliverer,omitempty"`
	Role          string            `json:"role,omitempty"`
	Session       *Named            `json:"session,omitempty"`
	Part          corpus.Part       `json:"part,omitempty"`
	Topics        []Named           `json:"topics"`
	Type          corpus.TypeID     `json:"type,omitempty"`
	Date          string            `json:"date,omitempty"`
	Language      corpus.Language   `json:"language,omitempty"`
	Dir           string            `json:"dir"`
	Symbol        string            `json:"symbol,omitempty"`
	Situations    []Named           `json:"situations"`
	Translations  []Translation     `json:"translations"`
	Status        corpus.Status     `json:"status"`
	Reason        string            `json:"reason,omitempty"`
	Warnings      []string          `json:"warnings,omitempty"`
	File          string            `json:"file,omitempty"`
	SourceURL     string            `json:"source_url,omitempty"`
	Publisher     string            `json:"publisher,omitempty"`
	AddedAt       string            `json:"added_at,omitempty"` // when it was added to the collection
	RetrievedAt   string            `json:"retrieved_at,omitempty"`
	GoneAt        string            `json:"gone_at,omitempty"` // when its source was first found to no longer list it
	Stale         bool              `json:"stale,omitempty"`   // its source could not be checked recently; the reason is for the operator
	MediaType     string            `json:"media_type"`
	SHA256        string            `json:"sha256"`
	Bytes         int64             `json:"bytes"`
	Pages         []Page            `json:"pages"`
	Evidence      []corpus.Evidence `json:"evidence"`
}

// Page is a page of a statement.
type Page struct {
	Number     int             `json:"number"`
	Label      string          `json:"label,omitempty"`
	URL        string          `json:"url"`
	Text       string          `json:"text"`
	Language   corpus.Language `json:"language,omitempty"`
	OCR        bool            `json:"ocr"`
	Confidence float64         `json:"confidence,omitempty"`
	Spans      []Span          `json:"spans,omitempty"`
}

// Span is a corpus.Span. Its offset counts code points, like the ranges of passages.
type Span struct {
	Kind   corpus.SpanKind `json:"kind"`
	Offset int             `json:"offset"`
	Text   string          `json:"text"`
}

// Statement converts a record and the other statements of its work.
func (b Builder) Statement(s corpus.Statement, others []search.Translation) Statement {
	out := Statement{
		ID: s.ID, Work: s.Work, URL: b.link(s.ID, 0, 0), Title: s.Title, Organizations: named(b, corpus.FieldOrganization, s.Authors),
		Deliverer: s.Deliverer, Role: s.Role, Session: namedOne(b, corpus.FieldSession, s.Session), Part: s.Part,
		Topics: named(b, corpus.FieldTopic, s.Topics), Type: s.Type, Date: s.Date.String(), Language: s.Language, Dir: s.Language.Dir(),
		Symbol: s.Symbol, Situations: named(b, corpus.FieldSituation, s.Situations), Translations: translations(others),
		Status: s.Status, Reason: s.Reason, Warnings: s.Warnings, File: s.Origin.File, SourceURL: s.Origin.URL, Publisher: s.Origin.Publisher,
		AddedAt: moment(s.Added), RetrievedAt: moment(s.Origin.RetrievedAt), GoneAt: moment(s.Origin.Gone), Stale: s.Origin.Stale != "",
		MediaType: s.Origin.MediaType, SHA256: s.Origin.SHA256, Bytes: s.Origin.Bytes,
		Pages: make([]Page, len(s.Pages)), Evidence: append([]corpus.Evidence{}, s.Evidence...),
	}
	for i, p := range s.Pages {
		out.Pages[i] = Page{
			Number: p.Number, Label: p.Label, URL: out.URL + "#p" + strconv.Itoa(p.Number), Text: p.Text,
			Language: p.Language, OCR: p.OCR(), Confidence: p.Confidence,
		}
		for _, span := range p.Spans {
			out.Pages[i].Spans = append(out.Pages[i].Spans, Span{span.Kind, utf8.RuneCountInString(p.Text[:span.Offset]), span.Text})
		}
	}
	return out
}

// Record converts a Statement back to a record, as far as possible. Pages have their
// text.
func (s Statement) Record() corpus.Statement {
	out := corpus.Statement{
		ID: s.ID, Work: s.Work, Title: s.Title, Deliverer: s.Deliverer, Role: s.Role, Part: s.Part, Type: s.Type, Language: s.Language,
		Symbol: s.Symbol, Status: s.Status, Reason: s.Reason, Warnings: s.Warnings, Evidence: s.Evidence, Added: parseMoment(s.AddedAt),
		Authors: ids[corpus.OrgID](s.Organizations), Topics: ids[corpus.TopicID](s.Topics), Situations: ids[corpus.SituationID](s.Situations),
		Origin: corpus.Origin{
			File: s.File, URL: s.SourceURL, Publisher: s.Publisher, MediaType: s.MediaType, SHA256: s.SHA256, Bytes: s.Bytes,
			RetrievedAt: parseMoment(s.RetrievedAt), Gone: parseMoment(s.GoneAt),
		},
	}
	if s.Session != nil {
		out.Session = corpus.SessionID(s.Session.ID)
	}
	if s.Date != "" {
		out.Date, _ = corpus.ParseDate(s.Date) // zero if it is invalid
	}
	for _, p := range s.Pages {
		page := corpus.Page{Number: p.Number, Label: p.Label, Text: p.Text, Language: p.Language, Confidence: p.Confidence}
		runes := []rune(p.Text)
		for _, span := range p.Spans {
			before := runes[:min(max(span.Offset, 0), len(runes))]
			page.Spans = append(page.Spans, corpus.Span{Kind: span.Kind, Offset: len(string(before)), Text: span.Text})
		}
		out.Pages = append(out.Pages, page)
	}
	return out
}

func ids[ID ~string](list []Named) []ID {
	var out []ID
	for _, n := range list {
		out = append(out, ID(n.ID))
	}
	return out
}

// Names returns the labels in the response, falling back to others.
func (s Statement) Names(others interface {
	Label(corpus.Field, string, corpus.Language) string
}) Names {
	return Names{s, others.Label}
}

// Names has the labels of a statement's ids.
type Names struct {
	statement Statement
	others    func(corpus.Field, string, corpus.Language) string
}

// Label returns the label in the response, in its language, or else that of others.
func (n Names) Label(f corpus.Field, id string, lang corpus.Language) string {
	var said []Named
	switch f {
	case corpus.FieldOrganization:
		said = n.statement.Organizations
	case corpus.FieldTopic:
		said = n.statement.Topics
	case corpus.FieldSituation:
		said = n.statement.Situations
	case corpus.FieldSession:
		if n.statement.Session != nil {
			said = []Named{*n.statement.Session}
		}
	}
	for _, name := range said {
		if name.ID == id && name.Label != "" {
			return name.Label
		}
	}
	return n.others(f, id, lang)
}
