package structure

import (
	"bytes"
	"compress/zlib"
	"io"
)

// maxSearch bounds what is unpacked to find a name, in bytes.
const maxSearch = 16 << 20

// HasName reports whether an object of the file has a name, such as
// "/OCProperties". Objects may be compressed in streams.
func HasName(b, name []byte) bool {
	return HasValue(b, name, func([]byte) bool { return true })
}

// HasValue reports whether an object of the file has a name that is followed by
// what fits: fits is given the bytes after each of them. An encrypted file may have
// one.
func HasValue(b, name []byte, fits func(after []byte) bool) bool {
	in := func(b []byte) bool {
		for at := bytes.Index(b, name); at >= 0; at = bytes.Index(b, name) {
			if b = b[at+len(name):]; fits(b) {
				return true
			}
		}
		return false
	}
	if in(b) {
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
		if in(plain) {
			return true
		}
	}
	return false
}
