package fetch

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"

	"rostrum/corpus"
)

// Web pages and statements compress to a twentieth of their size at best. A response
// that decompresses to more than a hundred times its size is a decompression bomb,
// and is abandoned long before it reaches the size limit.
const (
	maxRatio   = 100
	ratioHolds = 8 << 20 // the ratio is checked from this many bytes on: a short list of equal lines may compress as well
)

// unpack decompresses the body of a response as it is read. http.Transport would,
// too, but does not report the number of bytes received.
func unpack(response *http.Response) {
	if !strings.EqualFold(response.Header.Get("Content-Encoding"), "gzip") {
		return
	}
	response.Body = &unpacked{ReadCloser: response.Body}
	response.Header.Del("Content-Encoding")
	response.Header.Del("Content-Length")
	response.ContentLength = -1
}

type unpacked struct {
	io.ReadCloser // the compressed bytes
	wire, plain   int64
	reader        *gzip.Reader
}

func (u *unpacked) Read(p []byte) (n int, err error) {
	if u.reader == nil {
		if u.reader, err = gzip.NewReader(wire{u}); err != nil {
			return 0, err
		}
	}
	n, err = u.reader.Read(p)
	u.plain += int64(n)
	if u.plain > ratioHolds && u.plain > maxRatio*u.wire {
		return n, corpus.ErrOverLimit.Errorf("the answer unpacks to more than %d times what was sent", maxRatio)
	}
	return n, err
}

// wire counts the compressed bytes.
type wire struct{ u *unpacked }

func (w wire) Read(p []byte) (int, error) {
	n, err := w.u.ReadCloser.Read(p)
	w.u.wire += int64(n)
	return n, err
}
