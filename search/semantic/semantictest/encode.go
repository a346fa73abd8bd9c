// Package semantictest has an encoder for tests that have no language model: it knows the
// meaning of the words it is given, and no other.
package semantictest

import (
	"context"
	"hash/fnv"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"rostrum/corpus"
	"rostrum/search/semantic"
)

// ModelHash stands for the hash of a model.
const ModelHash = "test"

// Encoder returns an Encode that gives words with one meaning nearly the same vector.
// meanings maps a word to its meaning; a word without one is unlike any other.
func Encoder(meanings map[string]string) semantic.Encode {
	return func(text string) []float32 {
		meaning, ok := meanings[text]
		if !ok {
			meaning = "unknown " + text
		}
		out := make([]float32, semantic.Dim)
		add := func(seed string, size float32) {
			h := fnv.New64a()
			h.Write([]byte(seed))
			r := rand.New(rand.NewPCG(h.Sum64(), 1))
			for i := range out {
				out[i] += size * float32(r.NormFloat64())
			}
		}
		add(meaning, 1)
		add("word "+text, .3)
		sum := float32(0)
		for _, x := range out {
			sum += x * x
		}
		for i := range out {
			out[i] /= sum
		}
		return out
	}
}

// Bridge writes a vocabulary of the words of meanings by language, and returns a bridge
// over it. Texts without spaces are one word.
func Bridge(t testing.TB, meanings map[corpus.Language]map[string]string) *semantic.Bridge {
	t.Helper()
	all, words := map[string]string{}, map[corpus.Language][]string{}
	for l, list := range meanings {
		for word, meaning := range list {
			all[word] = meaning
			words[l] = append(words[l], word)
		}
	}
	path := filepath.Join(t.TempDir(), "words.bin")
	encode := Encoder(all)
	if _, err := semantic.Build(context.Background(), path, ModelHash, func() semantic.Encode { return encode }, words, nil); err != nil {
		t.Fatal(err)
	}
	b := semantic.NewBridge(path, ModelHash, encode, func(text string) []string { return []string{text} })
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}
