package extract

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/indexer/extract/sandbox"
)

// escape is a worker that reads as all do, and then tries what a document that
// has taken it over would. It answers with what was not refused.
func escape(ctx context.Context, canary, server, engines string) {
	limitWorker()
	w := worker{config: WorkConfig{CacheDir: engines}}
	r := bufio.NewReader(os.Stdin)
	for {
		var req request
		if err := readMessage(r, maxHeader, &req); err != nil {
			return
		}
		var body []byte
		if req.Body {
			body, _ = readFrame(r, defaultMaxBytes)
		}
		ans, _ := w.answer(ctx, req, body)
		if req.Op != opPrepare {
			could := []string{}
			if ans.Failure != nil {
				could = append(could, ans.Failure.Message)
			}
			for name, attempt := range map[string]func() error{
				"read a file":             func() error { _, err := os.ReadFile(canary); return err },
				"write beside it":         func() error { return os.WriteFile(canary+".new", nil, 0o600) },
				"write among the engines": func() error { return os.WriteFile(filepath.Join(engines, "planted"), nil, 0o600) },
				"connect":                 func() error { _, err := net.Dial("tcp", server); return err },
				"look up a name":          func() error { _, err := net.LookupHost("example.org"); return err },
				"run a program":           func() error { return exec.Command("/bin/true").Run() },
				"see the environment":     func() error { return unset(os.Environ()) },
			} {
				if attempt() == nil {
					could = append(could, name)
				}
			}
			ans = answer{Failure: newFailure(errors.New("it could: " + strings.Join(could, ", ")))}
		}
		if writeMessage(os.Stdout, ans, nil) != nil {
			return
		}
	}
}

// unset is an error where nothing is set but what every worker is told.
func unset(environment []string) error {
	for _, e := range environment {
		if !strings.HasPrefix(e, "GOMAXPROCS=") {
			return nil
		}
	}
	return errors.New("nothing is set")
}

// A worker that reads can do nothing but read: no file, no network, no program.
func TestConfined(t *testing.T) {
	if err := sandbox.Missing(); err != nil {
		t.Skip(err)
	}
	t.Setenv("ROSTRUM_SMTP_PASSWORD", "a secret")
	canary := filepath.Join(t.TempDir(), "canary")
	if err := os.WriteFile(canary, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	e, err := New(Config{
		Command:   []string{os.Args[0], "escape", canary, server.Addr().String(), compiled()},
		EngineDir: compiled(), OCR: OCRNever,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	page := []byte("<p>" + strings.Join(speech, " ") + "</p>")
	for _, b := range [][]byte{page, makePDF(speech), page} {
		_, err = e.Extract(t.Context(), corpus.Document{Bytes: b})
		if got := fmt.Sprint(err); !strings.HasSuffix(got, "it could: ") {
			t.Errorf("got %q", got)
		}
	}
	if files, err := filepath.Glob(filepath.Join(filepath.Dir(canary), "*")); err != nil || len(files) != 1 {
		t.Errorf("beside the canary: %v, %v", files, err)
	}
}
