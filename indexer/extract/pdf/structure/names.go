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
