package bleveindex_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rostrum/search"
	"rostrum/search/bleveindex"
	"rostrum/search/query"
)

// attacks are questions made to cost as much as can be within the limits.
func attacks() map[string]query.Expr {
	repeat := func(make func(word string) query.Expr) query.Expr {
		var any query.Or
		for _, w := range strings.Fields("the and that with this from have which their been will would other should there about " +
			"international nations united community peoples countries states security council development general rights human world peace") {
			any = append(any, make(w))
		}
		return any
	}
	return map[string]query.Expr{
		"prefixes": repeat(func(w string) query.Expr { return query.Word{Text: w[:3], Prefix: true} }),
		"fuzzy":    repeat(func(w string) query.Expr { return query.Word{Text: w + "ing", Fuzzy: true} }),
		"phrases":  repeat(func(w string) query.Expr { return query.Phrase{Text: "of the " + w} }),
		"near":     repeat(func(w string) query.Expr { return query.Phrase{Text: "the of and " + w, Slop: 1000} }),
		"accents":  repeat(func(w string) query.Expr { return query.Phrase{Text: w + " é"} }),
		"titles": repeat(func(w string) query.Expr {
			return query.Field{Name: "title", Value: query.Word{Text: w[:3], Prefix: true}}
		}),
		"exclusion": repeat(func(w string) query.Expr { return query.Not{X: query.Word{Text: w[:3], Prefix: true}} }),
		"long":      query.Phrase{Text: strings.Repeat("the of ", 60)},
	}
}

// BenchmarkAttacks measures the costliest questions.
func BenchmarkAttacks(b *testing.B) {
	cfg := bleveindex.Config{Dir: b.TempDir()}
	if _, err := bleveindex.Build(context.Background(), cfg, "r", speeches(b, scaleSize(b))); err != nil {
		b.Fatal(err)
	}
	ix, err := bleveindex.Open(cfg)
	if err != nil {
		b.Fatal(err)
	}
	defer ix.Close()
	for name, q := range attacks() {
		b.Run(name, func(b *testing.B) {
			before := cpuTime(b)
			for b.Loop() {
				ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
				if _, err := ix.Search(ctx, search.Request{Query: q, Size: 100, Facets: search.FacetFields, Passages: 10}); err != nil {
					b.Log(err)
				}
				cancel()
			}
			b.ReportMetric((cpuTime(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
		})
	}
}
