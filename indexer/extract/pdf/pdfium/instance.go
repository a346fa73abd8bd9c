package pdfium

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

// Instance is one instance of PDFium. Its functions are those of PDFium's public
// C headers; pointers and handles are 32-bit offsets into its memory.
type Instance struct {
	Scratch uint32 // where there is room for small results, ScratchSize bytes

	closer io.Closer
	module api.Module
	memory api.Memory
	funcs  map[string]api.Function
	stack  [12]uint64 // arguments go in and the result comes out here: no call is nested in another
	broken error      // the trap that ended it
	names  map[string]uint32
}

// ScratchSize is enough for what functions return through pointers.
const ScratchSize = 64

// ErrTrap says that PDFium ran into its own wall: out of memory, out of
// bounds, or a broken promise. The instance is of no more use.
var ErrTrap = errors.New("it takes more memory than it may, or is damaged")

// trap is ErrTrap with its cause, which says nothing to the person who reads
// that a page was not read.
type trap struct {
	function string
	cause    error
}

func (t *trap) Error() string { return ErrTrap.Error() }

// Unwrap gives what it is, and what wazero said.
func (t *trap) Unwrap() []error { return []error{ErrTrap, fmt.Errorf("%s: %w", t.function, t.cause)} }

func newInstance(closer io.Closer, m api.Module) (*Instance, error) {
	if m == nil {
		return nil, errors.New("PDFium started without showing its module")
	}
	g := &Instance{closer: closer, module: m, memory: m.Memory(), funcs: map[string]api.Function{}, names: map[string]uint32{}}
	var err error
	g.Scratch, err = g.Malloc(ScratchSize)
	return g, err
}

// Close frees the instance.
func (g *Instance) Close() error { return g.closer.Close() }

// Call runs a function. After a trap every call fails.
func (g *Instance) Call(name string, args ...uint64) (uint64, error) {
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

// Func is a function that is called often: it is looked up once.
type Func struct {
	g    *Instance
	f    api.Function
	name string
}

// Func finds a function.
func (g *Instance) Func(name string) (Func, error) {
	if g.broken != nil {
		return Func{}, g.broken
	}
	f := g.module.ExportedFunction(name)
	if f == nil {
		return Func{}, fmt.Errorf("PDFium has no function %s", name)
	}
	return Func{g, f, name}, nil
}

// Call runs the function, as Instance.Call does, with as many arguments as it takes
// and zeroes.
func (f Func) Call(a, b, c uint64) (uint64, error) {
	g := f.g
	if g.broken != nil {
		return 0, g.broken
	}
	g.stack[0], g.stack[1], g.stack[2] = a, b, c
	if err := f.f.CallWithStack(context.Background(), g.stack[:]); err != nil {
		g.broken = &trap{function: f.name, cause: err}
		return 0, g.broken
	}
	return g.stack[0], nil
}

// Number calls a function that returns an int.
func (g *Instance) Number(name string, args ...uint64) (int, error) {
	v, err := g.Call(name, args...)
	return int(int32(uint32(v))), err
}

// Handle calls a function that returns a pointer; 0 is none.
func (g *Instance) Handle(name string, args ...uint64) (uint64, error) {
	v, err := g.Call(name, args...)
	return uint64(uint32(v)), err
}

// Float calls a function that returns a float.
func (g *Instance) Float(name string, args ...uint64) (float32, error) {
	v, err := g.Call(name, args...)
	return api.DecodeF32(v), err
}

func (g *Instance) Malloc(size int) (uint32, error) {
	v, err := g.Call("malloc", uint64(size))
	if err == nil && uint32(v) == 0 {
		err = fmt.Errorf("%w: no room for %d bytes", ErrTrap, size)
	}
	return uint32(v), err
}

func (g *Instance) Free(p uint32) {
	// A failure breaks the guest, and the next call says so.
	_, _ = g.Call("free", uint64(p))
}

// Read returns n bytes of the instance's memory, valid until the next call; ok is
// false if they are outside of it.
func (g *Instance) Read(p, n uint32) (b []byte, ok bool) { return g.memory.Read(p, n) }

// Broken reports whether a call has trapped: the instance is of no more use.
func (g *Instance) Broken() bool { return g.broken != nil }

// Put copies bytes into the guest.
func (g *Instance) Put(b []byte) (uint32, error) {
	p, err := g.Malloc(max(1, len(b)))
	if err != nil {
		return 0, err
	}
	if !g.memory.Write(p, b) {
		return 0, fmt.Errorf("%w: no room for %d bytes", ErrTrap, len(b))
	}
	return p, nil
}

// CString copies a name into the guest; the caller frees it.
func (g *Instance) CString(s string) (uint32, error) { return g.Put(append([]byte(s), 0)) }

// Name copies a name into the guest, where it stays.
func (g *Instance) Name(s string) (uint32, error) {
	if p, ok := g.names[s]; ok {
		return p, nil
	}
	p, err := g.CString(s)
	if err == nil {
		g.names[s] = p
	}
	return p, err
}

// MaxString bounds strings that the file determines, in bytes.
const MaxString = 1 << 20

// UTF16 calls a function that takes its own arguments, then a buffer and the
// buffer's size, and returns the size it needs: first without a buffer, then
// with one.
func (g *Instance) UTF16(name string, args ...uint64) (string, error) {
	size, err := g.Number(name, append(args[:len(args):len(args)], 0, 0)...)
	if err != nil || size <= 2 {
		return "", err
	}
	size = min(size, MaxString)
	p, err := g.Malloc(size)
	if err != nil {
		return "", err
	}
	defer g.Free(p)
	if _, err := g.Call(name, append(args[:len(args):len(args)], uint64(p), uint64(size))...); err != nil {
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

// Floats returns n floats, eight at most, that a call has left in the scratch memory.
func (g *Instance) Floats(n int) (out [8]float32) {
	g.numbers(4, n, func(i int, b []byte) { out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b)) })
	return out
}

// Doubles returns n doubles, four at most, that a call has left in the scratch memory.
func (g *Instance) Doubles(n int) (out [4]float64) {
	g.numbers(8, n, func(i int, b []byte) { out[i] = math.Float64frombits(binary.LittleEndian.Uint64(b)) })
	return out
}

// Ints returns n ints, four at most, that a call has left in the scratch memory.
func (g *Instance) Ints(n int) (out [4]int32) {
	g.numbers(4, n, func(i int, b []byte) { out[i] = int32(binary.LittleEndian.Uint32(b)) })
	return out
}

// numbers calls put with the bytes of each of n numbers in the scratch memory.
func (g *Instance) numbers(size, n int, put func(i int, b []byte)) {
	b, ok := g.memory.Read(g.Scratch, uint32(size*n))
	if !ok {
		return
	}
	for i := range n {
		put(i, b[size*i:])
	}
}

func EncodeDouble(f float64) uint64 { return math.Float64bits(f) }

func EncodeFloat(f float32) uint64 { return uint64(math.Float32bits(f)) }
