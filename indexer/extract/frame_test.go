package extract

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"rostrum/corpus"
)

func TestFrames(t *testing.T) {
	var b bytes.Buffer
	if err := writeMessage(&b, request{Op: opRead, Kind: KindPDF, Body: true}, []byte("body")); err != nil {
		t.Fatal(err)
	}
	whole := bytes.Clone(b.Bytes())
	var req request
	if err := readMessage(&b, maxHeader, &req); err != nil || req.Op != opRead || !req.Body {
		t.Fatalf("%+v, %v", req, err)
	}
	body, err := readFrame(&b, 4)
	if err != nil || string(body) != "body" {
		t.Fatalf("%q, %v", body, err)
	}
	if _, err := readFrame(&b, 4); !errors.Is(err, io.EOF) {
		t.Errorf("after the last frame: %v", err)
	}
	for cut := 1; cut < len(whole)-8; cut++ {
		if err := readMessage(bytes.NewReader(whole[:cut]), maxHeader, &req); !errors.Is(err, io.ErrUnexpectedEOF) && cut < 30 {
			t.Errorf("cut at %d: %v", cut, err)
		}
	}
	if _, err := readFrame(bytes.NewReader([]byte("\xff\xff\xff\xff")), 100); !errors.Is(err, corpus.ErrOverLimit) {
		t.Errorf("a frame of four gigabytes: %v", err)
	}
}

// A failure crosses the pipe with its words and its kind.
func TestFailures(t *testing.T) {
	for _, kind := range []error{corpus.ErrOverLimit, corpus.ErrNotText, corpus.ErrInvalid} {
		if err := newFailure(kind).err(); !errors.Is(err, kind) || err.Error() != kind.Error() {
			t.Errorf("%v came back as %v", kind, err)
		}
	}
	if err := newFailure(io.EOF).err(); errors.Is(err, corpus.ErrNotText) {
		t.Errorf("%v", err)
	}
}

func FuzzMessage(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x0d{\"op\":\"read\"}\x00\x00\x00\x01a"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := bytes.NewReader(b)
		var req request
		if err := readMessage(r, maxHeader, &req); err != nil {
			return
		}
		if body, err := readFrame(r, 1<<20); err == nil && len(body) > len(b) {
			t.Errorf("%d bytes out of %d", len(body), len(b))
		}
	})
}
