package semantic

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"rostrum/corpus"
)

const vocabularyMagic = "RSTRMVOC"

// codeBytes is the size of a code: a bit for each dimension, set where the vector is
// above the mean of its language.
const codeBytes = Dim / 8

// Vocabulary holds the words of an index by language, with their vectors. A vector is
// stored as it is, in 8 bits a number, and compared with the mean of its language taken
// off: what the vectors of a language have in common says nothing of their meaning.
type Vocabulary struct {
	file      *flatFile
	model     string
	languages map[corpus.Language]*lexicon
}

// lexicon is the words of one language.
type lexicon struct {
	words   []byte
	ends    []byte // 4 bytes each: the end of each word
	vectors []byte // Dim signed bytes each
	scales  []byte // float32 each: what a vector's numbers are multiplied by
	norms   []byte // float32 each: 1 over the length of the vector without the mean
	codes   []byte
	mean    []float32
}

func (x *lexicon) len() int { return len(x.ends) / 4 }

func (x *lexicon) word(i int) string {
	start := uint32(0)
	if i > 0 {
		start = binary.LittleEndian.Uint32(x.ends[4*i-4:])
	}
	return string(x.words[start:binary.LittleEndian.Uint32(x.ends[4*i:])])
}

func (x *lexicon) vector(i int) []byte { return x.vectors[i*Dim:][:Dim:Dim] }

func floatAt(b []byte, i int) float32 {
	return math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
}

// find is the place of a word; the words are sorted.
func (x *lexicon) find(word string) (int, bool) {
	return sort.Find(x.len(), func(i int) int { return cmp.Compare(word, x.word(i)) })
}

// OpenVocabulary opens a file that Build wrote. The error is fs.ErrNotExist if there is
// none.
func OpenVocabulary(path string) (*Vocabulary, error) {
	f, err := openFlat(path, vocabularyMagic)
	if err != nil {
		return nil, err
	}
	v := &Vocabulary{file: f, model: string(f.sections["model"]), languages: map[corpus.Language]*lexicon{}}
	for name := range f.sections {
		code, kind, _ := strings.Cut(name, ".")
		if kind != "words" {
			continue
		}
		s := func(kind string) []byte { return f.sections[code+"."+kind] }
		x := &lexicon{words: s("words"), ends: s("ends"), vectors: s("vectors"), scales: s("scales"), norms: s("norms"), codes: s("codes"), mean: floats(s("mean"))}
		n := x.len()
		if len(x.vectors) != n*Dim || len(x.scales) != 4*n || len(x.norms) != 4*n || len(x.codes) != n*codeBytes || len(x.mean) != Dim || !ascending(x.ends, len(x.words)) {
			_ = f.close()
			return nil, fmt.Errorf("%s: %w", path, errFormat)
		}
		v.languages[corpus.Language(code)] = x
	}
	return v, nil
}

func ascending(ends []byte, limit int) bool {
	previous := uint32(0)
	for i := 0; i < len(ends); i += 4 {
		end := binary.LittleEndian.Uint32(ends[i:])
		if end < previous || int(end) > limit {
			return false
		}
		previous = end
	}
	return true
}

// Model is the hash of the model that made the vectors.
func (v *Vocabulary) Model() string { return v.model }

// Len is the number of words in a language.
func (v *Vocabulary) Len(l corpus.Language) int {
	if x := v.languages[l]; x != nil {
		return x.len()
	}
	return 0
}

// Languages lists the languages that have words, sorted.
func (v *Vocabulary) Languages() []corpus.Language {
	return slices.Sorted(maps.Keys(v.languages))
}

// Verify reads the whole file and compares it with its checksum.
func (v *Vocabulary) Verify() error { return v.file.verify() }

// Close frees the memory. Nothing may use the vocabulary afterwards.
func (v *Vocabulary) Close() error { return v.file.close() }

// encoding is a quantized vector.
type encoding struct {
	vector [Dim]int8
	scale  float32
}

func quantize(v []float32) (e encoding) {
	most := float32(1e-9)
	for _, x := range v {
		most = max(most, x, -x)
	}
	e.scale = most / 127
	for i, x := range v {
		e.vector[i] = int8(math.Round(float64(x / e.scale)))
	}
	return e
}

// Encode is how a text becomes a vector of Dim numbers; see Encoder.
type Encode func(text string) []float32

// Build writes a vocabulary of the given words by language to a file. Vectors of words
// in previous, which may be nil, are used again if model made them. newEncode returns an
// Encode for one goroutine. It returns how many words were encoded.
func Build(ctx context.Context, path, model string, newEncode func() Encode, words map[corpus.Language][]string, previous *Vocabulary) (encoded int, err error) {
	languages := slices.Sorted(maps.Keys(words))
	lists, vectors := make([][]string, len(languages)), make([][]encoding, len(languages))
	var all sum
	for i, l := range languages {
		list := slices.Clone(words[l])
		slices.Sort(list)
		lists[i] = slices.Compact(list)
		n := 0
		if vectors[i], n, err = encodeWords(ctx, newEncode, lists[i], previous.known(model, l)); err != nil {
			return encoded, err
		}
		encoded += n
		all.add(vectors[i])
	}
	sections := []section{{"model", []byte(model)}}
	for i, l := range languages {
		sections = append(sections, lexiconSections(string(l), lists[i], vectors[i], all.mean())...)
	}
	return encoded, writeFlat(path, vocabularyMagic, sections)
}

// sum adds up vectors.
type sum struct {
	total [Dim]float64
	count float64
}

func (s *sum) add(vectors []encoding) {
	for i := range vectors {
		for j, x := range vectors[i].vector {
			s.total[j] += float64(x) * float64(vectors[i].scale)
		}
	}
	s.count += float64(len(vectors))
}

func (s *sum) mean() (out [Dim]float64) {
	for j, x := range s.total {
		out[j] = x / max(1, s.count)
	}
	return out
}

// meanPrior is how many words with the mean of all languages are added to those of a
// language, so that the mean of a few words is not that of their meanings.
const meanPrior = 20

// known is the lexicon of a language if model made it.
func (v *Vocabulary) known(model string, l corpus.Language) *lexicon {
	if v == nil || v.model != model {
		return nil
	}
	return v.languages[l]
}

// wordsAtOnce is how many words a goroutine encodes before it takes more.
const wordsAtOnce = 64

func encodeWords(ctx context.Context, newEncode func() Encode, list []string, known *lexicon) ([]encoding, int, error) {
	out := make([]encoding, len(list))
	var missing []int
	for i, w := range list {
		if known != nil {
			if at, ok := known.find(w); ok {
				for j, b := range known.vector(at) {
					out[i].vector[j] = int8(b)
				}
				out[i].scale = floatAt(known.scales, at)
				continue
			}
		}
		missing = append(missing, i)
	}
	work := make(chan []int)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(work)
		for batch := range slices.Chunk(missing, wordsAtOnce) {
			select {
			case work <- batch:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			var encode Encode
			for batch := range work {
				if encode == nil {
					encode = newEncode()
				}
				for _, i := range batch {
					out[i] = quantize(encode(list[i]))
				}
			}
			return nil
		})
	}
	return out, len(missing), g.Wait()
}

// lexiconSections lays out the words of a language.
func lexiconSections(code string, list []string, vectors []encoding, all [Dim]float64) []section {
	var own sum
	for j, x := range all {
		own.total[j] = meanPrior * x
	}
	own.count = meanPrior
	own.add(vectors)
	mean := own.mean()
	var words, ends, scales, norms, meanBytes []byte
	raw := make([]byte, 0, len(list)*Dim)
	codes := make([]byte, len(list)*codeBytes)
	float := func(to []byte, x float64) []byte {
		return binary.LittleEndian.AppendUint32(to, math.Float32bits(float32(x)))
	}
	for i, w := range list {
		words = append(words, w...)
		ends = binary.LittleEndian.AppendUint32(ends, uint32(len(words)))
		v, squares := &vectors[i], 0.0
		for j, x := range v.vector {
			raw = append(raw, byte(x))
			d := float64(x)*float64(v.scale) - mean[j]
			squares += d * d
			if d > 0 {
				codes[i*codeBytes+j/8] |= 1 << (j % 8)
			}
		}
		scales = float(scales, float64(v.scale))
		norms = float(norms, 1/math.Sqrt(max(squares, 1e-12)))
	}
	for _, x := range mean {
		meanBytes = float(meanBytes, x)
	}
	return []section{
		{code + ".words", words}, {code + ".ends", ends}, {code + ".vectors", raw}, {code + ".scales", scales},
		{code + ".norms", norms}, {code + ".codes", codes}, {code + ".mean", meanBytes},
	}
}

// Near is a word near another.
type Near struct {
	Word   string
	Cosine float64 // without the means of the languages
}

// candidates is how many words are compared by their vectors, after comparing all by
// their codes: the nearest ten are among them nearly always.
const candidates = 400

// nearest finds the words of x that are nearest to a vector, at most limit and with a
// cosine of at least least. query has the mean of its language taken off and length 1.
func (x *lexicon) nearest(query []float32, limit int, least float64) []Near {
	var code [codeBytes / 8]uint64
	for i, v := range query {
		if v > 0 {
			code[i/64] |= 1 << (i % 64)
		}
	}
	n := x.len()
	distances := make([]uint16, n)
	var histogram [Dim + 1]int
	for i := range distances {
		c := x.codes[i*codeBytes:][:codeBytes]
		d := 0
		for k := range code {
			d += bits.OnesCount64(code[k] ^ binary.LittleEndian.Uint64(c[8*k:]))
		}
		distances[i] = uint16(d)
		histogram[d]++
	}
	cut, total := 0, 0
	for ; cut < Dim && total+histogram[cut] <= candidates; cut++ {
		total += histogram[cut]
	}
	q := quantize(query)
	offset := dot(query, x.mean)
	var out []Near
	for i, d := range distances {
		if int(d) > cut {
			continue
		}
		sum := int32(0)
		for j, b := range x.vector(i) {
			sum += int32(int8(b)) * int32(q.vector[j])
		}
		cosine := (float64(sum)*float64(q.scale)*float64(floatAt(x.scales, i)) - offset) * float64(floatAt(x.norms, i))
		if cosine >= least {
			out = append(out, Near{x.word(i), cosine})
		}
	}
	slices.SortFunc(out, func(a, b Near) int { return cmp.Or(cmp.Compare(b.Cosine, a.Cosine), cmp.Compare(a.Word, b.Word)) })
	return out[:min(len(out), limit)]
}

// minLetters is the least number of letters of a word that is in a vocabulary; in
// Chinese it is two characters.
const minLetters = 3

// isWord reports whether a text is a word that can be in a vocabulary: letters alone.
func isWord(l corpus.Language, text string) bool {
	least := minLetters
	if l == corpus.Chinese {
		least = 2
	}
	if utf8.RuneCountInString(text) < least {
		return false
	}
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) || l == corpus.Chinese && !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return true
}
