package datadir_test

import (
	"errors"
	"strings"
	"testing"

	"rostrum/corpus"
	"rostrum/corpus/datadir"
)

func TestSecondWriterIsToldWhoHoldsTheLock(t *testing.T) {
	dir := t.TempDir()
	lock, err := datadir.Acquire(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = datadir.Acquire(t.Context(), dir)
	if !errors.Is(err, corpus.ErrLocked) || !strings.Contains(err.Error(), "process ") {
		t.Errorf("got %v", err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := datadir.Acquire(t.Context(), dir)
	if err != nil {
		t.Fatalf("after release: %v", err)
	}
	again.Release()
}
