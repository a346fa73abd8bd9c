package convert

import (
	"crypto/md5"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// pipes is the folder in which LibreOffice creates the socket by which a second
// instance with the same profile passes on its documents. It does not start without
// it.
const pipes = "/tmp"

// address returns the profile's URL for LibreOffice.
func address(profile string) string { return "file://" + filepath.ToSlash(profile) }

// removePipe removes the socket of a profile, and reports whether there was one.
// LibreOffice itself is not allowed to: it could remove everything else in that
// folder.
func removePipe(profile string) (was bool) {
	hash := md5.New() // LibreOffice's own naming scheme
	for _, unit := range utf16.Encode([]rune(address(profile))) {
		hash.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	var name strings.Builder
	for _, b := range hash.Sum(nil) {
		fmt.Fprintf(&name, "%x", b) // without leading zeros, as LibreOffice does
	}
	// The user's number is in the name, if LibreOffice can find it out.
	found, _ := filepath.Glob(filepath.Join(pipes, "OSL_PIPE_*SingleOfficeIPC_"+name.String()))
	for _, f := range found {
		was = os.Remove(f) == nil || was
	}
	return was
}
