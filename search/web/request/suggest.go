package request

import (
	"net/url"

	"rostrum/search"
)

// How many suggestions an answer has.
const (
	defaultLimit = 10
	maxLimit     = 50
)

// Suggest reads an address that asks for suggestions.
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

// Similar reads an address that asks what repeats a statement.
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
