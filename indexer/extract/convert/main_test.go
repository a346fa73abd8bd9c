package convert

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"rostrum/indexer/extract/sandbox"
)

// launcher is this binary as the launcher of what it starts; bare is one as where
// namespaces are refused.
var launcher, bare = sandbox.Launcher{os.Args[0], "launch"}, sandbox.Launcher{os.Args[0], "launch-bare"}

// TestMain lets the test binary be that.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "launch-bare" && strings.Contains(os.Args[2], `"probe":true`) {
		os.Exit(1)
	}
	if len(os.Args) > 2 && strings.HasPrefix(os.Args[1], "launch") {
		if err := sandbox.Launch(os.Args[2:], sandbox.NewestABI); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}
