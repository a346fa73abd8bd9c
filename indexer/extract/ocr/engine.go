// Package ocr reads pictures of pages with tesseract, which runs in a process of its
// own for each picture, limited in time. Pictures are deskewed first. Texts are
// cached by the content of the picture, so that no page is read twice.
package ocr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"rostrum/corpus"
	"rostrum/indexer/extract/sandbox"
)

// ErrMissing means that tesseract, or its data for a language, is not installed.
var ErrMissing = errors.New("OCR is not installed")

// Engine is an installation of tesseract. It is safe for concurrent use.
type Engine struct {
	path      string
	version   string
	languages []string // tesseract's names: eng, fra, chi_sim
	cache     cache
	timeout   time.Duration
	starter   *sandbox.Starter
}

// pictureTimeout limits one run of tesseract. A page takes one or two seconds; on a
// busy machine a newspaper page has taken forty times as long.
const pictureTimeout = 2 * time.Minute

// The limits of one run of tesseract, which uses a second or two of one processor and
// about 300 MB for a page, and writes no files.
const (
	maxCPU    = pictureTimeout
	maxMemory = 4 << 30 // of address space, in bytes
)

// Find finds tesseract on this machine, to be started by a launcher. Texts are cached
// in cacheDir, unless it is "".
func Find(ctx context.Context, launcher sandbox.Launcher, cacheDir string) (*Engine, error) {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrMissing, howToInstall("eng", "fra", "spa", "ara", "rus", "chi_sim", "por"))
	}
	starter, err := sandbox.NewStarter(launcher, sandbox.Rights{
		Read: []string{filepath.Dir(path), os.Getenv("TESSDATA_PREFIX")}, CPU: maxCPU, Memory: maxMemory,
	})
	if err != nil {
		return nil, err
	}
	e := &Engine{path: path, cache: cache{cacheDir}, timeout: pictureTimeout, starter: starter}
	if err := e.ask(ctx); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

// Close ends running processes. Read must not be called afterwards.
func (e *Engine) Close() { e.starter.Close() }

// ask determines tesseract's version and languages.
func (e *Engine) ask(ctx context.Context) error {
	out, err := e.run(ctx, nil, "--version")
	if err != nil {
		return fmt.Errorf("%s --version: %w", e.path, err)
	}
	e.version, _, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
	if out, err = e.run(ctx, nil, "--list-langs"); err != nil {
		return fmt.Errorf("%s --list-langs: %w", e.path, err)
	}
	for line := range strings.Lines(string(out)) {
		if line = strings.TrimSpace(line); line != "" && !strings.Contains(line, " ") {
			e.languages = append(e.languages, line)
		}
	}
	slices.Sort(e.languages)
	if len(e.languages) == 0 {
		return fmt.Errorf("%w: tesseract has no language data; %s", ErrMissing, howToInstall("eng", "fra", "spa"))
	}
	return nil
}

func howToInstall(languages ...string) string {
	var b strings.Builder
	b.WriteString("install tesseract, on Debian and Ubuntu with: apt-get install tesseract-ocr")
	for _, l := range languages {
		b.WriteString(" tesseract-ocr-" + strings.ReplaceAll(l, "_", "-"))
	}
	return b.String()
}

// Version identifies what determines the text of a picture.
func (e *Engine) Version() string {
	return e.version + " (reading " + version + ") " + strings.Join(e.languages, "+")
}

// data lists tesseract's data for each language; the first that is installed is used.
var data = map[corpus.Language][]string{
	corpus.Arabic: {"ara"}, corpus.Chinese: {"chi_sim", "chi_tra"}, corpus.English: {"eng"}, corpus.French: {"fra"},
	corpus.Portuguese: {"por"}, corpus.Russian: {"rus"}, corpus.Spanish: {"spa"}, "it": {"ita"}, "de": {"deu"}, "nl": {"nld"},
	"uk": {"ukr"}, "fa": {"fas"}, "ja": {"jpn"}, "ko": {"kor"}, "tr": {"tur"},
}

// Languages returns the installed data for the languages. Languages without data are
// skipped.
func (e *Engine) Languages(languages ...corpus.Language) []string {
	var out []string
	for _, l := range languages {
		for _, name := range data[l] {
			if slices.Contains(e.languages, name) {
				if !slices.Contains(out, name) {
					out = append(out, name)
				}
				break
			}
		}
	}
	return out
}

// Lacks returns what to install for a language, or "" if nothing is missing.
func (e *Engine) Lacks(l corpus.Language) string {
	names := data[l]
	if len(names) == 0 || len(e.Languages(l)) > 0 {
		return ""
	}
	return fmt.Sprintf("tesseract has no data for the language %s: %s", l, howToInstall(names[0]))
}

// Look is the result of script and orientation detection.
type Look struct {
	Script string // Latin, Cyrillic, Arabic, Han, ...; "" where it is not clear
	Turn   int    // degrees clockwise that make it upright
}

// sureScript is the threshold of tesseract's script confidence: a French title page
// was taken for Cyrillic with 1.7.
const sureScript = 2

// Look detects the script of a picture and its orientation. The result is zero for a
// picture with few letters, or if tesseract's data are missing.
func (e *Engine) Look(ctx context.Context, img *image.Gray, dpi int) (look Look) {
	if !slices.Contains(e.languages, "osd") {
		return look
	}
	out, err := e.run(ctx, img, "stdin", "stdout", "--psm", "0", "--dpi", strconv.Itoa(dpi))
	if err != nil {
		return look // usually too few letters
	}
	script := ""
	for line := range strings.Lines(string(out)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "Rotate":
			if degrees, err := strconv.Atoi(value); err == nil && degrees%90 == 0 && degrees > 0 && degrees < 360 {
				look.Turn = degrees
			}
		case "Script":
			script = value
		case "Script confidence":
			if sure, err := strconv.ParseFloat(value, 64); err == nil && sure >= sureScript {
				look.Script = script
			}
		}
	}
	return look
}

// Read reads a picture in the given languages (tesseract's names), the most likely
// first. Boxes are in pixels of the picture.
func (e *Engine) Read(ctx context.Context, img *image.Gray, dpi int, languages []string) (Picture, error) {
	if len(languages) == 0 {
		return Picture{}, corpus.ErrInvalid.Errorf("read picture: no language given")
	}
	key := e.key(img, dpi, languages)
	if p, ok := e.cache.get(key); ok {
		return p, nil
	}
	out, err := e.run(ctx, img, "stdin", "stdout", "-l", strings.Join(languages, "+"), "--dpi", strconv.Itoa(dpi), "tsv")
	if err != nil {
		return Picture{}, fmt.Errorf("read picture: %w", err)
	}
	p, err := parse(out)
	if err != nil {
		return Picture{}, fmt.Errorf("read picture: %w", err)
	}
	p.Languages = languages
	e.cache.put(key, p)
	return p, nil
}

// maxOutput limits tesseract's output for one picture, in bytes. A word takes fifty,
// and twice as much again in memory; a newspaper page has 5,000 words.
const maxOutput = 4 << 20

// run runs tesseract with the picture as its input.
func (e *Engine) run(ctx context.Context, img *image.Gray, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, e.path, args...)
	cmd.Env = []string{"OMP_THREAD_LIMIT=1"} // its threads would take the cores of other pages
	for _, name := range []string{"PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TESSDATA_PREFIX"} {
		if value, ok := os.LookupEnv(name); ok {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	cmd.WaitDelay = time.Second
	cmd.Cancel = func() error { sandbox.Kill(cmd); return nil }
	if img != nil {
		cmd.Stdin = bytes.NewReader(pgm(img))
	}
	out := &bounded{most: maxOutput}
	complaint := &bounded{most: 4 << 10}
	cmd.Stdout, cmd.Stderr = out, complaint
	err := e.starter.Start(cmd)
	if err == nil {
		err = sandbox.Wait(cmd)
	}
	switch {
	case ctx.Err() == context.DeadlineExceeded:
		return nil, corpus.ErrOverLimit.Errorf("tesseract took more than %v", e.timeout)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case out.full:
		return nil, corpus.ErrOverLimit.Errorf("tesseract said more than %d bytes", maxOutput)
	case err != nil:
		return nil, fmt.Errorf("tesseract: %w: %s", err, firstLine(complaint.b))
	}
	return out.b, nil
}

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return line
}

// pgm encodes the picture in the simplest format that tesseract reads.
func pgm(img *image.Gray) []byte {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := fmt.Appendf(make([]byte, 0, w*h+20), "P5\n%d %d\n255\n", w, h)
	for y := range h {
		out = append(out, img.Pix[y*img.Stride:y*img.Stride+w]...)
	}
	return out
}

// bounded keeps the first bytes written to it, and rejects more.
type bounded struct {
	b    []byte
	most int
	full bool
}

func (w *bounded) Write(p []byte) (int, error) {
	room := w.most - len(w.b)
	w.b = append(w.b, p[:min(room, len(p))]...)
	w.full = w.full || room < len(p)
	return len(p), nil
}
