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

// rich is rich text, which LibreOffice reads whatever the file's extension.
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
	// Sockets of other tests that run LibreOffice disappear on their own.
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

// A program in place of LibreOffice sees the file to convert, and no other file of
// this machine.
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
	b, err := (&Office{path: program, time: maxTime, within: together, launcher: launcher}).DOCX(t.Context(), []byte(rich), ".doc")
	if err != nil || !strings.HasPrefix(string(b), rich) || strings.Contains(string(b), "canary\n") {
		t.Errorf("%v, %q", err, b)
	}
	if _, err := os.Stat(canary + ".new"); err == nil {
		t.Error("it has written beside the canary")
	}
}

// A compromised LibreOffice leaves something else in place of a file, to have us read
// what it cannot, or block.
func TestHostileOutput(t *testing.T) {
	canary := filepath.Join(t.TempDir(), "canary")
	if err := os.WriteFile(canary, []byte("canary"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, script := range map[string]string{
		"a link":           "mkdir out; ln -s " + canary + " out/in.docx",
		"a link to a link": "mkdir out; ln -s " + canary + " out/a; ln -s a out/in.docx",
		"a linked folder":  "ln -s " + filepath.Dir(canary) + " out",
		"a link upwards":   "mkdir out; ln -s ../in.doc out/in.docx",
		"a pipe":           "mkdir out; mkfifo out/in.docx",
		"a folder":         "mkdir -p out/in.docx",
		"a file as folder": "echo x > out",
		"a large file":     "mkdir out; truncate -s 1G out/in.docx || dd if=/dev/zero of=out/in.docx bs=1M count=200",
		"a process":        "mkdir out; mkfifo out/in.docx; (sleep 3600; echo x > out/in.docx) &",
		"nothing":          "mkdir out",
	} {
		t.Run(name, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "bin", "soffice")
			if err := os.Mkdir(filepath.Dir(program), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(program, []byte("#!/bin/sh\n"+script+"\nexit 0\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			b, err := (&Office{path: program, time: maxTime, within: together, launcher: launcher}).DOCX(ctx, []byte("private"), ".doc")
			if err == nil || len(b) > 0 || errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("read %.20q, %v", b, err)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "out"), 0o700), os.WriteFile(filepath.Join(dir, "out", "in.docx"), []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if b, err := read(ctx, dir, "out", "in.docx"); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %q, %v", b, err)
	}
}

// Many processes, files, and files that are nowhere to be seen are bounded
// together, however little each takes; and nothing of them is left.
func TestTogether(t *testing.T) {
	within := sandbox.Within{Processes: 40, Memory: 256 << 20, Disk: 8 << 20, Files: 100}
	for name, test := range map[string]struct{ script, want string }{
		"many":    {"i=0; while [ $i -lt 50 ]; do sleep 60 & i=$((i+1)); done; wait", "processes"},
		"memory":  {"for i in 1 2 3 4; do (head -c 100000000 /dev/zero; sleep 60) | tail -n 1 & done; wait", "MiB of memory"},
		"disk":    {"i=0; while true; do head -c 20000000 /dev/zero > large$i; i=$((i+1)); done", "MiB of files"},
		"files":   {"i=0; while true; do : > small$i; i=$((i+1)); done", "more than 100 files"},
		"removed": {"exec 3> gone; rm gone; head -c 20000000 /dev/zero >&3; read forever < in.fifo", "MiB of files"},
	} {
		for kind, l := range map[string]sandbox.Launcher{"namespaces": launcher, "no namespaces": bare} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Setenv("TMPDIR", t.TempDir())
				program := filepath.Join(t.TempDir(), "bin", "soffice")
				if err := errors.Join(os.Mkdir(filepath.Dir(program), 0o755), os.WriteFile(program, []byte("#!/bin/sh\nmkfifo in.fifo\n"+test.script+"\n"), 0o755)); err != nil {
					t.Fatal(err)
				}
				_, err := (&Office{path: program, time: maxTime, within: within, launcher: l}).DOCX(t.Context(), []byte(rich), ".doc")
				if !errors.Is(err, corpus.ErrOverLimit) || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want that it took %s", err, test.want)
				}
				if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
					t.Errorf("left behind: %v, %v", left, err)
				}
			})
		}
	}
}
