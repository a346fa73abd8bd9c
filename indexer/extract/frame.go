package extract

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"rostrum/corpus"
	"rostrum/indexer/extract/pdf"
	"rostrum/indexer/extract/pdf/structure"
)

// A frame is four bytes of length, most significant first, and that many
// bytes. A message is one frame of JSON, followed by one frame of raw bytes
// where the JSON says so. The reader names the most it will take, so neither
// side can make the other ask for memory without end.

const maxHeader = 1 << 20 // bytes of JSON of a request

// request is what the parent asks of a worker.
type request struct {
	Op      operation   `json:"op"`
	Kind    Kind        `json:"kind,omitempty"`
	Charset string      `json:"charset,omitempty"`
	Address string      `json:"address,omitempty"`
	Page    int         `json:"page,omitempty"`
	DPI     int         `json:"dpi,omitempty"`   // of a picture in shades of grey
	Width   int         `json:"width,omitempty"` // of one that is packed, in pixels
	Picture pictureKind `json:"picture,omitempty"`
	Seconds float64     `json:"seconds,omitempty"` // stop of its own accord after so long
	Body    bool        `json:"body,omitempty"`    // a frame with the document follows
}

type operation string

const (
	opPrepare operation = "prepare" // load the engine that Kind needs
	opRead    operation = "read"    // read the document in the body
	opRender  operation = "render"  // draw a page of the document read last
	opInspect operation = "inspect" // say how the PDF file in the body is made
)

type pictureKind string

const (
	pictureGray   pictureKind = "gray"   // one byte a pixel, row by row
	picturePacked pictureKind = "packed" // for a browser
)

// answer is what a worker says to a request.
type answer struct {
	Text       *corpus.Text          `json:"text,omitempty"`
	Pages      int                   `json:"pages,omitempty"`    // of the text, which follow
	Pictures   []pdf.Picture         `json:"pictures,omitempty"` // pages that are pictures, but for a few words
	Blank      []int                 `json:"blank,omitempty"`    // pages with nothing on them
	Damaged    []int                 `json:"damaged,omitempty"`  // pages that have lost letters
	Inspection *structure.Inspection `json:"inspection,omitempty"`
	Failure    *failure              `json:"failure,omitempty"`
	Width      int                   `json:"width,omitempty"`
	Height     int                   `json:"height,omitempty"`
	Body       bool                  `json:"body,omitempty"` // a frame with the picture follows
	Worn       bool                  `json:"worn,omitempty"` // the worker has been through something and should be replaced
}

func writeFrame(w io.Writer, b []byte) error {
	var head [4]byte
	if uint64(len(b)) > 1<<32-1 {
		return corpus.ErrOverLimit.Errorf("frame of %d bytes", len(b))
	}
	binary.BigEndian.PutUint32(head[:], uint32(len(b)))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(b)
	return err
}

func readFrame(r io.Reader, most int64) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := int64(binary.BigEndian.Uint32(head[:]))
	if n > most {
		return nil, corpus.ErrOverLimit.Errorf("a message of %d bytes, over the %d allowed", n, most)
	}
	// What is announced may never come: memory for all is taken when a quarter of
	// it is here.
	b := make([]byte, min(n, max(64<<10, n/4)))
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, unexpected(err)
	}
	if rest := n - int64(len(b)); rest > 0 {
		b = append(make([]byte, 0, n), b...)[:n]
		if _, err := io.ReadFull(r, b[n-rest:]); err != nil {
			return nil, unexpected(err)
		}
	}
	return b, nil
}

// unexpected is the error of an end within what was announced.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func writeMessage(w io.Writer, v any, body []byte) error {
	head, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := writeFrame(w, head); err != nil {
		return err
	}
	if body == nil {
		return nil
	}
	return writeFrame(w, body)
}

func readMessage(r io.Reader, most int64, v any) error {
	head, err := readFrame(r, most)
	if err != nil {
		return err
	}
	return decode(head, v)
}

func decode(head []byte, v any) error {
	if err := json.Unmarshal(head, v); err != nil {
		return fmt.Errorf("message: %w", err)
	}
	return nil
}
