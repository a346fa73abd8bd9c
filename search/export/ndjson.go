package export

import (
	"bufio"
	"io"

	"rostrum/search"
	"rostrum/search/api"
)

type ndjsonWriter struct {
	builder api.Builder
	out     *bufio.Writer
}

func newNDJSON(w io.Writer, o Options) (Writer, error) {
	return &ndjsonWriter{builder: api.Builder{Label: o.label, Link: o.Link}, out: bufio.NewWriter(w)}, nil
}

func (n *ndjsonWriter) Write(h search.Hit) error { return api.Encode(n.out, n.builder.Line(h)) }

func (n *ndjsonWriter) Close() error { return n.out.Flush() }
