package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"rostrum/corpus/sample"
)

// indexSampleFor returns a data folder in which the sample corpus was indexed.
func indexSampleFor(t *testing.T) string {
	t.Helper()
	indexed, err := indexedSample()
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(data, indexed); err != nil {
		t.Fatal(err)
	}
	return data
}

// indexedSample is a data folder in memory, made once for all tests.
var indexedSample = sync.OnceValues(func() (fs.FS, error) {
	work, err := os.MkdirTemp("", "sample")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	folder, data := filepath.Join(work, "sample"), filepath.Join(work, "data")
	if err := os.CopyFS(folder, sample.FS()); err != nil {
		return nil, err
	}
	var stderr bytes.Buffer
	if code := run(context.Background(), []string{"index", filepath.Join(folder, "catalogue.csv"), "--data", data}, strings.NewReader(""), io.Discard, &stderr); code != exitOK {
		return nil, fmt.Errorf("index ended with %d: %s", code, stderr.String())
	}
	out := fstest.MapFS{}
	return out, filepath.WalkDir(data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(data, path)
		out[filepath.ToSlash(name)] = &fstest.MapFile{Data: content, Mode: 0o644}
		return err
	})
})
