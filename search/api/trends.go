package api

import (
	"rostrum/corpus"
	"rostrum/search"
)

// The types below are the JSON of /api/v1/trends.

type Trends struct {
	Query   TrendQuery        `json:"query"`
	TookMS  float64           `json:"took_ms"`
	Index   search.IndexInfo  `json:"index"`
	Total   Tally             `json:"total"`
	Columns []TrendValue      `json:"columns"`
	Rows    []TrendRow        `json:"rows,omitempty"`
	Left    int               `json:"left"` // rows that are not listed
	Links   map[string]string `json:"links"`
}

type TrendQuery struct {
	Q          []string                  `json:"q"`
	Normalized []string                  `json:"normalized"`
	Relaxed    []bool                    `json:"relaxed"`
	Exact      bool                      `json:"exact,omitempty"`
	By         corpus.Field              `json:"by"`
	Split      corpus.Field              `json:"split,omitempty"`
	Filters    map[corpus.Field][]string `json:"filters"`
	From       string                    `json:"from,omitempty"`
	To         string                    `json:"to,omitempty"`
}

// Tally has a count for each query, in the order they were asked in.
type Tally struct {
	Corpus int     `json:"corpus"` // statements with or without the query
	Counts []Count `json:"counts"`
}

type Count struct {
	Count int     `json:"count"`
	Share float64 `json:"share"`
	URL   string  `json:"url,omitempty"` // the search it stands for
}

type TrendValue struct {
	ID    string `json:"id"` // "" for statements without any
	Label string `json:"label,omitempty"`
	Tally
}

type TrendRow struct {
	TrendValue
	Cells []TrendCell `json:"cells"` // those with statements
}

type TrendCell struct {
	Column string `json:"column"`
	Tally
}
