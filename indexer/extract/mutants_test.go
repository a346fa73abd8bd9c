package extract

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rostrum/corpus"
)

// samples are the valid documents that mutants are made from.
func samples(t *testing.T) (out []corpus.Document) {
	t.Helper()
	for _, pattern := range []string{"*.pdf", "*.html"} {
		paths, err := filepath.Glob(filepath.Join("..", "..", "corpus", "sample", "files", pattern))
		if err != nil || len(paths) < 5 {
			t.Fatalf("%d samples, %v", len(paths), err)
		}
		for _, path := range paths[:5] {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, corpus.Document{Item: corpus.Item{File: filepath.Base(path)}, Bytes: b})
		}
	}
	paragraph := strings.Join(speech, " ")
	for name, b := range map[string][]byte{
		// Uncompressed files, so that changes concern content rather than
		// compression.
		"plain.pdf": makePDF(speech, speech), "forms.pdf": nestedFiles(2),
		"letter.rtf": []byte(`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title A sample}}\pard ` + paragraph + `\par{\footnote Article 86.}\u8364?\'e9\par}`),
		"letter.docx": pack(file("[Content_Types].xml", `<?xml version="1.0"?><Types/>`), file("docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>A sample</dc:title></cp:coreProperties>`),
			file("word/document.xml", `<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>`+paragraph+`</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`)),
		"letter.odt": pack(file("mimetype", string(KindODT)), file("content.xml",
			`<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text><text:h>A sample</text:h><text:p>`+paragraph+`<text:s text:c="3"/><text:note><text:note-body><text:p>Article 86.</text:p></text:note-body></text:note></text:p></office:text></office:body></office:document-content>`)),
	} {
		out = append(out, corpus.Document{Item: corpus.Item{File: name}, Bytes: b})
	}
	slices.SortFunc(out, func(a, b corpus.Document) int { return strings.Compare(a.File, b.File) })
	return out
}

// mutate changes a document in one to eight places, reproducibly for a seed. Parts of
// archives are unpacked, changed and packed again, except for every fourth.
func mutate(seed uint64, b []byte) []byte {
	r := rand.New(rand.NewPCG(seed, 86))
	if bytes.HasPrefix(b, []byte(zipMark)) && r.IntN(4) > 0 {
		return mutateParts(r, b)
	}
	b = bytes.Clone(b)
	for range 1 + r.IntN(8) {
		b = changes[r.IntN(len(changes))](r, b)
		if len(b) == 0 {
			return []byte("%PDF-1.4")
		}
	}
	return b
}

func mutateParts(r *rand.Rand, b []byte) []byte {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		panic(err) // the document is our own
	}
	var parts []part
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			panic(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			panic(err)
		}
		for range r.IntN(4) {
			if len(content) > 0 && f.Name != "mimetype" {
				content = changes[r.IntN(len(changes))](r, content)
			}
		}
		parts = append(parts, part{f.Name, bytes.NewReader(content)})
	}
	return pack(parts...)
}

var (
	numbers    = regexp.MustCompile(`-?\d+`)
	references = regexp.MustCompile(`\d+ 0 R`)
	names      = regexp.MustCompile(`</?[a-zA-Z:]+|/[A-Z][A-Za-z0-9]+|\\[a-z]+`)
)

// changes are ways of changing a document: its bytes, or their meaning.
var changes = []func(*rand.Rand, []byte) []byte{
	func(r *rand.Rand, b []byte) []byte { b[r.IntN(len(b))] ^= 1 << r.IntN(8); return b },
	func(r *rand.Rand, b []byte) []byte { b[r.IntN(len(b))] = byte(r.IntN(256)); return b },
	func(r *rand.Rand, b []byte) []byte { // delete
		at, to := span(r, b)
		return append(b[:at:at], b[to:]...)
	},
	func(r *rand.Rand, b []byte) []byte { // repeat twice, or a hundred times
		at, to := span(r, b)
		return slices.Concat(b[:to], bytes.Repeat(b[at:to], 1+r.IntN(100)), b[to:])
	},
	func(r *rand.Rand, b []byte) []byte { // move
		at, to := span(r, b)
		moved, rest := bytes.Clone(b[at:to]), append(b[:at:at], b[to:]...)
		where := r.IntN(len(rest) + 1)
		return slices.Concat(rest[:where], moved, rest[where:])
	},
	func(r *rand.Rand, b []byte) []byte { return b[:1+r.IntN(len(b))] },
	func(r *rand.Rand, b []byte) []byte {
		at := r.IntN(len(b) + 1)
		return slices.Concat(b[:at], noise(r.Uint64(), r.IntN(500)), b[at:])
	},
	func(r *rand.Rand, b []byte) []byte { // another number
		other := []string{"0", "-1", "1", "255", "65536", "2147483647", "-2147483648", "4294967295", "99999999999999999999", "1e38", "NaN"}
		return exchange(r, b, numbers, func([]byte) string { return other[r.IntN(len(other))] })
	},
	func(r *rand.Rand, b []byte) []byte { // another object
		return exchange(r, b, references, func([]byte) string { return fmt.Sprintf("%d 0 R", r.IntN(12)) })
	},
	func(r *rand.Rand, b []byte) []byte { // another word of the document
		all := names.FindAll(b, 500)
		return exchange(r, b, names, func(was []byte) string {
			if len(all) == 0 {
				return string(was)
			}
			return string(all[r.IntN(len(all))])
		})
	},
}

func span(r *rand.Rand, b []byte) (at, to int) {
	at = r.IntN(len(b))
	return at, min(len(b), at+1+r.IntN(1000))
}

// exchange replaces one match.
func exchange(r *rand.Rand, b []byte, what *regexp.Regexp, other func([]byte) string) []byte {
	finds := what.FindAllIndex(b, 5000)
	if len(finds) == 0 {
		return b
	}
	f := finds[r.IntN(len(finds))]
	return slices.Concat(b[:f[0]], []byte(other(b[f[0]:f[1]])), b[f[1]:])
}

// noise returns n random bytes.
func noise(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 17))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}
