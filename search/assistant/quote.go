package assistant

import (
	"context"

	"rostrum/search"
)

type quoteInput struct {
	Text string `json:"text" jsonschema:"the quotation to check, up to 2,000 characters; ... marks an omission"`
	filterInput
	Size int `json:"size,omitempty" jsonschema:"maximum number of statements, 1 to 20; default 5"`
}

type quoteOutput struct {
	Verdict    search.Verdict `json:"verdict" jsonschema:"verbatim, nearly or not found"`
	Total      int            `json:"total" jsonschema:"number of statements that contain it verbatim or as a close match"`
	Statements []quotedEntry  `json:"statements"`
	Longest    *longestRun    `json:"longest_run,omitempty" jsonschema:"if not found: the longest matching passage"`
}

type quotedEntry struct {
	record
	Verdict     search.Verdict `json:"verdict"`
	Note        string         `json:"note,omitempty"`
	Differences []difference   `json:"differences,omitempty"`
	Passages    []passage      `json:"passages"`
}

type difference struct {
	Quoted string `json:"quoted" jsonschema:"in the quotation; empty if the words are only in the statement"`
	Found  string `json:"found" jsonschema:"in the statement; empty if the words are only in the quotation"`
}

type longestRun struct {
	record
	Words    int       `json:"words"`
	Quoted   string    `json:"quoted"`
	Passages []passage `json:"passages"`
}

func (t *tools) quote(ctx context.Context, in quoteInput) (quoteOutput, error) {
	out := quoteOutput{Statements: []quotedEntry{}}
	filters, err := t.filters(in.filterInput)
	if err != nil {
		return out, err
	}
	size, err := inRange("size", in.Size, defaultHits, maxHits)
	if err != nil {
		return out, err
	}
	result, err := t.config.Engine.Quote(ctx, search.QuoteRequest{Text: in.Text, Filters: filters, Size: size})
	if err != nil {
		return out, err
	}
	out.Verdict, out.Total = result.Verdict, result.Total
	for _, m := range result.Matches {
		r, passages := t.hit(m.Hit)
		entry := quotedEntry{record: r, Verdict: m.Verdict, Note: m.Note(), Passages: passages}
		for _, d := range m.Differences {
			if d.Op != search.OpSame {
				entry.Differences = append(entry.Differences, difference{d.Quoted, d.Found})
			}
		}
		out.Statements = append(out.Statements, entry)
	}
	if p := result.Partial; p != nil {
		r, passages := t.hit(p.Hit)
		out.Longest = &longestRun{r, p.Words, p.Quoted, passages}
	}
	return out, nil
}
