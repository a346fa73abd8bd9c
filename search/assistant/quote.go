package assistant

import (
	"context"

	"rostrum/search"
)

type quoteInput struct {
	Text string `json:"text" jsonschema:"the words to look for, up to 2,000 characters; ... stands for words left out"`
	filterInput
	Size int `json:"size,omitempty" jsonschema:"statements wanted, 1 to 20; 5 unless given"`
}

type quoteOutput struct {
	Verdict    search.Verdict `json:"verdict" jsonschema:"verbatim, nearly or not found"`
	Total      int            `json:"total" jsonschema:"statements that hold it verbatim or nearly"`
	Statements []quotedEntry  `json:"statements"`
	Longest    *longestRun    `json:"longest_run,omitempty" jsonschema:"where it was not found: the longest run of its words that is real"`
}

type quotedEntry struct {
	record
	Verdict     search.Verdict `json:"verdict"`
	Note        string         `json:"note,omitempty"`
	Differences []difference   `json:"differences,omitempty"`
	Passages    []passage      `json:"passages"`
}

type difference struct {
	Quoted string `json:"quoted" jsonschema:"in the quotation; empty where the statement has more"`
	Found  string `json:"found" jsonschema:"in the statement; empty where it lacks the words"`
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
