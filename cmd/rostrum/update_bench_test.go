package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"rostrum/corpus"
	"rostrum/corpus/catalog"
)

// BenchmarkAddTen brings ten documents into a large catalogue, and tells how
// long it takes until a running server finds them, what memory that needed at
// most, and how many bytes were written to the index.
//
// ROSTRUM_BENCH_SIZE says how many statements there are before, and
// ROSTRUM_BENCH_DATA in which folder they are kept for the next time.
func BenchmarkAddTen(b *testing.B) {
	size, err := strconv.Atoi(os.Getenv("ROSTRUM_BENCH_SIZE"))
	if err != nil {
		size = 2000
	}
	data := os.Getenv("ROSTRUM_BENCH_DATA")
	if data == "" {
		data = b.TempDir()
	}
	if _, err := os.Stat(filepath.Join(data, "index", "CURRENT")); err != nil {
		fillCatalogue(b, data, size)
		built := rostrum(b, "index", "--rebuild", "--data", data)
		b.Logf("built at once: %.1f s, %.1f s of CPU, %d MB", built.wall.Seconds(), built.cpu.Seconds(), built.peak>>20)
	}
	server := serve(b, "--data", data)
	ask := func(path string) string {
		status, body, err := server.get(path)
		if err != nil || status != http.StatusOK {
			b.Fatalf("%s: %d %s %v", path, status, body, err)
		}
		return body
	}
	var wall, cpu time.Duration
	var peak, written int64
	for round := 0; b.Loop(); round++ {
		word := fmt.Sprintf("neu%dx", time.Now().UnixNano())
		folder := b.TempDir()
		for i := range 10 {
			text := fmt.Sprintf("Statement on cooperation %d\n\nThe %s of victims before the Court, number %d. %s", i, word, i,
				strings.Repeat("States Parties cooperate with the Court. ", 100+i))
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d.txt", word, i)), []byte(text), 0o644); err != nil {
				b.Fatal(err)
			}
		}
		start := time.Now()
		run := rostrum(b, "index", folder, "--data", data)
		for !strings.Contains(ask("/api/v1/search?unique=document&q="+word), `"total":{"value":10,`) {
			time.Sleep(10 * time.Millisecond)
		}
		wall += time.Since(start)
		cpu += run.cpu
		peak = max(peak, run.peak)
		written += unshared(b, data)
	}
	n := float64(b.N)
	b.ReportMetric(wall.Seconds()/n, "s-until-found")
	b.ReportMetric(cpu.Seconds()/n, "cpu-s/op")
	b.ReportMetric(float64(peak)/(1<<20), "peak-MB")
	b.ReportMetric(float64(written)/n/(1<<20), "MB-written/op")
}

// measured is what a run of the program used.
type measured struct {
	wall, cpu time.Duration
	peak      int64 // bytes of memory
}

// rostrum runs the program in a process of its own.
func rostrum(b *testing.B, args ...string) measured {
	b.Helper()
	start := time.Now()
	cmd := apart(args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("rostrum %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	state := cmd.ProcessState
	return measured{
		wall: time.Since(start), cpu: state.UserTime() + state.SystemTime(),
		peak: state.SysUsage().(*syscall.Rusage).Maxrss << 10,
	}
}

// unshared is the size of the files of the newest generation that are its own.
func unshared(b *testing.B, data string) int64 {
	b.Helper()
	index := filepath.Join(data, "index")
	current, err := newEngine(index, nil).Published(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var size int64
	err = filepath.WalkDir(filepath.Join(index, string(current)), func(_ string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Sys().(*syscall.Stat_t).Nlink == 1 {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

// fillCatalogue puts statements of about 1,000 words into a catalogue: real
// speeches, taken over again from other paragraphs on when they run out.
func fillCatalogue(b *testing.B, data string, n int) {
	b.Helper()
	path := filepath.Join("..", "..", "..", "shared", "corpus-scale", "general-debate-en-2003-2024.jsonl.zst")
	if _, err := os.Stat(path); err != nil {
		b.Skip("the speeches are not beside the repository (../shared/corpus-scale)")
	}
	ctx := context.Background()
	c, err := catalog.Open(ctx, data)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	for made, round := 0, 0; made < n; round++ {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		z, err := zstd.NewReader(f)
		if err != nil {
			b.Fatal(err)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() && made < n {
			var speech struct {
				Organization, Session, Topic, Text string
				Year                               int
			}
			if err := json.Unmarshal(lines.Bytes(), &speech); err != nil {
				b.Fatal(err)
			}
			paragraphs := strings.Split(speech.Text, "\n")
			for from := round; from < len(paragraphs) && made < n; {
				words, to := 0, from
				for ; to < len(paragraphs) && words < 1000; to++ {
					words += strings.Count(paragraphs[to], " ")
				}
				text := strings.Join(paragraphs[from:to], "\n\n")
				from = to
				id := corpus.NewID(fmt.Sprint("bench/", made))
				s := corpus.Statement{
					ID: id, Work: corpus.WorkID(id), Title: speech.Organization + " " + speech.Session, Language: corpus.English,
					Session: corpus.SessionID(speech.Session), Authors: []corpus.OrgID{corpus.OrgID(speech.Organization)}, Type: "statement",
					Topics: []corpus.TopicID{corpus.TopicID(speech.Topic)}, Date: corpus.Date{Year: speech.Year}, Status: corpus.StatusGood,
					Pages:  []corpus.Page{{Number: 1}},
					Origin: corpus.Origin{Location: fmt.Sprintf("/bench/%d.txt", made), Source: "/bench", SHA256: fmt.Sprintf("%064x", made), MediaType: "text/plain"},
				}
				if err := c.PutText(ctx, s.Origin.SHA256, corpus.Text{Extractor: "1", Status: corpus.StatusGood, Pages: []corpus.Page{{Number: 1, Text: text}}}); err != nil {
					b.Fatal(err)
				}
				if err := c.Put(ctx, catalog.Record{Statement: s, Key: s.Origin.Location, Extractor: "1", Basis: "b"}); err != nil {
					b.Fatal(err)
				}
				made++
			}
		}
		z.Close()
		f.Close()
	}
}
