package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rostrum/indexer"
	"rostrum/internal/faults"
)

// smallDisk is a file system of some megabytes, in memory.
type smallDisk struct {
	t       *testing.T
	folder  string
	unmount func()
}

// newSmallDisk mounts one, or skips the test where that is not allowed.
func newSmallDisk(t *testing.T, megabytes int) *smallDisk {
	t.Helper()
	d := &smallDisk{t: t, folder: t.TempDir()}
	err := syscall.Mount("rostrum-test", d.folder, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes))
	if errors.Is(err, syscall.EPERM) {
		t.Skip("mounting a small file system needs root")
	}
	if err != nil {
		t.Fatal(err)
	}
	d.unmount = sync.OnceFunc(func() {
		if err := syscall.Unmount(d.folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(d.unmount)
	return d
}

// grow gives the file system another size.
func (d *smallDisk) grow(megabytes int) {
	d.t.Helper()
	if err := syscall.Mount("rostrum-test", d.folder, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		d.t.Fatal(err)
	}
}

// bulk writes a folder of documents that need 1.3 MB each: pages around a
// picture, which are kept as they are, and long texts, of which an index is made.
// Each has a word of its own, which is returned.
func bulk(t *testing.T, folder string, documents int) []string {
	t.Helper()
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(13, 14))
	vocabulary := make([]string, 20_000)
	for i := range vocabulary {
		letters := make([]byte, 3+random.IntN(7))
		for j := range letters {
			letters[j] = byte('a' + random.IntN(26))
		}
		vocabulary[i] = string(letters)
	}
	var words []string
	for i := range documents {
		own := fmt.Sprintf("bulky%d", i)
		words = append(words, own)
		head := "Sample text " + own + ", written for a test of full disks. It was said by nobody."
		var name, content string
		if i%5 > 0 {
			picture := make([]byte, 1_000_000)
			for j := range picture {
				picture[j] = byte(random.Uint32())
			}
			name = own + ".html"
			content = "<!doctype html><title>" + own + "</title><h1>" + own + "</h1><p>" + head + `</p><img alt="" src="data:image/png;base64,` + base64.StdEncoding.EncodeToString(picture) + `">`
		} else {
			var b strings.Builder
			b.WriteString(head)
			for b.Len() < 400_000 {
				b.WriteString(" the statement of " + vocabulary[random.IntN(len(vocabulary))])
				if random.IntN(12) == 0 {
					b.WriteString(".\n")
				}
			}
			name, content = own+".txt", b.String()
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return words
}

// TestFaultDiskFull brings documents in that need more room than the disk has,
// while a service answers from the same folder. The run says what is full, and
// loses nothing that its report says was brought in; with more room the same
// command goes on to the end.
func TestFaultDiskFull(t *testing.T) {
	t.Parallel()
	// The originals do not fit, or not the index beside them.
	documents, sizes := faults.Times(12, 40), []int{4, 14}
	if faults.Full() {
		sizes = sizes[:0]
		for megabytes := 5; megabytes <= 50; megabytes++ {
			sizes = append(sizes, megabytes)
		}
	}
	note := faults.Begin(t, faults.DiskFull)
	dir := t.TempDir()
	folder := filepath.Join(dir, "bulk")
	words := bulk(t, folder, documents)
	first := filepath.Join(dir, "first.txt")
	if err := os.WriteFile(first, []byte("Sample text firstofall, written for a test of full disks. It was said by nobody."), 0o644); err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	for _, megabytes := range sizes {
		disk := newSmallDisk(t, megabytes)
		acknowledged += fillDisk(t, disk, megabytes, first, folder, words)
		disk.unmount()
	}
	note("%d sizes from %d to %d MB: each told with folder and size, %d documents acknowledged and kept, the service went on, and with room all was found", len(sizes), sizes[0], sizes[len(sizes)-1], acknowledged)
}

// fillDisk fills one disk, makes it larger, and returns how many documents were
// acknowledged before.
func fillDisk(t *testing.T, disk *smallDisk, megabytes int, first, folder string, words []string) int {
	t.Helper()
	data, report := filepath.Join(disk.folder, "data"), filepath.Join(t.TempDir(), "report.jsonl")
	size := fmt.Sprint(megabytes, " MB")
	good := func(when string, args ...string) string {
		t.Helper()
		o := ranApart(t, append(args, "--data", data)...)
		if o.code != exitOK {
			t.Errorf("%s, %s: rostrum %s ended with %+v", size, when, strings.Join(args, " "), o)
		}
		return o.stdout
	}
	good("empty", "index", first)
	s := serve(t, "--data", data, "--page-image-cache", "0")
	finds := func(word string) bool {
		t.Helper()
		status, body, err := s.get("/api/v1/search?q=" + word)
		if err != nil || status != http.StatusOK {
			t.Errorf("%s: the service answers %d, %v: %s", size, status, err, body)
		}
		return strings.Contains(body, `"total":{"value":1,`)
	}
	command := []string{"index", folder, "--report", report, "--data", data, "--quiet"}
	acknowledged := map[string]bool{}
	for range 2 { // the second run finds it full already
		o := ranApart(t, command...)
		if o.code != exitFailure || !strings.Contains(o.stderr, "no space left on the disk of "+data) || !strings.Contains(o.stderr, "MB free of "+size) {
			t.Errorf("%s: on a full disk, index ended with %+v", size, o)
		}
		for _, row := range rowsOf(t, report) {
			acknowledged[row.File] = true
		}
		if !finds("firstofall") {
			t.Errorf("%s: the service lost what it had", size)
		}
		good("full", "verify")
		if out := good("full", "search", "firstofall"); !strings.Contains(out, "1 statement") {
			t.Errorf("%s: full, a search finds %s", size, out)
		}
	}
	disk.grow(200)
	good("with room", command...)
	for _, row := range rowsOf(t, report) {
		if acknowledged[row.File] && row.Change != indexer.ChangeUnchanged {
			t.Errorf("%s: %s was brought in, and lost: %s", size, row.File, row.Status)
		}
	}
	good("with room", "verify")
	for _, word := range words {
		for deadline := time.Now().Add(time.Minute); !finds(word); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s: %s is not found when there is room", size, word)
			}
		}
	}
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	return len(acknowledged)
}

// TestFaultDiskFullSync syncs a site whose documents need more room than the disk
// has. That is not the site's fault: the run ends, no document is marked, and
// with room the same command goes on.
func TestFaultDiskFullSync(t *testing.T) {
	t.Parallel()
	note := faults.Begin(t, faults.DiskFull)
	const documents = 12
	random := rand.New(rand.NewPCG(17, 18))
	noise := make([]byte, 600_000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	var grown atomic.Bool
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/":
			w.Header().Set("Content-Type", "text/html")
			for i := range documents {
				fmt.Fprintf(w, `<li><a href="/s/%d.txt">Statement by State %d</a></li>`, i, i)
			}
		default:
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, "<!doctype html><p>Sample text %s, written for a test of full disks. It was said by nobody.</p>", strings.NewReplacer("/", "", ".txt", "").Replace(r.URL.Path))
			if grown.Load() {
				fmt.Fprintf(w, `<img alt="" src="data:image/png;base64,%s">`, base64.StdEncoding.EncodeToString(noise))
			}
		}
	}))
	defer site.Close()
	disk := newSmallDisk(t, 4)
	data, sources := filepath.Join(disk.folder, "data"), filepath.Join(t.TempDir(), "SOURCES.yaml")
	text := fmt.Sprintf("- name: site\n  kind: listing\n  address: %s/\n  private: yes\n  rate: 1000\n", site.URL)
	if err := os.WriteFile(sources, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	command := []string{"sync", sources, "--data", data, "--json"}
	if o := ranApart(t, command...); o.code != exitOK || !strings.Contains(o.stdout, fmt.Sprintf(`"documents":%d,`, documents)) {
		t.Fatalf("at first: %+v", o)
	}
	grown.Store(true)
	o := ranApart(t, command...)
	if o.code != exitFailure || !strings.Contains(o.stderr, "no space left on the disk of "+data) {
		t.Errorf("on a full disk, sync ended with %+v", o)
	}
	if o := ranApart(t, "status", "--data", data, "--json"); !strings.Contains(o.stdout, fmt.Sprintf(`"documents":%d,`, documents)) || !strings.Contains(o.stdout, `"gone":0,"stale":0`) {
		t.Errorf("on a full disk the catalogue holds %+v", o)
	}
	disk.grow(100)
	if o := ranApart(t, command...); o.code != exitOK || !strings.Contains(o.stdout, fmt.Sprintf(`"documents":%d,`, documents)) {
		t.Errorf("with room, sync ended with %+v", o)
	}
	if o := ranApart(t, "verify", "--data", data); o.code != exitOK {
		t.Errorf("with room, verify says %+v", o)
	}
	if !t.Failed() {
		note("`rostrum sync` on a full disk: ended with the same message, no document marked as stale, gone on with when there was room")
	}
}

// TestFaultCacheFull reads a document where the disk of the cache has no room for
// the compiled reader. It takes longer, and nothing else.
func TestFaultCacheFull(t *testing.T) {
	t.Parallel()
	if !faults.Full() {
		t.Skip("compiles the reader of PDF files without a cache, which takes many seconds; see make test-faults")
	}
	note := faults.Begin(t, faults.DiskFull)
	disk, data := newSmallDisk(t, 1), t.TempDir()
	cmd := apart("index", filepath.Join("..", "..", "corpus", "sample", "files", "japan-budget-asp22.pdf"), "--data", data, "--json")
	cmd.Env = append(cmd.Env, "XDG_CACHE_HOME="+disk.folder)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), `"added":1,`) {
		t.Fatalf("beside a full cache, index said %s: %v", out, err)
	}
	note("a full disk of the cache: documents are read without it")
}
