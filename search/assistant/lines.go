package assistant

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"sync"
	"time"
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
//
// The library also gives up requests that it is answering when the input ends, so
// the end is passed on only when all are answered.
type lines struct {
	in   *bufio.Reader
	out  *answers
	rest []byte // of the line at hand
}

func newLines(in io.Reader, out *answers) *lines {
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
		request, code := inspect(line)
		switch {
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
			if request {
				l.out.expect()
			}
		}
		if len(l.rest) == 0 && err != nil {
			l.out.wait()
			return 0, err
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// inspect reports whether a line is a request, which has to be answered, and the
// code of what is wrong with it; 0 if it is a message.
func inspect(line []byte) (request bool, code int) {
	if !json.Valid(line) {
		return false, parseError
	}
	var message struct {
		JSONRPC string          `json:"jsonrpc"`
		Method  string          `json:"method"`
		ID      any             `json:"id"`
		Result  json.RawMessage `json:"result"`
		Error   json.RawMessage `json:"error"`
	}
	if err := json.Unmarshal(line, &message); err != nil || message.JSONRPC != "2.0" || message.Method == "" && message.Result == nil && message.Error == nil {
		return false, invalidRequest
	}
	switch message.ID.(type) {
	case nil:
		return false, 0
	case string, float64:
		return message.Method != "", 0
	}
	return false, invalidRequest
}

func (l *lines) refuse(code int, message string) error {
	answer := map[string]any{"jsonrpc": "2.0", "id": nil, "error": map[string]any{"code": code, "message": message}}
	raw, err := json.Marshal(answer)
	if err == nil {
		err = l.out.write(append(raw, '\n'))
	}
	return err
}

// answers writes messages, each in one piece, and counts the requests that are not
// answered yet.
type answers struct {
	out io.Writer

	mu   sync.Mutex
	open int
	none chan struct{} // closed when open is 0
}

func newAnswers(out io.Writer) *answers {
	a := &answers{out: out, none: make(chan struct{})}
	close(a.none)
	return a
}

func (a *answers) expect() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.open++; a.open == 1 {
		a.none = make(chan struct{})
	}
}

// wait returns when every request is answered, or after the time that one may take.
func (a *answers) wait() {
	a.mu.Lock()
	none := a.none
	a.mu.Unlock()
	select {
	case <-none:
	case <-time.After(deadline):
	}
}

// Write writes a message of the library; one without a method is a response.
func (a *answers) Write(p []byte) (int, error) {
	err := a.write(p)
	var message struct {
		Method string `json:"method"`
	}
	if json.Unmarshal(p, &message) == nil && message.Method == "" {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.open--; a.open == 0 {
			close(a.none)
		}
	}
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

func (a *answers) write(p []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, err := a.out.Write(p)
	return err
}

// Close does nothing: what is written to is not ours.
func (a *answers) Close() error { return nil }
