package convert

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/extract/sandbox"
)

func office(t *testing.T) *Office {
	t.Helper()
	o, err := Find(launcher)
	if err != nil {
		t.Skip(err)
	}
	return o
}

// rich is rich text, which LibreOffice reads whatever the file is called.
const rich = `{\rtf1\ansi\ansicpg1252 Monsieur le Pr\'e9sident,\par la d\'e9l\'e9gation vous remercie.{\footnote Article 86.}\par}`

func TestDOCX(t *testing.T) {
	for name, l := range map[string]sandbox.Launcher{"namespaces": launcher, "no namespaces": bare} {
		t.Run(name, func(t *testing.T) {
			o := office(t)
			o.launcher = l
			testDOCX(t, o)
		})
	}
}

func testDOCX(t *testing.T, o *Office) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	before, err := filepath.Glob(filepath.Join(pipes, "OSL_PIPE_*"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := o.DOCX(t.Context(), []byte(rich), ".doc")
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Open("word/document.xml"); err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(temporary)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	// Tests of other packages run LibreOffice, too: theirs go away.
	var sockets []string
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		if sockets, err = filepath.Glob(filepath.Join(pipes, "OSL_PIPE_*")); err != nil {
			t.Fatal(err)
		}
		sockets = slices.DeleteFunc(sockets, func(s string) bool { return slices.Contains(before, s) })
		if len(sockets) == 0 {
			break
		}
	}
	if len(sockets) > 0 {
		t.Errorf("left behind: %v", sockets)
	}
}

func TestTooSlow(t *testing.T) {
	o := office(t)
	o.time = time.Millisecond
	if _, err := o.DOCX(t.Context(), []byte(rich), ".doc"); !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("a file that takes too long: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := office(t).DOCX(ctx, []byte(rich), ".doc"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Find(launcher); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "apt-get install libreoffice") {
		t.Errorf("without LibreOffice: %v", err)
	}
}

// Whatever is run as LibreOffice sees the file that it is to convert, and no
// other of this machine.
func TestConfined(t *testing.T) {
	if err := sandbox.Examine(launcher).Err(); err != nil {
		t.Skip(err)
	}
	canary := filepath.Join(t.TempDir(), "canary")
	if err := os.WriteFile(canary, []byte("canary"), 0o600); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "bin", "soffice")
	if err := os.Mkdir(filepath.Dir(program), 0o755); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\nmkdir out\ncat in.doc " + canary + " > out/in.docx\necho x > " + canary + ".new\nenv >> out/in.docx\nexit 0\n"
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ROSTRUM_SMTP_PASSWORD", "canary")
	b, err := (&Office{path: program, time: maxTime, launcher: launcher}).DOCX(t.Context(), []byte(rich), ".doc")
	if err != nil || !strings.HasPrefix(string(b), rich) || strings.Contains(string(b), "canary\n") {
		t.Errorf("%v, %q", err, b)
	}
	if _, err := os.Stat(canary + ".new"); err == nil {
		t.Error("it has written beside the canary")
	}
}
