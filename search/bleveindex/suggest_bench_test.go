package bleveindex_test

import (
	"context"
	"runtime"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
)

// BenchmarkSuggest measures a keystroke, and the memory and time of the first, which
// computes all candidates.
func BenchmarkSuggest(b *testing.B) {
	names, err := authority.Load("")
	if err != nil {
		b.Fatal(err)
	}
	cfg := bleveindex.Config{Dir: b.TempDir(), Names: names.Names}
	rebuild(b, cfg, quality.Once{Statements: speeches(b, scaleSize(b))})
	ix := openIndex(b, cfg)
	ask := func(b *testing.B, text string) int {
		res, err := ix.Suggest(context.Background(), search.SuggestRequest{
			Text: text, Label: func(f corpus.Field, id string) string { return names.Label(f, id, corpus.French) },
		})
		if err != nil {
			b.Fatal(err)
		}
		return len(res.Items)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	cpu := cpuTime(b)
	ask(b, "a")
	b.Logf("the first costs %d ms of CPU", (cpuTime(b) - cpu).Milliseconds())
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.Logf("and %.1f MB", float64(after.HeapAlloc-before.HeapAlloc)/(1<<20))
	for _, text := range []string{"s", "hum", "human rig", "united nations sec", "hunam righ", "internatonal", "zzzzzz"} {
		b.Run(text, func(b *testing.B) {
			before, n := cpuTime(b), 0
			for b.Loop() {
				n = ask(b, text)
			}
			b.ReportMetric(float64(n), "suggestions")
			b.ReportMetric((cpuTime(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
		})
	}
}
