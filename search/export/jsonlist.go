package export

import (
	"bufio"
	"encoding/json"
	"io"
)

// jsonList writes the items of a JSON list one at a time, between what comes
// before the list and what comes after.
type jsonList struct {
	out   *bufio.Writer
	after string
	items int
}

func newJSONList(w io.Writer, before, after string) *jsonList {
	l := &jsonList{out: bufio.NewWriter(w), after: after}
	l.out.WriteString(before) // an error stays until close
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
