package ocr

import (
	"fmt"
	"os"
	"testing"

	"rostrum/indexer/extract/sandbox"
)

// launcher starts this binary as a launcher.
var launcher = sandbox.Launcher{os.Args[0], "launch"}

// TestMain lets the test binary be a launcher.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "launch" {
		if err := sandbox.Launch(os.Args[2:], sandbox.NewestABI); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}
