package assistant

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"sync"
)

// maxLine bounds a message; requests to the tools are short.
const maxLine = 1 << 20

// The errors of JSON-RPC 2.0 for lines that cannot be requests.
const (
	parseError     = -32700
	invalidRequest = -32600
)

// lines hands on what stands on lines that are JSON-RPC messages, and answers
// each other line with an error, as JSON-RPC asks: the library ends with the
// first that it cannot read.
type lines struct {
	in   *bufio.Reader
	out  io.Writer
	rest []byte // of the line at hand
}

func newLines(in io.Reader, out io.Writer) *lines {
	return &lines{in: bufio.NewReaderSize(in, maxLine), out: out}
}

// Read implements io.Reader.
func (l *lines) Read(p []byte) (int, error) {
	for len(l.rest) == 0 {
		line, err := l.in.ReadSlice('\n')
		tooLong := errors.Is(err, bufio.ErrBufferFull)
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = l.in.ReadSlice('\n')
		}
		switch code := fault(line); {
		case tooLong:
			if err := l.refuse(invalidRequest, "the message has more than 1 MB"); err != nil {
				return 0, err
			}
		case len(bytes.TrimSpace(line)) == 0:
		case code == parseError:
			if err := l.refuse(code, "the line is not JSON"); err != nil {
				return 0, err
			}
		case code != 0:
			if err := l.refuse(code, "the line is not a JSON-RPC 2.0 message"); err != nil {
				return 0, err
			}
		default:
			l.rest = append(bytes.Clone(bytes.TrimSpace(line)), '\n')
		}
		if len(l.rest) == 0 && err != nil {
			return 0, err
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// fault is the code of what is wrong with a line; 0 if it is a message.
func fault(line []byte) int {
	if !json.Valid(line) {
		return parseError
	}
	var message struct {
		JSONRPC string          `json:"jsonrpc"`
		Method  string          `json:"method"`
		ID      any             `json:"id"`
		Result  json.RawMessage `json:"result"`
		Error   json.RawMessage `json:"error"`
	}
	if err := json.Unmarshal(line, &message); err != nil || message.JSONRPC != "2.0" || message.Method == "" && message.Result == nil && message.Error == nil {
		return invalidRequest
	}
	switch message.ID.(type) {
	case nil, string, float64:
		return 0
	}
	return invalidRequest
}

func (l *lines) refuse(code int, message string) error {
	answer := map[string]any{"jsonrpc": "2.0", "id": nil, "error": map[string]any{"code": code, "message": message}}
	raw, err := json.Marshal(answer)
	if err == nil {
		_, err = l.out.Write(append(raw, '\n'))
	}
	return err
}

// oneByOne keeps what several write apart.
type oneByOne struct {
	mu sync.Mutex
	io.Writer
}

func (w *oneByOne) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.Writer.Write(p)
}

// Close does nothing: what is written to is not ours.
func (w *oneByOne) Close() error { return nil }
