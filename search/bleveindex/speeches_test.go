package bleveindex_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"rostrum/corpus"
	"rostrum/search/bleveindex"
	"rostrum/search/quality"
)

// scaleSize is the number of statements in benchmarks, set by ROSTRUM_BENCH_SIZE.
func scaleSize(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("ROSTRUM_BENCH_SIZE"))
	if err != nil {
		return 5000
	}
	return n
}

// speeches yields n statements of about 1,000 words: paragraphs of real speeches in
// English and Spanish, reused with other boundaries when they run out.
func speeches(b *testing.B, n int) iter.Seq2[corpus.Statement, error] {
	files := []struct {
		path     string
		language corpus.Language
	}{
		{shared(b, "corpus-scale/general-debate-en-2003-2024.jsonl.zst"), corpus.English},
		{shared(b, "corpus-scale/speeches-es.jsonl.zst"), corpus.Spanish},
	}
	return func(yield func(corpus.Statement, error) bool) {
		made := 0
		for round := 0; made < n; round++ {
			for _, file := range files {
				for raw, err := range speechesIn(file.path) {
					if err != nil {
						yield(corpus.Statement{}, err)
						return
					}
					words := 0
					var text []string
					for i, line := range strings.Split(raw.Text, "\n") {
						if i < round {
							continue
						}
						text = append(text, line)
						words += strings.Count(line, " ")
						if words < 1000 {
							continue
						}
						s := corpus.Statement{
							ID: corpus.ID(fmt.Sprintf("d%07d", made)), Title: raw.Organization + " " + raw.Session, Language: file.language,
							Session: corpus.SessionID(raw.Session), Authors: []corpus.OrgID{corpus.OrgID(raw.Organization)}, Type: "statement",
							Topics: []corpus.TopicID{corpus.TopicID(raw.Topic)}, Date: corpus.Date{Year: raw.Year}, Status: corpus.StatusGood,
							Pages: []corpus.Page{{Number: 1, Text: strings.Join(text, "\n"), Language: file.language}},
						}
						s.Work = corpus.WorkID(s.ID)
						made++
						if !yield(s, nil) || made == n {
							return
						}
						text, words = nil, 0
					}
				}
			}
		}
	}
}

type speech struct {
	Organization, Session, Topic, Text string
	Year                               int
}

func speechesIn(path string) iter.Seq2[speech, error] {
	return func(yield func(speech, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(speech{}, err)
			return
		}
		defer f.Close()
		z, err := zstd.NewReader(f)
		if err != nil {
			yield(speech{}, err)
			return
		}
		defer z.Close()
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var s speech
			err := json.Unmarshal(lines.Bytes(), &s)
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// BenchmarkSimilar measures the search for statements that repeat passages, for one
// statement after the other.
func BenchmarkSimilar(b *testing.B) {
	n := scaleSize(b)
	cfg := bleveindex.Config{Dir: b.TempDir()}
	rebuild(b, cfg, quality.Once{Statements: speeches(b, n)})
	ix := openIndex(b, cfg)
	found, asked := 0, 0
	before := cpuTime(b)
	for b.Loop() {
		res, err := ix.Similar(context.Background(), corpus.ID(fmt.Sprintf("d%07d", asked*(n/400+1)%n)), 0)
		if err != nil {
			b.Fatal(err)
		}
		asked++
		found += min(res.Total, 1)
	}
	b.ReportMetric(float64(found)/float64(asked), "repeated")
	b.ReportMetric((cpuTime(b)-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
}

// cpuTime is the processor time of this process; elapsed time means little on a
// shared machine.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
