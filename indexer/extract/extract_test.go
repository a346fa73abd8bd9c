package extract

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"rostrum/corpus"
)

func newExtractor(t testing.TB, config Config) *Extractor {
	t.Helper()
	cache := filepath.Join(os.TempDir(), "rostrum-extract-test")
	config.Command = []string{os.Args[0], "extract-worker", cache}
	e, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func TestDump(t *testing.T) {
	f := os.Getenv("DUMP")
	b, err := os.ReadFile(f)
	if err != nil {
		t.Skip(err)
	}
	e := newExtractor(t, Config{})
	text, err := e.Extract(context.Background(), corpus.Document{Item: corpus.Item{File: f}, Bytes: b})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v %s %s %v", text.Properties, text.Status, text.Reason, text.Warnings)
	for _, p := range text.Pages {
		t.Logf("page %d %q %vx%v words %d\n%s", p.Number, p.Label, p.Width, p.Height, len(p.Words), p.Text)
	}
}
