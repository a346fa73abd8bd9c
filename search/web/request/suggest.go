package request

import (
	"net/url"

	"rostrum/search"
)

// The number of suggestions in a response.
const (
	defaultLimit = 10
	maxLimit     = 50
)

// Suggest decodes a request for suggestions.
func (p Parser) Suggest(raw string, known ...string) (url.Values, int, error) {
	values, err := Parameters(raw)
	if err != nil {
		return nil, 0, err
	}
	d := p.Decoder(values)
	d.AllowOnly(known...)
	d.Query()
	limit := d.Int("limit", defaultLimit, maxLimit)
	if len(d.Errors) > 0 {
		return nil, 0, d.Errors
	}
	return values, limit, nil
}

// Similar decodes a request for statements that repeat passages of one.
func (p Parser) Similar(raw string) (size int, values url.Values, err error) {
	if values, err = Parameters(raw); err != nil {
		return 0, nil, err
	}
	d := p.Decoder(values)
	d.AllowOnly("size", "lang")
	if size = d.Int("size", search.DefaultSimilarSize, search.MaxSize); len(d.Errors) > 0 {
		return 0, nil, d.Errors
	}
	return size, values, nil
}
