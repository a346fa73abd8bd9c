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
	d.Only(known...)
	d.Words()
	limit := d.Whole("limit", defaultLimit, maxLimit)
	if len(d.Bad) > 0 {
		return nil, 0, d.Bad
	}
	return values, limit, nil
}

// Similar reads an address that asks what repeats a statement.
func (p Parser) Similar(raw string) (size int, values url.Values, err error) {
	if values, err = Parameters(raw); err != nil {
		return 0, nil, err
	}
	d := p.Decoder(values)
	d.Only("size", "lang")
	if size = d.Whole("size", search.DefaultSimilarSize, search.MaxSize); len(d.Bad) > 0 {
		return 0, nil, d.Bad
	}
	return size, values, nil
}
