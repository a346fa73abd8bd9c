package web

import (
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/web/ui"
)

// The types of this file are the JSON of /api/v1/quote.

type quoteAnswer struct {
	Verdict search.Verdict    `json:"verdict"`
	Note    string            `json:"note,omitempty"` // of the best match
	Words   int               `json:"words"`
	Total   int               `json:"total"`
	TookMS  float64           `json:"took_ms"`
	Index   search.IndexInfo  `json:"index"`
	Matches []quoteMatch      `json:"matches"`
	Partial *quotePartial     `json:"partial,omitempty"`
	Links   map[string]string `json:"links"`
}

type quoteMatch struct {
	answerHit
	Verdict     search.Verdict    `json:"verdict"`
	Note        string            `json:"note,omitempty"`
	Differs     []string          `json:"differs,omitempty"`
	Begins      []int             `json:"begins"`
	Differences []quoteDifference `json:"differences,omitempty"`
}

type quoteDifference struct {
	Op     search.Op `json:"op"`
	Quoted string    `json:"quoted"`
	Found  string    `json:"found"`
}

type quotePartial struct {
	answerHit
	Words  int    `json:"words"`
	Quoted string `json:"quoted"`
}

const apiQuotePath = "/api/v1/quote"

var quoteParameters = []string{"text", "from", "to", "size", "hl"}

// quote reads an address as a quotation to check. Strict is for programs:
// it refuses what it does not know.
func (p parser) quote(raw string, strict bool) (search.QuoteRequest, url.Values, error) {
	var r search.QuoteRequest
	values, err := parameters(raw)
	if err != nil {
		return r, nil, err
	}
	d := p.decoder(values)
	if strict {
		d.known(quoteParameters)
	}
	r.Filters.Values = d.filters()
	for name, date := range map[string]*corpus.Date{"from": &r.Filters.From, "to": &r.Filters.To} {
		if given := d.date(name); given != "" {
			if *date, err = corpus.ParseDate(given); err != nil {
				return r, nil, err
			}
		}
	}
	r.Text, r.Size = values.Get("text"), d.whole("size", search.DefaultQuoteSize, search.MaxSize)
	if len(d.bad) > 0 {
		return r, nil, d.bad
	}
	return r, values, nil
}

func (s *Server) apiQuote(c *gin.Context, ix *Index) error {
	r, values, err := s.parser.quote(c.Request.URL.RawQuery, true)
	if err != nil {
		return err
	}
	result, err := ix.Quote(c.Request.Context(), r)
	if err != nil {
		return err
	}
	timing(c, result.Took)
	c.Header("Vary", "Accept-Encoding")
	if unchanged(c, s.build(), result.Index.Generation, values.Encode(), "public, max-age=60") {
		return nil
	}
	marking := state{Lang: values.Get("hl")}
	if result.Verdict == search.Verbatim {
		marking.Q = s.parser.markedBy(r)
	}
	a := s.quoteAnswer(result, marking)
	a.Links["self"] = apiQuotePath + "?" + values.Encode()
	return writeJSON(c, http.StatusOK, "application/json; charset=utf-8", a)
}

// markedBy is the question that has a statement's page mark the passage; ""
// where it is too long for one, or has gaps.
func (p parser) markedBy(r search.QuoteRequest) string {
	if parts, err := r.Parts(); err != nil || len(parts) > 1 {
		return ""
	}
	return p.phrase(r.Text)
}

// phrase is a question for the words as they stand; "" where they cannot be asked for.
func (p parser) phrase(text string) string {
	q := quoted(text)
	if len(q) > p.maxBytes {
		return ""
	}
	if _, err := parse(q); err != nil {
		return ""
	}
	return q
}

// quoteAnswer is the result in JSON; its links carry the question to mark by.
func (s *Server) quoteAnswer(result *search.QuoteResult, marking state) quoteAnswer {
	lang := ui.Negotiate(marking.Lang, "")
	a := quoteAnswer{
		Verdict: result.Verdict, Words: result.Words, Total: result.Total, TookMS: milliseconds(result.Took),
		Index: result.Index, Matches: []quoteMatch{}, Links: map[string]string{},
	}
	for _, m := range result.Matches {
		out := quoteMatch{answerHit: s.answerHit(marking, lang, m.Hit), Verdict: m.Verdict, Note: m.Note(), Differs: m.Differs, Begins: m.Begins}
		for _, d := range m.Differences {
			out.Differences = append(out.Differences, quoteDifference(d))
		}
		a.Matches = append(a.Matches, out)
	}
	if len(result.Matches) > 0 {
		a.Note = result.Matches[0].Note()
	}
	if p := result.Partial; p != nil {
		a.Partial = &quotePartial{answerHit: s.answerHit(marking, lang, p.Hit), Words: p.Words, Quoted: p.Quoted}
	}
	return a
}
