package assistant_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/rs/zerolog"

	"rostrum/corpus"
	"rostrum/search"
	"rostrum/search/assistant"
)

// broken is an engine that fails as engines do.
type broken struct{ err error }

func (b broken) Search(context.Context, search.Request) (*search.Results, error) { return nil, b.err }
func (b broken) Quote(context.Context, search.QuoteRequest) (*search.QuoteResult, error) {
	return nil, b.err
}
func (b broken) Trend(context.Context, search.TrendRequest) (*search.Trend, error) {
	return nil, b.err
}

// What is nobody's fault who asks is told in a sentence, and logged as a whole
// without the words that were asked.
func TestFailuresAreLoggedAndNotTold(t *testing.T) {
	for _, test := range []struct {
		err          error
		told, logged string
	}{
		{errors.New("read /srv/data/index: broken disk"), "search failed; the operator can find the reason in the log", "broken disk"},
		{fmt.Errorf("search: %w", context.DeadlineExceeded), "the request timed out", ""},
		{fmt.Errorf("%w: /srv/data has none", corpus.ErrNoIndex), "there is no index yet", ""},
		{fmt.Errorf("%w: 40 clauses", corpus.ErrOverLimit), "40 clauses", ""},
	} {
		var log strings.Builder
		session := connect(t, assistant.Config{Engine: broken{test.err}, Names: nameless{}, Logger: zerolog.New(&log)})
		result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "search", Arguments: map[string]any{"query": "confidential"}})
		if err != nil {
			t.Fatal(err)
		}
		told := result.Content[0].(*mcp.TextContent).Text
		if !result.IsError || !strings.HasPrefix(told, test.told) || strings.Contains(told, "/srv") {
			t.Errorf("%v is told as %q, want %q", test.err, told, test.told)
		}
		if (log.Len() > 0) != (test.logged != "") || !strings.Contains(log.String(), test.logged) || strings.Contains(log.String(), "confidential") {
			t.Errorf("%v is logged as %q, want %q in it", test.err, log.String(), test.logged)
		}
	}
}
