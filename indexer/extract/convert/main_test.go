package convert

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"rostrum/indexer/extract/sandbox"
)

// launcher starts this binary as a launcher; bare as a launcher on a machine that
// refuses namespaces.
var launcher, bare = sandbox.Launcher{os.Args[0], "launch"}, sandbox.Launcher{os.Args[0], "launch-bare"}

// TestMain lets the test binary be a launcher.
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
