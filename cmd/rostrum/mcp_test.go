package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/rogpeppe/go-internal/testscript"
)

// connectAssistant starts the program as an assistant does.
func connectAssistant(t *testing.T, args ...string) *mcp.ClientSession {
	t.Helper()
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	cmd := exec.Command("rostrum", append([]string{"mcp"}, args...)...)
	session, err := client.Connect(t.Context(), &mcp.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		session.Close()
		if code := cmd.ProcessState.ExitCode(); code != exitOK {
			t.Errorf("rostrum mcp ended with %d when its input was closed, want %d", code, exitOK)
		}
	})
	return session
}

// call calls a tool, and gives what it answers or what it says is wrong.
func call(t *testing.T, session *mcp.ClientSession, tool string, arguments map[string]any) (answer any, fault string) {
	t.Helper()
	result, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		return nil, err.Error()
	}
	text := ""
	if len(result.Content) > 0 {
		text = result.Content[0].(*mcp.TextContent).Text
	}
	if result.IsError {
		return nil, text
	}
	// What a client shows its model may be either form.
	structured, err := json.Marshal(result.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	var fromText, fromStructure any
	if err := json.Unmarshal([]byte(text), &fromText); err != nil {
		t.Fatalf("%s: the text is no JSON: %v: %s", tool, err, text)
	}
	if err := json.Unmarshal(structured, &fromStructure); err != nil {
		t.Fatal(err)
	}
	if again, _ := json.Marshal(fromText); string(again) != string(mustMarshal(t, fromStructure)) {
		t.Errorf("%s: text and structure differ", tool)
	}
	return fromStructure, ""
}

func mustMarshal(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// dig walks down decoded JSON by names and positions.
func dig(t *testing.T, v any, path ...any) any {
	t.Helper()
	for i, step := range path {
		switch step := step.(type) {
		case string:
			v = v.(map[string]any)[step]
		case int:
			list, _ := v.([]any)
			if step >= len(list) {
				t.Fatalf("%v: no such entry in %v", path[:i+1], v)
			}
			v = list[step]
		}
	}
	return v
}

func TestAssistantsSearchReadAndCite(t *testing.T) {
	t.Parallel()
	session := connectAssistant(t, "--data", indexSampleFor(t), "--public-url", "https://statements.example.org/")
	listed, err := session.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var offered []string
	for _, tool := range listed.Tools {
		offered = append(offered, tool.Name)
		if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s does not say that it only reads", tool.Name)
		}
		if tool.Name != "trends" && !strings.Contains(tool.Description, "exactly as returned") && !strings.Contains(tool.Description, "as published") {
			t.Errorf("%s does not say to quote text exactly: %s", tool.Name, tool.Description)
		}
		if tool.OutputSchema == nil {
			t.Errorf("%s does not say what it answers", tool.Name)
		}
	}
	slices.Sort(offered)
	if want := []string{"quote", "search", "statement", "trends"}; !slices.Equal(offered, want) {
		t.Errorf("tools %v, want %v", offered, want)
	}

	found, fault := call(t, session, "search", map[string]any{"query": "vetting", "organization": []string{"Coalition for the International Criminal Court"}})
	if fault != "" {
		t.Fatal(fault)
	}
	first := dig(t, found, "statements", 0)
	id := dig(t, first, "id").(string)
	passage := dig(t, first, "passages", 0)
	number := int(dig(t, passage, "page").(float64))
	for name, want := range map[string]string{"permalink": "https://statements.example.org/s/" + id + "#p", "citation": "p. "} {
		if got, _ := dig(t, passage, name).(string); !strings.Contains(got, want) {
			t.Errorf("the passage's %s is %q, want something with %q", name, got, want)
		}
	}
	if said := dig(t, first, "said_by", 0); said != "Coalition for the International Criminal Court" {
		t.Errorf("said by %v", said)
	}
	if ocr, ok := dig(t, passage, "ocr").(bool); ocr || !ok {
		t.Errorf("ocr is %v, want false", dig(t, passage, "ocr"))
	}

	// What is said to stand on a page stands on that page, in the text and for
	// whoever checks it.
	read, fault := call(t, session, "statement", map[string]any{"id": id, "first_page": number, "last_page": number})
	if fault != "" {
		t.Fatal(fault)
	}
	words := dig(t, passage, "text").(string)
	if text := dig(t, read, "text", 0, "text").(string); !strings.Contains(text, words) {
		t.Errorf("page %d does not hold %q: %s", number, words, text)
	}
	checked, fault := call(t, session, "quote", map[string]any{"text": words})
	if fault != "" {
		t.Fatal(fault)
	}
	if verdict := dig(t, checked, "verdict"); verdict != "verbatim" {
		t.Errorf("%q is %v", words, verdict)
	}
	if page := dig(t, checked, "statements", 0, "passages", 0, "page"); page != float64(number) {
		t.Errorf("quoted from page %v, want %d", page, number)
	}
	made, _ := call(t, session, "quote", map[string]any{"text": "these giraffes never spoke of vetting"})
	if verdict := dig(t, made, "verdict"); verdict != "not found" {
		t.Errorf("words that nobody said are %v", verdict)
	}

	counted, fault := call(t, session, "trends", map[string]any{"queries": []string{"universality"}, "session": []string{"ASP20", "ASP21"}})
	if fault != "" {
		t.Fatal(fault)
	}
	if got := string(mustMarshal(t, dig(t, counted, "total"))); got != `{"counts":[4],"of":17}` {
		t.Errorf("total %s", got)
	}
	if got := dig(t, counted, "values", 1, "id"); got != "ASP21" {
		t.Errorf("the second session is %v, want ASP21", got)
	}
}

func TestAssistantsAreToldWhatIsWrong(t *testing.T) {
	t.Parallel()
	session := connectAssistant(t, "--data", indexSampleFor(t))
	for _, test := range []struct {
		tool      string
		arguments map[string]any
		want      string
	}{
		{"trends", map[string]any{"queries": []string{`vetting AND (`}}, "character 13: "},
		{"search", map[string]any{"query": "vetting", "size": 21}, "size is 21; use 1 to 20"},
		{"search", map[string]any{"query": "vetting", "sort": "best"}, `sort is "best"; use relevance, newest, oldest or added`},
		{"search", map[string]any{"query": "vetting", "from": "yesterday"}, "from: "},
		{"search", map[string]any{"colour": "red"}, "colour"},
		{"statement", map[string]any{"id": "nothing"}, `there is no statement "nothing"; search returns ids`},
		{"statement", map[string]any{}, "id"},
		{"quote", map[string]any{"text": ""}, "there are no words in the text"},
		{"quote", map[string]any{"text": strings.Repeat("a", 2001)}, "up to 2000 can be checked at once"},
		{"trends", map[string]any{"by": "title"}, `"title" is not a field to count by`},
		{"trends", map[string]any{"queries": []string{"a", "b", "c", "d", "e"}}, "1 to 4 can be counted"},
	} {
		answer, fault := call(t, session, test.tool, test.arguments)
		if !strings.Contains(fault, test.want) || strings.Contains(fault, "invalid:") {
			t.Errorf("%s %v: told %q (answer %v), want %q", test.tool, test.arguments, fault, answer, test.want)
		}
	}
	// Without a public address there is nothing to link to.
	found, _ := call(t, session, "search", map[string]any{"query": "vetting"})
	if text := string(mustMarshal(t, found)); strings.Contains(text, "permalink") {
		t.Errorf("an answer has permalinks without a public address: %s", text)
	}
}

// assist TOOL ARGUMENTS [FLAG...]: starts `rostrum mcp` as an assistant does,
// calls a tool and prints what it answers.
func assist(ts *testscript.TestScript, neg bool, args []string) {
	cmd := exec.Command("rostrum", append([]string{"mcp"}, args[2:]...)...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), append(os.Environ(), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"))
	session, err := mcp.NewClient(&mcp.Implementation{Name: "story", Version: "1"}, nil).
		Connect(context.Background(), &mcp.CommandTransport{Command: cmd}, nil)
	ts.Check(err)
	defer session.Close()
	result, err := session.CallTool(context.Background(), &mcp.CallToolParams{Name: args[0], Arguments: json.RawMessage(args[1])})
	ts.Check(err)
	for _, c := range result.Content {
		fmt.Fprintln(ts.Stdout(), c.(*mcp.TextContent).Text)
	}
	if result.IsError != neg {
		ts.Fatalf("%s %s: an error: %t", args[0], args[1], result.IsError)
	}
}
