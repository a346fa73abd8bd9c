package pdf

import (
	"bytes"
	"context"
	"crypto/md5"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"rostrum/indexer/extract/pdf/pdfium"
)

// builder sets up PDF files by hand, so that each test shows the one thing it
// is about.
type builder struct {
	objects []string // the n-th has the number n+1; 1 is the root, 2 the tree of pages, 3 Helvetica
	pages   []string // entries of the pages besides the usual ones, and their content
	content []string
	root    string // more entries of the root
	info    string
	media   string
	more    string // more resources of the pages
	key     []byte // streams are encrypted with it
}

func newBuilder() *builder {
	return &builder{objects: []string{"", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}, media: "[0 0 600 800]"}
}

// object adds an object and gives its number.
func (b *builder) object(format string, args ...any) int {
	b.objects = append(b.objects, fmt.Sprintf(format, args...))
	return len(b.objects)
}

func (b *builder) stream(entries, data string) int {
	if b.key != nil {
		n := len(b.objects) + 1
		sum := md5.Sum(append(slices.Clone(b.key), byte(n), byte(n>>8), byte(n>>16), 0, 0))
		data = cipher(sum[:len(b.key)+5], data)
	}
	return b.object("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data)
}

func (b *builder) page(content, entries string) {
	b.content = append(b.content, content)
	b.pages = append(b.pages, entries)
}

// text sets lines of 10 points downwards from a place, one show operator a line.
func text(x, y float64, lines ...string) string {
	var s strings.Builder
	for i, l := range lines {
		fmt.Fprintf(&s, "BT /F1 10 Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n", x, y-12*float64(i), l)
	}
	return s.String()
}

func (b *builder) bytes() []byte {
	var kids strings.Builder
	for i, c := range b.content {
		content := b.stream("", c)
		page := b.object("<< /Type /Page /Parent 2 0 R /MediaBox %s /Resources << /Font << /F1 3 0 R >> %s >> /Contents %d 0 R %s >>", b.media, b.more, content, b.pages[i])
		fmt.Fprintf(&kids, "%d 0 R ", page)
	}
	b.objects[0] = fmt.Sprintf("<< /Type /Catalog /Pages 2 0 R %s >>", b.root)
	b.objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [ %s] /Count %d >>", kids.String(), len(b.content))
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	at := make([]int, len(b.objects))
	for i, o := range b.objects {
		at[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, b.info, xref)
	return out.Bytes()
}

// engine is one for all tests: to start one takes a while. It has one document
// open at a time.
var engine = sync.OnceValues(func() (*pdfium.Engine, error) {
	return pdfium.NewEngine(context.Background(), filepath.Join(os.TempDir(), "rostrum-extract-test"))
})

func open(t testing.TB, b []byte) (*Document, error) {
	t.Helper()
	e, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	return Open(e, b)
}

func read(t testing.TB, b []byte) Reading {
	t.Helper()
	d, err := open(t, b)
	if err != nil {
		t.Fatal(err)
	}
	r, err := d.Text(func() bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}
