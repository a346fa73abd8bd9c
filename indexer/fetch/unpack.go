package fetch

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"

	"rostrum/corpus"
)

// A page or a statement shrinks to a twentieth at most when it is packed. What
// unpacks to more than a hundred times as much is made to fill a memory, and is
// given up long before the bound on a document.
const (
	maxRatio   = 100
	ratioHolds = 8 << 20 // from so many bytes on: a short list of equal lines may shrink as much
)

// unpack has the body of an answer unpacked as it is read. The transport would
// do so, too, but does not tell how much came by the wire.
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
	io.ReadCloser // what comes by the wire
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

// wire counts what is read of the packed bytes.
type wire struct{ u *unpacked }

func (w wire) Read(p []byte) (int, error) {
	n, err := w.u.ReadCloser.Read(p)
	w.u.wire += int64(n)
	return n, err
}
