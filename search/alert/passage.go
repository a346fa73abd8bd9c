package alert

import (
	"context"
	"fmt"
	"strconv"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/export"
)

// newsPassage is the best matching passage of a statement. Ranges count Unicode code
// points of the text.
type newsPassage struct {
	Page       int      `json:"page"`
	Text       string   `json:"text"`
	Ranges     [][2]int `json:"ranges"`
	URL        string   `json:"url,omitempty"`
	OCR        bool     `json:"ocr,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
}

// passages repeats the search over statements added since the oldest of the given
// ones, since the outbox does not store passages. Statements that no longer match,
// or match by title only, have none.
func (r *Runner) passages(ctx context.Context, a saved, statements []corpus.Statement) (map[corpus.ID]newsPassage, error) {
	found := map[corpus.ID]newsPassage{}
	if a.request.Query == nil || len(statements) == 0 {
		return found, nil
	}
	ctx, cancel := context.WithTimeout(ctx, findingTime)
	defer cancel()
	left := map[corpus.ID]bool{}
	request := a.request
	request.Documents, request.Passages, request.Sort, request.Filters.Since = true, 1, search.SortAdded, statements[0].Added
	for _, s := range statements {
		left[s.ID] = true
		if s.Added.Before(request.Filters.Since) {
			request.Filters.Since = s.Added
		}
	}
	for hit, err := range export.All(ctx, r.Engine, request) {
		if err != nil {
			return nil, fmt.Errorf("find the passages: %w", err)
		}
		id := hit.Statement.ID
		if !left[id] {
			continue
		}
		if delete(left, id); len(hit.Passages) > 0 && len(hit.Passages[0].Ranges) > 0 {
			found[id] = r.passage(id, hit.Passages[0])
		}
		if len(left) == 0 {
			break
		}
	}
	return found, nil
}

func (r *Runner) passage(id corpus.ID, p search.Passage) newsPassage {
	out := newsPassage{Page: p.Page, Text: p.Text, Ranges: make([][2]int, len(p.Ranges)), OCR: p.OCR, Confidence: p.Confidence}
	for i, marked := range p.Ranges {
		out.Ranges[i] = [2]int{marked.Start, marked.End}
	}
	if address := r.address(id); address != "" {
		out.URL = address + "#p" + strconv.Itoa(p.Page) + "-" + strconv.Itoa(p.Number)
	}
	return out
}
