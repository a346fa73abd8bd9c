package api

import (
	"rostrum/corpus"
)

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
	Pages         []Page            `json:"pages"`
	Evidence      []corpus.Evidence `json:"evidence"`
}

type Page struct {
	Number     int             `json:"number"`
	Label      string          `json:"label,omitempty"`
	URL        string          `json:"url"`
	Text       string          `json:"text"`
	Language   corpus.Language `json:"language,omitempty"`
	OCR        bool            `json:"ocr"`
	Confidence float64         `json:"confidence,omitempty"`
}
