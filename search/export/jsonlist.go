package export

import (
	"bufio"
	"encoding/json"
	"io"
)

// jsonList streams the items of a JSON list between a given prefix and suffix.
type jsonList struct {
	out   *bufio.Writer
	after string
	items int
}

func newJSONList(w io.Writer, before, after string) *jsonList {
	l := &jsonList{out: bufio.NewWriter(w), after: after}
	l.out.WriteString(before) // the error is sticky until close
	return l
}

func (l *jsonList) add(item any) error {
	raw, err := json.Marshal(item)
	if err != nil {
		return err
	}
	if l.items > 0 {
		l.out.WriteByte(',')
	}
	l.items++
	l.out.WriteByte('\n')
	_, err = l.out.Write(raw)
	return err
}

func (l *jsonList) close() error {
	l.out.WriteByte('\n')
	l.out.WriteString(l.after)
	return l.out.Flush()
}
