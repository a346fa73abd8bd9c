package pdf

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf16"

	"github.com/tetratelabs/wazero/api"
)

// guest is one instance of PDFium. Its functions are those of PDFium's public
// C headers; pointers and handles are 32-bit offsets into its memory.
type guest struct {
	closer  io.Closer
	module  api.Module
	memory  api.Memory
	funcs   map[string]api.Function
	stack   [12]uint64 // arguments go in and the result comes out here: no call is nested in another
	scratch uint32     // room for small results
	broken  error      // the trap that ended it
	names   map[string]uint32
}

// scratchSize is enough for what functions return through pointers.
const scratchSize = 64

// errTrap says that PDFium ran into its own wall: out of memory, out of
// bounds, or a broken promise. The instance is of no more use.
var errTrap = errors.New("it takes more memory than it may, or is damaged")

// trap is errTrap with its cause, which says nothing to the person who reads
// that a page was not read.
type trap struct {
	function string
	cause    error
}

func (t *trap) Error() string { return errTrap.Error() }

// Unwrap gives what it is, and what wazero said.
func (t *trap) Unwrap() []error { return []error{errTrap, fmt.Errorf("%s: %w", t.function, t.cause)} }

func newGuest(closer io.Closer, m api.Module) (*guest, error) {
	if m == nil {
		return nil, errors.New("PDFium started without showing its module")
	}
	g := &guest{closer: closer, module: m, memory: m.Memory(), funcs: map[string]api.Function{}, names: map[string]uint32{}}
	var err error
	g.scratch, err = g.malloc(scratchSize)
	return g, err
}

func (g *guest) close() error { return g.closer.Close() }

// call runs a function. After a trap every call fails.
func (g *guest) call(name string, args ...uint64) (uint64, error) {
	if g.broken != nil {
		return 0, g.broken
	}
	f := g.funcs[name]
	if f == nil {
		if f = g.module.ExportedFunction(name); f == nil {
			return 0, fmt.Errorf("PDFium has no function %s", name)
		}
		g.funcs[name] = f
	}
	copy(g.stack[:], args)
	if err := f.CallWithStack(context.Background(), g.stack[:]); err != nil {
		g.broken = &trap{function: name, cause: err}
		return 0, g.broken
	}
	return g.stack[0], nil
}

// number calls a function that returns an int.
func (g *guest) number(name string, args ...uint64) (int, error) {
	v, err := g.call(name, args...)
	return int(int32(uint32(v))), err
}

// handle calls a function that returns a pointer; 0 is none.
func (g *guest) handle(name string, args ...uint64) (uint64, error) {
	v, err := g.call(name, args...)
	return uint64(uint32(v)), err
}

// float calls a function that returns a float.
func (g *guest) float(name string, args ...uint64) (float32, error) {
	v, err := g.call(name, args...)
	return api.DecodeF32(v), err
}

func (g *guest) malloc(size int) (uint32, error) {
	v, err := g.call("malloc", uint64(size))
	if err == nil && uint32(v) == 0 {
		err = fmt.Errorf("%w: no room for %d bytes", errTrap, size)
	}
	return uint32(v), err
}

func (g *guest) free(p uint32) {
	// A failure breaks the guest, and the next call says so.
	_, _ = g.call("free", uint64(p))
}

// put copies bytes into the guest.
func (g *guest) put(b []byte) (uint32, error) {
	p, err := g.malloc(max(1, len(b)))
	if err != nil {
		return 0, err
	}
	if !g.memory.Write(p, b) {
		return 0, fmt.Errorf("%w: no room for %d bytes", errTrap, len(b))
	}
	return p, nil
}

// cstring copies a name into the guest; the caller frees it.
func (g *guest) cstring(s string) (uint32, error) { return g.put(append([]byte(s), 0)) }

// name copies a name into the guest, where it stays.
func (g *guest) name(s string) (uint32, error) {
	if p, ok := g.names[s]; ok {
		return p, nil
	}
	p, err := g.cstring(s)
	if err == nil {
		g.names[s] = p
	}
	return p, err
}

// maxString bounds strings that the file determines, in bytes.
const maxString = 1 << 20

// utf16 calls a function that takes its own arguments, then a buffer and the
// buffer's size, and returns the size it needs: first without a buffer, then
// with one.
func (g *guest) utf16(name string, args ...uint64) (string, error) {
	size, err := g.number(name, append(args[:len(args):len(args)], 0, 0)...)
	if err != nil || size <= 2 {
		return "", err
	}
	size = min(size, maxString)
	p, err := g.malloc(size)
	if err != nil {
		return "", err
	}
	defer g.free(p)
	if _, err := g.call(name, append(args[:len(args):len(args)], uint64(p), uint64(size))...); err != nil {
		return "", err
	}
	b, ok := g.memory.Read(p, uint32(size))
	if !ok {
		return "", nil
	}
	units := make([]uint16, 0, size/2)
	for i := 0; i+1 < len(b); i += 2 {
		u := binary.LittleEndian.Uint16(b[i:])
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units)), nil
}

// floats reads n floats, eight at most, that a call has left at the scratch.
func (g *guest) floats(n int) (out [8]float32) {
	b, ok := g.memory.Read(g.scratch, uint32(4*n))
	if !ok {
		return out
	}
	for i := range n {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

// doubles reads n doubles that a call has left at the scratch.
func (g *guest) doubles(n int) (out [4]float64) {
	b, ok := g.memory.Read(g.scratch, uint32(8*n))
	if !ok {
		return out
	}
	for i := range n {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return out
}

// ints reads n ints that a call has left at the scratch.
func (g *guest) ints(n int) (out [4]int32) {
	b, ok := g.memory.Read(g.scratch, uint32(4*n))
	if !ok {
		return out
	}
	for i := range n {
		out[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

func encodeDouble(f float64) uint64 { return math.Float64bits(f) }

func encodeFloat(f float32) uint64 { return uint64(math.Float32bits(f)) }
