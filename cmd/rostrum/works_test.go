package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"rostrum/corpus"
	"rostrum/corpus/authority"
	"rostrum/corpus/catalog"
)

// The share of pairs that have to be found, of those whose text can be read,
// and of found pairs that have to be right.
const (
	worksRecall    = 0.85
	worksPrecision = 0.995
)

// TestWorksOnRealSpeeches joins published speeches, in four languages, with the
// English texts of the same speeches that the United Nations made, and keeps
// them apart from what the same states said a year before and after. All three
// are given as of one session and without a topic or day, so that only the
// texts can tell.
//
// The gold follows from where the texts come from: a state gives one speech in
// the general debate of a year, so that its PDF and the record of that year are
// one work, and the records of other years are others.
func TestWorksOnRealSpeeches(t *testing.T) {
	t.Parallel()
	shared := filepath.Join("..", "..", "..", "shared")
	debates, err := os.Open(filepath.Join(shared, "corpus-scale", "general-debate-en-2003-2024.jsonl.zst"))
	if err != nil {
		t.Skip("the shared speeches are not beside the repository (../shared/corpus-scale)")
	}
	defer debates.Close()
	records := readDebates(t, debates)
	names, err := authority.Load("")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var rows [][]string
	gold := map[string]string{} // file to work
	add := func(file, state, session, language, work string, content []byte) {
		if err := os.WriteFile(filepath.Join(folder, file), content, 0o644); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, []string{file, state, session, language})
		gold[file] = work
	}
	year := regexp.MustCompile(`UNGA(\d+)`)
	for _, d := range readTable(t, filepath.Join(shared, "corpus-dev", "manifest.csv")) {
		if !strings.HasPrefix(d["file"], "pdf/unga79-") || d["text_layer"] != "ok" {
			continue // those without readable text cannot be compared
		}
		state, _ := names.Resolve(corpus.FieldOrganization, d["organization"])
		var n int
		if _, err := fmt.Sscan(year.FindStringSubmatch(d["session"])[1], &n); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(shared, "corpus-dev", d["file"]))
		if err != nil {
			t.Fatal(err)
		}
		add(filepath.Base(d["file"]), state, d["session"], "", state, content)
		for _, offset := range []int{0, -1, -2} {
			text, ok := records[fmt.Sprintf("%s UNGA%d", state, n+offset)]
			if !ok {
				continue
			}
			work := state
			if offset != 0 {
				work = fmt.Sprintf("%s %d", state, offset)
			}
			add(fmt.Sprintf("record%d-%s.txt", -offset, state), state, d["session"], "en", work, []byte(text))
		}
	}
	catalogue, err := os.Create(filepath.Join(folder, "catalogue.csv"))
	if err != nil {
		t.Fatal(err)
	}
	out := csv.NewWriter(catalogue)
	_ = out.Write([]string{"file", "organization", "session", "language"})
	_ = out.WriteAll(rows)
	if err := catalogue.Close(); err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"index", catalogue.Name(), "--data", data, "--ocr", "never"}, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		t.Fatalf("index ended with %d: %s", code, stderr.String())
	}
	measureWorks(t, data, gold)
}

// measureWorks compares the works in a catalogue with the right ones, by pairs.
func measureWorks(t *testing.T, data string, gold map[string]string) {
	t.Helper()
	kept, err := catalog.OpenReadOnly(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	var all []corpus.Statement
	for s, err := range kept.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	var wanted, found, right [2]int // copies and translations
	for i, a := range all {
		for _, b := range all[i+1:] {
			kind := 0
			if a.Language != b.Language {
				kind = 1
			}
			same, joined := gold[a.Origin.File] == gold[b.Origin.File], a.Work == b.Work
			if same {
				wanted[kind]++
			}
			if joined {
				found[kind]++
			}
			if same && joined {
				right[kind]++
			}
			if same != joined {
				t.Logf("%s and %s: joined %v, want %v", a.Origin.File, b.Origin.File, joined, same)
			}
		}
	}
	for kind, name := range []string{"copies", "translations"} {
		recall, precision := float64(right[kind])/float64(max(1, wanted[kind])), float64(right[kind])/float64(max(1, found[kind]))
		t.Logf("%s: precision %.3f (%d of %d found), recall %.3f (%d of %d wanted)", name, precision, right[kind], found[kind], recall, right[kind], wanted[kind])
		if recall < worksRecall || precision < worksPrecision {
			t.Errorf("%s: precision %.3f, recall %.3f, want %.3f and %.2f at least", name, precision, recall, worksPrecision, worksRecall)
		}
	}
}

// readDebates reads the records of general debates by state and session.
func readDebates(t *testing.T, compressed io.Reader) map[string]string {
	t.Helper()
	plain, err := zstd.NewReader(compressed)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	out := map[string]string{}
	lines := bufio.NewScanner(plain)
	lines.Buffer(nil, 8<<20)
	for lines.Scan() {
		var r struct{ ISO3, Session, Text string }
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out[r.ISO3+" "+r.Session] = r.Text
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
