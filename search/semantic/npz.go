package semantic

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// array is an array of NumPy: bytes in little-endian order, in C order.
type array struct {
	kind  string // NumPy's type, such as |u1 or <f4
	shape []int
	data  []byte
}

var npyHeader = regexp.MustCompile(`'descr': '([^']+)', 'fortran_order': False, 'shape': \(([0-9, ]*)\)`)

// maxArray bounds the bytes of one array.
const maxArray = 64 << 20

// readArray reads the array called name from an archive in NumPy's npz format:
// a zip file with a member name.npy for each array.
func readArray(z *zip.Reader, name string) (array, error) {
	f, err := z.Open(name + ".npy")
	if err != nil {
		return array{}, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxArray))
	if err != nil {
		return array{}, err
	}
	a, err := parseArray(b)
	if err != nil {
		return array{}, fmt.Errorf("array %s: %w", name, err)
	}
	return a, nil
}

// parseArray reads NumPy's npy format, versions 1 and 2.
func parseArray(b []byte) (array, error) {
	if len(b) < 12 || !bytes.HasPrefix(b, []byte("\x93NUMPY")) {
		return array{}, fmt.Errorf("not in npy format")
	}
	header, start := int(binary.LittleEndian.Uint16(b[8:])), 10
	if b[6] >= 2 {
		header, start = int(binary.LittleEndian.Uint32(b[8:])), 12
	}
	if header < 0 || header > len(b)-start {
		return array{}, io.ErrUnexpectedEOF
	}
	m := npyHeader.FindSubmatch(b[start : start+header])
	if m == nil {
		return array{}, fmt.Errorf("unexpected npy header %q", b[start:start+header])
	}
	a := array{kind: string(m[1]), data: b[start+header:]}
	size, err := strconv.Atoi(a.kind[len(a.kind)-1:])
	if err != nil {
		return array{}, fmt.Errorf("unexpected type %s", a.kind)
	}
	for part := range strings.SplitSeq(string(m[2]), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil || n > maxArray {
			return array{}, fmt.Errorf("unexpected shape (%s)", m[2])
		}
		a.shape = append(a.shape, n)
		size *= n
		if size > maxArray {
			return array{}, fmt.Errorf("unexpected shape (%s)", m[2])
		}
	}
	if len(a.data) != size {
		return array{}, io.ErrUnexpectedEOF
	}
	return a, nil
}

// floats decodes little-endian 32-bit floats.
func floats(b []byte) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}
