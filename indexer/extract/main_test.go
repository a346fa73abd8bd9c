package extract

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"rostrum/corpus"
	"rostrum/indexer/extract/sandbox"
)

// launcher starts this binary as a launcher.
var launcher = sandbox.Launcher{os.Args[0], "launch", strconv.Itoa(sandbox.NewestABI)}

// TestMain lets the test binary be the worker that the tests start.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "extract-worker" {
		if err := Work(context.Background(), os.Stdin, os.Stdout, WorkConfig{CacheDir: os.Args[2]}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) > 3 && os.Args[1] == "launch" {
		abi, err := strconv.Atoi(os.Args[2])
		if err == nil {
			err = sandbox.Launch(os.Args[3:], abi)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) > 2 && os.Args[1] == "liar" {
		lie(os.Args[2])
		return
	}
	if len(os.Args) > 1 && played(os.Args) {
		return
	}
	os.Exit(m.Run())
}

// compiled is the cache of compiled engines for the tests. Compiling takes seconds,
// so the folder is kept after a run.
func compiled() string { return filepath.Join(os.TempDir(), "rostrum-extract-test") }

func newExtractor(t testing.TB, config Config) *Extractor {
	t.Helper()
	config.Command, config.EngineDir = []string{os.Args[0], "extract-worker", compiled()}, compiled()
	config.Launcher = launcher
	e, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// document is a file as returned by a fetcher.
func document(t testing.TB, path string) corpus.Document {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return corpus.Document{Item: corpus.Item{File: filepath.Base(path), Location: path}, Bytes: b}
}

// shared returns a folder of the shared collections, and skips the test if it is
// missing.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the working directory")
		}
		dir = parent
	}
	path := filepath.Join(append([]string{dir, "..", "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs ../shared/%s beside the project", filepath.Join(elem...))
	}
	return path
}
