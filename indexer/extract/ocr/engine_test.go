package ocr

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/extract/sandbox"
)

func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Find(t.Context(), launcher, "")
	if !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "apt-get install tesseract-ocr") || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v", err)
	}
}

// stand runs a script in place of tesseract. Like tesseract it may start no process,
// so the script uses shell builtins only.
func stand(t *testing.T, script string) *Engine {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "tesseract")
	body := "#!/bin/sh\ncase \"$*\" in\n*--version*) echo 'tesseract 5.9';;\n*--list-langs*) printf 'List of available languages (2):\\neng\\nchi_tra\\n';;\n*)\n" + script + "\n;;\nesac\n"
	if err := os.WriteFile(path, []byte(body), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	e, err := Find(t.Context(), launcher, filepath.Join(dir, "cache"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

func white() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 40, 20))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return img
}

func TestLanguages(t *testing.T) {
	e := stand(t, "exit 1")
	if got := e.Languages(corpus.English, corpus.Arabic, corpus.Chinese, "xx"); strings.Join(got, "+") != "eng+chi_tra" {
		t.Errorf("%v", got)
	}
	if got := e.Lacks(corpus.Arabic); !strings.Contains(got, "tesseract-ocr-ara") {
		t.Errorf("%q", got)
	}
	if got := e.Lacks(corpus.English) + e.Lacks("xx"); got != "" {
		t.Errorf("%q", got)
	}
	if v := e.Version(); !strings.Contains(v, "5.9") || !strings.Contains(v, "eng") {
		t.Errorf("%q", v)
	}
	if _, err := e.Read(t.Context(), white(), 200, nil); !errors.Is(err, corpus.ErrInvalid) {
		t.Errorf("no language: %v", err)
	}
}

// A picture is read once: the second time, the program would fail. The test records
// the first time for it, since it may not write.
func TestKept(t *testing.T) {
	e := stand(t, `if [ -e "$0.done" ]; then exit 7; fi
printf '`+strings.ReplaceAll(strings.ReplaceAll(head+row(1, 1, 1, 10, "95", "kept"), "\t", `\t`), "\n", `\n`)+`'`)
	for range 2 {
		p, err := e.Read(t.Context(), white(), 200, []string{"eng"})
		if err != nil || p.Text() != "kept\n" || len(p.Languages) != 1 {
			t.Fatalf("%+v, %v", p, err)
		}
		if err := os.WriteFile(e.path+".done", nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.Read(t.Context(), white(), 150, []string{"eng"}); err == nil {
		t.Error("a picture of another resolution was not read again")
	}
	// A damaged entry is read again.
	files, err := filepath.Glob(filepath.Join(e.cache.dir, "ocr", "*", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("kept %v, %v", files, err)
	}
	if err := os.WriteFile(files[0], []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Read(t.Context(), white(), 200, []string{"eng"}); err == nil {
		t.Error("a damaged entry was believed")
	}
}

func TestBounds(t *testing.T) {
	slow := stand(t, "exec sleep 60")
	slow.timeout = 50 * time.Millisecond
	if _, err := slow.Read(t.Context(), white(), 200, []string{"eng"}); !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("too slow: %v", err)
	}
	slow.timeout = time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := slow.Read(ctx, white(), 200, []string{"eng"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	loud := stand(t, "s=0123456789; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do s=$s$s; done; for i in 1 2 3 4 5 6 7 8 9 10; do for j in 1 2 3 4 5 6 7 8 9 10; do for k in 1 2 3 4 5 6 7 8 9 10; do echo $s; done; done; done")
	if _, err := loud.Read(t.Context(), white(), 200, []string{"eng"}); !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("too loud: %v", err)
	}
	broken := stand(t, "echo 'no such thing' >&2; exit 3")
	if _, err := broken.Read(t.Context(), white(), 200, []string{"eng"}); err == nil || !strings.Contains(err.Error(), "no such thing") {
		t.Errorf("broken: %v", err)
	}
}

func TestLook(t *testing.T) {
	e := stand(t, `printf 'Rotate: 180\nScript: Cyrillic\nScript confidence: 6.5\n'`)
	if got := e.Look(t.Context(), white(), 200); got != (Look{}) {
		t.Errorf("without data for it: %+v", got)
	}
	e.languages = append(e.languages, "osd")
	if got, want := e.Look(t.Context(), white(), 200), (Look{Script: "Cyrillic", Turn: 180}); got != want {
		t.Errorf("%+v", got)
	}
}

// A program in place of tesseract gets a picture, and nothing else of this machine.
func TestConfined(t *testing.T) {
	if err := sandbox.Examine(launcher).Err(); err != nil {
		t.Skip(err)
	}
	canary := filepath.Join(t.TempDir(), "canary")
	if err := os.WriteFile(canary, []byte("canary\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ROSTRUM_SMTP_PASSWORD", "canary")
	e := stand(t, "while read line; do echo $line; done < "+canary+"; echo x > "+canary+".new; export -p; exit 0")
	out, err := e.run(t.Context(), white(), "stdin", "stdout")
	if err != nil || !strings.Contains(string(out), "OMP_THREAD_LIMIT='1'") || strings.Contains(string(out), "canary\n") {
		t.Errorf("%v, %q", err, out)
	}
	if _, err := os.Stat(canary + ".new"); err == nil {
		t.Error("it has written beside the canary")
	}
}
