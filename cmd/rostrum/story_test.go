package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rostrum/corpus/datadir"
	"rostrum/internal/faults"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == workerCommand || os.Args[1] == launcherCommand) {
		// The tests run the program in their own process; its children are this binary.
		os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	testscript.Main(m, map[string]func(){"rostrum": func() {
		ctx, stop := untilSignal()
		defer stop()
		var stderr io.Writer = os.Stderr
		if line, err := strconv.Atoi(os.Getenv(dieAtLine)); err == nil {
			stderr = &dyingWriter{os.Stderr, line}
		}
		os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, stderr))
	}})
}

// TestStories runs the program as a person would: each script in
// testdata/script is a story from the outside.
func TestStories(t *testing.T) {
	cache := filepath.Join(sharedCache(t), "rostrum-test")
	samples, err := filepath.Abs("../../corpus/sample/files")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			// One cache for all stories: compiling the PDF reader takes seconds.
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("SAMPLE", samples)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "freeport": freePort, "get": get, "waitfor": waitFor, "holdport": holdPort, "holdlock": holdLock, "flip": flip, "otherversion": otherVersion, "assist": assist,
		},
	})
}

func sharedCache(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	return cache
}

// exits CODE COMMAND...: the command ends with exactly that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("%s ended with %s, want %s", strings.Join(args[1:], " "), code, args[0])
	}
}

// freeport NAME: sets a variable to an address that nothing listens on.
func freePort(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	defer listener.Close()
	ts.Setenv(args[0], listener.Addr().String())
}

// holdport NAME: sets a variable to an address that is in use.
func holdPort(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { listener.Close() })
	ts.Setenv(args[0], listener.Addr().String())
}

// holdlock DIR: takes the lock of a data folder, as a run that writes does.
func holdLock(ts *testscript.TestScript, _ bool, args []string) {
	lock, err := datadir.Acquire(context.Background(), ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(func() { lock.Release() })
}

// get URL: asks for it, until the server is there, and prints status and body.
func get(ts *testscript.TestScript, neg bool, args []string) {
	deadline := time.Now().Add(30 * time.Second)
	for {
		response, err := http.Get(args[0])
		if err != nil && time.Now().Before(deadline) {
			// Nothing tells from outside when a port begins to answer.
			time.Sleep(20 * time.Millisecond)
			continue
		}
		ts.Check(err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		ts.Check(err)
		fmt.Fprintf(ts.Stdout(), "%d\n%s", response.StatusCode, body)
		if neg == (response.StatusCode < 400) {
			ts.Fatalf("%s answered %d", args[0], response.StatusCode)
		}
		return
	}
}

// waitfor URL TEXT: asks until the answer holds the text.
func waitFor(ts *testscript.TestScript, _ bool, args []string) {
	var last string
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		response, err := http.Get(args[0])
		if err != nil {
			last = err.Error()
			continue
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		ts.Check(err)
		if last = string(body); strings.Contains(last, args[1]) {
			return
		}
	}
	ts.Fatalf("%s never held %q, at last: %s", args[0], args[1], last)
}

// flip PATTERN: changes one bit in the middle of every file that matches, once
// where several names lead to one file.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	files, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(files) == 0 {
		ts.Fatalf("no file matches %s", args[0])
	}
	var done []os.FileInfo
	for _, name := range files {
		info, err := os.Stat(name)
		ts.Check(err)
		if slices.ContainsFunc(done, func(other os.FileInfo) bool { return os.SameFile(info, other) }) {
			continue
		}
		done = append(done, info)
		content, err := os.ReadFile(name)
		ts.Check(err)
		content[len(content)/2] ^= 1
		ts.Check(os.WriteFile(name, content, 0o644))
	}
}

// otherversion PATTERN FIELD: has generations look as if a version of the
// program had made them in which a number of the manifest is another.
func otherVersion(ts *testscript.TestScript, _ bool, args []string) {
	manifests, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(manifests) == 0 {
		ts.Fatalf("no file matches %s", args[0])
	}
	for _, name := range manifests {
		ts.Check(faults.Reseal(name, args[1], "analysis", 99))
	}
}
