package semantic

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"math"
	"os"
	"sync"
	"time"
	"unicode"

	"rostrum/corpus"
	"rostrum/search"
)

// How near a word must be to count, and how much it counts. Chosen on one half of the
// documents of parallel collections; see docs/languages.md.
const (
	maxNear   = 10 // words by language
	minCosine = 0.3
	power     = 10 // a word weighs (its cosine / that of the nearest) to this power
	minWeight = 0.1
)

// Bridge looks up words of other languages that mean about the same. It is safe for
// concurrent use.
type Bridge struct {
	path   string // of the vocabulary, which may be replaced at any time
	model  string
	pieces func(text string) []string

	encoding sync.Mutex
	encode   Encode

	mu      sync.RWMutex
	checked time.Time // when the file was last looked at
	written time.Time // the file's time of modification
	words   *Vocabulary
	cache   map[nearKey][]search.Equivalent
}

type nearKey struct {
	word string
	from corpus.Language
}

// maxCached bounds the number of words whose translations are cached.
const maxCached = 4096

// NewBridge returns a Bridge over the vocabulary in a file, which is opened when there is
// one and again when it is replaced. encode and pieces are those of the model with the
// hash model.
func NewBridge(path, model string, encode Encode, pieces func(text string) []string) *Bridge {
	return &Bridge{path: path, model: model, encode: encode, pieces: pieces}
}

// checkEvery is how often the Bridge looks for another file.
const checkEvery = time.Second

// refresh opens the file if it was replaced.
func (b *Bridge) refresh() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Since(b.checked) < checkEvery {
		return nil
	}
	b.checked = time.Now()
	info, err := os.Stat(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it may be being restored: what is open stays open
	}
	if err != nil || info.ModTime().Equal(b.written) {
		return err
	}
	words, err := OpenVocabulary(b.path)
	if err != nil {
		return err
	}
	if b.words != nil {
		_ = b.words.Close() // it was only read
	}
	b.words, b.written, b.cache = words, info.ModTime(), map[nearKey][]search.Equivalent{}
	return nil
}

// Close frees the vocabulary.
func (b *Bridge) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.words == nil {
		return nil
	}
	err := b.words.Close()
	b.words = nil
	return err
}

// Cut cuts what was typed without spaces into words: a run of Chinese characters. Other
// texts are one word.
func (b *Bridge) Cut(text string) []string {
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			return []string{text}
		}
	}
	var out []string
	for _, p := range b.pieces(text) {
		if isWord(corpus.Chinese, p) {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return []string{text}
	}
	return out
}

var _ search.Translator = (*Bridge)(nil)

// Translations finds the words of all other languages that are nearest to a word in the
// language from, which may be "" if it is unknown. Without a vocabulary there are none.
func (b *Bridge) Translations(word string, from corpus.Language) ([]search.Equivalent, error) {
	if err := b.refresh(); err != nil {
		return nil, err
	}
	b.mu.RLock()
	words, cached, known := b.words, b.cache[nearKey{word, from}], false
	if b.words != nil {
		_, known = b.cache[nearKey{word, from}]
	}
	b.mu.RUnlock()
	if known || words == nil || words.model != b.model {
		return cached, nil
	}
	b.encoding.Lock()
	vector := b.encode(word)
	b.encoding.Unlock()

	b.mu.RLock()
	var out []search.Equivalent
	words = b.words // the one that was there may be closed
	if words != nil {
		out = words.translations(vector, from)
	}
	b.mu.RUnlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.words == words && words != nil {
		if len(b.cache) >= maxCached {
			clear(b.cache)
		}
		b.cache[nearKey{word, from}] = out
	}
	return out, nil
}

// translations finds the nearest words of all languages but one.
func (v *Vocabulary) translations(vector []float32, from corpus.Language) []search.Equivalent {
	query := make([]float32, Dim)
	copy(query, vector)
	for i, m := range v.mean(from) {
		query[i] -= m
	}
	unit(query)
	var out []search.Equivalent
	for _, l := range v.Languages() {
		if l == from {
			continue
		}
		found := v.languages[l].nearest(query, maxNear, minCosine)
		for _, n := range found {
			if weight := math.Pow(n.Cosine/found[0].Cosine, power); weight >= minWeight {
				out = append(out, search.Equivalent{Name: corpus.Name{Text: n.Word, Language: l}, Weight: weight})
			}
		}
	}
	return out
}

// mean is the mean of a language; of one without words, that of all languages.
func (v *Vocabulary) mean(l corpus.Language) []float32 {
	if x := v.languages[l]; x != nil && x.len() > 0 {
		return x.mean
	}
	out := make([]float32, Dim)
	for _, x := range v.languages {
		for i, m := range x.mean {
			out[i] += m / float32(len(v.languages))
		}
	}
	return out
}

// Revision identifies the vocabulary in use; "" if there is none.
func (b *Bridge) Revision() string {
	_ = b.refresh() // Translations returns the error
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.words == nil {
		return ""
	}
	sum := b.words.file.checksum()
	return hex.EncodeToString(sum[:8])
}
