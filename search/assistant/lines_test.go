package assistant

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// TestGarbageLines has lines between messages that are none: they are answered
// with an error each, and the messages are handed on.
func TestGarbageLines(t *testing.T) {
	const first, second = `{"jsonrpc":"2.0","id":1,"method":"ping"}`, `{"jsonrpc":"2.0","method":"notifications/initialized"}`
	in := strings.Join([]string{"hello?", first, "", "42", `{"jsonrpc":"1.0","id":2,"method":"ping"}`, `[` + first + `]`, `{"jsonrpc":"2.0","id":{},"method":"ping"}`, "\x00\xff", `"` + strings.Repeat("x", maxLine) + `"`, second, `{"broken`}, "\n")
	var out bytes.Buffer
	answered := newAnswers(&out)
	lines := newLines(strings.NewReader(in), answered)
	got := make([]byte, len(first)+1)
	if _, err := io.ReadFull(lines, got); err != nil {
		t.Fatal(err)
	}
	n, err := answered.Write([]byte(`{"jsonrpc":"2.0","id":1,"result":{}}`)) // the end waits for it
	if err != nil {
		t.Fatal(err)
	}
	out.Truncate(out.Len() - n)
	rest, err := io.ReadAll(lines)
	got = append(got, rest...)
	if err != nil || string(got) != first+"\n"+second+"\n" {
		t.Errorf("handed on %q, %v", got, err)
	}
	answers := strings.Split(strings.TrimSpace(out.String()), "\n")
	want := []string{"-32700", "-32600", "-32600", "-32600", "-32600", "-32700", "-32600", "-32700"}
	if len(answers) != len(want) {
		t.Fatalf("answers:\n%s", out.String())
	}
	for i, answer := range answers {
		if !strings.Contains(answer, `"code":`+want[i]) || !strings.Contains(answer, `"id":null`) {
			t.Errorf("answer %d is %s, want code %s", i, answer, want[i])
		}
	}
}
