package semantic

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/blevesearch/mmap-go"
)

// A flat file is a list of named sections in one file that is mapped into memory:
//
//	magic    8 bytes
//	checksum 32 bytes: SHA-256 of everything after it
//	count    4 bytes
//	for each section: name 16 bytes (padded with zeros), offset 8 bytes, length 8 bytes
//	the sections, each at an offset divisible by 64
//
// Numbers are little-endian.
const (
	flatHeader  = 8 + sha256.Size + 4
	flatEntry   = 16 + 8 + 8
	flatAlign   = 64
	maxSections = 4096
)

// errFormat means that a file is not of the expected format, or cut short.
var errFormat = errors.New("unexpected file format")

// section is a named part of a flat file.
type section struct {
	name string
	data []byte
}

// writeFlat writes a flat file durably: path has either its former contents or all of
// the new ones.
func writeFlat(path, magic string, sections []section) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}()
	count := binary.LittleEndian.AppendUint32(nil, uint32(len(sections)))
	head := bytes.NewBuffer(count)
	offset := align(flatHeader + flatEntry*len(sections))
	for _, s := range sections {
		if len(s.name) > 16 {
			return fmt.Errorf("section name %q is too long", s.name)
		}
		entry := make([]byte, flatEntry)
		copy(entry, s.name)
		binary.LittleEndian.PutUint64(entry[16:], uint64(offset))
		binary.LittleEndian.PutUint64(entry[24:], uint64(len(s.data)))
		head.Write(entry)
		offset = align(offset + len(s.data))
	}
	if _, err := f.Write(make([]byte, 8+sha256.Size)); err != nil {
		return err
	}
	sum := sha256.New()
	w := io.MultiWriter(f, sum)
	written := 8 + sha256.Size
	write := func(b []byte) error {
		pad := 0
		if written > flatHeader {
			pad = align(written) - written
		}
		n, err := w.Write(append(make([]byte, pad, pad+len(b)), b...))
		written += n
		return err
	}
	if err := write(head.Bytes()); err != nil {
		return err
	}
	for _, s := range sections {
		if err := write(s.data); err != nil {
			return err
		}
	}
	if _, err := f.WriteAt(append([]byte(magic), sum.Sum(nil)...), 0); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func align(n int) int { return (n + flatAlign - 1) / flatAlign * flatAlign }

// flatFile is an open flat file.
type flatFile struct {
	bytes    mmap.MMap
	sections map[string][]byte
}

// openFlat maps a flat file. It checks its structure and not its checksum; see verify.
func openFlat(path, magic string) (_ *flatFile, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < flatHeader {
		return nil, fmt.Errorf("%s: %w", path, errFormat)
	}
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("map %s: %w", path, err)
	}
	out := &flatFile{bytes: m, sections: map[string][]byte{}}
	if out.sections, err = parseFlat(m, magic); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), out.close())
	}
	return out, nil
}

func parseFlat(b []byte, magic string) (map[string][]byte, error) {
	if len(b) < flatHeader || string(b[:8]) != magic {
		return nil, errFormat
	}
	n := int(binary.LittleEndian.Uint32(b[8+sha256.Size:]))
	if n > maxSections || flatHeader+n*flatEntry > len(b) {
		return nil, errFormat
	}
	out := make(map[string][]byte, n)
	for i := range n {
		entry := b[flatHeader+i*flatEntry:][:flatEntry]
		offset, length := binary.LittleEndian.Uint64(entry[16:]), binary.LittleEndian.Uint64(entry[24:])
		if offset > uint64(len(b)) || length > uint64(len(b))-offset {
			return nil, errFormat
		}
		out[string(bytes.TrimRight(entry[:16], "\x00"))] = b[offset:][:length:length]
	}
	return out, nil
}

// checksum is the one that the file states of itself.
func (f *flatFile) checksum() [sha256.Size]byte {
	return [sha256.Size]byte(f.bytes[8:])
}

// verify reads the whole file and compares it with its checksum.
func (f *flatFile) verify() error {
	if sha256.Sum256(f.bytes[8+sha256.Size:]) != f.checksum() {
		return errors.New("the contents do not match the checksum")
	}
	return nil
}

func (f *flatFile) close() error {
	if f.bytes == nil {
		return nil
	}
	err := f.bytes.Unmap()
	f.bytes, f.sections = nil, nil
	return err
}
