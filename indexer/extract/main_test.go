package extract

import (
	"context"
	"fmt"
	"os"
	"testing"
)

// TestMain lets the test binary be the worker that the tests start.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "extract-worker" {
		if err := Work(context.Background(), os.Stdin, os.Stdout, WorkConfig{CacheDir: os.Args[2]}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}
