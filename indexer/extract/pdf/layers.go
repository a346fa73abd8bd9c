package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
)

// layers tells whether the file has optional layers, whose text may not be
// shown. The list of them stands in the root, which may lie packed in a stream.
func (d *Document) layers() bool {
	f := &d.files[d.at]
	if !f.searched {
		f.searched, f.layered = true, hasLayers(f.bytes)
	}
	return f.layered
}

// maxLayerSearch bounds what is unpacked to find layers, in bytes.
const maxLayerSearch = 16 << 20

func hasLayers(b []byte) bool {
	name := []byte("/OCProperties")
	if bytes.Contains(b, name) {
		return true
	}
	left := int64(maxLayerSearch)
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
