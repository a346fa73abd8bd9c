package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
)

func TestBarOCR(t *testing.T) {
	needBar(t)
	root, rows := manifest(t)
	e := newExtractor(t, Config{Workers: 2})
	if e.OCRMissing() != nil {
		t.Skip(e.OCRMissing())
	}
	start, before := time.Now(), childCPU()
	scans, err := filepath.Glob(filepath.Join(root, "scanned", "*.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	var scores spread
	pages := 0
	for _, p := range scans {
		text, got := readScan(t, e, p, strings.TrimSuffix(p, ".pdf")+".txt")
		pages += len(text.Pages)
		scores = append(scores, got)
	}
	t.Logf("scans with known text: %d files, word accuracy mean %.4f, least %.4f", len(scores), scores.mean(), scores.at(0))
	scores = nil
	for _, r := range rows {
		if r["text_layer"] == "ok" || r["text_layer"] == "" {
			continue
		}
		name := strings.TrimSuffix(filepath.Base(r["file"]), ".pdf")
		text, got := readScan(t, e, filepath.Join(root, r["file"]), filepath.Join(root, "reference_text", name+".txt"))
		pages += len(text.Pages)
		scores = append(scores, got)
	}
	t.Logf("files without or with a nonsense text layer, against another OCR with its slips: %d files, mean %.4f", len(scores), scores.mean())
	e.Close()
	t.Logf("%d pages in %.1f s, %.1f s of CPU in children", pages, time.Since(start).Seconds(), (childCPU() - before).Seconds())
}

func readScan(t *testing.T, e *Extractor, path, truth string) (corpus.Text, float64) {
	t.Helper()
	want, err := os.ReadFile(truth)
	if err != nil {
		t.Fatal(err)
	}
	text, err := e.Extract(t.Context(), document(t, path))
	if err != nil {
		t.Errorf("%s: %v", filepath.Base(path), err)
		return text, 0
	}
	read, sure := 0, 0.0
	for _, p := range text.Pages {
		if p.OCR() {
			read++
			sure += p.Confidence
		}
	}
	have, truthful := tokens(fullText(text)), tokens(string(want))
	got := accuracy(have, truthful)
	t.Logf("%.4f (recall %.4f) %s: %d of %d pages by OCR, confidence %.2f, %s %s", got, recall(have, truthful), filepath.Base(path), read, len(text.Pages), sure/float64(max(1, read)), text.Status, text.Reason)
	return text, got
}
