package assistant

import (
	"context"
	"errors"
	"fmt"

	"rostrum/corpus"
)

// maxText is the maximum length of the text in one result, in characters.
const maxText = 20_000

type statementInput struct {
	ID     string `json:"id" jsonschema:"as returned by search and quote"`
	First  int    `json:"first_page,omitempty" jsonschema:"first page to return; default 1"`
	Last   int    `json:"last_page,omitempty" jsonschema:"last page to return; default the last page"`
	Offset int    `json:"offset,omitempty" jsonschema:"characters of the first page to skip, as given in next"`
}

type statementOutput struct {
	record
	Status string `json:"status" jsonschema:"good; partial: some pages could not be read; suspect: there is no usable text"`
	Reason string `json:"reason,omitempty"`
	Text   []page `json:"text"`
	Next   *place `json:"next,omitempty" jsonschema:"where the text continues, if this result is incomplete"`
}

type page struct {
	Number     int     `json:"page"`
	Label      string  `json:"label,omitempty" jsonschema:"the page number printed on it, if different"`
	Text       string  `json:"text"`
	Permalink  string  `json:"permalink,omitempty"`
	Citation   string  `json:"citation" jsonschema:"citation with the page"`
	OCR        bool    `json:"ocr" jsonschema:"read by OCR; may contain recognition errors"`
	Confidence float64 `json:"ocr_confidence,omitempty" jsonschema:"0 to 1"`
}

type place struct {
	Page   int `json:"first_page"`
	Offset int `json:"offset"`
}

func (t *tools) statement(ctx context.Context, in statementInput) (statementOutput, error) {
	out := statementOutput{Text: []page{}}
	s, err := t.config.Records.Statement(ctx, corpus.ID(in.ID))
	if errors.Is(err, corpus.ErrNotFound) {
		return out, corpus.ErrNotFound.Errorf("there is no statement %q; search returns ids", in.ID)
	}
	if err != nil {
		return out, err
	}
	pages := max(1, len(s.Pages))
	first, err := inRange("first_page", in.First, 1, pages)
	if err != nil {
		return out, err
	}
	last, err := inRange("last_page", in.Last, pages, pages)
	if err != nil {
		return out, err
	}
	if last < first || in.Offset < 0 {
		return out, corpus.ErrInvalid.Errorf("there is no text from page %d, offset %d, to page %d", first, in.Offset, last)
	}
	out.record, out.Status, out.Reason = t.record(s, len(s.Pages)), string(s.Status), s.Reason
	room, skip := maxText, in.Offset
	for _, p := range s.Pages[min(first-1, len(s.Pages)):min(last, len(s.Pages))] {
		if room == 0 {
			out.Next = &place{Page: p.Number}
			break
		}
		text := []rune(p.Text)
		if skip > len(text) {
			return out, corpus.ErrInvalid.Errorf("offset is %d; page %d has %d characters", skip, p.Number, len(text))
		}
		shown := text[skip:]
		if len(shown) > room {
			shown = shown[:room]
			out.Next = &place{Page: p.Number, Offset: skip + room}
		}
		one := page{
			Number: p.Number, Text: string(shown), Permalink: t.permalink(s.ID, fmt.Sprintf("#p%d", p.Number)),
			Citation: t.cite(s, p.Number), OCR: p.OCR(), Confidence: p.Confidence,
		}
		if p.Label != fmt.Sprint(p.Number) {
			one.Label = p.Label
		}
		out.Text = append(out.Text, one)
		if room, skip = room-len(shown), 0; out.Next != nil {
			break
		}
	}
	return out, nil
}
