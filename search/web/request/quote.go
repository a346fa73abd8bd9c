package request

import (
	"net/url"
	"strings"
	"unicode"

	"rostrum/corpus"
	"rostrum/search"
)

// QuoteAddress returns the address of the quotation check of a text.
func QuoteAddress(text, lang string) string {
	values := url.Values{"text": {text}}
	if lang != "" {
		values.Set("lang", lang)
	}
	return "/quote?" + values.Encode()
}

var quoteParameters = []string{"text", "from", "to", "size", "lang"}

// Quote decodes an address as a quotation check. strict is for the API: it rejects
// what it does not know.
func (p Parser) Quote(raw string, strict bool) (search.QuoteRequest, url.Values, error) {
	var r search.QuoteRequest
	values, err := Parameters(raw)
	if err != nil {
		return r, nil, err
	}
	d := p.Decoder(values)
	if strict {
		d.Allow(quoteParameters)
	}
	r.Filters.Values = d.Filters()
	for name, date := range map[string]*corpus.Date{"from": &r.Filters.From, "to": &r.Filters.To} {
		if given := d.Date(name); given != "" {
			if *date, err = corpus.ParseDate(given); err != nil {
				return r, nil, err
			}
		}
	}
	r.Text, r.Size = values.Get("text"), d.Int("size", search.DefaultQuoteSize, search.MaxSize)
	if len(d.Errors) > 0 {
		return r, nil, d.Errors
	}
	return r, values, nil
}

// MarkedBy returns the query by which a statement's page highlights the quotation; ""
// if it is too long for a query, or has omissions.
func (p Parser) MarkedBy(r search.QuoteRequest) string {
	if parts, err := r.Parts(); err != nil || len(parts) > 1 {
		return ""
	}
	return p.phrase(r.Text)
}

// phrase returns the query for the exact words; "" if they cannot be searched for.
func (p Parser) phrase(text string) string {
	q := Quoted(text)
	if len(q) > p.MaxBytes {
		return ""
	}
	if _, err := Parse(q); err != nil {
		return ""
	}
	return q
}

// openingWords is how many words of a long passage are used to highlight it.
const openingWords = 12

// Marking returns a state by which a statement's page highlights the beginning of the
// matches in a passage.
func (p Parser) Marking(st State, passage search.Passage) State {
	if len(passage.Ranges) > 0 {
		words := strings.Fields(string([]rune(passage.Text)[passage.Ranges[0].Start:passage.Ranges[0].End]))
		st.Q = p.phrase(strings.Join(words[:min(len(words), openingWords)], " "))
	}
	return st
}

// Quoted returns the query for an exact text.
func Quoted(text string) string {
	return `"` + strings.Join(strings.FieldsFunc(text, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsControl(c) || strings.ContainsRune(`"“”„‟〝〞〟«»「」『』｢｣`, c)
	}), " ") + `"`
}
