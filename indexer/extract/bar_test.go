package extract

import (
	"context"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"rostrum/corpus"
)

func needBar(t *testing.T) {
	t.Helper()
	if !*bar {
		t.Skip("takes minutes: add -bar")
	}
}

// manifest is the catalogue of the shared corpus, one map a row.
func manifest(t testing.TB) (root string, rows []map[string]string) {
	t.Helper()
	root = shared(t, "corpus-dev")
	f, err := os.Open(filepath.Join(root, "manifest.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return root, rows
}

// childMemory is the most that any child that has ended had in memory, in MB.
func childMemory() int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		return 0
	}
	return u.Maxrss >> 10
}

// childCPU is the processor time of all children that have ended.
func childCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func pdftotext(t testing.TB, path string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("needs pdftotext (apt-get install poppler-utils)")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	out, _ := exec.CommandContext(ctx, "pdftotext", "-q", path, "-").Output() // damaged files give what they give
	return string(out)
}

// TestBarSpeed compares the processor time of whole runs with that of
// pdftotext: of the published speeches, and of the books among the other files.
func TestBarSpeed(t *testing.T) {
	needBar(t)
	root, rows := manifest(t)
	var speeches, books []string
	for _, r := range rows {
		if r["native"] == "yes" {
			speeches = append(speeches, filepath.Join(root, r["file"]))
		}
	}
	for _, p := range general(t) {
		if info, err := os.Stat(p); err == nil && len(tokens(pdftotext(t, p))) > 4_000 && info.Size() < 10<<20 {
			books = append(books, p)
		}
	}
	compareSpeed(t, "speeches", speeches)
	compareSpeed(t, "books", books)
	t.Logf("most memory of a process: %d MB", childMemory())
}

func compareSpeed(t *testing.T, name string, paths []string) {
	t.Helper()
	before := childCPU()
	for _, p := range paths {
		pdftotext(t, p)
	}
	poppler := childCPU() - before
	e := newExtractor(t, Config{OCR: OCRNever})
	before = childCPU()
	pages := 0
	for _, p := range paths {
		text, err := e.Extract(t.Context(), document(t, p))
		if err != nil {
			t.Errorf("%s: %v", p, err)
		}
		if text.Status == corpus.StatusPartial {
			t.Logf("%s: %s", filepath.Base(p), text.Reason)
		}
		pages += len(text.Pages)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	own := childCPU() - before
	t.Logf("%s: %d files, %d pages: pdftotext %.2f s (%.0f pages/s), ours %.2f s (%.0f pages/s): ratio %.2f", name, len(paths), pages,
		poppler.Seconds(), float64(pages)/poppler.Seconds(), own.Seconds(), float64(pages)/own.Seconds(), poppler.Seconds()/own.Seconds())
}

func TestBarTokens(t *testing.T) {
	needBar(t)
	root, rows := manifest(t)
	for name, paths := range map[string][]string{"corpus-dev": ordinary(root, rows), "pdf-dev": general(t)} {
		e := newExtractor(t, Config{OCR: OCRNever})
		var scores spread
		for _, p := range paths {
			want := tokens(pdftotext(t, p))
			if len(want) == 0 {
				continue
			}
			text, err := e.Extract(t.Context(), document(t, p))
			got := tokens(fullText(text))
			score := f1(got, want)
			scores = append(scores, score)
			if score < 0.95 {
				t.Logf("%.3f %s (%d words, %d of pdftotext) %s %s %v", score, filepath.Base(p), len(got), len(want), text.Status, text.Reason, err)
			}
		}
		t.Logf("%s: %d files, median %.4f, macro %.4f, at .95 or more %.1f %%", name, len(scores), scores.at(.5), scores.mean(), 100*scores.share(.95))
	}
}

func ordinary(root string, rows []map[string]string) (paths []string) {
	for _, r := range rows {
		if strings.HasSuffix(r["file"], ".pdf") && r["text_layer"] == "ok" {
			paths = append(paths, filepath.Join(root, r["file"]))
		}
	}
	return paths
}

// general are the files of pdf-dev that are not there to break anything.
func general(t *testing.T) (paths []string) {
	all, err := filepath.Glob(filepath.Join(shared(t, "pdf-dev"), "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if !strings.HasPrefix(filepath.Base(p), "adv__") {
			paths = append(paths, p)
		}
	}
	return paths
}

// hostile are the files of pdf-dev that were made to break parsers.
func hostile(t *testing.T, dir string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "adv__*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}
