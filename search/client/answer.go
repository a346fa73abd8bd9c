package client

import (
	"time"

	"rostrum/corpus"
	"rostrum/search"
)

// Answer is what a search found.
type Answer struct {
	Query struct {
		Q          string                    `json:"q"`
		Filters    map[corpus.Field][]string `json:"filters"`
		Normalized string                    `json:"normalized"`
		Relaxed    bool                      `json:"relaxed"` // few held every word, so those that hold some follow
	} `json:"query"`
	Total struct {
		Value int `json:"value"`
	} `json:"total"`
	TookMS     float64                `json:"took_ms"`
	Index      search.IndexInfo       `json:"index"`
	Hits       []Hit                  `json:"hits"`
	Facets     map[corpus.Field]Facet `json:"facets"`
	Suggestion *struct {
		Q     string `json:"q"`
		Total int    `json:"total"`
	} `json:"suggestion"` // another spelling that finds more
	Links map[string]string `json:"links"`
}

// Named is an id and what it is called.
type Named struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// About is what is known of a statement besides its text. Addresses that begin
// with a slash are of the service.
type About struct {
	ID            corpus.ID       `json:"id"`
	Work          corpus.WorkID   `json:"work"`
	URL           string          `json:"url"`
	Title         string          `json:"title"`
	Organizations []Named         `json:"organizations"`
	Deliverer     string          `json:"deliverer"`
	Session       *Named          `json:"session"`
	Part          corpus.Part     `json:"part"`
	Topics        []Named         `json:"topics"`
	Type          corpus.TypeID   `json:"type"`
	Situations    []Named         `json:"situations"`
	Symbol        string          `json:"symbol"`
	Language      corpus.Language `json:"language"`
	Date          string          `json:"date"`
	Translations  []Translation   `json:"translations"`
	File          string          `json:"file"`
	SourceURL     string          `json:"source_url"`
	MediaType     string          `json:"media_type"`
}

// Translation names another statement of the same work.
type Translation struct {
	ID       corpus.ID       `json:"id"`
	Language corpus.Language `json:"language"`
}

// Hit is a statement that was found.
type Hit struct {
	About
	TitleRanges   [][2]int  `json:"title_ranges"`
	Score         float64   `json:"score"`
	Pages         int       `json:"pages"`
	OCR           bool      `json:"ocr"`
	Passages      []Passage `json:"passages"`
	PassagesTotal int       `json:"passages_total"`
}

// Passage is a part of a statement. Ranges are in code points of Text.
type Passage struct {
	Page       int      `json:"page"`
	Text       string   `json:"text"`
	Ranges     [][2]int `json:"ranges"`
	URL        string   `json:"url"`
	OCR        bool     `json:"ocr"`
	Confidence float64  `json:"confidence"`
}

// Facet is how many statements there are for each value of a field.
type Facet struct {
	Values []struct {
		Named
		Count    int  `json:"count"`
		Selected bool `json:"selected"`
	} `json:"values"`
	Other   int `json:"other"`
	Missing int `json:"missing"`
}

// Statement is one statement with its text.
type Statement struct {
	About
	Role        string            `json:"role"`
	Status      corpus.Status     `json:"status"`
	Reason      string            `json:"reason"`
	Publisher   string            `json:"publisher"`
	RetrievedAt time.Time         `json:"retrieved_at"`
	GoneAt      time.Time         `json:"gone_at"`
	Stale       bool              `json:"stale"`
	SHA256      string            `json:"sha256"`
	Bytes       int64             `json:"bytes"`
	Pages       []Page            `json:"pages"`
	Evidence    []corpus.Evidence `json:"evidence"`
}

// Page is a page of a statement.
type Page struct {
	Number     int             `json:"number"`
	Label      string          `json:"label"`
	URL        string          `json:"url"`
	Text       string          `json:"text"`
	Language   corpus.Language `json:"language"`
	OCR        bool            `json:"ocr"`
	Confidence float64         `json:"confidence"`
}

// QuoteAnswer says how a quotation stands.
type QuoteAnswer struct {
	Verdict search.Verdict   `json:"verdict"`
	Note    string           `json:"note"`
	Words   int              `json:"words"`
	Total   int              `json:"total"`
	Index   search.IndexInfo `json:"index"`
	Matches []QuoteMatch     `json:"matches"`
	Partial *struct {
		Hit
		Words  int    `json:"words"`
		Quoted string `json:"quoted"`
	} `json:"partial"`
}

// QuoteMatch is a statement that holds the quotation.
type QuoteMatch struct {
	Hit
	Verdict     search.Verdict `json:"verdict"`
	Differs     []string       `json:"differs"`
	Begins      []int          `json:"begins"`
	Differences []struct {
		Op     search.Op `json:"op"`
		Quoted string    `json:"quoted"`
		Found  string    `json:"found"`
	} `json:"differences"`
}

// Suggestions are what a text may become.
type Suggestions struct {
	Q     string `json:"q"`
	Items []struct {
		Kind   search.SuggestionKind `json:"kind"`
		ID     string                `json:"id"`
		Label  string                `json:"label"`
		Ranges [][2]int              `json:"ranges"`
		Name   string                `json:"name"`
		Count  int                   `json:"count"`
		Q      string                `json:"q"`
		URL    string                `json:"url"`
	} `json:"suggestions"`
}

// Trends are counts, in the order of the queries that were asked.
type Trends struct {
	Query struct {
		Q          []string     `json:"q"`
		Normalized []string     `json:"normalized"`
		Relaxed    []bool       `json:"relaxed"`
		By         corpus.Field `json:"by"`
		Split      corpus.Field `json:"split"`
	} `json:"query"`
	Index   search.IndexInfo `json:"index"`
	Total   Tally            `json:"total"`
	Columns []Value          `json:"columns"`
	Rows    []struct {
		Value
		Cells []struct {
			Column string `json:"column"`
			Tally
		} `json:"cells"`
	} `json:"rows"`
	Left int `json:"left"`
}

// Tally is a number of statements for each query, of all that there are.
type Tally struct {
	Corpus int `json:"corpus"`
	Counts []struct {
		Count int     `json:"count"`
		Share float64 `json:"share"`
		URL   string  `json:"url"`
	} `json:"counts"`
}

// Value is what was counted for one value of a field; an empty ID stands for
// statements that have none.
type Value struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Tally
}
