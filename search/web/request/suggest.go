package request

import (
	"net/url"
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
	d.Only(known...)
	d.Words()
	limit := d.Whole("limit", defaultLimit, maxLimit)
	if len(d.Bad) > 0 {
		return nil, 0, d.Bad
	}
	return values, limit, nil
}
