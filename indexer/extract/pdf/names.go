package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
)

// layers tells whether the file has optional layers, whose text may not be
// shown. The list of them stands in the root.
func (d *Document) layers() bool { return d.has("/OCProperties") }

// has tells whether an object of the file has a name.
func (d *Document) has(name string) bool {
	f := &d.files[d.at]
	found, known := f.names[name]
	if !known {
		if f.names == nil {
			f.names = map[string]bool{}
		}
		found = holdsName(f.bytes, []byte(name))
		f.names[name] = found
	}
	return found
}

// maxSearch bounds what is unpacked to find a name, in bytes.
const maxSearch = 16 << 20

// holdsName looks for a name among the objects of a file, which may lie packed
// in streams.
func holdsName(b, name []byte) bool {
	if bytes.Contains(b, name) {
		return true
	}
	left := int64(maxSearch)
	for _, at := range packedType.FindAllIndex(b, -1) {
		body := b[at[0]:]
		stream := bytes.Index(body[:min(len(body), 1024)], []byte("stream"))
		if stream < 0 || left <= 0 {
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(body[stream+len("stream"):], "\r\n")))
		if err != nil {
			return true // encrypted, perhaps: it may have some
		}
		plain, _ := io.ReadAll(io.LimitReader(z, left)) // what comes before an error is enough
		left -= int64(len(plain))
		if bytes.Contains(plain, name) {
			return true
		}
	}
	return false
}
