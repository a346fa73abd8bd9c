package api

import (
	"rostrum/corpus"
	"rostrum/corpus/coverage"
)

type Coverage struct {
	Statements    int             `json:"statements"`
	Documents     int             `json:"documents"`
	Sure          float64         `json:"sure"` // the confidence from which on a field is sure
	Sessions      []CoverageCount `json:"sessions"`
	Topics        []CoverageCount `json:"topics"`
	Organizations []CoverageCount `json:"organizations"`
	Languages     []CoverageCount `json:"languages"`
	Fields        []CoverageField `json:"fields"`
	Speakers      *Speakers       `json:"speakers,omitempty"`
}

type CoverageCount struct {
	ID         string `json:"id"` // "" for those without any
	Label      string `json:"label"`
	Statements int    `json:"statements"`
	Documents  int    `json:"documents"`
}

type CoverageField struct {
	Field     corpus.Field `json:"field"`
	Missing   int          `json:"missing"`
	Unsure    int          `json:"unsure"`
	Unknown   int          `json:"unknown"`
	Documents []Doubt      `json:"documents"`
}

type Doubt struct {
	ID         corpus.ID        `json:"id"`
	URL        string           `json:"url"`
	Title      string           `json:"title"`
	File       string           `json:"file,omitempty"`
	Problem    coverage.Problem `json:"problem"`
	Value      []string         `json:"value"`
	Confidence float64          `json:"confidence"`
	Rule       string           `json:"rule,omitempty"`
}

type Speakers struct {
	Listed   int        `json:"listed"`
	Held     int        `json:"held"`
	Missing  []Speaker  `json:"missing"`
	Perhaps  []Speaker  `json:"perhaps"`
	Unlisted []Unlisted `json:"unlisted"`
}

type Speaker struct {
	Line         int    `json:"line"`
	Session      Named  `json:"session"`
	Topic        *Named `json:"topic,omitempty"`
	Organization Named  `json:"organization"`
	Date         string `json:"date,omitempty"`
}

type Unlisted struct {
	ID            corpus.ID `json:"id"`
	URL           string    `json:"url"`
	Title         string    `json:"title"`
	Session       Named     `json:"session"`
	Organizations []Named   `json:"organizations"`
}
