package alert

import (
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
)

// The example of the reference libraries of the Standard Webhooks.
func TestSignatureIsThatOfTheStandard(t *testing.T) {
	a := saved{webhook: "https://example.org/hook"}
	reader := Reader{Env: func(string) (string, bool) { return "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true }}
	if err := reader.webhook(&a, writtenAlert{SecretEnv: "SECRET"}, ""); err != nil {
		t.Fatal(err)
	}
	got := sign(a.secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if want := "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}

// plainNames knows ids only.
type plainNames struct{}

func (plainNames) Label(_ corpus.Field, id string, _ corpus.Language) string { return id }
func (plainNames) Resolve(_ corpus.Field, name string) (string, bool)        { return name, false }

// What a document calls itself cannot pass for a line of ours.
func TestTitlesCannotPassForOtherEntries(t *testing.T) {
	n := news{Time: time.Now(), Data: newsData{Alert: "a", Statements: []newsEntry{{
		ID: "x", Title: "A title\n\n2. Another\r\n   https://evil.example \x1b[2J\u202e", Organizations: []named{{Label: "An\norganization"}},
		Passage: &newsPassage{Page: 3, Text: "Read\n\n2. Another ”\r\n   https://evil.example", OCR: true, Confidence: .834},
	}}}}
	text := n.text()
	if want := "1. A title 2. Another https://evil.example [2J\n   An organization\n   p. 3: “Read 2. Another ” https://evil.example”\n   Text read by OCR, confidence 83 %\n   id x\n"; !strings.Contains(text, want) {
		t.Errorf("the mail says %q, want %q in it", text, want)
	}
	for address, want := range map[string]string{"https://example.org/a": "https://example.org/a", "javascript:alert(1)": "", "/srv/a": "", "http://[": ""} {
		if got := source(corpus.Statement{Origin: corpus.Origin{URL: address}}); got != want {
			t.Errorf("source of %q is %q, want %q", address, got, want)
		}
	}
}

// Whatever stands in a file, it is read or refused; what is read can be run.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "alerts:", "alerts: [{name: a, query: x, mail: [b@example.org]}]\nmail: {server: \"h:25\", from: a@example.org}",
		"alerts: [{name: a, query: \"x AND (\", webhook: \"https://example.org\", secret_env: S}]",
		"alerts: [{name: a, since: 2021-13, from: 2021, session: [ASP20], webhook: \"https://example.org\", secret_env: S}]",
		"alerts: &a [{name: *a}]", "mail: 3", "\xff",
	} {
		f.Add([]byte(seed))
	}
	reader := Reader{Names: plainNames{}, Env: func(string) (string, bool) { return strings.Repeat("s", 24), true }}
	f.Fuzz(func(t *testing.T, content []byte) {
		if strings.Contains(string(content), "_file") {
			return // would read any file there is
		}
		config, err := reader.parse(content, t.TempDir())
		if err != nil {
			return
		}
		for _, a := range config.alerts {
			if (len(a.to) > 0) == (a.webhook != "") || a.name == "" || len(a.key) != 64 || len(a.question) != 64 {
				t.Errorf("%q was read as %+v", content, a)
			}
			if a.webhook != "" && len(a.secret) < 24 || len(a.to) > 0 && (config.mail.host == "" || config.mail.port == 0) {
				t.Errorf("%q was read as %+v, which cannot be sent", content, a)
			}
		}
	})
}
