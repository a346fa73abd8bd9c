package assistant_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"rostrum/corpus"
	"rostrum/search/assistant"
)

// oneStatement keeps one statement.
type oneStatement struct{ statement corpus.Statement }

func (s oneStatement) Statement(_ context.Context, id corpus.ID) (corpus.Statement, error) {
	if id != s.statement.ID {
		return corpus.Statement{}, fmt.Errorf("%s: %w", id, corpus.ErrNotFound)
	}
	return s.statement, nil
}

// nameless knows ids only.
type nameless struct{}

func (nameless) Label(_ corpus.Field, id string, _ corpus.Language) string { return id }
func (nameless) Resolve(_ corpus.Field, name string) (string, bool)        { return name, false }

// connect speaks with a server over pipes, as over standard input and output.
func connect(t *testing.T, config assistant.Config) *mcp.ClientSession {
	t.Helper()
	serverIn, clientOut := io.Pipe()
	clientIn, serverOut := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- assistant.Serve(context.Background(), config, serverIn, serverOut) }()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &mcp.IOTransport{Reader: clientIn, Writer: clientOut}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		session.Close()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	return session
}

// A long text comes in parts of bounded size which, put together, are the text.
func TestLongStatementsComeInParts(t *testing.T) {
	pages := []string{strings.Repeat("été ", 12_000), "", strings.Repeat("b", 20_000), "the end"}
	s := corpus.Statement{ID: "long", Title: "Sample", Authors: []corpus.OrgID{"hrw"}}
	for i, text := range pages {
		s.Pages = append(s.Pages, corpus.Page{Number: i + 1, Text: text, Method: corpus.MethodOCR, Confidence: .8})
	}
	session := connect(t, assistant.Config{Records: oneStatement{s}, Names: nameless{}})
	got := make([]string, len(pages))
	calls := 0
	for next := map[string]any{}; next != nil; calls++ {
		if calls > 10 {
			t.Fatal("there is no end of parts")
		}
		next["id"] = "long"
		result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "statement", Arguments: next})
		if err != nil || result.IsError {
			t.Fatalf("%v: %v, %v", next, err, result)
		}
		var part struct {
			Text []struct {
				Page int    `json:"page"`
				Text string `json:"text"`
				OCR  bool   `json:"ocr"`
			} `json:"text"`
			Next map[string]any `json:"next"`
		}
		if err := json.Unmarshal([]byte(result.Content[0].(*mcp.TextContent).Text), &part); err != nil {
			t.Fatal(err)
		}
		size := 0
		for _, p := range part.Text {
			got[p.Page-1] += p.Text
			size += len([]rune(p.Text))
			if !p.OCR {
				t.Errorf("page %d is not said to be read from a picture", p.Page)
			}
		}
		if size > 20_000 {
			t.Errorf("a part has %d characters", size)
		}
		next = part.Next
	}
	for i := range pages {
		if got[i] != pages[i] {
			t.Errorf("page %d came as %d bytes, want %d", i+1, len(got[i]), len(pages[i]))
		}
	}
	if calls != 4 {
		t.Errorf("%d parts, want 4", calls)
	}
}
