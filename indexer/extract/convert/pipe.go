package convert

import (
	"crypto/md5"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// pipes is where LibreOffice makes the socket by which a second one of the same
// profile would hand over its documents. It does not start without.
const pipes = "/tmp"

// address is how LibreOffice is told where its profile is.
func address(profile string) string { return "file://" + filepath.ToSlash(profile) }

// removePipe takes away the socket that LibreOffice has made for a profile, and
// tells whether there was one. It may not do so itself: it could take away all
// else that lies there.
func removePipe(profile string) (was bool) {
	hash := md5.New() // it is LibreOffice that names its socket so
	for _, unit := range utf16.Encode([]rune(address(profile))) {
		hash.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	var name strings.Builder
	for _, b := range hash.Sum(nil) {
		fmt.Fprintf(&name, "%x", b) // without the zero of a small one, as it has it
	}
	// The user's number is in the name, where LibreOffice can find it out.
	found, _ := filepath.Glob(filepath.Join(pipes, "OSL_PIPE_*SingleOfficeIPC_"+name.String()))
	for _, f := range found {
		was = os.Remove(f) == nil || was
	}
	return was
}
