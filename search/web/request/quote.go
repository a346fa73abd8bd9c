package request

import (
	"net/url"
	"strings"
	"unicode"

	"rostrum/corpus"
	"rostrum/search"
)

// QuoteAddress is the quotation check of a text.
func QuoteAddress(text, lang string) string {
	values := url.Values{"text": {text}}
	if lang != "" {
		values.Set("lang", lang)
	}
	return "/quote?" + values.Encode()
}

var quoteParameters = []string{"text", "from", "to", "size", "lang"}

// Quote reads an address as a quotation to check. Strict is for programs:
// it refuses what it does not know.
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

// MarkedBy is the question that has a statement's page mark the passage; ""
// where it is too long for one, or has gaps.
func (p Parser) MarkedBy(r search.QuoteRequest) string {
	if parts, err := r.Parts(); err != nil || len(parts) > 1 {
		return ""
	}
	return p.phrase(r.Text)
}

// phrase is a question for the words as they stand; "" where they cannot be asked for.
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

// openingWords is how much of a long passage is looked for to mark it.
const openingWords = 12

// Marking is a state that has a statement's page mark the first words of what
// is marked in a passage.
func (p Parser) Marking(st State, passage search.Passage) State {
	if len(passage.Ranges) > 0 {
		words := strings.Fields(string([]rune(passage.Text)[passage.Ranges[0].Start:passage.Ranges[0].End]))
		st.Q = p.phrase(strings.Join(words[:min(len(words), openingWords)], " "))
	}
	return st
}

// Quoted is the question that looks for text as it stands.
func Quoted(text string) string {
	return `"` + strings.Join(strings.FieldsFunc(text, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsControl(c) || strings.ContainsRune(`"“”„‟〝〞〟«»「」『』｢｣`, c)
	}), " ") + `"`
}
