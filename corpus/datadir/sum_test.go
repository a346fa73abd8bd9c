package datadir_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"rostrum/corpus/datadir"
)

// endless is a file that never ends; whoever waits for its end is interrupted.
type endless struct{ interrupt func() }

func (e endless) Read(p []byte) (int, error) {
	e.interrupt()
	return len(p), nil
}

func TestCopyEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := datadir.Copy(ctx, io.Discard, endless{cancel}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
